import { z } from 'zod';
import { CAUSE_NAMES, CLOCKS, each, MEASURE_NAMES } from '../model/catalogue.ts';
import { HANDLERS, HOLDERS } from '../model/measurement.ts';
import { Iso } from '../summarise/schema.ts';

const Seconds = z.number().describe('in seconds');
const Person = z.string().nullable().describe('by name only where people may be named; else person A, person B');

/** Something that happened to the ticket; nobody's words are in it. */
export const StoryEvent = z.object({
  at: Iso,
  kind: z.enum(['opened', 'message', 'note', 'status', 'assignment', 'handover', 'merged', 'deleted', 'stated']),
  by: z.enum(['customer', 'agent', 'bot']).nullable().describe('who did it; null where the source does not say'),
  person: Person,
  public: z.boolean().nullable().describe('of a message: whether the customer sees it'),
  automatic: z.boolean().describe('a receipt or an absence: it answers nobody'),
  status: z.string().nullable().describe('what the status became'),
  original: z.string().nullable().describe("the same in the source's own word"),
  assignedTo: Person.optional().describe('null: nobody; left out: not changed'),
  team: z.string().nullable().optional().describe('null: none; left out: not changed'),
  into: z.string().nullable().describe('the ticket it went into'),
  estimated: z.boolean().describe('the source does not say when'),
});
export type StoryEvent = z.infer<typeof StoryEvent>;

const CauseName = z.enum(CAUSE_NAMES);

/** Who had the ticket, and where that time went, with the instants. */
export const StoryStint = z.object({
  from: Iso,
  to: Iso.nullable().describe('null: it goes on'),
  holder: z.enum(HOLDERS),
  team: z.string().nullable(),
  person: Person,
  spans: z.array(z.object({ cause: CauseName, from: Iso, to: Iso, seconds: Seconds })),
});
export type StoryStint = z.infer<typeof StoryStint>;

/** How a figure came out of the causes between two instants. */
export const StoryFigure = z.object({
  measure: z.enum(MEASURE_NAMES),
  from: Iso,
  to: Iso.nullable().describe('null: it has not ended'),
  goesOn: z.boolean().describe('whether the customer waits for it to this day'),
  by: z.enum(HANDLERS).nullable().describe('of an answer: who gave it'),
  person: Person,
  counts: z.boolean().describe('whether it is in the figures of people'),
  clockSeconds: z.object(each(CLOCKS, ({ means }) => Seconds.describe(means))).nullable(),
  causes: z
    .array(
      z.object({
        cause: CauseName.nullable().describe('null: after the solution that its source states'),
        clockSeconds: z.object(each(CLOCKS, ({ means }) => Seconds.describe(means))),
      }),
    )
    .describe('on each clock they sum to the figure'),
});
export type StoryFigure = z.infer<typeof StoryFigure>;

/** One ticket's story. */
export const TicketStory = z.object({
  asOf: Iso.describe('what was known then'),
  timeZone: z.string(),
  source: z.string(),
  id: z.string(),
  url: z.string().nullable(),
  subject: z.string().nullable().describe('only with STORE_SUBJECTS=true'),
  channel: z.string(),
  category: z.string().nullable(),
  priority: z.string().nullable(),
  status: z.string(),
  original: z.string(),
  tier: z.string(),
  tierBy: z.string().describe('what told the tier: a field, tags, or the score of the work'),
  tierScore: z.number(),
  customerZone: z.string().describe('how the zone of its customer is known'),
  exclusion: z.string().nullable().describe('why it is in no figure, or in none since `excludedAt`'),
  excludedAt: Iso.nullable().describe('when it was merged or deleted; null where it was not, or nobody says when'),
  outbound: z.boolean().describe('we opened it and nobody had asked'),
  entersAt: Iso.nullable().describe('where its times begin; null while they have not'),
  solvedWithoutDate: z.boolean().describe('solved, and its source does not say when'),
  timer: z
    .object({ at: Iso.describe('since when it counts as solved'), knownAt: Iso.describe('when the timer closed it') })
    .nullable()
    .describe('of a final solution that a timer brought'),
  resolvedBy: z.enum(HANDLERS).describe('who dealt with it'),
  events: z.array(StoryEvent),
  stints: z.array(StoryStint),
  figures: z.array(StoryFigure),
  ageSeconds: z
    .object(each(CLOCKS, ({ means }) => Seconds.describe(means)))
    .nullable()
    .describe('of an unsolved ticket, as of now'),
  netExcludes: z.array(CauseName),
  notes: z.array(z.string()).describe('what to know before trusting the figures'),
});
export type TicketStory = z.infer<typeof TicketStory>;
