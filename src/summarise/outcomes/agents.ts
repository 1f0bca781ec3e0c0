import { z } from 'zod';
import type { CreditPolicy } from '../../model/definitions.ts';
import type { MeasuredTicket } from '../../model/measurement.ts';
import { factsBefore, handOverFact, type PersonRatio, strataOf } from '../people.ts';
import { keyAt } from '../rows.ts';
import { Interval, Key, Label } from '../schema.ts';
import { clusteredShare } from '../statistics/shares.ts';
import { type Answer, creditedWith } from './answers.ts';
import { answerClusters } from './csat.ts';
import type { People } from './persons.ts';
import type { Rate } from './rate.ts';

/** One agent beside the others: their own time on tickets like everybody's, and what became of whom they served. */
export const AgentOutcome = z.object({
  key: Key,
  label: Label,
  resolution: z
    .object({
      n: z.int().describe('tickets they got in the window'),
      value: z.number().nullable().describe('before shrinking; null of too few'),
      interval: Interval.describe('of the shrunk ratio, at the level of its family'),
      shrunk: z.number().nullable().describe('the ratio drawn towards 1, the more the less is known'),
    })
    .describe('their own time on the business clock beside that of all on tickets like theirs; above 1 is longer'),
  pace: z
    .enum(['slower', 'faster', 'no_evidence', 'too_few'])
    .describe('what can be said of the ratio: `too_few` and `no_evidence` say nothing'),
  csat: z
    .object({
      n: z.number().describe('answers'),
      points: z.number().nullable().describe('difference in percent points; null below the minimum'),
      interval: Interval.describe('95%; answers of one customer, and of one day, count together'),
    })
    .describe(
      'satisfaction less what answers about tickets like theirs say on average, in percent points; of kinds of tickets that somebody else had too',
    ),
  churn: z
    .object({
      n: z.number().describe('accounts, as the sum of shares'),
      value: z.number().nullable().describe('lost accounts in percent; null below the minimum'),
      interval: Interval,
    })
    .describe('churn rate of the accounts served, in percent; `n` is the sum of their shares'),
});
export type AgentOutcome = z.infer<typeof AgentOutcome>;

/** A person's own time on tickets, as it was judged. */
export interface JudgedTime extends PersonRatio {
  /** `source/id`. */
  readonly agent: string;
  readonly n: number;
  /** The same where what was passed on counts as kept; null where nothing was. */
  readonly kept: PersonRatio | null;
  readonly interval: readonly [number, number] | null;
  readonly verdict: AgentOutcome['pace'];
}

/** An agent's figures with how well each is known, for who compares them over agents. */
export interface LinkedAgent {
  readonly outcome: AgentOutcome;
  /** Their own time; null without any. */
  readonly time: JudgedTime | null;
}

/** What agents are put side by side from. */
export interface AgentsInput {
  readonly times: readonly JudgedTime[];
  readonly answers: readonly Answer[];
  /** Tickets whole, by `source/id`: a tier that the desk states itself is told from them. */
  readonly ticketOf: (key: string) => MeasuredTicket | undefined;
  /** Agents' churn by the person's key. */
  readonly churnOf: ReadonlyMap<string, Rate>;
  readonly policy: CreditPolicy;
  readonly people: People;
  readonly minimum: number;
  /** A number of the local day of an instant. */
  readonly dayOf: (at: number) => number;
}

/**
 * Agents of a window side by side, in the order of their names: no ranking. Time and satisfaction are compared within the
 * same strata, of facts that were fixed before anybody touched the ticket.
 */
