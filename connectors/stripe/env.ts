import { z } from 'zod';
import { list, oneOf, webAddress, wholeNumber, yesNo } from '../../src/connector/env-values.ts';

/** What a billing account needs to be told. */
export const env = z
  .object({
    API_KEY: z
      .string()
      .regex(/^(rk|sk)_(live|test)_\w+$/, 'must be a restricted key (rk_live_…)')
      .meta({
        description:
          'A restricted key (rk_live_…) that may read customers, subscriptions, prices, coupons and events, and write nothing.',
        secret: true,
      }),
    ACCOUNT_METADATA: z.string().optional().meta({
      description:
        'The customers’ metadata key that names the account, where one account has several Stripe customers. Left out: every Stripe customer is an account.',
      example: 'account_id',
    }),
    EXTERNAL_ID_METADATA: list.default(['external_id', 'user_id', 'account_id', 'organization_id', 'company_id']).meta({
      description:
        'The customers’ metadata keys that hold ids of your other systems, by which helpdesk customers are found.',
      example: 'external_id,workspace_id',
    }),
    DISCOUNTS: oneOf(['forever', 'all']).default('forever').meta({
      description:
        'Which discounts lower the monthly revenue: those that last forever (as Stripe’s own figure does), or all.',
    }),
    FULL_EVERY_HOURS: wholeNumber(1, 168)
      .default(24)
      .meta({ description: 'How often everything is read anew; in between, only what Stripe’s events name.' }),
    API_URL: webAddress.default('https://api.stripe.com').meta({
      description: 'Another address of the API (a proxy): https, or http on localhost.',
    }),
    ALLOW_TEST: yesNo
      .default(false)
      .meta({ description: 'Read test mode too (true or false), for trying things out. Test clocks are never read.' }),
  })
  .refine(({ API_KEY, ALLOW_TEST }) => ALLOW_TEST || !API_KEY.includes('_test_'), {
    path: ['API_KEY'],
    error: 'is a key of test mode: use a live one, or set ALLOW_TEST to true beside it',
  });
export type Settings = z.output<typeof env>;
