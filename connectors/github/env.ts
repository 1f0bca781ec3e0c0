import { z } from 'zod';
import { list, startDate, webAddress } from '../../src/connector/env-values.ts';

const repositories = list.pipe(
  z
    .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, { error: 'accepts repositories as owner/name, comma separated' }))
    .min(1, { error: 'accepts repositories as owner/name, comma separated' })
    .transform((names) => [...new Set(names)]),
);

const staff = list.pipe(
  z.array(z.string().regex(/^[\w.-]+(\/[\w.-]+)?$/, { error: 'accepts logins and teams (org/team), comma separated' })),
);

/** The variables, without their prefix. */
export const env = z.object({
  TOKEN: z.string().min(1).meta({
    description: 'Access token; fine-grained: "Issues" and "Metadata" read-only on the repositories (classic: repo).',
    secret: true,
  }),
  REPOS: repositories.meta({
    description: 'Repositories whose issues are tickets, as owner/name, comma separated.',
    example: 'acme/app,acme/cli',
  }),
  URL: webAddress.default('https://api.github.com').meta({
    description: 'Address of the REST API; for GitHub Enterprise Server https://your-host/api/v3.',
    example: 'https://github.acme.example/api/v3',
  }),
  STAFF: staff.default([]).meta({
    description:
      'Who answers for us: logins and teams (org/team), comma separated; everybody else is a customer. Left out: owners, members and collaborators of the repository answer.',
    example: 'octocat,acme/support',
  }),
  BOTS: list.default([]).meta({
    description: 'Logins that are machines although GitHub does not say so, comma separated.',
    example: 'acme-ci',
  }),
  WAITING_LABELS: list.default([]).meta({
    description: 'Labels that say that an open issue waits for the customer, comma separated.',
    example: 'needs-info,awaiting response',
  }),
  THIRD_PARTY_LABELS: list.default([]).meta({
    description: 'Labels that say that an open issue waits for a third party, comma separated.',
    example: 'upstream,blocked',
  }),
  START_DATE: startDate('Issues that changed'),
});
export type Settings = z.output<typeof env>;
