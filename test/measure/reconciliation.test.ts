import { describe, expect, it } from 'vitest';
import { createMeasurer } from '../../src/measure/measure.ts';
import { createDeskTime, reconcile } from '../../src/measure/reconciliation.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import { responsesOf } from '../../src/model/measurement.ts';
import type { Team } from '../../src/model/people.ts';
import type { Event } from '../../src/model/ticket.ts';
import { Ticket, type VendorMetrics } from '../../src/model/ticket.ts';

const OPENED = Date.parse('2026-03-02T09:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const definitions: Definitions = {
  netExcludes: [],
  autoClose: 'as-is',
  creditPolicy: 'solver',
  tierRule: { name: 'score@1', cuts: [2, 6] },
  teamHours: undefined,
  teamTimeZone: 'UTC',
  teamHolidays: [],
  customerHours: 'Mon-Fri 09:00-17:00',
  customerHolidays: [],
  turns: {},
};

/** Monday to Friday, 9 to 17 in London. */
const desk: Team = {
  source: 'zendesk',
  id: 'desk',
  name: 'Desk',
  calendar: { hours: 'Mon-Fri 09:00-17:00', timeZone: 'Europe/London', holidays: [] },
};

/** Answered after one hour, solved after two, reopened after three, solved for good after thirty. */
const STORY: readonly Happening[] = [
  [1, 'agent'],
  [2, 'solved'],
  [3, 'open'],
  [30, 'solved'],
];
type Happening = readonly [hours: number, what: 'agent' | 'bot' | 'open' | 'solved' | 'solved by a timer'];

function eventOf([hours, what]: Happening, seq: number): Event {
  const base = { source: 'zendesk', ticketId: '1', id: String(seq), at: OPENED + hours * HOUR, seq };
  if (what === 'agent' || what === 'bot') return { ...base, kind: 'message', by: what, public: true };
  const by = what === 'solved by a timer' ? 'bot' : 'agent';
  const to = what === 'open' ? 'open' : 'solved';
  return { ...base, kind: 'status', to, original: to, by };
}

function compare(
  vendorMetrics: VendorMetrics,
  options: { story?: readonly Happening[]; more?: Partial<Ticket>; rewind?: boolean } = {},
) {
  const ticket = Ticket.parse({
    source: 'zendesk',
    id: '1',
    channel: 'email',
    openedAt: OPENED,
    openedBy: 'customer',
    teamId: 'desk',
    status: 'solved',
    originalStatus: 'solved',
    updatedAt: OPENED,
    vendorMetrics,
    ...options.more,
  });
  const events = (options.story ?? STORY).map(eventOf);
  const people = { agents: [], teams: [desk], customer: () => undefined };
  const rules: Definitions = { ...definitions, autoClose: options.rewind ? 'rewind' : 'as-is' };
  const measured = createMeasurer({ definitions: rules, people, now: OPENED + 1000 * HOUR })({
    ticket,
    events,
    revision: 1,
  });
  const ours = { ...measured, firstAnsweredAt: responsesOf(measured)[0]?.answeredAt ?? null };
  return reconcile([{ measured: ours, ticket, events }], createDeskTime(rules, people));
}

const classes = (result: ReturnType<typeof reconcile>) =>
  Object.fromEntries(result.differences.map((difference) => [difference.figure, difference.class]));

