import { CAUSE_COLUMNS, type Column, DURATION_COLUMNS, MEASURES, TIER_NAMES } from '../../model/catalogue.ts';
import { EXCLUSIONS, HANDLERS, TIER_ORIGINS, ZONE_KNOWLEDGE } from '../../model/measurement.ts';

const text = (comment: string) => ({ kind: 'text', comment }) as const;
const maybe = (comment: string) => ({ kind: 'text?', comment }) as const;
const int = (comment: string) => ({ kind: 'int', comment }) as const;
const maybeInt = (comment: string) => ({ kind: 'int?', comment }) as const;
const at = (comment: string) => ({ kind: 'int?', comment: `epoch ms: ${comment}` }) as const;
const list = (comment: string) => ({ kind: 'json', comment }) as const;
const maybeList = (comment: string) => ({ kind: 'json?', comment }) as const;

/** What stands at the places of each list's items, in their order; the views name them. */
export const PLACES = {
  solutions: {
    at: 'int',
    knownAt: 'int',
    reopenedAt: 'int?',
    agentId: 'text?',
    teamId: 'text?',
    by: 'text',
    estimated: 'int',
    calendarMs: 'int?',
    netMs: 'int?',
    businessMs: 'int?',
  },
  turns: {
    askedAt: 'int',
    answeredAt: 'int?',
    agentId: 'text?',
    teamId: 'text?',
    by: 'text',
    calendarMs: 'int?',
    netMs: 'int?',
    businessMs: 'int?',
    response: 'int?',
    botAnsweredAt: 'int?',
  },
  stints: {
    fromAt: 'int',
    toAt: 'int?',
    holder: 'text',
    teamId: 'text?',
    agentId: 'text?',
    teamSide: 'text',
    customerSide: 'text',
    causesMs: 'list',
  },
  scores: { at: 'int', score: 'int' },
} as const satisfies Record<string, Readonly<Record<string, PlaceKind>>>;

export type PlaceKind = 'int' | 'int?' | 'text' | 'text?' | 'list';

const placesOf = (name: keyof typeof PLACES): string => `[[${Object.keys(PLACES[name]).join(', ')}], …]`;

/**
 * A measurement's row: every column with what it holds, for the table, its views and their comments. Lists come last,
 * so that who needs none does not walk over them.
 */
export const MEASURED = {
  source: text('the account it comes from'),
  ticket_id: text("the vendor's id"),
  exclusion: maybe(`why it is in no figure: ${EXCLUSIONS.join(', ')}`),
  excluded_at: at('when it was merged or deleted; null where nobody said when'),
  revision: int('the state of the ticket that was measured'),
  tier: text(`how complex it was: ${TIER_NAMES.join(', ')}`),
  tier_origin: text(`what told it: ${TIER_ORIGINS.join(', ')}`),
  tier_score: int('the score of what the work was'),
  channel: text('where it was opened'),
  priority: maybe("the vendor's word"),
  category: maybe("the vendor's word"),
  account_key: maybe("the helpdesk's word for the account"),
  customer_id: maybe('who asked'),
  agent_id: maybe('who is credited with the final solution, or has it now'),
  team_id: maybe('the team that had it then, or has it now'),
  resolved_by: text(`who dealt with it until its final solution, or so far: ${HANDLERS.join(', ')}`),
  customer_zone: text(`how the customer's time zone is known: ${ZONE_KNOWLEDGE.join(', ')}`),
  opened_at: int('epoch ms'),
  outbound: int('1: we opened it and nobody had asked'),
  enters_at: at('where its times begin: the opening; of an outbound ticket the first message of its customer'),
  first_solved_at: at(MEASURES.firstResolution.label.toLowerCase()),
  final_solved_at: at(MEASURES.finalResolution.label.toLowerCase()),
  reopens: maybeInt('how often it was reopened; null where nobody told'),
  undone_reopenings: int('solved again without a message, by machines or within a minute: no reopenings'),
  estimated: int("1: an instant in it is not the source's own"),
  clipped_events: int('events dated before the opening'),
  timeline_complete: int('0: the vendor cannot give the whole history'),
  causes_known: int('0: nobody told who held it, and its time is taken to be with the team'),
  solved_without_date: int('1: the source says solved and not when; in no figure of time, and not open'),
  stated_while_open: int('1: the source states a solution although its status says open; the status holds'),
  ...CAUSE_COLUMNS,
  ...DURATION_COLUMNS,
  url: maybe('where it can be opened'),
  subject: maybe('only with STORE_SUBJECTS=true'),
  tags: maybeList('tags: ["…"]'),
  unknown_statuses: maybeList('words for statuses that nobody mapped: ["…"]'),
  impossible: maybeList('facts that cannot be: [{kind, detail}]'),
  solutions: list(`every solution, by place: ${placesOf('solutions')}`),
  turns: list(`every turn of the customer, the last may be open, by place: ${placesOf('turns')}`),
  stints: list(`who had it when, by place: ${placesOf('stints')}; causes by the order of the columns above`),
  scores: list(`how the score grew from 0 on, by place: ${placesOf('scores')}`),
} as const satisfies Record<string, Column>;

/** The names of the columns, in their order. */
export const MEASURED_COLUMNS = Object.keys(MEASURED) as (keyof typeof MEASURED)[];
