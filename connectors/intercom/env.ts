import { z } from 'zod';
import { list, oneOf, pairs, startDate, webAddress } from '../../src/connector/env-values.ts';

/** The variables, without their prefix. */
export const env = z.object({
  TOKEN: z.string().min(1).meta({
    description:
      'Access token of an app of your workspace (Developer Hub); it needs to read conversations, admins, users and companies.',
    secret: true,
  }),
  REGION: oneOf(['us', 'eu', 'au']).default('us').meta({
    description: 'Where the workspace is hosted: us, eu or au.',
    example: 'eu',
  }),
  URL: webAddress.optional().meta({
    description: 'Another address of the API (a proxy), instead of the region’s own: https, or http on localhost.',
  }),
  BOTS: list.default([]).meta({
    description:
      'Teammates who are machines although Intercom does not say so, by id or email: their replies do not count as answers.',
  }),
  SNOOZED: oneOf(['waiting_customer', 'waiting_third_party']).default('waiting_customer').meta({
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
  FIELDS: pairs.default(new Map()).meta({
    description: 'Conversation attributes to keep, comma separated; with a name to keep them under after =.',
    example: 'Product area=product,Plan',
  }),
  START_DATE: startDate('Conversations that changed'),
});
export type Settings = z.output<typeof env>;