export function compareAgents(input: AgentsInput): LinkedAgent[] {
  const { times, people, churnOf, minimum } = input;
  const timeOf = new Map(times.map((time) => [people.personOf(time.agent).key, time]));
  const satisfaction = satisfactionByPerson(input);
  const persons = new Map(
    [...times.map(({ agent }) => agent), ...satisfaction.keys()].map((agent) => {
      const person = people.personOf(agent);
      return [person.key, person] as const;
    }),
  );
  const bySatisfied = new Map([...satisfaction].map(([agent, own]) => [people.personOf(agent).key, own]));
  return [...persons.values()]
    .map((person): LinkedAgent => {
      const time = timeOf.get(person.key);
      const rate = churnOf.get(person.key);
      return {
        time: time ?? null,
        outcome: {
          key: person.key,
          label: person.label,
          resolution: {
            n: time?.n ?? 0,
            value: time?.raw ?? null,
            interval: time?.interval == null ? null : [time.interval[0], time.interval[1]],
            shrunk: time?.shrunk ?? null,
          },
          pace: time?.verdict ?? 'too_few',
          csat: pointsOf(bySatisfied.get(person.key) ?? [], minimum, input.dayOf),
          churn: { n: rate?.n ?? 0, value: rate?.value ?? null, interval: rate?.interval ?? null },
        },
      };
    })
    .sort(({ outcome: a }, { outcome: b }) => a.label.localeCompare(b.label, 'en') || (a.key < b.key ? -1 : 1));
}

/** A counted answer and the share of answers about tickets like its own that were positive. */
interface Expected {
  readonly answer: Answer;
  readonly expected: number;
}

/** Answers by agent (`source/id`, one of each person) with what is expected of them (indirect standardisation). */
function satisfactionByPerson({ answers, policy, people, ticketOf }: AgentsInput): ReadonlyMap<string, Expected[]> {
  const rows = answers.flatMap((answer) => {
    if (!answer.counts || answer.ticket === undefined || answer.positive === null) return [];
    const { columns, row } = answer.ticket;
    const key = `${keyAt(columns.source, row)}/${columns.ticketId[row]}`;
    const ticket = ticketOf(key);
    const agents = [...new Set(creditedWith(answer, policy).map((agent) => people.personOf(agent).members[0]!))];
    if (agents.length === 0) return [];
    const facts =
      ticket === undefined
        ? ['', '', keyAt(columns.category, row) ?? '', keyAt(columns.priority, row) ?? '']
        : [handedTo(ticket, agents[0]!, people), ...factsBefore(ticket)];
    return [{ answer, facts, agents, agent: agents.join('\n') }];
  });
  const strata = strataOf(rows);
  const sums = new Map<string, { n: number; positive: number }>();
  for (const [index, { answer }] of rows.entries()) {
    const stratum = strata[index];
    if (stratum === null || stratum === undefined) continue;
    const sum = sums.get(stratum) ?? { n: 0, positive: 0 };
    sums.set(stratum, sum);
    sum.n += 1;
    if (answer.positive) sum.positive += 1;
  }
  const found = new Map<string, Expected[]>();
  for (const [index, { answer, agents }] of rows.entries()) {
    const sum = sums.get(strata[index] ?? '');
    if (sum === undefined) continue;
    const { n, positive } = sum;
    for (const agent of agents) {
      const list = found.get(agent);
      const own = { answer, expected: positive / n };
      if (list === undefined) found.set(agent, [own]);
      else list.push(own);
    }
  }
  return found;
}

/** Whether somebody else had a ticket before the agent (`source/id`) who is credited with it got it. */
function handedTo(ticket: MeasuredTicket, agent: string, people: People): string {
  const bots = people.botsOf(ticket.source);
  const personOf = (source: string, id: string): string | undefined =>
    bots.has(id) ? undefined : people.personOf(`${source}/${id}`).members[0];
  const got = ticket.stints.find(({ agentId }) => agentId !== null && personOf(ticket.source, agentId) === agent);
  return got === undefined ? '' : handOverFact(ticket, agent, got.fromAt, personOf);
}

function pointsOf(own: readonly Expected[], minimum: number, dayOf: (at: number) => number): AgentOutcome['csat'] {
  const n = own.length;
  if (n < minimum) return { n, points: null, interval: null };
  const expected = (100 * own.reduce((sum, each) => sum + each.expected, 0)) / n;
  const { share, interval } = clusteredShare({
    positive: Uint8Array.from(own, ({ answer }) => (answer.positive ? 1 : 0)),
    clusters: answerClusters(
      own.map(({ answer }) => answer),
      dayOf,
    ),
  });
  return {
    n,
    points: share === null ? null : 100 * share - expected,
    interval: interval === null ? null : [100 * interval[0] - expected, 100 * interval[1] - expected],
  };
}
