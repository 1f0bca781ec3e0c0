import { describe, expect, it } from 'vitest';
import type { Channel, DigestMessage } from '../../../jobs/delivery/channel.ts';
import { slackBotChannel, slackWebhookChannel } from '../../../jobs/delivery/slack.ts';
import { RetryableError } from '../../../src/model/errors.ts';
import { freePort } from '../../servers/server-process.ts';
import { sampleWeek } from '../../show/sample-week.ts';
import { CHANNEL, type SlackReceiver, startSlackReceiver, TOKEN } from './slack-receiver.ts';

const WRITING = { locale: 'en-GB', agents: false };
const REPORT = sampleWeek();
const never = new AbortController().signal;

const message = (key = 'weekly/slack:C0123ABCD/1-2'): DigestMessage => ({ report: REPORT, key });

function bot({ apiUrl }: SlackReceiver, over: Partial<Parameters<typeof slackBotChannel>[0]> = {}): Channel {
  return slackBotChannel({
    ...WRITING,
    token: TOKEN,
    apiUrl,
    channel: CHANNEL,
    timeoutMs: 500,
    sleep: async () => {},
    ...over,
  });
}

const webhook = ({ webhookUrl }: SlackReceiver): Channel =>
  slackWebhookChannel({ ...WRITING, url: webhookUrl, timeoutMs: 500 });

describe('a Slack channel by bot token', () => {
  it('gets the digest with its chart and table, a text for notifications, and the key as metadata', async () => {
    const slack = await startSlackReceiver();
    const delivery = await bot(slack).deliver(message(), never);

    expect(delivery).toEqual({ outcome: 'sent', detail: 'posted to C0123ABCD' });
    expect(slack.taken).toHaveLength(1);
    expect(slack.taken[0]!.blocks.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['header', 'section', 'data_visualization', 'table', 'context']),
    );
    expect(slack.taken[0]!.text).toContain('Support, 9–15 Nov: solutions took about 5 hours longer');
    expect(slack.taken[0]!.metadata).toEqual({
      event_type: 'fairclock_digest',
      event_payload: { key: 'weekly/slack:C0123ABCD/1-2' },
    });
  });

  it.each([
    ['the chart', ['data_visualization'], 'table'],
    ['chart and table', ['data_visualization', 'table'], 'section'],
  ])('gets it in plainer blocks, once, where %s are refused', async (_what, unknown, instead) => {
    const slack = await startSlackReceiver();
    for (const type of unknown) slack.unknownBlocks.add(type);
    const { outcome } = await bot(slack).deliver(message(), never);
    const [taken] = slack.taken;

    expect(outcome).toBe('sent');
    expect(slack.taken).toHaveLength(1);
    expect(taken!.blocks.some(({ type }) => unknown.includes(type))).toBe(false);
    expect(taken!.blocks.some(({ type }) => type === instead)).toBe(true);
    expect(JSON.stringify(taken!.blocks)).toContain('Where the time went: a third in our closed hours');
  });

  it.each([
    ['channel_not_found', { channel: 'C9' }, /channel_not_found; is DIGEST_SLACK_CHANNELS the id/],
    ['invalid_auth', { token: 'xoxb-other' }, /invalid_auth; check DIGEST_SLACK_TOKEN/],
  ])('refused with %s says what to mend, and never the token', async (_error, over, words) => {
    const slack = await startSlackReceiver();
    const { outcome, detail } = await bot(slack, over).deliver(message(), never);

    expect(outcome).toBe('refused');
    expect(detail).toMatch(words);
    expect(detail).not.toContain('xoxb');
  });

  it('that is rate limited for a moment gets it a moment later', async () => {
    const slack = await startSlackReceiver();
    slack.faults.push({ status: 429, retryAfter: 7 });
    const waits: number[] = [];
    const { outcome } = await bot(slack, { sleep: async (ms) => void waits.push(ms) }).deliver(message(), never);

    expect([outcome, waits, slack.taken.length]).toEqual(['sent', [7000], 1]);
  });

  it('that is rate limited for long may be tried again, after the time that Slack asks for', async () => {
    const slack = await startSlackReceiver();
    slack.faults.push({ status: 429, retryAfter: 70 });
    const error = await bot(slack)
      .deliver(message(), never)
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(RetryableError);
    expect((error as RetryableError).retryAfterMs).toBe(70_000);
  });

  it.each([
    ['HTTP 500, and it was posted', { status: 500, kept: true }, true, 'sent'],
    ['HTTP 500, and nothing was posted', { status: 500 }, true, 'again'],
    ['HTTP 500, and the history may not be read', { status: 500 }, false, 'uncertain'],
    ['an unclear error, and it was posted', { error: 'internal_error', kept: true }, true, 'sent'],
    ['an unclear error, and it is not seen', { error: 'internal_error' }, true, 'uncertain'],
    ['no answer, and it was posted', { silence: true, kept: true }, true, 'sent'],
    ['no answer, and it is not seen yet', { silence: true }, true, 'uncertain'],
  ] as const)(
    'answers with %s: the channel is looked at before anything else',
    async (_what, fault, mayRead, expected) => {
      const slack = await startSlackReceiver();
      slack.faults.push(fault);
      slack.mayReadHistory = mayRead;
      const outcome = await bot(slack)
        .deliver(message(), never)
        .then(
          (delivery) => delivery.outcome,
          (error: unknown) => (error instanceof RetryableError ? 'again' : error),
        );

      expect(outcome).toBe(expected);
      expect(slack.taken.length).toBeLessThanOrEqual(1);
    },
  );

  it('is tried again when Slack could not be reached at all', async () => {
    const nowhere = { apiUrl: `http://127.0.0.1:${await freePort()}/api/` } as SlackReceiver;

    await expect(bot(nowhere).deliver(message(), never)).rejects.toBeInstanceOf(RetryableError);
  });

  it('finds a digest by its key among others, and cannot tell without the scope', async () => {
    const slack = await startSlackReceiver();
    const channel = bot(slack);
    await channel.deliver(message('one'), never);

    expect(await channel.find!('one', never)).toBe(true);
    expect(await channel.find!('two', never)).toBe(false);
    slack.mayReadHistory = false;
    expect(await channel.find!('one', never)).toBeUndefined();
  });
});

describe('a Slack channel by incoming webhook', () => {
  it('gets the digest, in plainer blocks where the chart is refused', async () => {
    const slack = await startSlackReceiver();
    slack.unknownBlocks.add('data_visualization');
    const { outcome } = await webhook(slack).deliver(message(), never);

    expect(outcome).toBe('sent');
    expect(slack.taken).toHaveLength(1);
    expect(slack.taken[0]!.blocks.some(({ type }) => type === 'table')).toBe(true);
  });

  it.each([
    [{ error: 'action_prohibited' }, 'refused'],
    [{ error: 'no_service' }, 'refused'],
    [{ error: 'channel_is_archived' }, 'refused'],
    [{ status: 500, kept: true }, 'uncertain'],
    [{ silence: true, kept: true }, 'uncertain'],
  ] as const)('answers %j: %s, with no word of its secret address', async (fault, expected) => {
    const slack = await startSlackReceiver();
    slack.faults.push(fault);
    const { outcome, detail } = await webhook(slack).deliver(message(), never);

    expect(outcome).toBe(expected);
    expect(detail).not.toMatch(/secret|services/);
  });

  it('that is rate limited may be tried again', async () => {
    const slack = await startSlackReceiver();
    slack.faults.push({ status: 429 });

    await expect(webhook(slack).deliver(message(), never)).rejects.toBeInstanceOf(RetryableError);
  });
});
