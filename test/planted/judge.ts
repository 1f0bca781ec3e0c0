import { createMeasurer } from '../../src/measure/measure.ts';
import type { Definitions } from '../../src/model/definitions.ts';
import { type Inference, inferWindow } from '../../src/report/inference.ts';
import { type Desk, drawDesk, NOW, type Plan, WINDOW } from './desks.ts';

const DEFINITIONS: Definitions = {
  netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
  autoClose: 'rewind',
  creditPolicy: 'solver',
  tierRule: { cuts: [2, 6], name: 'score@1' },
  teamHours: undefined,
  teamTimeZone: 'UTC',
  teamHolidays: [],
  customerHours: 'Mon-Fri 09:00-17:00',
  customerHolidays: [],
  turns: { desk: 'status' },
};

/** What the product says of a planted desk: measured and inferred as a report is. */
export function sayOf({ tickets, agents, teams }: Desk): Inference {
  const measure = createMeasurer({
    definitions: DEFINITIONS,
    people: { agents, teams, customer: () => undefined },
    now: NOW,
  });
  return inferWindow({
    now: NOW,
    window: WINDOW,
    definitions: DEFINITIONS,
    minSample: 5,
    population: 'people',
    tickets: tickets.map(({ ticket, events }) => measure({ ticket, events, revision: 1 })),
    leftOut: [],
    sources: [{ name: 'desk', title: 'desk', readUpToAt: NOW, problem: null, isSolvedFile: false }],
    agents,
    teams,
    ratings: [],
    targets: [],
  });
}

/** Every word of change and every person that is called different, as `timeToSolution overall slower` or `person a0 slower`. */
export function wordsOf({ changes, people }: Inference): readonly string[] {
  const words = ['faster', 'slower', 'higher', 'lower'];
  return [
    ...changes.flatMap(({ measure, group, verdict }) =>
      words.includes(verdict) ? [`${measure} ${group} ${verdict}`] : [],
    ),
    ...people.flatMap(({ agent, verdict }) => (words.includes(verdict) ? [`person ${agent} ${verdict}`] : [])),
  ];
}

/** What is true of a kind of desk: which words may be said of it, and which should be. */
export interface Kind {
  readonly name: string;
  readonly plan: Plan;
  readonly allowed: (word: string) => boolean;
  /** A word that should be found, and in which share of desks. */
  readonly wanted?: { readonly word: string; readonly share: number };
  /** Whether the interval of the window's median should hold the planted one. */
  readonly isStationary: boolean;
}

const never = (): boolean => false;
const slower = (word: string): boolean => word.endsWith('slower');
const faster = (word: string): boolean => word.endsWith('faster');
const still = { allowed: never, isStationary: true } as const;

/** Every kind that is planted, with its truth. */
export const KINDS: readonly Kind[] = [
  { ...still, name: 'stationary, 150 a week', plan: { perWeek: 150 } },
  { ...still, name: 'stationary, 40 a week', plan: { perWeek: 40 } },
  { ...still, name: 'stationary, 600 a week', plan: { perWeek: 600 } },
  { ...still, name: 'days share, sd 0.3', plan: { perWeek: 150, daySd: 0.3 } },
  { ...still, name: 'days share, sd 0.5', plan: { perWeek: 150, daySd: 0.5 } },
  {
    ...still,
    isStationary: false,
    name: 'incidents of 25 in half of the weeks',
    plan: { perWeek: 150, incidents: true },
  },
  { ...still, name: '40 customers', plan: { perWeek: 150, customers: 40 } },
  { ...still, name: 'growth of 5% a week', plan: { perWeek: 150, growth: 0.05 } },
  { ...still, name: 'a quarter reopened', plan: { perWeek: 150, reopened: 0.25 } },
  { ...still, name: 'a third ends by a timer', plan: { perWeek: 150, timers: 0.33 } },
  { ...still, name: 'a third answered by a bot', plan: { perWeek: 150, bots: 0.33 } },
  { ...still, isStationary: false, name: 'closed in bulk on Fridays', plan: { perWeek: 150, bulk: true } },
  { ...still, isStationary: false, name: 'an export of ten days', plan: { perWeek: 150, historyDays: 10 } },
  { name: 'neglect of what takes long', plan: { perWeek: 150, neglect: true }, allowed: slower, isStationary: false },
  { name: 'a backlog of 30 cleared', plan: { perWeek: 150, cleared: 30 }, allowed: faster, isStationary: false },
  {
    name: '65% longer, 150 a week',
    plan: { perWeek: 150, factor: 1.65 },
    allowed: slower,
    wanted: { word: 'timeToSolution overall slower', share: 0.8 },
    isStationary: false,
  },
  {
    name: '30% longer, 600 a week',
    plan: { perWeek: 600, factor: 1.3 },
    allowed: slower,
    wanted: { word: 'timeToSolution overall slower', share: 0.8 },
    isStationary: false,
  },
  {
    name: 'twice as long, days share sd 0.3',
    plan: { perWeek: 150, factor: 2, daySd: 0.3 },
    allowed: slower,
    wanted: { word: 'timeToSolution overall slower', share: 0.7 },
    isStationary: false,
  },
  {
    name: 'half as long, 150 a week',
    plan: { perWeek: 150, factor: 0.5 },
    allowed: faster,
    wanted: { word: 'timeToSolution overall faster', share: 0.8 },
    isStationary: false,
  },
];

/** What came of desks of one kind. */
export interface Tally {
  readonly desks: number;
  /** Digests in which a word was false. */
  readonly wrong: number;
  readonly found: number;
  /** Intervals of the window's median that were told, and those that held the planted one. */
  readonly told: number;
  readonly held: number;
  /** A change point since which nothing had changed. */
  readonly falsePoints: number;
  readonly said: ReadonlyMap<string, number>;
}

/** Draws desks of a kind and holds what is said of them against their truth. */
export function tallyOf({ plan, allowed, wanted, isStationary }: Kind, desks: number, firstSeed = 1): Tally {
  let [wrong, found, told, held, falsePoints] = [0, 0, 0, 0, 0];
  const said = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + desks; seed++) {
    const inference = sayOf(drawDesk(seed, plan));
    const words = wordsOf(inference);
    for (const word of words) said.set(word, (said.get(word) ?? 0) + 1);
    if (words.some((word) => !allowed(word))) wrong++;
    if (wanted !== undefined && words.includes(wanted.word)) found++;
    if (plan.factor === undefined && inference.changePoints.length > 0) falsePoints++;
    const interval = inference.timeToSolution.calendar?.medianInterval;
    if (isStationary && interval != null && interval[0] !== null && interval[1] !== null) {
      told++;
      if (interval[0] <= 72_000 && 72_000 <= interval[1]) held++;
    }
  }
  return { desks, wrong, found, told, held, falsePoints, said };
}
