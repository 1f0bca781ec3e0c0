import { ConfigError } from '../../src/model/errors.ts';
import { localDayOf, MS_PER_DAY } from '../../src/model/time.ts';
import {
  CADENCE_NAMES,
  CADENCES,
  type Cadence,
  parseSchedule,
  type Schedule,
  type Window,
} from '../../src/model/window.ts';
import { duesBetween, instantOfLocal } from '../../src/report/window.ts';
import { renderEmail } from '../../src/show/email.ts';
import { digestMarkdown } from '../../src/show/markdown.ts';
import { contentOf, slackOf, writingOf } from '../delivery/channel.ts';
import { allChannels, schedulesOf, subscriptionsOf } from '../delivery/subscriptions.ts';
import { composeDigest } from '../tasks/compose-digest.ts';
import { type DigestOutcome, outcomeLine, resendDigest, sendDueDigests } from '../tasks/digest.ts';
import type { Deps } from '../tasks/job.ts';
import { makeReportPage } from '../tasks/report-page.ts';
import { type Command, type Console, type ExitCode, UsageError } from './command.ts';
import { failuresToExitCode, OUT_OPTION, oneOf, refresh, writeOut } from './options.ts';

const PREVIEWS = ['slack', 'email', 'text', 'md', 'page'] as const;

/** Which digest is shown or tried where nobody says. */
const STANDARD: Cadence = 'weekly';

/** Shows, tries and sends digests; `--due` is all that a cron job needs. */
export const digest: Command = {
  name: 'digest',
  usage: `--preview ${PREVIEWS.join('|')} | --send-test CHANNEL | --due | --resend DAY  [--channel CHANNEL] [--cadence ${CADENCE_NAMES.join('|')}] [--out FILE]`,
  options: {
    preview: {
      type: 'string',
      value: PREVIEWS.join('|'),
      description: "what would be sent: Slack's blocks as JSON, the email as HTML or as plain text, the page",
    },
    'send-test': {
      type: 'string',
      value: 'CHANNEL',
      description: 'sends the latest digest to one of the channels now, such as slack:C0123 or email:lead@example.com',
    },
    due: { type: 'boolean', description: 'reads the sources, then tries once to send what is due and not sent yet' },
    resend: {
      type: 'string',
      value: 'DAY',
      description: 'sends the digest about a day again, as another message, whatever became of it before',
    },
    channel: { type: 'string', value: 'CHANNEL', description: 'of a digest that is sent again: to this channel alone' },
    cadence: {
      type: 'string',
      value: 'WHICH',
      description: `of all but --due: ${CADENCE_NAMES.join(', ').replace(STANDARD, `${STANDARD} (default)`)}`,
    },
    out: OUT_OPTION,
    'no-sync': { type: 'boolean', description: 'uses what is stored, without asking the sources' },
  },
  async run(args, console) {
    const { options } = args;
    const chosen = [options.preview, options['send-test'], options.due, options.resend];
    if (chosen.filter((option) => option !== undefined).length !== 1)
      throw new UsageError('digest: choose one of --preview, --send-test, --due and --resend');
    const cadence = oneOf('digest', 'cadence', options.cadence ?? STANDARD, CADENCE_NAMES);
    const preview = options.preview === undefined ? undefined : oneOf('digest', 'preview', options.preview, PREVIEWS);
    const deps = await console.deps();
    if (options.due === true) await requireSubscriptions(deps);
    const failures = await refresh(args, deps, console);
    if (console.signal.aborted) return 1;
    if (options.due === true) return worst(await sendDue(deps, console), failuresToExitCode(failures));
    if (typeof options.resend === 'string') {
      const sent = await resend(options.resend, options.channel, cadence, deps, console);
      return worst(sent, failuresToExitCode(failures));
    }
    if (preview !== undefined) {
      const text = await previewOf(preview, cadence, deps);
      writeOut(text, options, console);
    } else return sendTest(String(options['send-test']), cadence, deps, console);
    return failuresToExitCode(failures);
  },
};

/** The exit code that says most: something failed, else something is to be edited, else all went well. */
function worst(...codes: readonly ExitCode[]): ExitCode {
  return codes.find((code) => code === 1) ?? codes.find((code) => code !== 0) ?? 0;
}

async function requireSubscriptions(deps: Deps): Promise<void> {
  if ((await subscriptionsOf(deps)).length > 0) return;
  throw new ConfigError([
    ...((await allChannels(deps)).length > 0
      ? []
      : ['no channel: set DIGEST_SLACK_CHANNELS, DIGEST_SLACK_WEBHOOK or DIGEST_EMAIL_TO']),
    ...((deps.settings.DIGEST_DAILY ?? deps.settings.DIGEST_WEEKLY ?? deps.settings.DIGEST_MONTHLY)
      ? []
      : ['no schedule: set DIGEST_DAILY, DIGEST_WEEKLY or DIGEST_MONTHLY']),
  ]);
}

