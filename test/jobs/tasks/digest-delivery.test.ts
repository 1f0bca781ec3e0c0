import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../jobs/delivery/channel.ts';
import { isUnsubscribed, setUnsubscribed, unsubscribeToken } from '../../../jobs/delivery/subscriptions.ts';
import { dueDigestsJob } from '../../../jobs/tasks/digest.ts';
import { scriptedChannel, type TestDeps, testDeps } from '../test-deps.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const at = (text: string) => Date.parse(text);
const WEEKLY = { DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin' };
const WEDNESDAY = at('2026-11-04T12:00:00Z');
const MONDAY = at('2026-11-09T07:00:00Z');

const look = (deps: TestDeps) => dueDigestsJob.run({}, deps, new AbortController().signal);

/** A channel that also takes a few words of ours. */
function owner(id: string, takes = true) {
  const heard: Notice[] = [];
  const channel = scriptedChannel(id);
  return {
    ...channel,
    heard,
    async tell(notice: Notice) {
      if (takes) heard.push(notice);
      return { outcome: takes ? ('sent' as const) : ('refused' as const), detail: 'told' };
    },
  };
}

const refusing = (id: string, fails: () => boolean = () => true) =>
  scriptedChannel(id, () =>
    fails() ? { outcome: 'refused', detail: 'Slack refused C1: is_archived' } : { outcome: 'sent', detail: 'ok' },
  );

async function weeks(deps: TestDeps, count: number): Promise<void> {
  await look(deps);
  for (let week = 0; week < count; week++) {
    deps.clock.at = MONDAY + week * WEEK;
    await look(deps);
  }
}

describe('a digest that a channel keeps refusing', () => {
  it('is told to a channel of another kind after the third time, and again after the sixth', async () => {
    const slack = owner('slack:C2');
    const mail = owner('email:lead@example.com');
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [refusing('slack:C1'), slack, mail] });
    await weeks(deps, 2);
    const early = mail.heard.length;
    await weeks(deps, 7);

    expect(early).toBe(0);
    expect(mail.heard.map(({ text }) => text)).toEqual([
      'The last 3 digests of weekly/slack:C1 were refused. Slack refused C1: is_archived. Nobody there has got them.',
      'The last 6 digests of weekly/slack:C1 were refused. Slack refused C1: is_archived. Nobody there has got them.',
    ]);
    expect(slack.heard).toEqual([]);
  });

  it('is told to the next channel when the first one refuses that too', async () => {
    const deaf = owner('email:deaf@example.com', false);
    const slack = owner('slack:C2');
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [refusing('slack:C1'), deaf, slack] });
    await weeks(deps, 3);

    expect(slack.heard).toHaveLength(1);
  });

  it('is not told when a delivery in between went well', async () => {
    let week = 0;
    const mail = owner('email:lead@example.com');
    const channel = refusing('slack:C1', () => week++ % 3 !== 2);
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [channel, mail] });
    await weeks(deps, 6);

    expect(mail.heard).toEqual([]);
  });
});

describe('a digest that nobody answered', () => {
  it.each([
    ['has arrived after all', true, 'sent', 1],
    ['did not arrive', false, 'sent', 2],
    ['cannot be told', undefined, 'uncertain', 1],
  ] as const)('and that %s is settled by asking the channel a while later', async (_what, arrived, state, tries) => {
    let tried = 0;
    const channel = {
      ...scriptedChannel('slack:C1', () => {
        tried += 1;
        return tried === 1 ? { outcome: 'uncertain', detail: 'no answer' } : { outcome: 'sent', detail: 'ok' };
      }),
      find: async () => arrived,
    };
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [channel] });
    await weeks(deps, 1);
    deps.clock.at += 5 * 60_000;
    await look(deps);
    const early = tried;
    deps.clock.at += 15 * 60_000;
    await look(deps);
    await look(deps);

    expect(early).toBe(1);
    expect(tried).toBe(tries);
    expect((await deps.store.digests.list()).map((row) => row.state)).toEqual([state]);
  });
});

describe('digests for one team, or one agent', () => {
  it('of a team that there is not are told, and keep no other digest back', async () => {
    const lost = { ...scriptedChannel('slack:C1/Berln'), audience: { kind: 'team', name: 'Berln' } as const };
    const whole = scriptedChannel('slack:C2');
    const deps = await testDeps({ at: WEDNESDAY, variables: WEEKLY, channels: [lost, whole] });
    await deps.store.tickets.savePage(
      'desk',
      { cursor: '1', teams: [{ source: 'desk', id: '1', name: 'Berlin' }] },
      deps.clock.at,
    );
    await look(deps);
    deps.clock.at = MONDAY;

    await expect(look(deps)).rejects.toThrow('there is no team Berln; did you mean Berlin?');
    expect(whole.got).toHaveLength(1);
  });

  it('go to the agents who are asked for, each by their own address, less those who ended it', async () => {
    const opened: string[] = [];
    const made = new Map<string, ReturnType<typeof scriptedChannel>>();
    const deps = await testDeps({ at: WEDNESDAY, variables: { ...WEEKLY, DIGEST_AGENTS_EMAIL: 'all' } });
    const agent = (id: string, email: string, over = {}) => ({
      ...{ source: 'desk', id, name: id, email, personKey: email, teamIds: [], active: true, bot: false },
      ...over,
    });
    await deps.store.tickets.savePage(
      'desk',
      {
        cursor: '1',
        agents: [
          agent('ana', 'Ana@desk.test'),
          agent('ben', 'ben@desk.test'),
          agent('bot', 'bot@desk.test', { bot: true }),
          agent('gone', 'gone@desk.test', { active: false }),
        ],
      },
      deps.clock.at,
    );
    const mailboxOf = (address: string) => {
      opened.push(address);
      const channel = made.get(address) ?? scriptedChannel(`email:${address}/own`);
      made.set(address, channel);
      return { ...channel, personal: true, audience: { kind: 'agent', name: address } as const };
    };
    const withMail: TestDeps = { ...deps, mailboxOf };
    await look(withMail);
    await setUnsubscribed(deps.store, mailboxOf('ben@desk.test'), true);
    deps.clock.at = MONDAY;
    await look(withMail);

    expect([...new Set(opened)].sort()).toEqual(['ana@desk.test', 'ben@desk.test']);
    expect(made.get('ana@desk.test')!.got.map(({ about }) => about)).toEqual(['ana']);
    expect(made.get('ben@desk.test')!.got).toEqual([]);
  });
});

describe('an unsubscribe address', () => {
  it('is the same each time, another one for each mailbox, and says nothing of it', async () => {
    const deps = await testDeps({ at: WEDNESDAY });
    const [ana, ben] = ['ana', 'ben'].map((name) => scriptedChannel(`email:${name}@desk.test`));
    const token = await unsubscribeToken(deps.store, ana!);

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await unsubscribeToken(deps.store, ana!)).toBe(token);
    expect(await unsubscribeToken(deps.store, ben!)).not.toBe(token);
    expect(await isUnsubscribed(deps.store, ana!)).toBe(false);
  });
});
