import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkSlackDelivery } from '../../../jobs/commands/check-slack.ts';
import { readEnvironment } from '../../../src/config/environment.ts';

/** What a stand-in for Slack answers to each method, by the channel asked for. */
type Answers = Readonly<Record<string, (channel: string) => object>>;

const CHANNELS: Readonly<Record<string, object>> = {
  C1: { ok: true, channel: { name: 'leads', is_member: true } },
  C2: { ok: true, channel: { name: 'old', is_member: true, is_archived: true } },
  C3: { ok: true, channel: { name: 'secret', is_member: false } },
};

async function slack(answers: Answers, scopes: string, webhook: readonly [number, string] = [400, 'no_text']) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const method = request.url!.split('/').at(-1)!;
    const body = await text(request);
    asked.push(method);
    if (request.url!.startsWith('/services/')) {
      response.writeHead(webhook[0]).end(webhook[1]);
      return;
    }
    const answer = answers[method]?.(new URLSearchParams(body).get('channel') ?? '') ?? {
      ok: false,
      error: 'unknown_method',
    };
    response
      .writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': scopes })
      .end(JSON.stringify(answer));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const look = (variables: Record<string, string>) =>
    checkSlackDelivery(readEnvironment({ DIGEST_SLACK_API_URL: `${origin}/api/`, ...variables }, []).settings);
  return { asked, look, webhookUrl: `${origin}/services/T1/B1/xyzzy` };
}

const SIGNED = () => ({ ok: true, team: 'Acme', user: 'figures' });
const TOKEN = { DIGEST_SLACK_TOKEN: 'xoxb-1' };

describe('a look at where digests go in Slack', () => {
  it('asks whose the token is and what each channel is, and posts nothing', async () => {
    const info = (channel: string) => CHANNELS[channel] ?? { ok: false, error: 'channel_not_found' };
    const { asked, look } = await slack(
      { 'auth.test': SIGNED, 'conversations.info': info },
      'chat:write,channels:read',
    );
    const found = await look({ ...TOKEN, DIGEST_SLACK_CHANNELS: 'C1, C2, C3=Berlin, C4' });

    expect(found).toEqual({
      name: 'Slack',
      ok: false,
      lines: [
        'DIGEST_SLACK_TOKEN is figures of Acme',
        'C1 (#leads) can be posted to',
        'C2 (#old) is archived: choose another channel',
        'C3 (#secret): the app is not in it: /invite it there',
        'C4: channel_not_found: is DIGEST_SLACK_CHANNELS the id of the channel (C…), and is the app in it?',
      ],
    });
    expect(new Set(asked)).toEqual(new Set(['auth.test', 'conversations.info']));
    expect(await look({ ...TOKEN, DIGEST_SLACK_CHANNELS: 'C1' })).toMatchObject({ ok: true });
  });

  it('reads one message where the app may not ask for channels', async () => {
    const lacking = () => ({ ok: false, error: 'missing_scope' });
    const history = (channel: string) =>
      channel === 'C1' ? { ok: true, messages: [] } : { ok: false, error: 'not_in_channel' };
    const may = await slack(
      { 'auth.test': SIGNED, 'conversations.info': lacking, 'conversations.history': history },
      'chat:write,channels:history',
    );
    const mayNot = await slack(
      { 'auth.test': SIGNED, 'conversations.info': lacking, 'conversations.history': lacking },
      'chat:write',
    );

    expect((await may.look({ ...TOKEN, DIGEST_SLACK_CHANNELS: 'C1, C2' }))?.lines.slice(1)).toEqual([
      'C1: the app is in it',
      'C2: not_in_channel: /invite the app to it',
    ]);
    expect(await mayNot.look({ ...TOKEN, DIGEST_SLACK_CHANNELS: 'C1' })).toMatchObject({
      ok: true,
      lines: [expect.anything(), 'C1: cannot be looked at without the scope channels:read (or groups:read)'],
    });
  });

  it('tells a token that is refused, and one that may not post', async () => {
    const refused = await slack({ 'auth.test': () => ({ ok: false, error: 'token_revoked' }) }, '');
    const mute = await slack({ 'auth.test': SIGNED }, 'channels:read');

    expect(await refused.look({ ...TOKEN, DIGEST_SLACK_CHANNELS: 'C1' })).toMatchObject({
      ok: false,
      lines: ['DIGEST_SLACK_TOKEN: token_revoked; check the token'],
    });
    expect(await mute.look(TOKEN)).toMatchObject({
      ok: false,
      lines: [expect.stringContaining('lacks the scope chat:write')],
    });
  });

  it.each([
    [[400, 'no_text'], true, 'DIGEST_SLACK_WEBHOOK answers'],
    [[404, 'no_service'], false, 'DIGEST_SLACK_WEBHOOK: no_service: make a new webhook, or use DIGEST_SLACK_TOKEN'],
    [
      [403, 'invalid_token'],
      false,
      'DIGEST_SLACK_WEBHOOK: invalid_token: make a new webhook, or use DIGEST_SLACK_TOKEN',
    ],
    [
      [500, '<html>secret</html>'],
      false,
      'DIGEST_SLACK_WEBHOOK: HTTP 500: make a new webhook, or use DIGEST_SLACK_TOKEN',
    ],
  ] as const)('hands a webhook a message without a text: %j', async (answer, ok, line) => {
    const { look, webhookUrl } = await slack({}, '', answer);

    expect(await look({ DIGEST_SLACK_WEBHOOK: webhookUrl })).toEqual({ name: 'Slack', ok, lines: [line] });
  });

  it('is nothing where no digest goes there', async () => {
    expect(await checkSlackDelivery(readEnvironment({}, []).settings)).toBeUndefined();
  });
});
