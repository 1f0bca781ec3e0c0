import type { RequestTracker } from './rt.ts';

/** What somebody does to a ticket at an instant. */
interface Deed {
  readonly at: number;
  /** Which of the seed's tickets, from 0. */
  readonly ticket: number;
  readonly do: 'write' | 'create' | 'take' | 'give' | 'reply' | 'mail reply' | 'comment' | 'status' | 'queue' | 'merge';
  readonly who: string;
  /** A status, an agent, a queue, a customer. */
  readonly what?: string;
}

const AGENTS = ['amara', 'bruno', 'chandra', 'dorte', 'eiko'];
const CUSTOMERS = [
  'ines@harbor.example',
  'li.wei@pearl.example',
  'o_connor@glen.example',
  'noor@atlas.example',
  'petr@vltava.example',
];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEKS_MS = 42 * DAY;

/** Fills a fresh server with tickets of the six weeks before `end`, written by customers' mail and by agents. */
export async function seedTickets(server: RequestTracker, count: number, end: number, seed = 7): Promise<Desk> {
  const desk = createDesk(server);
  const deeds = Array.from({ length: count }, (_, ticket) => lifeOf(ticket, end, chance(seed * 1000 + ticket)))
    .flat()
    .filter(({ at }) => at < end)
    .sort((a, b) => a.at - b.at || a.ticket - b.ticket);
  for (const deed of deeds) await desk.perform(deed);
  server.setClock(end);
  return desk;
}

/** Mulberry32: the same numbers for the same seed, everywhere. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What happens to one ticket: asked, taken, answered, stalled, handed on, solved, reopened, merged away or left. */
function lifeOf(ticket: number, end: number, random: () => number): Deed[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const deeds: Deed[] = [];
  const customer = pick(CUSTOMERS);
  let agent = pick(AGENTS);
  const merges = ticket % 15 === 14;
  // Those that merge begin in the middle weeks: others are there by then, and there is time left.
  const start = merges ? 0.3 + random() / 3 : random();
  let at = end - WEEKS_MS + Math.floor(start * (WEEKS_MS - 3 * DAY));
  const pass = (most: number) => {
    at += Math.ceil((random() * most) / 1000) * 1000;
  };
  const deed = (does: Deed['do'], who: string, what?: string) =>
    deeds.push({ at: Math.floor(at / 1000) * 1000, ticket, do: does, who, ...(what === undefined ? {} : { what }) });

  if (ticket % 9 === 4) deed('create', agent, customer);
  else deed('write', customer);
  if (ticket % 11 === 10) return deeds;
  pass(10 * HOUR);
  if (ticket % 13 === 12) {
    deed('status', agent, 'rejected');
    return deeds;
  }
  deed('take', agent);
  if (random() < 0.3) deed('comment', agent);
  pass(2 * HOUR);
  deed(random() < 0.2 ? 'mail reply' : 'reply', agent);
  for (let round = Math.floor(random() * 3); round > 0; round -= 1) {
    pass(MINUTE * 10);
    if (random() < 0.4) deed('status', agent, 'stalled');
    pass(30 * HOUR);
    deed('write', customer);
    if (random() < 0.3) {
      pass(HOUR);
      const next = pick(AGENTS.filter((other) => other !== agent));
      deed('give', agent, next);
      agent = next;
    }
    if (random() < 0.2) deed('queue', agent, 'Billing');
    pass(8 * HOUR);
    deed('reply', agent);
  }
  if (merges) {
    pass(HOUR);
    deed('merge', agent);
    return deeds;
  }
  if (random() < 0.2) return deeds;
  pass(DAY);
  deed('status', agent, 'resolved');
  if (random() < 0.35) {
    pass(2 * DAY);
    deed('write', customer);
    pass(5 * HOUR);
    deed('reply', agent);
    if (random() < 0.7) deed('status', agent, 'resolved');
  }
  return deeds;
}

/** The people of the desk at work on a server. */
export interface Desk {
  /** The server's numbers of the seed's tickets. */
  readonly ids: readonly number[];
  readonly perform: (deed: Deed) => Promise<void>;
  readonly ask: (who: string, method: string, path: string, body?: unknown) => Promise<unknown>;
}

function createDesk(server: RequestTracker): Desk {
  const ids: number[] = [];
  const token = `token ${server.rootToken}`;
  const signedAs = (who: string) => `Basic ${Buffer.from(`${who}:${server.agentPassword}`).toString('base64')}`;
  let mails = 0;

  async function ask(who: string, method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: who === 'root' ? token : signedAs(who), 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${server.url}/REST/2.0${path}`, { method, headers, ...sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${who}: ${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** A mail into RT's own gateway, as a mail server would hand it over. */
  async function mail(from: string, subject: string, at: number): Promise<void> {
    mails += 1;
    const lines = [
      `From: ${from}`,
      'To: support@desk.example',
      `Subject: ${subject}`,
      `Date: ${new Date(at).toUTCString()}`,
      `Message-ID: <seed-${mails}@desk.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'It still does not work, could you have a look?',
      '',
    ];
    const form = new FormData();
    for (const [name, value] of [
      ['SessionType', 'REST'],
      ['queue', 'Support'],
      ['action', 'correspond'],
    ] as const) {
      form.set(name, value);
    }
    form.set('message', lines.join('\r\n'));
    const answer = await fetch(`${server.url}/REST/1.0/NoAuth/mail-gateway`, { method: 'POST', body: form });
    const text = await answer.text();
    if (!answer.ok || !text.startsWith('ok'))
      throw new Error(`the mail gateway: ${answer.status} ${text.slice(0, 200)}`);
  }

  async function newest(): Promise<number> {
    const found = await ask('root', 'GET', '/tickets?query=id%3E0&orderby=id&order=DESC&per_page=1');
    return Number((found as { items: { id: string }[] }).items[0]!.id);
  }

  async function perform({ at, ticket, do: does, who, what }: Deed): Promise<void> {
    server.setClock(at);
    const id = ids[ticket];
    const text = { Content: 'We are looking into it.', ContentType: 'text/plain' };
    if (does === 'create') {
      const made = await ask(who, 'POST', '/ticket', {
        Queue: 'Support',
        Subject: `Call ${ticket}`,
        Requestor: what,
        ...text,
      });
      ids[ticket] = Number((made as { id: string }).id);
    } else if (id === undefined) {
      await mail(who, `Question ${ticket}`, at);
      ids[ticket] = await newest();
    } else if (does === 'write') await mail(who, `Re: [desk.example #${id}] Question ${ticket}`, at);
    else if (does === 'mail reply')
      await mail(`${who}@desk.example`, `Re: [desk.example #${id}] Question ${ticket}`, at);
    else if (does === 'take') await ask(who, 'PUT', `/ticket/${id}/take`, {});
    else if (does === 'give') await ask(who, 'PUT', `/ticket/${id}`, { Owner: what });
    else if (does === 'reply') await ask(who, 'POST', `/ticket/${id}/correspond`, text);
    else if (does === 'comment') await ask(who, 'POST', `/ticket/${id}/comment`, text);
    else if (does === 'status') await ask(who, 'PUT', `/ticket/${id}`, { Status: what });
    else if (does === 'queue') await ask(who, 'PUT', `/ticket/${id}`, { Queue: what });
    else {
      // The first one made; no other ticket of the seed is merged into one that is itself merged away.
      const other = Math.min(...ids.filter((one) => one !== undefined && one !== id));
      await ask(who, 'PUT', `/ticket/${id}`, { MergeInto: String(other) });
    }
  }
  return { ids, perform, ask };
}