/** Tries all that is owed once, and tells what did not go out: it stays owed, so that the next run may send it. */
async function sendDue(deps: Deps, console: Console): Promise<ExitCode> {
  return tellOutcomes(await sendDueDigests(deps, console.signal), console);
}

function tellOutcomes(outcomes: readonly DigestOutcome[], console: Console): ExitCode {
  for (const result of outcomes) if (result.outcome !== 'sent') console.err(`${outcomeLine(result)}\n`);
  const sent = outcomes.filter(({ outcome }) => outcome === 'sent').length;
  if (outcomes.length === 0) console.err('no digest was due\n');
  else console.err(`${sent} digest${sent === 1 ? '' : 's'} sent\n`);
  const failed = outcomes.filter(({ outcome }) => outcome !== 'sent' && outcome !== 'waits');
  if (failed.length === 0) return 0;
  return failed.every(({ outcome }) => outcome === 'wrong') ? 2 : 1;
}

/** Sends the window that a day lies in again, to every channel or to one. */
async function resend(day: string, to: unknown, cadence: Cadence, deps: Deps, console: Console): Promise<ExitCode> {
  const subscriptions = (await subscriptionsOf(deps)).filter(
    ({ cadence: own, channel }) => own === cadence && (to === undefined || channel.id === to),
  );
  if (subscriptions.length === 0) {
    const known = (await subscriptionsOf(deps)).map(({ id }) => id);
    throw new UsageError(
      `digest: nobody gets a ${cadence} digest${to === undefined ? '' : ` at ${String(to)}`}; there are ${known.join(', ') || 'none'}`,
    );
  }
  const outcomes: DigestOutcome[] = [];
  for (const subscription of subscriptions) {
    const window = windowAround(day, subscription.schedule, deps.now());
    outcomes.push(await resendDigest(subscription, window, deps, console.signal));
  }
  return tellOutcomes(outcomes, console);
}

/** The window of a schedule that a local day lies in, if it was due by now. */
function windowAround(day: string, schedule: Schedule, now: number): Window {
  const localDay = localDayOf(day);
  if (localDay === undefined) throw new UsageError(`digest: --resend accepts a day like 2026-11-02, not ${day}`);
  const at = instantOfLocal(localDay * MS_PER_DAY, schedule.timeZone);
  const due = duesBetween(schedule, at, now).find(({ window }) => window.from <= at && at < window.to);
  if (due === undefined) throw new UsageError(`digest: no ${schedule.cadence} digest about ${day} was due yet`);
  return due.window;
}

async function previewOf(preview: (typeof PREVIEWS)[number], cadence: Cadence, deps: Deps): Promise<string> {
  const { settings, now } = deps;
  const { window, schedule } = latest(cadence, deps);
  if (preview === 'page') return makeReportPage({ window, cohort: 'solved' }, {}, deps);
  const writing = writingOf(settings);
  const nowhere = {
    id: 'preview',
    deliver: async () => ({ outcome: 'refused', detail: 'a preview is not sent' }) as const,
  };
  const request = { ...window, notes: [], key: `preview/${now()}` };
  const message = await composeDigest({ channel: nowhere, cadence, schedule }, request, deps);
  if (preview === 'slack') return `${JSON.stringify(slackOf(message, writing, 'chart'), null, 2)}\n`;
  const content = contentOf(message, writing);
  if (preview === 'md') return digestMarkdown(content);
  const { html, text } = renderEmail(content);
  return preview === 'text' ? text : html;
}

async function sendTest(id: string, cadence: Cadence, deps: Deps, console: Console): Promise<0 | 1> {
  const channels = await allChannels(deps);
  const channel = channels.find((each) => each.id === id);
  if (channel === undefined) {
    const known = channels.map((each) => each.id);
    throw new UsageError(
      `digest: there is no channel ${id}; ${known.length === 0 ? 'none is set up' : `there are ${known.join(', ')}`}`,
    );
  }
  const { window, schedule } = latest(cadence, deps);
  const request = { ...window, notes: [], key: `test/${id}/${deps.now()}` };
  const { outcome, detail } = await channel.deliver(
    await composeDigest({ channel, cadence, schedule }, request, deps),
    console.signal,
  );
  console.out(`${outcome}: ${detail}\n`);
  return outcome === 'sent' ? 0 : 1;
}

/** The window that was due last, by the schedule of the settings, or by one in the reports' time zone. */
function latest(cadence: Cadence, { settings, now }: Deps) {
  const zone = settings.REPORT_TIME_ZONE ?? settings.TEAM_TIME_ZONE;
  const schedule = schedulesOf(settings)[cadence] ?? parseSchedule(cadence, `${CADENCES[cadence].begins} ${zone}`);
  const due = duesBetween(schedule, now() - 33 * MS_PER_DAY, now()).at(-1);
  if (due === undefined) throw new Error('a schedule is due at least once in any 33 days');
  return { window: due.window, schedule };
}
