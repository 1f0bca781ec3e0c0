import { defineConnector } from '../../src/connector/connector.ts';
import { hostsOf } from './api.ts';
import { check } from './check.ts';
import { env } from './env.ts';
import { LIMITS } from './limits.ts';
import { pull } from './pull.ts';

/** Intercom: conversations, with what Fin and other bots did in them told apart from people's work. */
export const intercom = defineConnector({
  id: 'intercom',
  title: 'Intercom',
  env,
  renamed: { SINCE: 'START_DATE' },
  // An open conversation has no status that says whose turn it is.
  turns: 'message',
  limits: LIMITS,
  identity: (settings) => hostsOf(settings.REGION).api,
  pull,
  check,
});
