import { describe, expect, it } from 'vitest';
import { limited } from '../limited.ts';
import { CARLA, comment, type Row, seed, ticket, update, type ZendeskWorld, zendeskFake } from './fake.ts';
import { ANA, type Instead, sync, worldOf } from './played.ts';

const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '');

/** A desk of many tickets over a year and a half, each with some updates within its first days. */
function bigDesk(count: number): ZendeskWorld {
  const tickets: Row[] = [];
  const updates: Row[] = [];
  const from = Date.parse('2024-09-01T00:00:00Z');
  const step = (zendeskFake.now - from - 5 * 86_400_000) / count;
  for (let id = 1; id <= count; id += 1) {
    const opened = from + id * step;
    const touches = 3 + (id % 7);
    const at = (n: number) => iso(opened + n * 11 * 3_600_000);
    tickets.push(ticket(id, at(touches - 1), { created_at: at(0), status: 'closed' }));
    for (let n = 0; n < touches; n += 1) {
      const children = n === 0 ? [comment(CARLA), { event_type: 'Create', status: 'new' }] : [comment(ANA)];
      updates.push(update(id * 10 + n, id, at(n), n === 0 ? CARLA : ANA, children));
    }
  }
  // In order once, so that no answer sorts them anew.
  updates.sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
  return { ...seed(), tickets, updates, ratings: [], pageSize: 1000 };
}

/** Which limits a request falls under. */
const limitsOf = ({ path }: { path: string }): string[] => {
  if (path.includes('/incremental/')) return ['account', 'exports'];
  if (path.includes('/conversation_log')) return ['account', 'conversations'];
  return path.includes('/search/export') ? ['account', 'search'] : ['account'];
};

function minutesIn(line: string): number {
  const [, number, unit] = /about ([\d.]+) (minutes?|hours)/.exec(line.replace(/about \d+ (updates|requests)/g, ''))!;
  return Number(number) * (unit === 'hours' ? 60 : 1);
}

describe('the check of a Zendesk account', () => {
  it('foretells the first sync to 15%, and the first sync keeps every limit', async () => {
    const world = bigDesk(12_000);
    const variables = { START_DATE: '2024-01-01' };
    const vendor = limited(zendeskFake, limitsOf);
    const options = { variables, answer: vendor.answer, answerMs: 400 };
    const played = await sync(world, options);
    const asked = played.asked.length;
    const { lines } = await played.check();

    const whole = lines.find((line) => line.includes('the first sync takes'))!;
    const first = lines.find((line) => line.includes('come first'))!;
    const took = (played.now - zendeskFake.now) / 60_000;
    expect(minutesIn(whole) / took, whole).toBeGreaterThan(0.85);
    expect(minutesIn(whole) / took, whole).toBeLessThan(1.15);
    expect(Number(/about (\d+) requests/.exec(whole)![1]) / asked).toBeGreaterThan(0.85);
    expect(minutesIn(first)).toBeLessThan(minutesIn(whole) / 2);
    expect(vendor.broken()).toBe(0);
  });

  it('says who signed in, what the plan allows, and how long it takes', async () => {
    const { check } = await sync(worldOf([]));
    const { ok, lines } = await check();

    expect(ok).toBe(true);
    expect(lines).toEqual([
      'signed in as admin',
      'the account allows 700 requests a minute',
      expect.stringMatching(
        /^1 tickets with about 8 updates: the first sync takes about 4 requests and less than a minute/,
      ),
    ]);
  });

  it('names the channels whose answers cannot be had, and what is left out', async () => {
    const world = worldOf([], { via: { channel: 'chat', source: {} } });
    const { check } = await sync(world, { variables: { AI_AGENTS: 'no' } });
    const { lines } = await check();

    expect(lines.join('\n')).toMatch(/does not give the answers of tickets that came by chat/);
    expect(lines.join('\n')).toMatch(/tickets of AI agents are left out \(ZENDESK_AI_AGENTS\)/);
  });

  it('blames the token when it may not export', async () => {
    const instead: Instead = ({ path, query }) =>
      path.endsWith('cursor.json') && query.get('per_page') === '100'
        ? { status: 403, body: { error: 'Forbidden' } }
        : undefined;
    const { check } = await sync(worldOf([]), { instead });
    const { ok, lines } = await check();

    expect(ok).toBe(false);
    expect(lines.at(-1)).toContain('ZENDESK_TOKEN must be of an admin');
  });
});
