import { z } from 'zod';
import { list, listOf, pairs, startDate, statusPairs, webAddress } from '../../src/connector/env-values.ts';
import { Status } from '../../src/model/ticket.ts';

/** The variables, without their prefix. */
export const env = z.object({
  URL: webAddress.meta({
    description:
      'The address of Jira as people open it; for a scoped token of Cloud https://api.atlassian.com/ex/jira/ and the cloud id.',
    example: 'https://acme.atlassian.net',
  }),
  EMAIL: z.string().min(1).optional().meta({
    description: 'Cloud: whose API token it is. Left out for Data Center, where the token alone is enough.',
    example: 'fairclock@acme.example',
  }),
  API_TOKEN: z.string().min(1).meta({
    description:
      'Cloud: an API token. Data Center: a personal access token. Of an account that may browse the projects and is in their role Service Desk Team.',
    secret: true,
  }),
  PROJECTS: listOf(/^[A-Za-z][A-Za-z0-9_]*$/, 'accepts keys of projects such as SUP, HELP').meta({
    description: 'Keys of the projects to read, comma separated: service projects or plain ones.',
    example: 'SUP,HELP',
  }),
  START_DATE: startDate('Issues that changed'),
  STATUSES: statusPairs.default(new Map()).meta({
    description: `What statuses of your own workflows mean, by name or id: ${Status.options.join(', ')}. Left out: their category tells.`,
    example: 'Waiting for supplier=waiting_third_party,Info needed=waiting_customer',
  }),
  AGENTS: list.default([]).meta({
    description:
      'Who answers for you, by account id or email, where others than the reporter also write as customers; left out: everybody with a Jira account who is neither reporter nor participant.',
  }),
  BOTS: list.default([]).meta({
    description:
      'Accounts that are machines although Jira does not say so, by account id, user name or email: their replies do not count as answers.',
  }),
  FIELDS: pairs.default(new Map()).meta({
    description: 'Fields to keep, by name or id, with the name to keep them under.',
    example: 'Product=product,customfield_10050=plan',
  }),
});
export type Settings = z.output<typeof env>;
