import type { CreditPolicy } from '../model/definitions.ts';
import type { MeasuredColumns, MeasuredTicket } from '../model/measurement.ts';
import type { Rating } from '../model/rating.ts';
import { withoutAnswers } from './columns.ts';
import { finalSolutionAsOf } from './life.ts';
import type { Credits } from './outcomes/answers.ts';
import { keyAt, nameOf, pickRows } from './rows.ts';

/**
 * Whom the solutions of tickets are credited to, as `source/id` by `source/id` of the ticket, where the policy asks for
 * more than the history up to the solution, or for several people. What is not in it is its own agent's.
 */
export type Credited = ReadonlyMap<string, readonly string[]>;

/** What credit of solutions is told from. */
export interface CreditInput {
  readonly policy: CreditPolicy;
  /** Each ticket whole. */
  readonly tickets: readonly MeasuredTicket[];
  readonly ratings: readonly Rating[];
  /** By `source/id` of the rating. */
  readonly credits: ReadonlyMap<string, Credits>;
  /** `source/id` of machines: they are credited with nothing. */
  readonly isBot: (agent: string) => boolean;
  /** As of when, epoch ms: a later rating or solution moves nothing. */
  readonly until: number;
}

/**
 * The one rule of credit beyond the solver's: under `assignee_at_rating` a rated solution is whose its rating is, under
 * `all_involved` solution and rating are wholly of each who had the ticket or answered up to the solution.
 */
export function creditedTo(input: CreditInput): Credited {
  if (input.policy === 'all_involved') return involvedIn(input);
  return input.policy === 'assignee_at_rating' ? assignedWhenRated(input) : new Map();
}

function involvedIn({ tickets, isBot, until }: CreditInput): Credited {
  return new Map(
    tickets.flatMap((ticket) => {
      const solution = finalSolutionAsOf(ticket.solutions, until);
      if (solution === null) return [];
      const had = ticket.stints.flatMap(({ fromAt, agentId }) =>
        fromAt <= solution.at && agentId !== null ? [agentId] : [],
      );
      const answered = ticket.turns.flatMap(({ by, agentId, answeredAt }) =>
        by === 'human' && agentId !== null && answeredAt !== null && answeredAt <= solution.at ? [agentId] : [],
      );
      const all = [...new Set([...had, ...answered])].map((id) => `${ticket.source}/${id}`);
      const people = all.filter((agent) => !isBot(agent));
      return people.length === 0 ? [] : [[`${ticket.source}/${ticket.ticketId}`, people] as const];
    }),
  );
}

function assignedWhenRated({ tickets, ratings, credits, until }: CreditInput): Credited {
  const solvedAt = new Map(
    tickets.map((ticket) => [
      `${ticket.source}/${ticket.ticketId}`,
      finalSolutionAsOf(ticket.solutions, until)?.at ?? Number.POSITIVE_INFINITY,
    ]),
  );
  const found = new Map<string, readonly string[]>();
  const lastAt = new Map<string, number>();
  for (const { source, id, ticketId, ratedAt, kind } of ratings) {
    const ticket = `${source}/${ticketId}`;
    if (kind !== 'csat' || ratedAt === undefined || ratedAt >= until || ratedAt < (solvedAt.get(ticket) ?? Infinity)) {
      continue;
    }
    const agents = credits.get(`${source}/${id}`)?.assignee_at_rating ?? [];
    if (agents.length === 0 || (lastAt.get(ticket) ?? Number.NEGATIVE_INFINITY) > ratedAt) continue;
    lastAt.set(ticket, ratedAt);
    found.set(ticket, agents);
  }
  return found;
}

/** Whom the solution of a row is credited to, `source/id`; none for nobody. */
export function creditedAt(columns: MeasuredColumns, row: number, credited: Credited): readonly string[] {
  const found = credited.size === 0 ? undefined : credited.get(nameOf(columns, row));
  if (found !== undefined) return found;
  const agent = keyAt(columns.agent, row);
  return agent === null ? [] : [agent];
}

/** A row without answers for each person who is credited with its solution, and which row of the columns each was. */
export function rowsByCredit(
  columns: MeasuredColumns,
  credited: Credited,
): { readonly columns: MeasuredColumns; readonly rowOf: Uint32Array } {
  const rowOf: number[] = [];
  const keys: (string | null)[] = [];
  for (let row = 0; row < columns.n; row++) {
    const agents = creditedAt(columns, row, credited);
    for (const agent of agents.length === 0 ? [null] : agents) {
      rowOf.push(row);
      keys.push(agent);
    }
  }
  const names = [...new Set(keys)];
  const codeOf = new Map(names.map((name, code) => [name, code]));
  const rows = Uint32Array.from(rowOf);
  return {
    columns: {
      ...pickRows(withoutAnswers(columns), rows),
      agent: { keys: names, codes: Uint32Array.from(keys, (key) => codeOf.get(key)!) },
    },
    rowOf: rows,
  };
}
