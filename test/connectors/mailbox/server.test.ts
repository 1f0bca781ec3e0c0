import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/model/errors.ts';
import { type MailServer, startMailServer } from '../../servers/mail.ts';
import { storedAfter } from '../stored.ts';
import { type Desk, openDesk, type Planted, story, sync } from './desk.ts';

let server: MailServer;
let users = 0;
const desks: Desk[] = [];
beforeAll(async () => {
  server = await startMailServer([]);
});
afterAll(async () => {
  for (const desk of desks) await desk.close();
  await server?.stop();
});

async function newDesk(...messages: readonly Planted[]): Promise<Desk> {
  const desk = await openDesk(server, `desk${++users}`);
  desks.push(desk);
  await desk.plant(...messages);
  return desk;
}

const re = (...ids: readonly string[]): string[] => [
  `In-Reply-To: <${ids.at(-1)}>`,
  `References: ${ids.map((id) => `<${id}>`).join(' ')}`,
];
const ASKED: Planted = { id: 'a1@x.test', date: 'Mon, 2 Nov 2026 09:00:00 +0100', from: 'Ada <ada@x.test>' };
const ANSWERED: Planted = {
  id: 'a2@acme.test',
  date: 'Mon, 2 Nov 2026 10:00:00 +0000',
  from: 'Ana <ana@acme.test>',
  to: 'ada@x.test',
  more: re('a1@x.test'),
  folder: 'Sent',
};
const THANKED: Planted = {
  id: 'a3@x.test',
  date: 'Mon, 2 Nov 2026 12:00:00 +0100',
  from: 'ada@x.test',
  more: re('a1@x.test', 'a2@acme.test'),
};
const STORY = ['customer 11-02T08:00', 'agent 11-02T10:00', 'customer 11-02T11:00'];

/** More than one page of threads, so that every stop lies between two of them. */
const CROWD: readonly Planted[] = Array.from({ length: 2600 }, (_, n) => ({
  id: `c${n}@y.test`,
  date: new Date(Date.parse('2026-01-01T00:00:00Z') + n * 2 * 3_600_000).toUTCString().replace('GMT', '+0000'),
  from: `c${n % 50}@y.test`,
  ...(n % 3 === 2 && { more: re(`c${n - 1}@y.test`), from: 'ana@acme.test', to: `c${(n - 1) % 50}@y.test` }),
}));

