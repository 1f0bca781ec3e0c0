import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { connectors } from '../../../connectors/index.ts';
import { openDeps } from '../../../jobs/commands/open-deps.ts';
import { composeDigest } from '../../../jobs/tasks/compose-digest.ts';
import { readEnvironment } from '../../../src/config/environment.ts';
import { parseSchedule } from '../../../src/model/window.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import { openStore } from '../../../src/store/store.ts';
import { SIMULATED } from '../../show/sample-report.ts';
import { CHANNEL, faultOf, startSlackReceiver, TOKEN } from '../delivery/slack-receiver.ts';
import { atDesk, type Desk } from '../fairclock.ts';

const { SIMULATED_UNTIL: _fixed, ...SOURCE } = SIMULATED;
const OTHERS = /Dalisay|Götz|Joaquín|Liwayway|Nahla|Rafael|Renée|Thảo|Xóchitl|Zoë/;

async function slackVariables(): Promise<{
  readonly slack: Awaited<ReturnType<typeof startSlackReceiver>>;
  readonly variables: Record<string, string>;
}> {
  const slack = await startSlackReceiver();
  const variables = {
    ...SOURCE,
    DIGEST_SLACK_TOKEN: TOKEN,
    DIGEST_SLACK_API_URL: slack.apiUrl,
    DIGEST_SLACK_CHANNELS: CHANNEL,
    DIGEST_WEEKLY: 'Mon 08:00 Europe/Berlin',
  };
  return { slack, variables };
}

/** Puts the clock at which a subscription was first seen back by a number of days. */
async function asIfSince(desk: Desk, subscription: string, days: number): Promise<void> {
  const store = await openStore({ url: join(desk.folder, 'store.sqlite') });
  await store.sync.setSetting(`digest-since:${subscription}`, String(Date.now() - days * 86_400_000));
  await store.close();
}

