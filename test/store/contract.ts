import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataError } from '../../src/model/errors.ts';
import type { Page } from '../../src/model/source.ts';
import { TABLES } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import type { TicketKey } from '../../src/store/tickets/histories.ts';
import { agent, assignment, customer, MINUTE, MONDAY, measured, message, span, team, ticket } from './records.ts';

/** An empty database to open stores on. */
export interface Place {
  /** What opens it elsewhere. */
  readonly url: string;
  readonly open: () => Promise<Store>;
  /** Runs a statement behind the store's back. */
  readonly run: (statement: string) => Promise<void>;
  /** The rows of a query, numbers as numbers. */
  readonly rows: (query: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What the database says of a table or view, and of each of its columns. */
  readonly comments: (
    relation: string,
  ) => Promise<{ readonly of: string; readonly columns: readonly (readonly [string, string])[] }>;
  readonly remove: () => Promise<void>;
}

/** An engine to hold against the contract. */
export interface StoreUnderTest {
  readonly setUp: () => Promise<void>;
  readonly tearDown: () => Promise<void>;
  readonly place: () => Promise<Place>;
}

const AT = MONDAY + 60 * MINUTE;

/** All items of a stream of pages. */
export async function all<Item>(pages: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

/** What any store must do, whatever it runs on. */
export function storeContract(name: string, engine: StoreUnderTest): void {
  describe(name, () => {
    let place: Place;
    let store: Store;
    beforeAll(engine.setUp);
    afterAll(engine.tearDown);
    beforeEach(async () => {
      place = await engine.place();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    const save = (page: Omit<Page, 'cursor'>, cursor = 'c') => store.tickets.savePage('desk', { ...page, cursor }, AT);
    const key = (ticketId: string, source = 'desk'): TicketKey => ({ source, ticketId });
    const history = async (ticketId: string) => (await store.tickets.histories([key(ticketId)]))[0];
    const waiting = async () => (await store.measurements.unmeasured(1000)).map(({ ticket: { id } }) => id);
    /** Measures everything that waits, so that what is marked afterwards stands out. */
    const measureAll = async () => {
      const batch = await store.measurements.unmeasured(1000);
      await store.measurements.save(
        batch.map((each) => measured(each.ticket.id, each.revision, { source: each.ticket.source })),
      );
      expect(await store.measurements.countUnmeasured()).toBe(0);
    };

    describe('pages and cursors', () => {
      it('knows nothing of a source before its first page', async () => {
        expect(await store.sync.state('desk')).toBeUndefined();
        expect(await store.sync.sources()).toEqual([]);
      });

      it('keeps the cursor and the watermark of the last page, and the time a sync was complete', async () => {
        await store.sync.setIdentity('desk', 'desk.example');
        await store.tickets.savePage('desk', { cursor: 'one', watermarkAt: 5 }, AT);
        await store.tickets.savePage('desk', { cursor: 'two' }, AT);
        await store.sync.finish('desk', AT);
        await store.sync.setIdentity('desk', 'other.example');

        expect(await store.sync.state('desk')).toEqual({
          identity: 'other.example',
          cursor: 'two',
          watermarkAt: 5,
          syncedAt: AT,
        });
        expect((await store.sync.sources()).map(({ source }) => source)).toEqual(['desk']);
      });

      it('saves nothing of a page that holds a record it cannot keep, and leaves the cursor where it was', async () => {
        await save({ tickets: [ticket('1')] }, 'good');
        const wrongTime = message('2', 'e', { at: Number.NaN });
        const wrongValue = {
          source: 'desk',
          id: 'r',
          kind: 'csat',
          value: Number.NaN,
          scaleMin: 1,
          scaleMax: 5,
          positive: null,
        } as const;

        await expect(save({ tickets: [ticket('2')], events: [wrongTime] }, 'bad')).rejects.toThrow(DataError);
        await expect(save({ tickets: [ticket('2')], ratings: [wrongValue] }, 'bad')).rejects.toThrow(
          /rating desk\/r: value/,
        );

        expect(await waiting()).toEqual(['1']);
        expect((await store.sync.state('desk'))?.cursor).toBe('good');
      });

      it('refuses records of another source', async () => {
        await expect(save({ tickets: [ticket('1', { source: 'elsewhere' })] })).rejects.toThrow(/"elsewhere"/);
      });

      it('finds everything again after it was closed', async () => {
        await save({ tickets: [ticket('1')], events: [message('1', 'a')] });
        const again = await place.open();
        try {
          expect(await again.tickets.histories([key('1')])).toEqual(await store.tickets.histories([key('1')]));
        } finally {
          await again.close();
        }
      });
    });

    describe('what counts as a change', () => {
      const page = { tickets: [ticket('1'), ticket('2')], events: [message('1', 'a'), message('2', 'a')] };

      it('changes nothing when the same page comes twice', async () => {
        expect(await save(page)).toEqual({ ticketsChanged: 2, ticketsUnchanged: 0, rejected: 0 });
        await measureAll();

        expect(await save(page)).toEqual({ ticketsChanged: 0, ticketsUnchanged: 2, rejected: 0 });
        expect(await waiting()).toEqual([]);
      });

      it('does not mind in which order a record names its fields', async () => {
        await save({ tickets: [ticket('1', { fields: { a: '1', b: '2' } })] });
        const shuffled = Object.fromEntries(Object.entries(ticket('1', { fields: { b: '2', a: '1' } })).reverse());

        expect((await save({ tickets: [shuffled as ReturnType<typeof ticket>] })).ticketsChanged).toBe(0);
      });

      it.each([
        ['a fact of the ticket', { tickets: [ticket('1', { priority: 'high' })] }],
        ['an event more', { events: [message('1', 'b')] }],
        ['an event that reads otherwise', { events: [message('1', 'a', { at: MONDAY + 1 })] }],
        ['an event made private', { events: [message('1', 'a', { public: false })] }],
        ['a whole history with an event less', { tickets: [ticket('1')], wholeTimelines: ['1'] }],
      ])('marks one ticket for %s', async (_what, change) => {
        await save(page);
        await measureAll();

        expect((await save(change)).ticketsChanged).toBe(1);
        expect(await waiting()).toEqual(['1']);
      });

      it('raises the revision once a page, whatever changed in it', async () => {
        await save(page);
        const before = (await history('1'))!.revision;
        await save({ tickets: [ticket('1', { priority: 'high' })], events: [message('1', 'b'), message('1', 'c')] });

        expect((await history('1'))!.revision).toBe(before + 1);
      });

      it('takes the last of two records of one id, and finds the page unchanged afterwards', async () => {
        const twice = {
          tickets: [ticket('1', { priority: 'low' }), ticket('1', { priority: 'high' })],
          events: [message('1', 'a', { at: MONDAY }), message('1', 'a', { at: MONDAY + 5 })],
        };
        await save(twice);

        expect((await history('1'))!.ticket.priority).toBe('high');
        expect((await history('1'))!.events).toMatchObject([{ id: 'a', at: MONDAY + 5 }]);
        expect((await save(twice)).ticketsChanged).toBe(0);
      });

      it('keeps events of a ticket that is not there yet, and counts them once it comes', async () => {
        await save({ events: [message('1', 'a'), message('1', 'b')] });
        expect(await store.measurements.countUnmeasured()).toBe(0);
        await save({ tickets: [ticket('1')] });

        expect((await store.measurements.unmeasured(10))[0]!.events.map(({ id }) => id)).toEqual(['a', 'b']);
      });

      it('removes stale events of whole histories only, and leaves other tickets alone', async () => {
        await save({
          tickets: [ticket('1'), ticket('2')],
          events: [message('1', 'a'), message('1', 'b'), message('2', 'a'), message('2', 'b')],
        });
        await save({ events: [message('1', 'b'), message('2', 'b')], wholeTimelines: ['1'] });

        expect((await history('1'))!.events.map(({ id }) => id)).toEqual(['b']);
        expect((await history('2'))!.events.map(({ id }) => id)).toEqual(['a', 'b']);
      });
    });

    describe('what depends on people', () => {
      const bound = {
        tickets: [
          ticket('1', { customerId: 'ann', agentId: 'bo', teamId: 'night' }),
          ticket('2', { customerId: 'cid' }),
          ticket('3', {}),
          ticket('4', {}),
        ],
        events: [message('3', 'a', { by: 'agent', authorId: 'dee' }), assignment('4', 'a', { teamId: 'day' })],
        customers: [customer('ann', { accountKey: 'acme' }), customer('cid', { timeZone: 'Asia/Tokyo' })],
        agents: [agent('bo'), agent('dee')],
        teams: [team('day'), team('night')],
      };

      it.each<[string, Omit<Page, 'cursor'>, string[]]>([
        ["a customer's zone", { customers: [customer('ann', { accountKey: 'acme', timeZone: 'Asia/Tokyo' })] }, ['1']],
        ["a customer's hours", { customers: [customer('ann', { accountKey: 'acme', hours: '24/7' })] }, ['1']],
        ["a customer's account", { customers: [customer('ann', { accountKey: 'other' })] }, ['1']],
        ["a customer's address", { customers: [customer('ann', { accountKey: 'acme', email: 'a@example.com' })] }, []],
        ["an agent's zone", { agents: [agent('bo', { timeZone: 'Asia/Tokyo' })] }, ['1']],
        ['the calendar of an author', { agents: [agent('dee', { calendar: { hours: '24/7', holidays: [] } })] }, ['3']],
        ['an agent who joins a team', { agents: [agent('dee', { teamIds: ['day'] })] }, ['3', '4']],
        ["an agent's name", { agents: [agent('bo', { name: 'Bo' })] }, []],
        ['an agent who turns out to be a bot', { agents: [agent('bo', { bot: true })] }, ['1']],
        ['a new agent of a team', { agents: [agent('new', { teamIds: ['night'] })] }, ['1']],
        ["a team's calendar", { teams: [team('day', { calendar: { hours: '24/7', holidays: [] } })] }, ['4']],
        ["a team's name", { teams: [team('day', { name: 'Day' })] }, []],
      ])('marks the tickets that %s concerns', async (_what, change, marked) => {
        await save(bound);
        await measureAll();
        await save(change);

        expect(await waiting()).toEqual(marked);
      });

      it('marks the former team of an agent who leaves it', async () => {
        await save({ ...bound, agents: [agent('dee', { teamIds: ['day'] })] });
        await measureAll();
        await save({ agents: [agent('dee')] });

        expect(await waiting()).toEqual(['3', '4']);
      });

      it("marks for an account's zone the tickets of customers who state none", async () => {
        const account = { source: 'desk', key: 'acme', domains: [], externalIds: [] };
        const stated = customer('cid', { accountKey: 'acme', timeZone: 'Asia/Tokyo' });
        await save({ ...bound, customers: [customer('ann', { accountKey: 'acme' }), stated], accounts: [account] });
        await measureAll();
        await save({ accounts: [{ ...account, timeZone: 'Europe/Rome' }] });

        expect(await waiting()).toEqual(['1']);
        const [ann, cid] = await store.tickets.customers('desk', ['ann', 'cid', 'stranger']);
        expect(ann).toMatchObject({ id: 'ann', timeZone: 'Europe/Rome', timeZoneOrigin: 'account' });
        expect(cid).toMatchObject({ id: 'cid', timeZone: 'Asia/Tokyo' });
      });

      it('gives people back as they came, in order of id', async () => {
        const full = agent('bo', {
          email: 'bo@example.com',
          timeZone: 'Asia/Tokyo',
          teamIds: ['night'],
          active: false,
        });
        await save({ ...bound, agents: [agent('dee'), full] });

        expect(await store.tickets.agents()).toEqual([full, agent('dee')]);
        expect(await store.tickets.teams()).toEqual([team('day'), team('night')]);
        expect((await all(store.tickets.allCustomers())).map(({ id }) => id)).toEqual(['ann', 'cid']);
      });
    });

    describe('measuring', () => {
      const many = Array.from({ length: 40 }, (_, index) => ticket(String(index).padStart(2, '0')));

      it('gives what waits in order of source and id, in batches that follow each other', async () => {
        await save({ tickets: many.toReversed() });
        await store.tickets.savePage('another', { tickets: [ticket('7', { source: 'another' })], cursor: 'c' }, AT);
        const seen: string[] = [];
        let after: TicketKey | undefined;
        for (;;) {
          const batch = await store.measurements.unmeasured(7, after);
          if (batch.length === 0) break;
          seen.push(...batch.map((each) => `${each.ticket.source}/${each.ticket.id}`));
          after = key(batch.at(-1)!.ticket.id, batch.at(-1)!.ticket.source);
        }

        expect(seen).toEqual(['another/7', ...many.map(({ id }) => `desk/${id}`)]);
      });

      it('cuts what waits into ranges that share nothing and leave nothing out', async () => {
        await save({ tickets: many });
        await store.tickets.savePage('another', { tickets: [ticket('7', { source: 'another' })], cursor: 'c' }, AT);
        const size = Math.ceil((many.length + 1) / 3);
        const ranges = await store.measurements.ranges(size);
        const parts = await Promise.all(
          ranges.map(({ after, until }) => store.measurements.unmeasured(1000, after, until)),
        );
        const ids = parts.flat().map(({ ticket: { source, id } }) => `${source}/${id}`);

        expect(ids).toEqual(['another/7', ...many.map(({ id }) => `desk/${id}`)]);
        expect(parts.slice(0, -1).map((part) => part.length)).toEqual(ranges.slice(0, -1).map(() => size));
        expect(parts.every((part) => part.length > 0)).toBe(true);
        expect(await store.measurements.ranges(many.length + 1)).toHaveLength(1);
        expect(parts.length).toBeGreaterThanOrEqual(3);
      });

      it('makes one range of all there may be when nothing waits', async () => {
        expect(await store.measurements.ranges(10)).toEqual([{ after: undefined, until: undefined }]);
      });

      it('gives each ticket its own events, whether its neighbours are to be measured too or not', async () => {
        const events = many.flatMap(({ id }) => [message(id, 'a'), message(id, 'b')]);
        await save({ tickets: many, events });
        await store.measurements.save(many.filter((_, index) => index % 4 !== 0).map(({ id }) => measured(id, 1)));
        const rest = await store.measurements.unmeasured(1000);

        expect(rest.map((each) => each.ticket.id)).toEqual(
          many.filter((_, index) => index % 4 === 0).map(({ id }) => id),
        );
        for (const { ticket: of, events: own } of rest) {
          expect(own.map((event) => `${event.ticketId}/${event.id}`)).toEqual([`${of.id}/a`, `${of.id}/b`]);
        }
      });

      it('keeps a ticket marked that changed while it was measured', async () => {
        await save({ tickets: [ticket('1')] });
        const [before] = await store.measurements.unmeasured(1);
        await save({ events: [message('1', 'a')] });
        await store.measurements.save([measured('1', before!.revision)]);

        expect(await waiting()).toEqual(['1']);
      });

      it('does not let a slow measurement overwrite a later one', async () => {
        await save({ tickets: [ticket('1')] });
        const slow = (await history('1'))!.revision;
        await save({ events: [message('1', 'a')] });
        const quick = (await history('1'))!.revision;
        await store.measurements.save([measured('1', quick, { tier: 'complex' })]);
        await store.measurements.save([measured('1', slow, { tier: 'simple' })]);

        expect((await all(store.measurements.read()))[0]).toMatchObject({ tier: 'complex', revision: quick });
        expect(await waiting()).toEqual([]);
      });

      it('marks all when the definitions differ, and measurements under the old ones clear no mark', async () => {
        await save({ tickets: [ticket('1'), ticket('2')] });
        expect((await store.measurements.useDefinitions('first', 'score@1')).changed).toBe(false);
        const underOld = await store.measurements.unmeasured(10);
        await measureAll();

        expect(await store.measurements.useDefinitions('first', 'score@1')).toEqual({ changed: false, tickets: 0 });
        expect(await store.measurements.useDefinitions('second', 'score@2')).toEqual({ changed: true, tickets: 2 });
        await store.measurements.save(underOld.map((each) => measured(each.ticket.id, each.revision)));
        expect(await waiting()).toEqual(['1', '2']);
      });

      it('keeps a ticket marked that was being measured by the old definitions when they changed', async () => {
        await save({ tickets: [ticket('1')] });
        await store.measurements.useDefinitions('first', 'score@1');
        const underOld = await store.measurements.unmeasured(10);
        await store.measurements.useDefinitions('second', 'score@2');
        await store.measurements.save(underOld.map((each) => measured(each.ticket.id, each.revision)));

        expect(await waiting()).toEqual(['1']);
      });

      it('drops a forgotten source whole, and what was being measured of it does not come back', async () => {
        await save({
          tickets: [ticket('1', { customerId: 'ann' })],
          events: [message('1', 'a')],
          customers: [customer('ann')],
          agents: [agent('bo')],
          rejected: [{ place: 'x', reason: 'y' }],
        });
        await store.tickets.savePage('another', { tickets: [ticket('1', { source: 'another' })], cursor: 'c' }, AT);
        const [ours] = await store.tickets.histories([key('1')]);
        await measureAll();
        await store.sync.forget('desk');
        await store.measurements.save([measured('1', ours!.revision)]);

        expect(await store.tickets.histories([key('1'), key('1', 'another')])).toHaveLength(1);
        expect((await all(store.measurements.read())).map(({ source }) => source)).toEqual(['another']);
        expect(await store.tickets.agents()).toEqual([]);
        expect(await store.tickets.customers('desk', ['ann'])).toEqual([]);
        expect(await store.sync.countRejected()).toEqual({});
        expect(await store.sync.state('desk')).toBeUndefined();

        await save({ tickets: [ticket('1')] });
        await store.measurements.save([measured('1', ours!.revision)]);
        expect(await waiting()).toEqual(['1']);
      });

      it('keeps what was not deleted through a rewrite, while others read and write', async () => {
        await save({ tickets: [ticket('1')], events: [message('1', 'a')], agents: [] });
        const before = await store.tickets.histories([key('1')]);
        await Promise.all([
          store.rewrite(),
          store.tickets.savePage('another', { tickets: [ticket('1', { source: 'another' })], cursor: 'c' }, AT),
          store.tickets.histories([key('1')]),
        ]);

        expect(await store.tickets.histories([key('1')])).toEqual(before);
        expect(await store.tickets.histories([key('1', 'another')])).toHaveLength(1);
      });

      it('erases an agent and a customer from every table, whoever shares their id, and replaces them in later pages', async () => {
        const agent = {
          source: 'desk',
          id: 'quokka',
          name: 'Q. Quokka',
          email: 'q@x.example',
          personKey: 'q@x.example',
          teamIds: [],
          active: true,
          bot: false,
        };
        const page = {
          agents: [agent],
          customers: [
            {
              source: 'desk',
              id: 'quokka',
              email: 'c@x.example',
              timeZoneOrigin: 'none' as const,
              holidays: [],
              accountKey: 'acme',
            },
          ],
          tickets: [
            ticket('1', { customerId: 'quokka', agentId: 'quokka', subject: 'quokka calls' }),
            ticket('2', { customerId: 'carl' }),
          ],
          events: [
            message('1', 'a', { by: 'customer', authorId: 'quokka' }),
            message('1', 'b', { by: 'agent', authorId: 'quokka' }),
            assignment('2', 'c', { agentId: 'quokka' }),
          ],
          rejected: [{ place: 'x:1', reason: 'no time for quokka' }],
        };
        await save(page);
        const held = async (word: string): Promise<string[]> => {
          const tables = Object.keys(TABLES);
          const all = await Promise.all(tables.map((table) => place.rows(`select * from ${table}`)));
          return tables.filter((_, index) => JSON.stringify(all[index]).includes(word));
        };
        await measureAll();
        expect(await store.people.erase('agent', { source: 'desk', id: 'quokka' })).toEqual([
          { source: 'desk', id: 'quokka' },
        ]);
        const [first] = await store.tickets.histories([key('1')]);
        // Of the customer who has the same id, nothing is gone.
        expect(first!.ticket).toMatchObject({
          customerId: 'quokka',
          subject: 'quokka calls',
          agentId: expect.stringMatching(/^erased-/),
        });
        expect(first!.events).toMatchObject([{ authorId: 'quokka' }, { authorId: first!.ticket.agentId }]);
        expect(await waiting()).toEqual(['1', '2']);
        expect(await held('Q. Quokka')).toEqual([]);

        await store.people.erase('customer', { source: 'desk', id: 'quokka' });
        await measureAll();
        expect(await held('quokka')).toEqual([]);
        expect(await held('x.example')).toEqual([]);
        await save(page);
        const [again] = await store.tickets.histories([key('1')]);
        expect(again!.ticket.agentId).toBe(first!.ticket.agentId);
        expect((await held('quokka')).filter((table) => table !== 'rejection')).toEqual([]);
        expect(await store.people.erase('agent', { source: 'desk', id: 'quokka' })).toEqual([]);
      });

      it('names a stored row that makes no sense', async () => {
        await save({ tickets: [ticket('1')], events: [message('1', 'a')] });
        await place.run("update event set kind = 'rumour'");
        await expect(store.measurements.unmeasured(1)).rejects.toThrow(/event a of ticket desk\/1 .*"rumour"/);

        await place.run("update ticket set record = '{}'");
        await expect(store.measurements.unmeasured(1)).rejects.toThrow(DataError);
      });
    });

    describe('small things', () => {
      it('keeps a rejection once, forgets it when its place is read again or the source begins anew', async () => {
        const bad = { place: 'tickets.csv:7', reason: 'no id' };
        const worse = { place: 'events.csv:9', reason: 'no time' };
        await save({ rejected: [bad, worse] });
        expect((await store.tickets.savePage('desk', { rejected: [bad, worse], cursor: 'c' }, AT + 1)).rejected).toBe(
          2,
        );
        expect(await store.sync.countRejected()).toEqual({ desk: 2 });
        await save({ rereadPlaces: ['tickets.csv'] });
        const left = [];
        for await (const each of store.sync.rejected('desk')) left.push(each);
        expect(left).toEqual([{ source: 'desk', at: AT, ...worse }]);

        await store.sync.forget('desk');
        expect(await store.sync.countRejected()).toEqual({});
      });

      it('keeps ratings, accounts, subscriptions, churn and revenue as they came', async () => {
        const rating = {
          source: 'desk',
          id: 'r',
          ticketId: '1',
          kind: 'csat',
          value: 4.5,
          scaleMin: 1,
          scaleMax: 5,
          positive: true,
          ratedAt: AT,
        } as const;
        const account = { source: 'desk', key: 'acme', name: 'Acme', domains: ['acme.example'], externalIds: [] };
        const subscription = { source: 'desk', id: 's', accountKey: 'acme', startedAt: AT, status: 'active' };
        const churn = { source: 'desk', id: 'c', accountKey: 'acme', at: AT };
        const mrr = { source: 'desk', subscriptionId: 's', id: 'm', at: AT, mrrMinor: 900, currency: 'eur' };
        const order = { source: 'desk', id: 'o', accountKey: 'acme', at: AT, amountMinor: 900, refundedMinor: 100 };
        const referral = { source: 'desk', id: 'r', referrerKey: 'acme', referredKey: 'bolt', at: AT };
        const milestone = { source: 'desk', id: 'm', accountKey: 'acme', name: 'first invoice', at: AT };
        const usage = { source: 'desk', id: 'u', subscriptionId: 's', at: AT, feature: 'export', count: 3 };
        const cost = { source: 'desk', id: 'k', at: AT, kind: 'retention', amountMinor: 500 } as const;
        await save({
          ratings: [rating],
          accounts: [account],
          subscriptions: [subscription],
          churnEvents: [churn],
          mrrChanges: [mrr, { ...mrr, subscriptionId: 't' }],
          orders: [order],
          referrals: [referral],
          milestones: [milestone],
          usage: [usage],
          costs: [cost],
        });

        const records = await store.readWindow(span({ usageCuts: [AT - 5, AT, AT + 5] }), AT);
        expect(await store.tickets.accounts()).toEqual([account]);
        expect(records).toMatchObject({
          ratings: [rating],
          accounts: [account],
          subscriptions: [subscription],
          churnEvents: [churn],
          mrrChanges: [mrr, { ...mrr, subscriptionId: 't' }],
          orders: [order],
          referrals: [referral],
          milestones: [milestone],
          usage: [{ source: 'desk', subscriptionId: 's', feature: 'export', at: AT, records: 1 }],
          costs: [cost],
          knows: { usage: true, otherSurveys: false },
        });
      });

      it('streams each of many records once, in order', async () => {
        const ids = Array.from({ length: 2100 }, (_, index) => String(index).padStart(4, '0'));
        const even = ids.filter((_, index) => index % 2 === 0);
        await save({
          customers: ids.map((id) => customer(id)),
          tickets: even.map((id) => ticket(id, { customerId: id })),
          ratings: ids.map((id) => ({
            source: 'desk',
            id,
            kind: 'csat',
            value: 1,
            scaleMin: 1,
            scaleMax: 5,
            positive: false,
            ratedAt: AT,
          })),
          rejected: ids.map((id) => ({ place: id, reason: 'odd' })),
        });
        await store.measurements.save(even.map((id) => measured(id, 9)));
        const places: string[] = [];
        for await (const { place: each } of store.sync.rejected()) places.push(each);

        expect((await all(store.tickets.allCustomers())).map(({ id }) => id)).toEqual(ids);
        expect((await store.readWindow(span(), AT)).ratings.map(({ id }) => id)).toEqual(ids);
        expect(places).toEqual(ids);
        expect((await all(store.measurements.read())).map(({ ticketId }) => ticketId)).toEqual(even);
      });

      it('keeps settings by name', async () => {
        expect(await store.sync.setting('tier-cuts')).toBeUndefined();
        await store.sync.setSetting('tier-cuts', '[2,6]');
        await store.sync.setSetting('tier-cuts', '[3,7]');

        expect(await store.sync.setting('tier-cuts')).toBe('[3,7]');
      });

      it('gives all settings whose names begin alike, by the rest of their names', async () => {
        await store.sync.setSetting('since:a', '1');
        await store.sync.setSetting('since:ключ \u{1F600}', '2');
        await store.sync.setSetting('sinc', '3');
        await store.sync.setSetting('since;', '4');

        expect(await store.sync.settings('since:')).toEqual(
          new Map([
            ['a', '1'],
            ['ключ \u{1F600}', '2'],
          ]),
        );
        expect(await store.sync.settings('nothing')).toEqual(new Map());
      });

      it("tells the server's clock, where there is a server", async () => {
        const at = await store.clock();

        if (at !== undefined) expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
      });

      it('gives all who make up a setting at once the same one', async () => {
        for (let round = 0; round < 10; round += 1) {
          const values = ['a', 'b', 'c', 'd'];
          const kept = await Promise.all(values.map((value) => store.sync.keepSetting(`secret-${round}`, value)));

          expect(new Set(kept).size).toBe(1);
          expect(values).toContain(kept[0]);
          expect(await store.sync.setting(`secret-${round}`)).toBe(kept[0]);
          expect(await store.sync.keepSetting(`secret-${round}`, 'later')).toBe(kept[0]);
        }
      });

      it('holds any text: quotes, backslashes, signs beyond the basic plane, NUL and half a surrogate', async () => {
        const odd = 'a\'b"c\\d{e},f\ng\t%$1 ?1 \u{1F600} ключ';
        await save({
          tickets: [ticket(odd, { subject: `${odd}\0`, tags: [odd, '', 'null', 'NULL'] })],
          events: [message(odd, odd, { authorId: 'NULL', via: `x\0y\ud800` })],
        });
        const [found] = await store.tickets.histories([key(odd)]);

        expect(found!.ticket).toEqual(ticket(odd, { subject: odd, tags: [odd, '', 'null', 'NULL'] }));
        expect(found!.events).toEqual([message(odd, odd, { authorId: 'NULL', via: 'xy\ufffd' })]);
        expect(
          (await save({ events: [message(odd, odd, { authorId: 'NULL', via: 'x\0y\ud800' })] })).ticketsChanged,
        ).toBe(0);
      });
    });

    describe('digests', () => {
      const window = { subscription: 'weekly', windowFrom: MONDAY, windowTo: MONDAY + 5 };

      it('plans a window once', async () => {
        expect(await store.digests.plan(window, AT)).toBe(true);
        expect(await store.digests.plan(window, AT)).toBe(false);
        expect(await store.digests.plan({ ...window, windowTo: MONDAY + 6 }, AT)).toBe(true);
      });

      it('gives a planned digest to one of many who claim it', async () => {
        await store.digests.plan(window, AT);
        const claims = await Promise.all(
          Array.from({ length: 10 }, (_, index) => store.digests.claim(window, AT + 1, `k${index}`)),
        );
        const won = claims.filter((claim) => claim !== undefined);

        expect(won).toHaveLength(1);
        expect(won[0]).toMatchObject({ ...window, state: 'sending', attempts: 1, at: AT + 1 });
      });

      it('keeps the message key of the first attempt, and lists by state and subscription', async () => {
        await store.digests.plan(window, AT);
        await store.digests.claim(window, AT, 'first');
        await store.digests.mark(window, 'planned', AT + 1);
        expect(await store.digests.claim(window, AT, 'second')).toMatchObject({ attempts: 2, messageKey: 'first' });
        await store.digests.mark(window, 'sent', AT + 2);

        expect(await store.digests.claim(window, AT, 'third')).toBeUndefined();
        expect(await store.digests.list({ state: 'sent' })).toEqual([
          { ...window, state: 'sent', attempts: 2, at: AT + 2, messageKey: 'first' },
        ]);
        expect(await store.digests.list({ subscription: 'daily' })).toEqual([]);
      });
    });

    describe('several at once', () => {
      it('loses nothing of two stores that write to one place together', async () => {
        const other = await place.open();
        try {
          const writes = Array.from({ length: 40 }, (_, index) => {
            const writer = index % 2 ? store : other;
            const id = String(index % 8);
            const source = index % 4 < 2 ? 'desk' : 'phone';
            return writer.tickets.savePage(
              source,
              {
                tickets: [ticket(id, { source, priority: String(index) })],
                events: [message(id, String(index), { source })],
                agents: [agent('bo', { source, timeZone: index % 3 ? 'Asia/Tokyo' : 'Europe/Rome' })],
                cursor: String(index),
              },
              AT,
            );
          });
          await Promise.all(writes);
        } finally {
          await other.close();
        }
        const histories = await store.measurements.unmeasured(100);

        expect(histories.flatMap(({ events }) => events)).toHaveLength(40);
      });

      it('keeps the later of two measurements that are saved together', async () => {
        const ids = Array.from({ length: 20 }, (_, index) => String(index));
        await save({ tickets: ids.map((id) => ticket(id)) });
        for (let revision = 1; revision < 12; revision += 2) {
          await Promise.all(
            [revision + 1, revision].map((each) =>
              store.measurements.save(ids.map((id) => measured(id, each, { clippedEvents: each, tierScore: each }))),
            ),
          );
          for (const each of await all(store.measurements.read())) expect(each.clippedEvents).toBe(revision + 1);
        }
      });

      it('measures and syncs at once without a mark lost', async () => {
        await save({ tickets: Array.from({ length: 30 }, (_, index) => ticket(String(index))) });
        const measure = async () => {
          for (let round = 0; round < 5; round++) {
            const batch = await store.measurements.unmeasured(100);
            await store.measurements.save(
              batch.map((each) => measured(each.ticket.id, each.revision, { clippedEvents: each.events.length })),
            );
          }
        };
        const sync = async () => {
          for (let round = 0; round < 10; round++) {
            await save({ events: Array.from({ length: 30 }, (_, index) => message(String(index), `e${round}`)) });
          }
        };
        await Promise.all([measure(), sync(), measure()]);
        await measure();

        expect(await store.measurements.countUnmeasured()).toBe(0);
        for (const each of await all(store.measurements.read())) expect(each.clippedEvents).toBe(10);
      });
    });
  });
}
