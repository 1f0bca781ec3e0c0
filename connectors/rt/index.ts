import { defineConnector } from '../../src/connector/connector.ts';
import { check } from './check.ts';
import { env, optionsOf } from './env.ts';
import { pull } from './pull.ts';

/** Request Tracker 5 by REST2, as a user who may see tickets and nothing else. */
export const rt = defineConnector({
  id: 'rt',
  title: 'Request Tracker',
  env,
  turns: 'status',
  identity: (settings) => new URL(settings.URL).host + new URL(settings.URL).pathname.replace(/\/+$/, ''),
  pull: (settings, cursor, tools) => pull(optionsOf(settings), cursor, tools),
  check: (settings, tools) => check(optionsOf(settings), tools),
});