describe('our figures beside the vendor’s', () => {
  it('are equal when both mean the same, working hours from the opening on included', () => {
    const result = compare({
      firstResponseCalendarMs: HOUR,
      firstResponseBusinessMs: HOUR,
      firstResolutionCalendarMs: 2 * HOUR,
      firstResolutionBusinessMs: 2 * HOUR,
      finalResolutionCalendarMs: 30 * HOUR,
      // Monday 9 to 17 and Tuesday 9 to 15.
      finalResolutionBusinessMs: 14 * HOUR,
      reopens: 1,
    });

    expect(result.differences).toEqual([]);
    expect(result.counts.map(({ compared, equal }) => [compared, equal])).toEqual(Array(7).fill([1, 1]));
  });

  it.each<[string, VendorMetrics, Parameters<typeof compare>[1], Record<string, string>]>([
    ['a minute’s rounding', { firstResponseCalendarMs: 61 * MINUTE }, {}, { firstResponseCalendarMs: 'rounding' }],
    [
      'two minutes are no rounding',
      { firstResponseCalendarMs: 62 * MINUTE },
      {},
      { firstResponseCalendarMs: 'unexplained' },
    ],
    [
      'they mean the first solution',
      { finalResolutionCalendarMs: 2 * HOUR },
      {},
      { finalResolutionCalendarMs: 'reopening' },
    ],
    [
      'they mean the last solution',
      { firstResolutionCalendarMs: 30 * HOUR },
      {},
      { firstResolutionCalendarMs: 'reopening' },
    ],
    ['they count reopenings otherwise', { reopens: 2 }, {}, { reopens: 'reopening' }],
    [
      'reopened and still open here, solved there',
      { finalResolutionCalendarMs: 2 * HOUR },
      { story: STORY.slice(0, 3) },
      { finalResolutionCalendarMs: 'reopening' },
    ],
    [
      'a bot’s answer counts there',
      { firstResponseCalendarMs: HOUR / 2 },
      { story: [[0.5, 'bot'], ...STORY] },
      { firstResponseCalendarMs: 'bot' },
    ],
    [
      'a timer’s closing counts there',
      { finalResolutionCalendarMs: 80 * HOUR },
      {
        story: [
          [1, 'agent'],
          [2, 'solved'],
          [80, 'solved by a timer'],
        ],
      },
      { finalResolutionCalendarMs: 'bot' },
    ],
    [
      'the same time elapsed, other working hours',
      { finalResolutionCalendarMs: 30 * HOUR, finalResolutionBusinessMs: 20 * HOUR },
      {},
      { finalResolutionBusinessMs: 'schedule' },
    ],
    [
      'working time differs for the cause that elapsed time does',
      { finalResolutionCalendarMs: 2 * HOUR, finalResolutionBusinessMs: 2 * HOUR },
      {},
      { finalResolutionCalendarMs: 'reopening', finalResolutionBusinessMs: 'reopening' },
    ],
    ['nothing explains it', { finalResolutionCalendarMs: 50 * HOUR }, {}, { finalResolutionCalendarMs: 'unexplained' }],
  ])('%s', (_, vendor, options, expected) => {
    expect(classes(compare(vendor, options))).toEqual(expected);
  });

  it('count what was compared by source, figure and class', () => {
    const { counts } = compare({ firstResponseCalendarMs: 61 * MINUTE });

    expect(counts).toEqual([
      {
        source: 'zendesk',
        figure: 'firstResponseCalendarMs',
        compared: 1,
        equal: 0,
        byClass: { rounding: 1, reopening: 0, bot: 0, schedule: 0, unexplained: 0 },
      },
    ]);
  });

  it('leave out tickets that are in no figure, and count those whose history is not whole', () => {
    const vendor = { firstResponseCalendarMs: 5 * HOUR };

    expect(compare(vendor, { more: { spam: true } })).toEqual({ counts: [], differences: [], incomplete: 0 });
    expect(compare(vendor, { more: { timelineComplete: false } })).toEqual({
      counts: [],
      differences: [],
      incomplete: 1,
    });
  });
});

describe('the open hours of a ticket’s desk', () => {
  it('are all hours when nobody says otherwise, and the default hours when only they are known', () => {
    const measured = { source: 'zendesk', teamId: 'other', agentId: null };
    const none = createDeskTime(definitions, { agents: [], teams: [desk] });
    const standard = createDeskTime(
      { ...definitions, teamHours: 'Mon-Fri 10:00-12:00' },
      { agents: [], teams: [desk] },
    );

    expect(none(measured, OPENED, OPENED + 24 * HOUR)).toBe(24 * HOUR);
    expect(standard(measured, OPENED, OPENED + 24 * HOUR)).toBe(2 * HOUR);
  });
});
