import { z } from 'zod';

const words = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

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
    EXTERNAL_ID_METADATA: words
      .default(['external_id', 'user_id', 'account_id', 'organization_id', 'company_id'])
      .meta({
        description:
          'The customers’ metadata keys that hold ids of your other systems, by which helpdesk customers are found.',
        example: 'external_id,workspace_id',
      }),
    DISCOUNTS: z.enum(['forever', 'all'], { error: 'accepts forever or all' }).default('forever').meta({
      description:
        'Which discounts lower the monthly revenue: those that last forever (as Stripe’s own figure does), or all.',
    }),
    FULL_EVERY_HOURS: z
      .string()
      .regex(/^\d{1,3}$/, 'accepts a whole number from 1 to 168')
      .transform(Number)
      .refine((hours) => hours >= 1 && hours <= 168, 'accepts a whole number from 1 to 168')
      .default(24)
      .meta({ description: 'How often everything is read anew; in between, only what Stripe’s events name.' }),
    ALLOW_TEST: z
      .enum(['true', 'false'], { error: 'accepts true or false' })
      .transform((text) => text === 'true')
      .default(false)
      .meta({ description: 'Read test mode too (true or false), for trying things out. Test clocks are never read.' }),
  })
  .refine(({ API_KEY, ALLOW_TEST }) => ALLOW_TEST || !API_KEY.includes('_test_'), {
    path: ['API_KEY'],
    error: 'is a key of test mode: use a live one, or set ALLOW_TEST to true beside it',
  });
export type Settings = z.output<typeof env>;
