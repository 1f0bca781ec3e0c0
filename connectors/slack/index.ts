import { type CheckResult, defineConnector, type Tools } from '../../src/connector/connector.ts';
import { checkSlack } from './check.ts';
import { env, type Settings } from './env.ts';
import { pull } from './pull.ts';

/** What decides how threads are read: when it changes, what is stored was read under other rules. */
function identity({
  STAFF,
  SOLVED_REACTIONS,
  SOLVED_TEXT,
  SOLVED_AFTER_DAYS,
  BOT_POSTS,
  START_DATE,
}: Settings): string {
  return JSON.stringify({
    slack: 1,
    staff: STAFF?.toSorted(),
    solvedReactions: SOLVED_REACTIONS.toSorted(),
    solvedText: SOLVED_TEXT?.source,
    solvedAfterDays: SOLVED_AFTER_DAYS,
    botPosts: BOT_POSTS,
    since: START_DATE === undefined ? undefined : new Date(START_DATE).toISOString().replace(/T00:00:00\.000Z$/, ''),
  });
}

/** Support channels in Slack: a thread is a ticket. */
export const slack = defineConnector({
  id: 'slack',
  title: 'Slack',
  env,
  renamed: { SINCE: 'START_DATE' },
  turns: 'message',
  onIdentityChange: 'replace',
  identity,
  pull,
  check: (settings: Settings, tools: Tools): Promise<CheckResult> => checkSlack(settings, tools),
});
