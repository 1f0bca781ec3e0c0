import { z } from 'zod';
import { list, listOf, oneOf, startDate, webAddress, wholeNumber } from '../../src/connector/env-values.ts';

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, 'iu');
  } catch {
    context.addIssue({ code: 'custom', message: 'is no regular expression' });
    return z.NEVER;
  }
});

/** What a support channel needs to be told. */
export const env = z
  .object({
    TOKEN: z
      .string()
      .regex(/^xox[bpe][.-]/, 'must be a bot token (xoxb-…) of an app of your own workspace')
      .meta({ description: 'The bot token (xoxb-…) of an app made in your own workspace.', secret: true }),
    CHANNELS: listOf(
      /^[CG][A-Z0-9]+$/,
      'accepts channel ids such as C0123ABCD (at the end of the channel’s details)',
    ).meta({
      description: 'The support channels, as ids (at the end of a channel’s details in Slack), comma separated.',
      example: 'C0123ABCD,C0456EFGH',
    }),
    STAFF: listOf(/^[UWS][A-Z0-9]+$/, 'accepts ids of people (U…) and user groups (S…)')
      .optional()
      .meta({
        description:
          'Who answers: ids of people (U…) and user groups (S…). Left out: every full member of the workspace, which is right where customers come by Slack Connect or as guests.',
        example: 'S0789SUPP,U0123ANNA',
      }),
    BOTS: list.default([]).meta({
      description:
        'Accounts that are machines although Slack calls them people, by id, name or email: their messages do not count as answers.',
    }),
    SOLVED_REACTIONS: listOf(/^[^:\s]+$/, 'accepts names of reactions without colons')
      .default(['white_check_mark', 'heavy_check_mark', 'ballot_box_with_check'])
      .meta({
        description: 'Reactions of staff to a thread’s first message that mean it is solved (names without colons).',
      }),
    SOLVED_TEXT: pattern.optional().meta({
      description:
        'A regular expression; a message of staff or of a bot that matches it says that the thread is solved, at its own time (a reaction has none, so its time is estimated).',
      example: '^(solved|done)[.!]?$',
    }),
    SOLVED_AFTER_DAYS: wholeNumber(1, 365).optional().meta({
      description:
        'Days of silence after a message of staff until a thread counts as solved. Left out: silence solves nothing.',
    }),
    BOT_POSTS: oneOf(['all', 'answered', 'none']).default('answered').meta({
      description: 'Which posts of bots (forms, alerts) are tickets: all, those that people answered, or none.',
    }),
    LOOKBACK_DAYS: wholeNumber(1, 365).default(14).meta({
      description: 'How old a thread may be for late replies and reactions to be noticed.',
    }),
    START_DATE: startDate('Threads begun'),
    API_URL: webAddress.default('https://slack.com/api').meta({
      description:
        'Another address of the API (GovSlack: https://slack-gov.com/api, or a proxy): https, or http on localhost.',
      example: 'https://slack-gov.com/api',
    }),
    APP: oneOf(['internal', 'distributed']).default('internal').meta({
      description:
        'Whose app it is: internal (made in your own workspace, 50 requests a minute) or distributed (Slack allows 1 a minute).',
    }),
  })
  .refine(({ SOLVED_AFTER_DAYS, LOOKBACK_DAYS }) => (SOLVED_AFTER_DAYS ?? 0) < LOOKBACK_DAYS, {
    path: ['SOLVED_AFTER_DAYS'],
    error: 'must be less than LOOKBACK_DAYS, or the silence would never be noticed',
  });
export type Settings = z.output<typeof env>;
