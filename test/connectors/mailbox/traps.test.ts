import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../../servers/mail.ts';
import { openDesk, type Planted, story, sync } from './desk.ts';

let server: MailServer;
beforeAll(async () => {
  server = await startMailServer([]);
});
afterAll(async () => {
  await server?.stop();
});

const at = (hour: string, offset = '+0000'): string => `Mon, 2 Nov 2026 ${hour}:00:00 ${offset}`;
const to = (id: string): string[] => [`In-Reply-To: <${id}>`];
const OPENING: Planted = { id: 'q@x.test', date: at('08'), from: 'ada@x.test', subject: 'Printer' };

/** What a sync makes of these messages: each ticket's story. */
async function storiesOf(user: string, messages: readonly Planted[]) {
  const desk = await openDesk(server, user);
  await desk.plant(...messages);
  const run = await sync(desk.variables, { now: Date.parse('2026-11-03T00:00:00Z') });
  await desk.close();
  const ids = Object.keys(run.tables.tickets ?? {});
  return { ...run, stories: Object.fromEntries(ids.map((id) => [id, story(run.tables, id)])) };
}

it('takes what we pass on to a third party for no answer, and a colleague of the customer for the customer', async () => {
  const { stories } = await storiesOf('forward', [
    OPENING,
    { id: 'f@acme.test', date: at('09'), from: 'ana@acme.test', to: 'parts@supplier.test', more: to('q@x.test') },
    { id: 'r@acme.test', date: at('10'), from: 'ana@acme.test', to: 'boss@x.test', more: to('q@x.test') },
  ]);
  expect(stories).toEqual({ 'q@x.test': ['customer 11-02T08:00', 'note 11-02T09:00', 'agent 11-02T10:00'] });
});

it('lets machines into a thread as automatic, and makes no ticket of what they begin', async () => {
  const report = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
  const { stories } = await storiesOf('machines', [
    OPENING,
    {
      id: 'ack@acme.test',
      date: at('09'),
      from: 'support@acme.test',
      to: 'ada@x.test',
      more: [...to('q@x.test'), 'Auto-Submitted: auto-replied'],
    },
    { id: 'dsn@x.test', date: at('10'), from: 'MAILER-DAEMON@x.test', more: [...to('ack@acme.test'), report] },
    {
      id: 'ooo@y.test',
      date: at('11'),
      from: 'bob@y.test',
      subject: 'Out of office',
      more: ['Auto-Submitted: auto-replied'],
    },
    { id: 'news@z.test', date: at('12'), from: 'news@z.test', more: ['List-Id: <news.z.test>'] },
    { id: 'dsn2@x.test', date: at('13'), from: 'postmaster@x.test' },
  ]);
  expect(stories).toEqual({
    'q@x.test': ['customer 11-02T08:00', 'bot automatic 11-02T09:00', 'bot automatic 11-02T10:00'],
  });
});

it('joins answers without references by subject and address, and through a message that nobody has', async () => {
  const { stories } = await storiesOf('broken', [
    OPENING,
    { id: 's@acme.test', date: at('09'), from: 'ana@acme.test', to: 'ada@x.test', subject: 'AW: printer' },
    { id: 'other@y.test', date: at('10'), from: 'bob@y.test', subject: 'Re: Printer' },
    { id: 'l@z.test', date: at('11'), from: 'cy@z.test', subject: 'A', more: to('lost@z.test') },
    {
      id: 'm@acme.test',
      date: at('12'),
      from: 'ana@acme.test',
      to: 'cy@z.test',
      subject: 'B',
      more: to('lost@z.test'),
    },
  ]);
  expect(stories).toEqual({
    'q@x.test': ['customer 11-02T08:00', 'agent 11-02T09:00'],
    'other@y.test': ['customer 11-02T10:00'],
    'l@z.test': ['customer 11-02T11:00', 'agent 11-02T12:00'],
  });
});

it('tells one message in two folders once', async () => {
  const { stories } = await storiesOf('twice', [OPENING, { ...OPENING, folder: 'Sent' }]);
  expect(stories).toEqual({ 'q@x.test': ['customer 11-02T08:00'] });
});

it('parts a thread after a long silence', async () => {
  const { stories } = await storiesOf('silence', [
    { ...OPENING, date: 'Tue, 1 Sep 2026 08:00:00 +0000' },
    { ...OPENING, id: 'late@x.test', more: to('q@x.test') },
  ]);
  expect(Object.keys(stories).sort()).toEqual(['late@x.test', 'q@x.test']);
});

it('infers two customers’ zones from the offsets that they wrote', async () => {
  const twice = (who: string, offset: string): Planted[] =>
    ['2 Nov', '4 Nov'].map((day, n) => ({ id: `${n}-${who}`, from: who, date: `${day} 2026 10:00:00 ${offset}` }));
  const { tables } = await storiesOf('zones', [
    ...twice('ada@x.de', '+0100'),
    ...twice('raj@y.in', '+0530'),
    ...twice('jo@z.de', '+0000'),
  ]);
  const zones = ['ada@x.de', 'raj@y.in', 'jo@z.de'].map((id) => tables.customers?.[id]);

  expect(zones).toMatchObject([
    { timeZone: 'Europe/Berlin', timeZoneOrigin: 'inferred' },
    { timeZone: expect.stringMatching(/^Asia\/(Kolkata|Calcutta)$/), timeZoneOrigin: 'inferred' },
    { timeZoneOrigin: 'none' },
  ]);
});
