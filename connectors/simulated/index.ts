import { z } from 'zod';
import { defineConnector } from '../../src/connector/connector.ts';
import { DataError } from '../../src/model/errors.ts';
import type { Page } from '../../src/model/source.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { type AccountRecords, simulateAccounts } from './account.ts';
import { type Company, type CompanyPlan, companyOf, staffOf } from './company.ts';

/** A page is closed once it holds so many tickets. */
const TICKETS_PER_PAGE = 250;

const env = z.object({
  SEED: z
    .string()
    .min(1)
    .default('1')
    .meta({ description: 'Any word; the same word gives the same company, to the last event.' }),
  TICKETS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .default(1500)
    .meta({ description: 'How many tickets to simulate; they are streamed, so ten million need no more memory.' }),
  DESKS: z
    .string()
    .default('manila,berlin,denver')
    .transform((text) => text.split(',').map((id) => id.trim()))
    .pipe(z.array(z.enum(['manila', 'berlin', 'denver'])).nonempty())
    .meta({ description: 'Which of the desks manila, berlin and denver there are, separated by commas.' }),
  AGENTS: z.coerce.number().int().min(3).max(50).default(4).meta({ description: 'Agents at each desk, 3 to 50.' }),
  DAYS: z.coerce
    .number()
    .int()
    .min(30)
    .max(730)
    .default(150)
    .meta({ description: 'How many days of tickets to tell.' }),
  UNTIL: z.iso.date().optional().meta({
    description: 'The day (UTC) before which the story ends, as 2026-11-01; default: the day of the first sync.',
  }),
});

function planOf({ SEED, TICKETS, DESKS, AGENTS, DAYS }: z.output<typeof env>): CompanyPlan {
  return { seed: SEED, tickets: TICKETS, deskIds: DESKS, agentsPerDesk: AGENTS, days: DAYS };
}

const Cursor = z.object({
  /** The end of the told time, fixed by the first page, so that a later sync goes on with the same company. */
  untilAt: z.int(),
  account: z.int().min(0),
  tickets: z.int().min(0),
  done: z.boolean(),
});
type Cursor = z.infer<typeof Cursor>;

/** Where a stored cursor stands; what is not one of ours is refused. */
function cursorOf(text: string): Cursor {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = Cursor.safeParse(value);
  if (!parsed.success)
    throw new DataError('simulated: the stored cursor is not one of this connector, forget the source');
  return parsed.data;
}

/** A page of several accounts, the staff with the first. */
function pageOf(
  company: Company,
  list: readonly AccountRecords[],
  first: boolean,
  cursor: Cursor,
  total: number,
): Page {
  const tickets = list.flatMap((records) => records.tickets);
  return {
    ...(first ? staffOf(company) : {}),
    accounts: list.map((records) => records.account),
    customers: list.flatMap((records) => records.customers),
    tickets,
    events: list.flatMap((records) => records.events),
    wholeTimelines: tickets.map((ticket) => ticket.id),
    ratings: list.flatMap((records) => records.ratings),
    subscriptions: list.flatMap((records) => records.subscriptions),
    cursor: JSON.stringify(cursor),
    ...(cursor.done ? { watermarkAt: company.untilAt } : {}),
    progress: { done: cursor.tickets, total },
  };
}

/** A company that does not exist, with desks in three zones and effects that are written down in effects.ts. */
export const simulated = defineConnector({
  id: 'simulated',
  title: 'Simulated company',
  env,
  turns: 'status',
  onIdentityChange: 'replace',
  identity: (settings) => JSON.stringify(settings),

  async *pull(settings, cursor, { now, signal, source }) {
    const today = Math.floor(now() / MS_PER_DAY) * MS_PER_DAY;
    const untilAt = settings.UNTIL === undefined ? today : Date.parse(settings.UNTIL);
    const place = cursor === undefined ? { untilAt, account: 0, tickets: 0, done: false } : cursorOf(cursor);
    if (place.done) return;
    const company = companyOf(source, planOf(settings), place.untilAt);
    let list: AccountRecords[] = [];
    let held = 0;
    let first = place.account === 0;
    for (const { records, account, tickets } of simulateAccounts(company, settings.TICKETS, place)) {
      signal.throwIfAborted();
      list.push(records);
      held += records.tickets.length;
      const done = tickets >= settings.TICKETS;
      if (held < TICKETS_PER_PAGE && !done) continue;
      yield pageOf(company, list, first, { untilAt: place.untilAt, account, tickets, done }, settings.TICKETS);
      [list, held, first] = [[], 0, false];
    }
  },

  check: async (settings) => ({
    ok: true,
    lines: [`${settings.TICKETS} simulated tickets of an invented company will be made; nothing is asked of anybody.`],
  }),
});