describe('a mailbox on a real server', () => {
  it('makes a thread over two folders a ticket, read from headers alone and without a trace', async () => {
    const desk = await newDesk(ASKED, ANSWERED, THANKED);
    const { tables, pages } = await sync(desk.variables);

    expect(Object.keys(tables.tickets ?? {})).toEqual(['a1@x.test']);
    expect(story(tables, 'a1@x.test')).toEqual(STORY);
    expect(tables.tickets?.['a1@x.test']).toMatchObject({
      customerId: 'ada@x.test',
      agentId: 'ana@acme.test',
      status: 'open',
      channel: 'email',
    });
    expect(JSON.stringify(pages)).not.toContain('SECRET BODY');
    expect(JSON.stringify(pages), 'subjects are off').not.toContain('Help');
    await desk.client.mailboxOpen('INBOX', { readOnly: true });
    expect(await desk.client.search({ seen: true }, { uid: true })).toEqual([]);
    // Whoever opens a folder to change it takes this mark away.
    expect(await desk.client.search({ recent: true }, { uid: true })).toHaveLength(2);
  });

  it('joins an answer with a question that lies pages below it, under the question’s name', async () => {
    const between = Array.from(
      { length: 1100 },
      (_, n): Planted => ({
        ...ASKED,
        id: `n${n}@y.test`,
        from: `n${n}@y.test`,
        date: new Date(Date.parse('2026-11-02T08:30:00Z') + n * 600_000).toUTCString().replace('GMT', '+0000'),
      }),
    );
    const late = { ...ANSWERED, date: 'Wed, 11 Nov 2026 10:00:00 +0000', folder: 'INBOX' };
    const desk = await newDesk(ASKED, ...between, late);
    const { tables, pages } = await sync(desk.variables);

    expect(pages.length).toBeGreaterThan(1);
    expect(Object.keys(tables.tickets ?? {})).toHaveLength(1101);
    expect(story(tables, 'a1@x.test').slice(0, 2)).toEqual(['customer 11-02T08:00', 'agent 11-11T10:00']);
  });

  it('brings the same twice, and the same after a stop at any page', async () => {
    const desk = await newDesk(...CROWD);
    const whole = await sync(desk.variables);
    const again = await sync(desk.variables, { cursor: whole.cursor });

    expect(whole.pages.length).toBeGreaterThanOrEqual(3);
    expect(Object.keys(whole.tables.tickets ?? {})).toHaveLength(2600 - 866);
    expect(storedAfter([...whole.pages, ...again.pages]).tables).toEqual(whole.tables);
    expect(again.tables.tickets, 'nothing changed').toBeUndefined();
    for (const [n, page] of whole.pages.entries()) {
      const rest = await sync(desk.variables, { cursor: page.cursor });
      expect(storedAfter([...whole.pages.slice(0, n + 1), ...rest.pages]).tables, `page ${n}`).toEqual(whole.tables);
    }
  });

  it('loses nothing to a message that goes away while it reads', async () => {
    const desk = await newDesk(...CROWD);
    const { tables } = await sync(desk.variables, {
      afterPage: async (_, n) => {
        if (n !== 0) return;
        await desk.client.mailboxOpen('INBOX');
        await desk.client.messageDelete('5', { uid: true });
      },
    });
    const ids = Object.keys(tables.tickets ?? {});

    expect(ids).not.toContain('c4@y.test');
    expect(ids).toContain('c3@y.test');
    // The answer to the one that went away is all that is left of that thread.
    expect(ids).toContain('c5@y.test');
  });

  it('joins what comes later to what was read, whatever our clock says, as a reading anew does', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    const first = await sync(desk.variables, { now: Date.parse('2030-01-01T00:00:00Z') });
    await desk.plant(THANKED);
    const later = await sync(desk.variables, { cursor: first.cursor });
    const anew = await sync(desk.variables);

    expect(story(later.tables, 'a1@x.test')).toEqual(STORY);
    expect(storedAfter([...first.pages, ...later.pages]).tables).toEqual(anew.tables);
  });

  it('takes a moved message for the same one, and a solved folder for a solution dated by our answer', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    await desk.client.mailboxCreate('Done');
    const variables = { ...desk.variables, SOLVED_FOLDER: 'Done' };
    const first = await sync(variables);
    expect(first.tables.tickets?.['a1@x.test']).toMatchObject({ status: 'open' });

    await desk.client.mailboxOpen('INBOX');
    await desk.client.messageMove('1:*', 'Done');
    const moved = await sync(variables, { cursor: first.cursor });

    expect(Object.keys(moved.tables.tickets ?? {})).toEqual(['a1@x.test']);
    expect(story(moved.tables, 'a1@x.test')).toEqual([...STORY.slice(0, 2), 'solved 11-02T10:00']);

    await desk.plant(THANKED);
    const reopened = await sync(variables, { cursor: moved.cursor });
    expect(story(reopened.tables, 'a1@x.test')).toEqual([
      ...STORY.slice(0, 2),
      'solved 11-02T10:00',
      STORY[2],
      'open 11-02T11:00',
    ]);
  });

  it('sees a flag that is set later, and one that is taken away', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    const variables = { ...desk.variables, SOLVED_FLAG: '$Solved' };
    const first = await sync(variables);
    await desk.client.mailboxOpen('INBOX');
    await desk.client.messageFlagsAdd('1:*', ['$Solved']);
    const set = await sync(variables, { cursor: first.cursor });
    await desk.client.messageFlagsRemove('1:*', ['$Solved']);
    const taken = await sync(variables, { cursor: set.cursor });

    const told = [first, set, taken].map(({ tables }) => tables.tickets?.['a1@x.test']);
    expect(told).toMatchObject([{ status: 'open' }, { status: 'solved' }, { status: 'open' }]);
  });

  it('solves by silence, and undoes it when the customer writes again', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    const early = await sync(desk.variables, { now: Date.parse('2026-11-05T12:00:00Z') });
    const late = await sync(desk.variables, { cursor: early.cursor });
    await desk.plant({ ...THANKED, date: 'Sat, 14 Nov 2026 12:00:00 +0100' });
    const asked = await sync(desk.variables, { cursor: late.cursor });

    expect(story(early.tables, 'a1@x.test')).toEqual(STORY.slice(0, 2));
    expect(story(late.tables, 'a1@x.test').at(-1)).toBe('solved 11-09T10:00');
    expect(story(asked.tables, 'a1@x.test').slice(2)).toEqual([
      'solved 11-09T10:00',
      'customer 11-14T11:00',
      'open 11-14T11:00',
    ]);
    expect(asked.tables).toMatchObject((await sync(desk.variables)).tables);
  });

  it('keeps the history of answered mail that is deleted, and counts unanswered mail that is as deleted', async () => {
    const spam: Planted = { id: 's1@z.test', date: 'Tue, 3 Nov 2026 09:00:00 +0000', from: 'spam@z.test' };
    const desk = await newDesk(ASKED, ANSWERED, spam);
    const first = await sync(desk.variables);
    await desk.client.mailboxOpen('INBOX');
    await desk.client.messageDelete('1:*');
    await desk.client.mailboxOpen('Sent');
    await desk.client.messageDelete('1:*');
    const after = await sync(desk.variables, { cursor: first.cursor });
    const { tables } = storedAfter([...first.pages, ...after.pages]);

    expect(story(tables, 'a1@x.test').slice(0, 2)).toEqual(STORY.slice(0, 2));
    expect(tables.tickets?.['a1@x.test']).not.toHaveProperty('deletedAt');
    expect(tables.tickets?.['s1@z.test']).toHaveProperty('deletedAt');
  });

  it('reads everything again where a folder was made anew', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    await desk.client.mailboxCreate('Queue');
    await desk.plant({ ...THANKED, folder: 'Queue' });
    const variables = { ...desk.variables, FOLDERS: 'INBOX,Sent,Queue' };
    const first = await sync(variables);
    await desk.client.mailboxDelete('Queue');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await desk.client.mailboxCreate('Queue');
    await desk.plant(
      { id: 'q1@x.test', date: 'Wed, 4 Nov 2026 09:00:00 +0000', from: 'bob@x.test', folder: 'Queue' },
      { ...THANKED, folder: 'Queue' },
    );
    const after = await sync(variables, { cursor: first.cursor });

    expect(after.said.join()).toContain('UIDVALIDITY');
    expect(Object.keys(after.tables.tickets ?? {}).sort()).toEqual(['a1@x.test', 'q1@x.test']);
    expect(story(after.tables, 'a1@x.test')).toEqual(STORY);
  });

  it('says of two tickets which a later message joins that one went into the other', async () => {
    const other: Planted = { ...ASKED, id: 'b1@x.test', date: 'Mon, 2 Nov 2026 09:30:00 +0100', subject: 'More' };
    const desk = await newDesk(ASKED, other);
    const first = await sync(desk.variables);
    await desk.plant({ ...ANSWERED, more: re('a1@x.test', 'b1@x.test') });
    const after = await sync(desk.variables, { cursor: first.cursor });

    expect(Object.keys(first.tables.tickets ?? {}).sort()).toEqual(['a1@x.test', 'b1@x.test']);
    expect(after.tables.tickets?.['b1@x.test']).toMatchObject({ mergedInto: 'a1@x.test' });
    expect(story(after.tables, 'a1@x.test').slice(0, 3)).toEqual([
      'customer 11-02T08:00',
      'customer 11-02T08:30',
      'agent 11-02T10:00',
    ]);
  });

  it('passes over old mail that is moved about long after it was read, and says how much', async () => {
    const old: Planted = { ...ASKED, id: 'old@x.test', date: 'Mon, 5 Jan 2026 09:00:00 +0000' };
    const desk = await newDesk(old, ASKED);
    const first = await sync(desk.variables);
    await desk.client.mailboxOpen('INBOX');
    await desk.client.messageMove('1', 'Sent', { uid: true });
    const after = await sync(desk.variables, { cursor: first.cursor });

    expect(after.tables.tickets).toBeUndefined();
    expect(after.pages.at(-1)?.remarks?.join()).toContain('1 messages came into the folders long after');
  });

  it('joins what lay unread for two months in several folders', async () => {
    const desk = await newDesk(ASKED);
    const first = await sync(desk.variables);
    const date = 'Wed, 4 Nov 2026 09:00:00 +0000';
    await desk.plant({ ...THANKED, id: 'n@x.test', date: 'Mon, 4 Jan 2027 09:00:00 +0000', more: [] });
    await desk.plant({ ...ASKED, id: 'b1@x.test', from: 'bob@x.test', date });
    await desk.plant({ ...ANSWERED, id: 'b2@acme.test', to: 'bob@x.test', date, more: re('b1@x.test') });
    const now = Date.parse('2027-01-05T00:00:00Z');
    const later = await sync(desk.variables, { cursor: first.cursor, now });

    expect(storedAfter([...first.pages, ...later.pages]).tables).toEqual((await sync(desk.variables, { now })).tables);
    expect(story(later.tables, 'b1@x.test')).toEqual([
      'customer 11-04T09:00',
      'agent 11-04T09:00',
      'solved 11-11T09:00',
    ]);
  });

  it('sets a message without an author aside by its place', async () => {
    const desk = await newDesk({ ...ASKED, from: 'undisclosed' }, ANSWERED);
    const { rejected, tables } = await sync(desk.variables);

    expect(rejected).toEqual([{ place: 'INBOX UID 1', reason: 'its From names no address' }]);
    expect(Object.keys(tables.tickets ?? {})).toEqual(['a2@acme.test']);
  });

  it('ends on an empty mailbox, with a cursor that works later', async () => {
    const desk = await newDesk();
    const empty = await sync(desk.variables);
    await desk.plant(ASKED);

    expect(empty.tables).toEqual({});
    expect(Object.keys((await sync(desk.variables, { cursor: empty.cursor })).tables.tickets ?? {})).toEqual([
      ASKED.id,
    ]);
  });

  it('names the variables of a refused login, and never the password', async () => {
    const desk = await newDesk();
    const secret = 'a wrong pass-word';
    const failure = await sync({ ...desk.variables, PASSWORD: secret }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain('MAILBOX_PASSWORD');
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure)) + String(failure)).not.toContain(secret);
  });

  it('names a folder that is not there', async () => {
    const desk = await newDesk();
    const failure = await sync({ ...desk.variables, FOLDERS: 'INBOX,Nowhere' }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toMatch(/MAILBOX_FOLDERS: there is no folder Nowhere; there are .*INBOX/);
  });

  it('tells in check what it sees, and that no answer of ours is among it', async () => {
    const desk = await newDesk(ASKED, ANSWERED);
    const { source, tools } = await sync(desk.variables);
    const whole = await source.check(tools);
    const lame = await openDesk(server, `desk${++users}`);
    desks.push(lame);
    await lame.plant(ASKED);
    const half = await sync(lame.variables);

    expect(whole.ok).toBe(true);
    expect(whole.lines.join('\n')).toMatch(/INBOX \(1\), Sent \(1\)|Sent \(1\), INBOX \(1\)/);
    expect(whole.lines.join('\n')).toContain('1 are customers’, 1 our answers');
    expect(await half.source.check(half.tools)).toMatchObject({ ok: false });
  });
});
