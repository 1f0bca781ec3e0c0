import { CAUSE_NAMES, type Cause } from '../../src/model/catalogue.ts';
import type { Group, Report, Stat } from '../../src/report/schema.ts';
import type { Curve, TrendPoint, WaitingTicket } from '../../src/report/schema-inference.ts';
import type { WhyPart } from '../../src/report/schema-why.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const FROM = '2026-11-08T23:00:00.000Z';
const TO = '2026-11-15T23:00:00.000Z';

/** A distribution typed by hand, in hours. */
export function stat(n: number, median: number, mean: number, p90: number): Stat {
  return {
    n,
    medianSeconds: median * HOUR,
    meanSeconds: mean * HOUR,
    p90Seconds: p90 * HOUR,
    medianInterval: null,
    meanInterval: null,
  };
}

/** The curve of a time: the median in hours with where it is likely to lie. */
export function curve(median: number | null, low: number, high: number, ended = 79, atRisk = 130): Curve {
  return {
    atRisk,
    ended,
    lowestAtRisk: 20,
    medianSeconds: median === null ? null : median * HOUR,
    medianInterval: median === null ? null : [low * HOUR, high * HOUR],
    p90Seconds: median === null ? null : median * 3 * HOUR,
    p90Interval: null,
    longerThanSeconds: median === null ? high * HOUR : null,
  };
}

const SPENT: Readonly<Record<Cause, number>> = {
  team_working: 9,
  team_time_zone_wait: 7,
  team_off_hours: 35,
  customer_wait: 15,
  customer_time_zone_wait: 5,
  customer_off_hours: 14,
  third_party_wait: 9,
  bot: 2,
  solved_gap: 4,
};

/** A group of tickets: how many, and how long they took. */
export function group(key: string, label: string, tickets: number, resolution: Stat): Group {
  const clocks = { calendar: resolution, net: resolution, business: resolution };
  return {
    key,
    label,
    tickets,
    timeSpentSeconds: Object.fromEntries(CAUSE_NAMES.map((cause) => [cause, SPENT[cause] * tickets * HOUR])) as Record<
      Cause,
      number
    >,
    firstResponse: clocks,
    laterResponse: clocks,
    firstResolution: clocks,
    finalResolution: clocks,
    reopensKnown: tickets,
    reopenRate: 0.08,
  };
}

function waitingTicket(id: string, hours: number, change: Partial<WaitingTicket>): WaitingTicket {
  return {
    source: 'zendesk',
    id,
    url: `https://desk.example.com/tickets/${id}`,
    subject: null,
    category: 'billing',
    priority: null,
    channel: 'email',
    tier: 'simple',
    agentId: null,
    agentName: null,
    teamId: 'berlin',
    teamName: 'Berlin',
    need: { kind: 'unanswered', times: null, at: null, targetSeconds: null },
    openedAt: FROM,
    waitingSeconds: hours * HOUR,
    ageSeconds: { calendar: hours * HOUR, net: hours * HOUR, business: hours * HOUR },
    ...change,
  };
}

const ILSE = { agentId: 'ilse', agentName: 'Ilse V.' };

