import { describe, expect, it } from 'vitest';
import { oddRecords } from '../support/odd.ts';
import type { VendorFake } from './fake.ts';
import { githubFake } from './github/fake.ts';
import { hubspotFake } from './hubspot/fake.ts';
import { intercomFake } from './intercom/fake.ts';
import { jsmFake } from './jsm/fake.ts';
import { rtFake } from './rt/fake.ts';
import { runFake } from './run-fake.ts';
import { slackFake } from './slack/fake.ts';
import { stripeFake } from './stripe/fake.ts';
import { zendeskFake } from './zendesk/fake.ts';

/** One answer in which one place of one record is odd: `n` counts the requests of a run. */
interface Oddity {
  readonly n: number;
  readonly at: string;
  readonly body: string;
}

/** Ids of everything that a run brought, by table. */
function idsOf(tables: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Set<string> {
  const kept = ['tickets', 'subscriptions'];
  return new Set(kept.flatMap((name) => Object.keys(tables[name] ?? {}).map((id) => `${name} ${id}`)));
}

/** Every place of a record in a list of the answers of a whole run, each with one of the odd values in turn. */
async function odditiesOf<World>(fake: VendorFake<World>): Promise<{ whole: Set<string>; oddities: Oddity[] }> {
  const bodies: string[] = [];
  const run = runFake(fake, {
    answer: (world, request) => {
      const answer = fake.answer(world, request);
      bodies.push(answer !== undefined && answer.status === undefined ? JSON.stringify(answer.body) : '');
      return answer;
    },
  });
  const { tables } = await run.pull();
  const oddities: Oddity[] = [];
  let turn = 0;
  for (const [n, text] of bodies.entries()) {
    if (text === '') continue;
    const places = Map.groupBy(oddRecords(JSON.parse(text) as unknown), ({ at }) => at);
    for (const [at, all] of places) {
      // A record in a list: what is odd in the page itself may well stop a source.
      if (!/(^|\.)\d+\./.test(at)) continue;
      turn += 1;
      const { record } = all[turn % all.length]!;
      oddities.push({ n, at, body: JSON.stringify(record) });
    }
  }
  return { whole: idsOf(tables), oddities };
}

async function survivesOdd<World>(fake: VendorFake<World>): Promise<readonly string[]> {
  const { whole, oddities } = await odditiesOf(fake);
  expect(oddities.length).toBeGreaterThan(20);
  const every = Math.max(1, Math.ceil(oddities.length / 150));
  const stopped: string[] = [];
  for (const { n, at, body } of oddities.filter((_, index) => index % every === 0)) {
    let asked = -1;
    const run = runFake(fake, {
      answer: (world, request) => {
        asked += 1;
        const answer = fake.answer(world, request);
        return asked === n && answer !== undefined ? { ...answer, body: JSON.parse(body) } : answer;
      },
    });
    try {
      const read = idsOf((await run.pull()).tables);
      const missing = [...whole].filter((id) => !read.has(id));
      if (missing.length > 1) stopped.push(`${at}: ${missing.join(', ')} missing`);
    } catch (error) {
      stopped.push(`${n} ${at}: ${String(error).slice(0, 200)}`);
    }
  }
  return stopped;
}

const FAKES = {
  github: () => survivesOdd(githubFake),
  hubspot: () => survivesOdd(hubspotFake),
  intercom: () => survivesOdd(intercomFake),
  jsm: () => survivesOdd(jsmFake),
  rt: () => survivesOdd(rtFake),
  slack: () => survivesOdd(slackFake),
  stripe: () => survivesOdd(stripeFake),
  zendesk: () => survivesOdd(zendeskFake),
};

describe('an odd field in a record of an answer', () => {
  it.each(Object.keys(FAKES) as (keyof typeof FAKES)[])(
    'stops no source and costs no other record: %s',
    async (name) => {
      expect(await FAKES[name]()).toEqual([]);
    },
  );
});
