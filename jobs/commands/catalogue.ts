import type { Command } from './command.ts';

/** One word of the command line, and how to come by what it does. */
export interface CommandEntry {
  readonly name: string;
  /** One sentence for help. */
  readonly summary: string;
  /** Loads the command with all that it stands on; nothing of it is needed to list it. */
  readonly load: () => Promise<Command>;
}

/** Every word of the command line, in the order in which help lists them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'Show it all on a simulated company: no server, no account, nothing of yours is touched.',
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'report',
    summary: 'Read the sources, measure what changed, and report a window (default: the last whole week).',
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'digest',
    summary: 'Show the digest that would be sent, send it to one place as a test, or send what is due (for cron).',
    load: async () => (await import('./digest.ts')).digest,
  },
  {
    name: 'kpis',
    summary: 'Recommendation, effort, retention, revenue, lifetime value, engagement (default: the last whole month).',
    load: async () => (await import('./report.ts')).kpis,
  },
  {
    name: 'ticket',
    summary:
      "Tell one ticket's story: what happened, who held it, where its time went, how each figure came out of that.",
    load: async () => (await import('./ticket.ts')).ticket,
  },
  {
    name: 'what-if',
    summary: 'Tell what other opening hours would have changed for the tickets of a window, or which would help most.',
    load: async () => (await import('./what-if.ts')).whatIf,
  },
  {
    name: 'sync',
    summary: 'Read the sources into the store and measure what changed.',
    load: async () => (await import('./sync.ts')).sync,
  },
  {
    name: 'check',
    summary:
      'Try every source and what a server needs, without sending or keeping anything: what works, what is missing. Files are read whole.',
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'map',
    summary: 'Propose how an export is read (FILE_MAPPING), with a comment on each column, and show its first tickets.',
    load: async () => (await import('./map.ts')).map,
  },
  {
    name: 'config',
    summary: 'Print what holds of every setting and where it comes from; secrets stay hidden.',
    load: async () => (await import('./config.ts')).config,
  },
  {
    name: 'export',
    summary: 'Write tickets, responses, stints, solutions, ratings, accounts and the figures of a window as files.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'rejected',
    summary: 'List the records that could not be read, with place and reason.',
    load: async () => (await import('./sync.ts')).rejected,
  },
  {
    name: 'forget',
    summary: 'Drop everything that is stored of one source.',
    load: async () => (await import('./sync.ts')).forget,
  },
  {
    name: 'erase',
    summary: 'Take a customer or an agent out of the store for good: names and addresses go, the figures stay.',
    load: async () => (await import('./erase.ts')).eraseCommand,
  },
  {
    name: 'holidays',
    summary:
      'List the dates that a holiday code (DE-BY, UK, US-CA) means in a year; without one, those of TEAM_HOLIDAYS.',
    load: async () => (await import('./holidays.ts')).holidays,
  },
  {
    name: 'worker',
    summary: 'On a server: take sync, measure and digest jobs off REDIS_URL until told to stop (SIGTERM).',
    load: async () => (await import('./worker.ts')).worker,
  },
  {
    name: 'schedule',
    summary: 'On a server: make the schedules in REDIS_URL what the settings say, and end.',
    load: async () => (await import('./worker.ts')).schedule,
  },
  {
    name: 'schema',
    summary: 'Print the JSON Schema of a report: every field of report --format json with what it means.',
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'env',
    summary: 'Print .env.example: every variable with a sentence.',
    load: async () => (await import('./documents.ts')).env,
  },
];