/** A whole report of one week of a desk in Berlin, Denver and Manila, every part typed by hand; `change` replaces parts. */
export function sampleWeek(change: Partial<Report> = {}): Report {
  const solution = [22, 20, 23, 21, 22, 24, 21, 20, 22, 23, 20, 21, 26];
  const answer = [3.6, 3.4, 3.75, 3.5, 3, 3.2, 2.9, 3.1, 3, 2.75, 3, 3, 2.75];
  const trend = solution.map((hours, week): TrendPoint => {
    const from = Date.parse(TO) - (13 - week) * 7 * DAY * 1000;
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + 7 * DAY * 1000).toISOString(),
      covered: true,
      arrived: 71 + week,
      solved: 72 + ((week * 5) % 9),
      openAtEnd: 38 + week,
      withUsAtEnd: 22 + (week % 5),
      unansweredAtEnd: 7 + (week % 3),
      timeToSolution: curve(hours, hours * 0.85, hours * 1.2),
      timeToFirstAnswer: curve(answer[week]!, answer[week]! * 0.8, answer[week]! * 1.2),
      csat: { n: 30, positive: 27, value: 90, interval: [76, 97] },
    };
  });
  const was = {
    arrived: 76,
    solved: 81,
    reopened: 2,
    recontacts: 4,
    undeleted: 0,
    leftOut: 0,
    outbound: 0,
    openAtStart: 47,
    openAtEnd: 44,
    openNow: 44,
    withUsAtEnd: 26,
    unansweredAtEnd: 9,
    solvedWithoutDate: 0,
  };
  const overall = {
    ...group('overall', 'all tickets', 79, stat(79, 24, 44, 120)),
    csat: { n: 32, positive: 29, value: 90.6, interval: [76, 97] as [number, number], responseRate: 41 },
    churn: { n: 284, positive: 2, value: 0.7, interval: [0, 3] as [number, number] },
  };
  const byTier = [
    group('simple', 'simple', 45, stat(45, 9, 16, 50)),
    group('moderate', 'moderate', 20, stat(20, 50, 55, 108)),
    group('complex', 'complex', 14, stat(14, 108, 120, 200)),
  ];
  return {
    schemaVersion: 2,
    generatedAt: '2026-11-16T06:00:00.000Z',
    simulated: false,
    window: { from: FROM, to: TO, timeZone: 'Europe/Berlin', cohort: 'solved' },
    definitions: {
      netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
      tierRule: 'score@1',
      creditPolicy: 'solver',
      turns: {},
      autoClose: 'rewind',
      calendars: '1',
      teamHours: 'Mon-Fri 09:00-17:00',
      teamTimeZone: 'Europe/Berlin',
      customerHours: 'Mon-Fri 09:00-17:00',
      population: 'people',
      minSample: 5,
    },
    coverage: { comparable: true, comparableFrom: '2026-08-01T00:00:00.000Z', reasons: [], stale: [] },
    why: {
      measure: 'solution',
      clock: 'net',
      tickets: 79,
      previousTickets: 76,
      meanSeconds: 44 * HOUR,
      previousMeanSeconds: 39 * HOUR,
      differenceSeconds: 5 * HOUR,
      parts: [
        whyPart(
          { kind: 'mix', dimension: 'tier', value: 'complex', tickets: 14, previousTickets: 11 },
          4,
          'more complex tickets (14, after 11)',
        ),
        whyPart(
          { cause: 'team_off_hours', named: 'holiday', days: ['2026-11-11'] },
          2,
          'more closed hours (holiday on Wed 11 Nov)',
        ),
        whyPart({ cause: 'team_working' }, -1, 'quicker in our open hours'),
      ],
      rest: [],
      restSeconds: 0,
      sentence:
        '+5.0 h: +4.0 h more complex tickets (14, after 11), +2.0 h more closed hours (holiday on Wed 11 Nov), −1.0 h quicker in our open hours.',
      oppositeToVerdict: false,
    },
    flow: {
      ...was,
      arrived: 84,
      solved: 79,
      reopened: 3,
      recontacts: 5,
      openAtStart: 44,
      openAtEnd: 52,
      openNow: 52,
      withUsAtEnd: 31,
      unansweredAtEnd: 12,
      previous: was,
    },
    timeToSolution: { calendar: curve(33, 28, 40), net: curve(26, 22, 31), business: curve(6, 5, 7) },
    timeToFirstAnswer: { calendar: curve(3.5, 3, 4), net: curve(2.75, 2.25, 3.25), business: curve(1.5, 1, 2) },
    previousTimes: {
      timeToSolution: { calendar: curve(27, 24, 31), net: curve(21, 18, 25), business: curve(6, 5, 7) },
      timeToFirstAnswer: { calendar: curve(3.6, 3, 4), net: curve(3, 2.5, 3.5), business: curve(1.5, 1, 2) },
    },
    changes: [
      {
        measure: 'timeToSolution',
        clock: 'net',
        group: 'overall',
        verdict: 'slower',
        currentSeconds: 26 * HOUR,
        previousSeconds: 21 * HOUR,
        differenceSeconds: 5 * HOUR,
        interval: [1 * HOUR, 9 * HOUR],
        reason: null,
        sentence: 'Solutions took about 5 hours longer.',
      },
      {
        measure: 'timeToFirstAnswer',
        clock: 'net',
        group: 'overall',
        verdict: 'no_evidence',
        currentSeconds: 2.75 * HOUR,
        previousSeconds: 3 * HOUR,
        differenceSeconds: -0.25 * HOUR,
        interval: [-HOUR, HOUR],
        reason: null,
        sentence: 'First answers: no clear change.',
      },
      {
        measure: 'csat',
        clock: null,
        group: 'overall',
        verdict: 'no_evidence',
        currentSeconds: 90.6,
        previousSeconds: 92,
        differenceSeconds: -1.4,
        interval: [-14, 11],
        reason: null,
        sentence: 'Satisfaction: no clear change.',
      },
    ],
    facts: [
      {
        kind: 'holiday',
        window: 'this',
        day: '2026-11-11T00:00:00.000Z',
        team: 'Denver',
        tickets: null,
        seconds: null,
        sentence: 'Wed 11 Nov was a holiday in Denver.',
      },
    ],
    byDay: Array.from({ length: 7 }, (_, day) => ({
      day: new Date(Date.parse(FROM) + day * DAY * 1000).toISOString(),
      arrived: 12,
      firstAnswers: 11,
      solved: day < 5 ? 15 : 2,
    })),
    lastAnswerAt: '2026-11-15T16:42:00.000Z',
    usualSolvedPerDay: 11,
    usualUnanswered: 8,
    trend,
    changePoints: [{ measure: 'timeToFirstAnswer', week: trend[4]!.from, before: 3.6 * HOUR, after: 3 * HOUR }],
    targets: [],
    waiting: {
      asOf: TO,
      byNeed: { unanswered_nobody: 5, unanswered: 7, wrote_again: 1, handed_over: 1, older_than_p90: 1, reopened: 1 },
      tickets: [
        waitingTicket('48213', 68, {
          priority: 'high',
          need: { kind: 'unanswered_nobody', times: null, at: null, targetSeconds: null },
          teamName: 'Manila',
        }),
        waitingTicket('48190', 65, {
          ...ILSE,
          category: 'outage',
          tier: 'moderate',
          need: { kind: 'unanswered_past_target', times: null, at: null, targetSeconds: 4 * HOUR },
        }),
        waitingTicket('47981', 132, {
          ...ILSE,
          category: 'migration',
          tier: 'complex',
          need: { kind: 'handed_over', times: 2, at: '2026-11-10T10:00:00.000Z', targetSeconds: null },
        }),
        waitingTicket('48065', 74, {
          ...ILSE,
          category: 'bug',
          tier: 'moderate',
          need: { kind: 'wrote_again', times: 3, at: null, targetSeconds: null },
        }),
        waitingTicket('47902', 192, {
          ...ILSE,
          category: 'bug',
          tier: 'complex',
          need: { kind: 'older_than_p90', times: null, at: null, targetSeconds: null },
        }),
        waitingTicket('48154', 46, {
          ...ILSE,
          category: 'how-to',
          need: { kind: 'reopened', times: null, at: '2026-11-12T10:00:00.000Z', targetSeconds: null },
        }),
        waitingTicket('48201', 44, {
          category: 'account',
          need: { kind: 'unanswered_nobody', times: null, at: null, targetSeconds: null },
        }),
      ],
    },
    lowRatings: [
      {
        source: 'zendesk',
        id: '48102',
        url: 'https://desk.example.com/tickets/48102',
        category: 'billing',
        priority: null,
        tier: 'simple',
        customerId: 'c7',
        value: 1,
        scaleMax: 5,
        ratedAt: TO,
        agentId: 'teo',
        agentName: 'Teo L.',
        teamId: 'denver',
        teamName: 'Denver',
      },
    ],
    teams: ['Berlin', 'Denver', 'Manila'].map((label, index) => ({
      key: label.toLowerCase(),
      label,
      arrived: 28 + index,
      solved: 26 + index,
      withUsAtEnd: 10 + index,
      unansweredAtEnd: 4,
      timeToFirstAnswer: curve(2.5 + index / 2, 2, 4, 25, 40),
      timeToSolution: curve(20 + index, 18, 26, 25, 40),
      heldMedianSeconds: (14 + index) * HOUR,
      csat: { n: 10, value: 91 },
      verdict: 'no_evidence' as const,
    })),
    people: [
      {
        agent: 'zendesk/ilse',
        name: 'Ilse V.',
        team: 'Berlin',
        n: 30,
        solved: 14,
        observedToExpected: 1.02,
        interval: [0.9, 1.15],
        logError: 0.1,
        kept: null,
        compared: 30,
        clock: 'fits',
        raw: 1.04,
        verdict: 'no_evidence',
        firstAnswerMedianSeconds: 2.25 * HOUR,
        csat: { n: 5, value: 80 },
        strata: 'category',
      },
    ],
    overall,
    byTier,
    byAgent: [],
    byTeam: [],
    bySource: [],
    byPriority: [],
    byChannel: [],
    byTag: [],
    byResolvedBy: [],
    byTeamHeld: [],
    byAgentHeld: [],
    byCategory: [],
    byAccount: [],
    open: {
      n: 52,
      heldByTeam: 31,
      oldest: [],
      pastTierP90: 0,
      medianAgeSeconds: null,
      kaplanMeierMedianSeconds: { calendar: null, net: null },
    },
    previous: {
      from: '2026-11-01T23:00:00.000Z',
      to: FROM,
      overall: group('overall', 'all tickets', 81, stat(81, 20, 39, 110)),
      byTier: [
        group('simple', 'simple', 49, stat(49, 9, 16, 50)),
        group('moderate', 'moderate', 21, stat(21, 50, 55, 108)),
        group('complex', 'complex', 11, stat(11, 108, 120, 200)),
      ],
      changes: [],
    },
    outcomes: {},
    masking: [],
    quality: {
      excluded: { spam: 5, merged: 1 },
      unknownStatuses: {},
      customerZoneKnownShare: 0.87,
      impossible: [],
      clippedEvents: 0,
      solvedWithoutDate: 0,
      undoneReopenings: 0,
      statedWhileOpen: 0,
      truncatedTimelines: 0,
      rejected: {},
      watermarks: { zendesk: '2026-11-16T06:00:00.000Z' },
      reconciliation: [],
      notes: [],
    },
    ...change,
  };
}

/** A part of a difference, in hours. */
export function whyPart(over: Partial<WhyPart>, hours: number, phrase: string): WhyPart {
  return {
    kind: 'within',
    dimension: null,
    value: null,
    pooled: false,
    cause: null,
    seconds: hours * HOUR,
    tickets: 79,
    previousTickets: 76,
    named: null,
    days: [],
    phrase,
    ...over,
  };
}
