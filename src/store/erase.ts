import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Agent, Customer } from '../model/people.ts';
import { Rating } from '../model/rating.ts';
import type { Engine, Session } from './engine.ts';
import { type ErasedKind, withoutErased } from './erased-people.ts';
import { noteErased, readErased } from './erased-settings.ts';
import { canonicalJson, fromRecord } from './record-text.ts';
import { readHistories } from './tickets/histories.ts';
import { savePeople } from './tickets/save-people.ts';
import { saveTickets } from './tickets/save-tickets.ts';

/** One person as one source knows them. */
export interface PersonKey {
  readonly source: string;
  readonly id: string;
}

/** Tickets that are rewritten at once. */
const BATCH = 500;
/** Ratings and people that are looked through at once. */
const PAGE = 1000;

/**
 * Puts an id that says nothing in the place of a person, in every source that knows them by the same address: names,
 * addresses and subjects go, what figures rest on stays, and their tickets wait to be measured again. What a source
 * brings of them later is replaced as it is saved. Tells as whom they were known; nobody: there is no such person. The
 * old rows are out of the files only after `rewrite`.
 */
const erase =
  (engine: Engine) =>
  (kind: ErasedKind, person: PersonKey): Promise<readonly PersonKey[]> =>
    engine.write(async (session) => {
      const people = await samePerson(session, engine, kind, person);
      const standsFor = `erased-${randomBytes(8).toString('hex')}`;
      for (const each of people) {
        await session.lock(`page:${each.source}`, 'exclusive');
        await noteErased(session, engine, kind, each, standsFor);
        await rewritePerson(session, engine, kind, each);
      }
      return people;
    });

/** The person in every source: agents by the key that joins them, customers by their address. */
async function samePerson(
  session: Session,
  engine: Engine,
  kind: ErasedKind,
  person: PersonKey,
): Promise<readonly PersonKey[]> {
  const tickets = await ticketsOf(session, engine, kind, person);
  const found = new Map<string, PersonKey>();
  const joined: PersonKey[] = [];
  let word: string | undefined;
  for (const look of ['for the person', 'for others'] as const) {
    let after: PersonKey = { source: '', id: '' };
    for (;;) {
      const rows = await peopleAfter(session, engine, kind, after);
      for (const { source, id, record } of rows) {
        const own = source === person.source && id === person.id;
        if (look === 'for the person' && own) {
          word = wordOf(kind, record);
          found.set(canonicalJson([source, id]), { source, id });
        }
        if (look === 'for others' && word !== undefined && wordOf(kind, record) === word) joined.push({ source, id });
      }
      if (rows.length < PAGE) break;
      after = rows[rows.length - 1]!;
    }
  }
  if (tickets.length > 0) found.set(canonicalJson([person.source, person.id]), person);
  for (const each of joined) found.set(canonicalJson([each.source, each.id]), { source: each.source, id: each.id });
  return [...found.values()];
}

function peopleAfter(session: Session, engine: Engine, kind: ErasedKind, after: PersonKey) {
  const query = sql<{ source: string; id: string; record: string }>`
    select source, id, record from ${sql.table(kind)} where (source, id) > (${after.source}, ${after.id})
    order by source, id limit ${sql.lit(PAGE)}`;
  return session.rows(query.compile(engine.db));
}

function wordOf(kind: ErasedKind, record: string): string | undefined {
  return kind === 'agent'
    ? fromRecord(Agent, 'an agent', record).personKey
    : fromRecord(Customer, 'a customer', record).email?.trim().toLowerCase();
}

/** Ids of the tickets that name the person. */
async function ticketsOf(
  session: Session,
  engine: Engine,
  kind: ErasedKind,
  { source, id }: PersonKey,
): Promise<string[]> {
  const named =
    kind === 'customer'
      ? sql`select id as ticket_id from ticket where source = ${source} and customer_id = ${id}`
      : sql`select ticket_id from ticket_party where source = ${source} and kind = 'agent' and party_id = ${id}`;
  const query = sql<{ ticket_id: string }>`
    ${named} union select ticket_id from event where source = ${source} and person_id = ${id} order by 1`;
  return (await session.rows(query.compile(engine.db))).map((row) => row.ticket_id);
}

async function rewritePerson(session: Session, engine: Engine, kind: ErasedKind, person: PersonKey): Promise<void> {
  const { source, id } = person;
  const erased = await readErased(session, engine, source);
  if (erased === undefined) return;
  const ids = await ticketsOf(session, engine, kind, person);
  const query = sql<{ record: string }>`select record from ${sql.table(kind)} where source = ${source} and id = ${id}`;
  const records = (await session.rows(query.compile(engine.db))).map((row) => row.record);
  await session.execute(sql`delete from ${sql.table(kind)} where source = ${source} and id = ${id}`.compile(engine.db));
  const given =
    kind === 'agent'
      ? { agents: records.map((record) => fromRecord(Agent, `agent ${source}/${id}`, record)) }
      : { customers: records.map((record) => fromRecord(Customer, `customer ${source}/${id}`, record)) };
  await savePeople(session, engine, source, withoutErased({ ...given, cursor: '' }, erased));
  for (let from = 0; from < ids.length; from += BATCH) {
    const keys = ids.slice(from, from + BATCH).map((ticketId) => ({ source, ticketId }));
    const histories = await readHistories(session, engine, keys);
    const page = {
      tickets: histories.map(({ ticket }) => ticket),
      events: histories.flatMap(({ events }) => events),
      cursor: '',
    };
    await saveTickets(session, engine, source, withoutErased(page, erased));
  }
  if (kind === 'agent') {
    const parties = sql`delete from ticket_party where source = ${source} and kind = 'agent' and party_id = ${id}`;
    await session.execute(parties.compile(engine.db));
  }
  // What could not be read may say anything of anybody; it is told anew when its place is read again.
  const rejections = sql`delete from rejection where source = ${source} and (${holds(engine, 'place', id)} or ${holds(engine, 'reason', id)})`;
  await session.execute(rejections.compile(engine.db));
  await rewriteRatings(session, engine, source, erased);
}

const holds = (engine: Engine, column: string, word: string) =>
  engine.kind === 'sqlite' ? sql`instr(${sql.ref(column)}, ${word}) > 0` : sql`strpos(${sql.ref(column)}, ${word}) > 0`;

async function rewriteRatings(
  session: Session,
  engine: Engine,
  source: string,
  erased: NonNullable<Awaited<ReturnType<typeof readErased>>>,
): Promise<void> {
  let after = '';
  for (;;) {
    const query = engine.db
      .selectFrom('rating')
      .select(['id', 'record'])
      .where('source', '=', source)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE);
    const rows = await session.rows(query.compile());
    const changed: string[][] = [];
    for (const { id, record } of rows) {
      const rating = fromRecord(Rating, `rating ${source}/${id}`, record);
      const [kept] = withoutErased({ ratings: [rating], cursor: '' }, erased).ratings!;
      const text = canonicalJson(kept);
      if (text !== record) changed.push([source, id, text]);
    }
    const upsert = {
      table: 'rating',
      columns: ['source', 'id', 'record'],
      keys: ['source', 'id'],
      onConflict: 'differing',
    } as const;
    await session.upsert(upsert, changed);
    if (rows.length < PAGE) return;
    after = rows[rows.length - 1]!.id;
  }
}

/** What takes people out of the store. */
export function peopleStore(engine: Engine) {
  return { erase: erase(engine) };
}

export type PeopleStore = ReturnType<typeof peopleStore>;
