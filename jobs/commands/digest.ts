import { ConfigError } from '../../src/model/errors.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { CADENCE_NAMES, CADENCES, type Cadence, parseSchedule } from '../../src/model/window.ts';
import { duesBetween } from '../../src/report/window.ts';
import { SPENT_SIZE, spentPng } from '../../src/show/chart.ts';
import { renderEmail } from '../../src/show/email.ts';
import { contentOf, slackOf, type Writing } from '../delivery/channel.ts';
import { allChannels, schedulesOf, subscriptionsOf } from '../delivery/subscriptions.ts';
import { composeDigest } from '../tasks/compose-digest.ts';
import { dueDigestsJob } from '../tasks/digest.ts';
import type { Deps } from '../tasks/job.ts';
import { makeReportPage } from '../tasks/report-page.ts';
import { runHere } from '../tasks/run-here.ts';
import { type Command, type Console, UsageError } from './command.ts';
import { failuresToExitCode, OUT_OPTION, oneOf, refresh, writeOut } from './options.ts';

const PREVIEWS = ['slack', 'email', 'text', 'page'] as const;

/** Which digest is shown or tried where nobody says. */
const STANDARD: Cadence = 'weekly';

/** Shows, tries and sends digests; `--due` is all that a cron job needs. */
export const digest: Command = {
  name: 'digest',
  usage: `--preview ${PREVIEWS.join('|')} | --send-test CHANNEL | --due  [--cadence ${CADENCE_NAMES.join('|')}] [--out FILE]`,
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
    due: { type: 'boolean', description: 'reads the sources, then sends what is due and not sent yet, once' },
    cadence: {
      type: 'string',
      value: 'WHICH',
      description: `of a preview or test: ${CADENCE_NAMES.join(', ').replace(STANDARD, `${STANDARD} (default)`)}`,
    },
    out: OUT_OPTION,
    'no-sync': { type: 'boolean', description: 'uses what is stored, without asking the sources' },
  },
  async run(args, console) {
    const { options } = args;
    const chosen = [options.preview, options['send-test'], options.due].filter((option) => option !== undefined);
    if (chosen.length !== 1) throw new UsageError('digest: choose one of --preview, --send-test and --due');
    const cadence = oneOf('digest', 'cadence', options.cadence ?? STANDARD, CADENCE_NAMES);
    const preview = options.preview === undefined ? undefined : oneOf('digest', 'preview', options.preview, PREVIEWS);
    const deps = await console.deps();
    if (options.due === true) await requireSubscriptions(deps);
    const failures = await refresh(args, deps, console);
    if (console.signal.aborted) return 1;
    if (options.due === true) {
      await sendDue(deps, console);
    } else if (preview !== undefined) {
      const text = await previewOf(preview, cadence, deps);
      writeOut(text, options, console);
    } else return sendTest(String(options['send-test']), cadence, deps, console);
    return failuresToExitCode(failures);
  },
};

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

/** Looks until nothing more goes out: each look sends the oldest missed digest of a subscription. */
async function sendDue(deps: Deps, console: Console): Promise<void> {
  const countSettled = async (): Promise<number> =>
    (await deps.store.digests()).filter(({ state }) => state !== 'planned' && state !== 'sending').length;
  const before = await countSettled();
  for (let settled = -1; settled !== (await countSettled()) && !console.signal.aborted; ) {
    settled = await countSettled();
    await runHere(dueDigestsJob, {}, deps, console.signal);
  }
  const done = (await countSettled()) - before;
  console.err(done === 0 ? 'no digest was due\n' : `${done} digest${done === 1 ? '' : 's'} handled\n`);
}

async function previewOf(preview: (typeof PREVIEWS)[number], cadence: Cadence, deps: Deps): Promise<string> {
  const { settings, now } = deps;
  const { window, schedule } = latest(cadence, deps);
  if (preview === 'page') return makeReportPage({ window, cohort: 'solved' }, deps);
  const writing: Writing = { locale: settings.DIGEST_LOCALE, agents: settings.DIGEST_AGENTS === 'on' };
  const nowhere = {
    id: 'preview',
    deliver: async () => ({ outcome: 'refused', detail: 'a preview is not sent' }) as const,
  };
  const request = { ...window, notes: [], key: `preview/${now()}` };
  const message = await composeDigest({ channel: nowhere, cadence, schedule }, request, deps);
  if (preview === 'slack') return `${JSON.stringify(slackOf(message, writing, 'chart'), null, 2)}\n`;
  const content = contentOf(message, writing);
  const cid = 'chart';
  const { html, text } = renderEmail(content, { chart: { cid, ...SPENT_SIZE } });
  if (preview === 'text') return text;
  // A browser that opens the preview has no parts of a message to look the picture up in.
  return html.replace(`cid:${cid}`, `data:image/png;base64,${spentPng(content.spent).toString('base64')}`);
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
