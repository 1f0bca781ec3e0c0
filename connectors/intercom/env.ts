import { z } from 'zod';

/** `a, b=c`: a under its own name, b under the name c. */
const named = z.string().transform((text) => {
  const pairs = new Map<string, string>();
  for (const part of text.split(',')) {
    const [attribute = '', name = attribute] = part.split('=', 2).map((piece) => piece.trim());
    if (attribute !== '') pairs.set(attribute, name);
  }
  return pairs;
});

/** The variables, without their prefix. */
export const env = z.object({
  TOKEN: z.string().min(1).meta({
    description:
      'Access token of an app of your workspace (Developer Hub); it needs to read conversations, admins, users and companies.',
    secret: true,
  }),
  REGION: z.enum(['us', 'eu', 'au'], { error: 'accepts us, eu or au' }).default('us').meta({
    description: 'Where the workspace is hosted: us, eu or au.',
    example: 'eu',
  }),
  SNOOZED: z
    .enum(['waiting_customer', 'waiting_third_party'], { error: 'accepts waiting_customer or waiting_third_party' })
    .default('waiting_customer')
    .meta({
      description: 'What a snoozed conversation waits for: waiting_customer or waiting_third_party.',
      example: 'waiting_third_party',
    }),
  OFFICE_HOURS: z.string().optional().meta({
    description:
      "Name of the office hours that the team keeps, where the workspace has several; none leaves Intercom's hours out (TEAM_HOURS then counts).",
    example: 'Support EMEA',
  }),
  TIME_ZONE_ATTRIBUTE: z.string().optional().meta({
    description:
      'Custom attribute of contacts that holds their IANA time zone; Intercom itself knows none. Left out: unknown, and no time-zone wait is claimed.',
    example: 'time_zone',
  }),
  FIELDS: named.default(new Map()).meta({
    description: 'Conversation attributes to keep, comma separated; with a name to keep them under after =.',
    example: 'Product area=product,Plan',
  }),
  SINCE: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: 'accepts a date like 2026-01-31' })
    .transform((text) => Date.parse(text))
    .optional()
    .meta({
      description: 'Reads conversations that changed since this date (UTC); left out: all.',
      example: '2026-01-01',
    }),
});
export type Settings = z.output<typeof env>;
