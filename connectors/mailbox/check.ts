import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { aboutTime } from '../../src/connector/cost.ts';
import { type Mailbox, openMailbox, type ShownFolder } from './api.ts';
import { isGoogle, type Settings, silenceDays, transportOf } from './env.ts';
import { foldersToRead } from './folders.ts';
import { factsOf } from './message.ts';
import { oursOf } from './sides.ts';

/** How many of the latest messages are looked at. */
const SAMPLE = 200;
/** What was measured against a local server is less than half of this; a server far away answers more slowly. */
const MS_A_MESSAGE = 1;
/** Gmail's administrators may show less of a folder than there is. */
const GMAIL_CAPS = new Set([1000, 2000, 5000, 10_000]);

/** Logs in, tells what can be seen and what never can, and looks at the latest messages. */
export async function checkMailbox(settings: Settings, tools: Tools): Promise<CheckResult> {
  const mailbox = await openMailbox(settings, tools);
  try {
    return await look(mailbox, settings, tools);
  } finally {
    await mailbox.close();
  }
}

async function look(mailbox: Mailbox, settings: Settings, tools: Tools): Promise<CheckResult> {
  const shown = await mailbox.folders();
  const folders = foldersToRead(shown, settings, mailbox.isGmail, tools.variable);
  const total = folders.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    `the login is good; read only, header fields alone, ${transportOf(settings).kind === 'none' ? 'without TLS' : 'by TLS'}`,
    `reads ${folders.map(({ path, count }) => `${path} (${count})`).join(', ')}; there are ${shown.length} folders`,
    `the first sync will read ${total} messages, ${aboutTime(total * MS_A_MESSAGE)} or more, as the server answers`,
  ];
  if (isGoogle(settings.HOST)) {
    for (const { path } of folders.filter(({ count }) => GMAIL_CAPS.has(count))) {
      lines.push(`${path} has exactly as many messages as an administrator may let IMAP show: there may be more`);
    }
  }
  if (mailbox.isGmail || settings.OAUTH_CLIENT_ID !== undefined) {
    lines.push(
      'the connector was run against a real IMAP server, and not yet on a live account of Gmail or Microsoft 365',
    );
  }
  const { ok, said } = await sides(mailbox, folders, settings, tools);
  lines.push(...said, solved(settings, tools));
  lines.push(
    'what cannot be known: who read what and when; when a flag was set or a mail moved (estimated); answers sent from a folder that is not read; phone calls',
  );
  return { ok, lines };
}

/** Whose the latest messages are. */
async function sides(mailbox: Mailbox, folders: readonly ShownFolder[], settings: Settings, tools: Tools) {
  const ours = oursOf(settings);
  const count = { customer: 0, agent: 0, note: 0, machine: 0 };
  for (const { path, uidNext } of folders) {
    const latest = await mailbox.newMessages(path, Math.max(1, uidNext - SAMPLE), uidNext);
    for (const message of latest) {
      const facts = factsOf(message, ours);
      if (facts) count[facts.side] += 1;
    }
  }
  const said = [
    `of the latest messages ${count.customer} are customers’, ${count.agent} our answers, ${count.note} ours among ourselves, ${count.machine} machines’`,
  ];
  const unanswered = count.customer > 0 && count.agent === 0;
  if (unanswered) {
    said.push(
      `no answer of ours is among them: add the folder of sent mail to ${tools.variable('FOLDERS')}, or our addresses to ${tools.variable('OUR_ADDRESSES')}`,
    );
  }
  return { ok: !unanswered, said };
}

function solved(settings: Settings, tools: Tools): string {
  const days = silenceDays(settings);
  const ways = [
    ...(settings.SOLVED_FLAG === undefined ? [] : [`by the flag ${settings.SOLVED_FLAG}`]),
    ...(settings.SOLVED_FOLDER === undefined ? [] : [`by the folder ${settings.SOLVED_FOLDER}`]),
    ...(days === undefined ? [] : [`after ${days} days of silence (${tools.variable('SOLVED_AFTER_DAYS')})`]),
  ];
  return `threads count as solved ${ways.join(', or ')}`;
}
