import { defineConnector } from '../../src/connector/connector.ts';
import { check } from './check.ts';
import { env } from './env.ts';
import { LIMITS } from './limits.ts';
import { pull } from './pull.ts';

/** Jira Service Management and plain Jira, Cloud and Data Center: issues by JQL, with history and comments. */
export const jsm = defineConnector({
  id: 'jsm',
  title: 'Jira Service Management',
  env,
  turns: 'status',
  limits: LIMITS,
  identity: ({ URL: address }) => new URL(address).host + new URL(address).pathname.replace(/\/+$/, ''),
  pull,
  check,
});
