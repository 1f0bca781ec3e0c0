import { defineConnector } from '../../src/connector/connector.ts';
import { check } from './check.ts';
import { env } from './env.ts';
import { LIMITS } from './limits.ts';
import { pull } from './pull.ts';

/** HubSpot: tickets with their conversations, surveys, companies, and deals as far as they tell what accounts pay. */
export const hubspot = defineConnector({
  id: 'hubspot',
  title: 'HubSpot',
  env,
  // Stages say whose turn it is: every portal begins with one that waits for the contact.
  turns: 'status',
  limits: LIMITS,
  identity: (settings) => settings.API_URL,
  pull,
  check,
});
