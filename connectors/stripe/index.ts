import { defineConnector, type Tools } from '../../src/connector/connector.ts';
import { checkStripe } from './check.ts';
import { env, type Settings } from './env.ts';
import { pull } from './pull.ts';

/** What a stored record's keys and figures depend on. */
function identity({ API_KEY, ACCOUNT_METADATA, EXTERNAL_ID_METADATA, DISCOUNTS }: Settings): string {
  return JSON.stringify({
    stripe: 1,
    mode: API_KEY.includes('_test_') ? 'test' : 'live',
    accountMetadata: ACCOUNT_METADATA,
    externalIdMetadata: EXTERNAL_ID_METADATA,
    discounts: DISCOUNTS,
  });
}

/** Stripe Billing: who pays, how much a month, and since when no longer. It has no tickets. */
export const stripe = defineConnector({
  id: 'stripe',
  title: 'Stripe',
  env,
  turns: 'status',
  onIdentityChange: 'replace',
  identity,
  pull,
  check: (settings: Settings, tools: Tools) => checkStripe(settings, tools),
});