describe('fairclock digest', () => {
  it('--preview shows the message for Slack, the email, its text and the page, each with the same headline', async () => {
    const desk = atDesk();
    const text = await desk.fairclock(['digest', '--preview', 'text'], SOURCE);
    const again = (preview: string, ...words: string[]) =>
      desk.fairclock(['digest', '--preview', preview, '--no-sync', ...words], SOURCE);
    const slack = JSON.parse((await again('slack')).out) as Parameters<typeof faultOf>[0];
    const email = await again('email', '--out', join(desk.folder, 'email.html'));
    const page = await again('page');
    const headline = /\n([^\n]+)\n=+\n/.exec(text.out)![1]!.trim();

    expect(faultOf(slack)).toBeUndefined();
    for (const shown of [JSON.stringify(slack), readFileSync(join(desk.folder, 'email.html'), 'utf8'), page.out]) {
      expect(shown).toContain(headline);
    }
    expect([email.code, email.out]).toEqual([0, '']);
    expect(page.out).toMatch(/^<!DOCTYPE html>/);
  });

  it('--send-test posts to the one channel that is named, and knows which there are', async () => {
    const desk = atDesk();
    const { slack, variables } = await slackVariables();
    const sent = await desk.fairclock(['digest', '--send-test', `slack:${CHANNEL}`], variables);
    const wrong = await desk.fairclock(['digest', '--send-test', 'slack:C9', '--no-sync'], variables);

    expect([sent.code, sent.out]).toEqual([0, `sent: posted to ${CHANNEL}\n`]);
    expect(slack.taken).toHaveLength(1);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain(`there is no channel slack:C9; there are slack:${CHANNEL}`);
  });

  it('--due sends what is due once, however often cron runs it, and nothing for weeks before it was set up', async () => {
    const desk = atDesk();
    const { slack, variables } = await slackVariables();
    const first = await desk.fairclock(['digest', '--due'], variables);
    const early = slack.taken.length;
    await asIfSince(desk, `weekly/slack:${CHANNEL}`, 7);
    const due = await desk.fairclock(['digest', '--due', '--no-sync'], { ...variables, DIGEST_WAIT_HOURS: '0' });
    const again = await desk.fairclock(['digest', '--due', '--no-sync'], { ...variables, DIGEST_WAIT_HOURS: '0' });

    expect([first.code, early]).toEqual([0, 0]);
    expect([due.code, due.err]).toEqual([0, '1 digest sent\n']);
    expect([again.code, again.err]).toEqual([0, 'no digest was due\n']);
    expect(slack.taken).toHaveLength(1);
  });

  it('--due ends with 1 and says what was refused; it is sent by the run after the cause is mended', async () => {
    const desk = atDesk();
    const { slack, variables } = await slackVariables();
    const noWait = { ...variables, DIGEST_WAIT_HOURS: '0' };
    await desk.fairclock(['digest', '--due'], noWait);
    await asIfSince(desk, `weekly/slack:${CHANNEL}`, 7);
    slack.faults.push({ error: 'token_revoked' });
    const refused = await desk.fairclock(['digest', '--due', '--no-sync'], noWait);
    const mended = await desk.fairclock(['digest', '--due', '--no-sync'], noWait);

    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(
      /weekly\/slack:C0123ABCD up to \S+: Slack refused C0123ABCD: token_revoked; make a new DIGEST_SLACK_TOKEN; it stays owed, and the next run tries it again\n0 digests sent\n$/,
    );
    expect([mended.code, mended.err]).toEqual([0, '1 digest sent\n']);
    expect(slack.taken).toHaveLength(1);
  });

  it('--resend sends the window about a day again, as another message, and only what was due', async () => {
    const desk = atDesk();
    const { slack, variables } = await slackVariables();
    const noWait = { ...variables, DIGEST_WAIT_HOURS: '0' };
    await desk.fairclock(['digest', '--due'], noWait);
    await asIfSince(desk, `weekly/slack:${CHANNEL}`, 7);
    await desk.fairclock(['digest', '--due', '--no-sync'], noWait);
    const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
    const again = await desk.fairclock(['digest', '--resend', weekAgo, '--no-sync'], variables);
    const [first, second] = slack.taken;
    const words = (day: string, ...more: string[]) =>
      desk.fairclock(['digest', '--resend', day, '--no-sync', ...more], variables);

    expect([again.code, again.err]).toEqual([0, '1 digest sent\n']);
    expect(second!.metadata!.event_payload.key).not.toBe(first!.metadata!.event_payload.key);
    expect((await words('tomorrow')).err).toContain('--resend accepts a day like 2026-11-02');
    expect((await words('2999-01-01')).err).toContain('no weekly digest about 2999-01-01 was due yet');
    expect((await words(weekAgo, '--channel', 'slack:C9')).err).toContain('nobody gets a weekly digest at slack:C9');
  });

  it('sends a team its own figures: its tickets, its oldest, nobody else’s', async () => {
    const desk = atDesk();
    const { slack, variables } = await slackVariables();
    const team = { ...variables, DIGEST_SLACK_CHANNELS: `${CHANNEL}=berlin`, DIGEST_AGENTS: 'on' };
    const { code, err } = await desk.fairclock(['digest', '--send-test', `slack:${CHANNEL}/berlin`], team);
    const whole = await desk.fairclock(['report', '--format', 'json', '--no-sync'], variables);
    const { teams } = JSON.parse(whole.out) as { teams: { label: string; arrived: number; solved: number }[] };
    const berlin = teams.find(({ label }) => label === 'Berlin')!;

    expect([code, err]).toEqual([0, '']);
    expect(slack.taken[0]!.text).toMatch(
      new RegExp(`Berlin, .*: ${berlin.arrived} tickets arrived, ${berlin.solved} were solved`),
    );
    expect(JSON.stringify(slack.taken[0]!.blocks)).not.toMatch(/Dalisay|Joaquín Agbayani|Xóchitl/);
  });

  it.each([
    [['digest'], 'choose one of --preview, --send-test, --due and --resend'],
    [['digest', '--preview', 'fax'], '--preview accepts slack, email, text, md, page, not fax'],
    [['digest', '--due'], 'no channel: set DIGEST_SLACK_CHANNELS, DIGEST_SLACK_WEBHOOK or DIGEST_EMAIL_TO'],
  ])('%j ends with 2 and says what is meant', async (words, said) => {
    const { code, err } = await atDesk().fairclock(words, SOURCE);

    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it.each([
    [{ DIGEST_SLACK_CHANNELS: 'C0123ABCD' }, 'DIGEST_SLACK_TOKEN: is not set'],
    [{ DIGEST_EMAIL_TO: 'lead@example.com' }, 'SMTP_URL: is not set; digests by email need it'],
    [
      { DIGEST_SLACK_WEBHOOK: 'https://evil.example/services/T/B/secret' },
      'DIGEST_SLACK_WEBHOOK: its value accepts an address on hooks.slack.com',
    ],
    [{ DIGEST_DKIM_DOMAIN: 'example.com', DIGEST_EMAIL_TO: '' }, 'DIGEST_DKIM_KEY belong together'],
    [{ DIGEST_EMAIL_TO: 'lead@example.com\nBcc: x' }, 'DIGEST_EMAIL_TO'],
    [{ PAGE_TOKEN: 'short' }, 'PAGE_TOKEN: its value needs at least 20 characters'],
    [{ PAGE_TOKEN: 'fairclock-secret-token-1' }, 'PAGE_TOKEN: its value is made of words and rows'],
    [
      { PUBLIC_URL: 'https://lead:secret-1@desk.test' },
      'PUBLIC_URL: "https://…@desk.test" must hold no user or password',
    ],
    [{ DIGEST_LOCALE: 'klingon' }, 'DIGEST_LOCALE'],
  ])('with %j says which variable to mend, and shows no secret', async (variables, said) => {
    const { code, err } = await atDesk().fairclock(['digest', '--preview', 'text'], { ...SOURCE, ...variables });

    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(err).not.toMatch(/secret|short/);
  });
});

describe('the digest of one agent', () => {
  it('has only their own figures, and no way to those of others', async () => {
    const desk = atDesk();
    await desk.report(SIMULATED, '--from', '2026-10-19', '--to', '2026-11-16', '--time-zone', 'Europe/Berlin');
    const variables = {
      ...SIMULATED,
      DATABASE_URL: join(desk.folder, 'store.sqlite'),
      PUBLIC_URL: 'https://fairclock.desk.test',
      PAGE_TOKEN: 'a token of some length',
    };
    const deps = await openDeps(readEnvironment(variables, connectors), variables, new PassThrough());
    const agents = await deps.store.tickets.agents();
    const own = agents.find(({ name }) => name.startsWith('Beauregard'))!;
    const channel = {
      id: 'email:own',
      personal: true,
      audience: { kind: 'agent', name: own.email! } as const,
      deliver: async () => ({ outcome: 'sent', detail: '' }) as const,
    };
    const window = { from: Date.parse('2026-10-18T22:00:00Z'), to: Date.parse('2026-11-15T23:00:00Z') };
    const message = await composeDigest(
      { channel, cadence: 'weekly', schedule: parseSchedule('weekly', 'Mon 08:00 Europe/Berlin') },
      { ...window, notes: [], key: 'k' },
      deps,
    );
    const content = digestContent(message.report, {
      locale: 'en-GB',
      about: message.about,
      own: message.own,
      pageUrl: message.pageUrl,
    });
    await deps.store.close();

    expect(content.about).toMatch(/^Beauregard/);
    expect(content.flow[1]!.value).not.toBe('0');
    const mine = content.sections.find(({ key }) => key === 'own')!;
    const [person] = message.report.people;
    expect(mine.lines[1]).toContain(`It is made of the ${person!.n} tickets that you got this `);
    expect(mine.lines[1]).toContain(`of which you solved ${person!.solved}`);
    expect(content.foot.join(' ')).toContain('All else here is of the tickets that you had at the end of the ');
    expect(JSON.stringify(content)).not.toMatch(OTHERS);
    expect([message.pageUrl, message.page]).toEqual([undefined, undefined]);
    expect(message.unsubscribeUrl).toMatch(/^https:\/\/fairclock\.desk\.test\/unsubscribe\/[\w-]{43}$/);
  });
});
