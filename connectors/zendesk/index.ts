import { defineConnector } from '../../src/connector/connector.ts';
import { originOf } from './api.ts';
import { check } from './check.ts';
import { env, optionsOf } from './env.ts';
import { LIMITS } from './limits.ts';
import { pull } from './pull.ts';

/** Zendesk Support: tickets by the cursor export, their history by the export of ticket updates. */
export const zendesk = defineConnector({
  id: 'zendesk',
  title: 'Zendesk Support',
  env,
  turns: 'status',
  limits: LIMITS,
  identity: (settings) => new URL(originOf(settings)).host,
  pull: (settings, cursor, tools) => pull(optionsOf(settings), cursor, tools),
  check: (settings, tools) => check(optionsOf(settings), tools),
});
