import { defineConnector } from '../../src/connector/connector.ts';
import { check } from './check.ts';
import { env } from './env.ts';
import { pull } from './pull.ts';

/** GitHub issues as tickets: who has rights on the repository answers, everybody else asks. */
export const github = defineConnector({
  id: 'github',
  title: 'GitHub Issues',
  env,
  renamed: { SINCE: 'START_DATE' },
  turns: 'message',
  // Further repositories join what is stored; another server is another source.
  identity: (settings) => settings.URL,
  pull,
  check,
});
