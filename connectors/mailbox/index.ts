import { defineConnector } from '../../src/connector/connector.ts';
import { checkMailbox } from './check.ts';
import { env, type Settings, silenceDays } from './env.ts';
import { pull } from './pull.ts';

/** What decides how threads are read: when it changes, what is stored was read under other rules. */
function identity(settings: Settings): string {
  const { HOST, USER, OUR_ADDRESSES, SHARED_ADDRESSES, BOTS, FOLDERS, THREAD_DAYS, START_DATE } = settings;
  return JSON.stringify({
    mailbox: 1,
    host: HOST.toLowerCase(),
    user: USER,
    ours: OUR_ADDRESSES.toSorted(),
    shared: SHARED_ADDRESSES?.toSorted(),
    bots: BOTS.toSorted(),
    folders: FOLDERS?.toSorted(),
    flag: settings.SOLVED_FLAG,
    folder: settings.SOLVED_FOLDER,
    silence: silenceDays(settings),
    days: THREAD_DAYS,
    since: START_DATE === undefined ? undefined : new Date(START_DATE).toISOString(),
  });
}

/** A support address over IMAP: a thread of mail is a ticket. */
export const mailbox = defineConnector({
  id: 'mailbox',
  title: 'Mailbox (IMAP)',
  env,
  turns: 'message',
  onIdentityChange: 'replace',
  identity,
  pull,
  check: checkMailbox,
});
