import { type CheckResult, defineConnector, type Page, type Tools } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { openApi } from './api.ts';
import { readChannel } from './channel.ts';
import { checkSlack } from './check.ts';
import { newChannel, readCursor } from './cursor.ts';
import { env, type Settings } from './env.ts';
import { meetPeople } from './people.ts';
import { tsOf } from './records.ts';
import type { ThreadRules } from './thread.ts';

async function* pull(settings: Settings, cursorText: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const api = openApi(settings, tools);
  const startedAt = tools.now();
  const { workspace } = await api.workspace();
  const cursor = readCursor(cursorText, workspace, tools.variable('TOKEN'));
  const people = await meetPeople(api, workspace, settings.STAFF, cursor.staff, tools);
  const unread: string[] = [];
  for (const channelId of settings.CHANNELS) {
    const channel = await api.channel(channelId);
    if ('fault' in channel) {
      unread.push(faultOf(channelId, channel.fault, tools));
      continue;
    }
    cursor.channels[channelId] ??= newChannel(startedAt);
    const team = { source: tools.source, id: channelId, name: `#${channel.found.name ?? channelId}` };
    yield { teams: [team], cursor: JSON.stringify(cursor) };
    const fault = yield* readChannel({
      api,
      people,
      rules: rulesOf(settings),
      tools,
      workspaceUrl: workspace.url,
      channelId,
      state: cursor.channels[channelId],
      cursor,
      startedAt,
      oldest: settings.SINCE && tsOf(Date.parse(settings.SINCE)),
      lookbackDays: settings.LOOKBACK_DAYS,
    });
    if (fault) unread.push(faultOf(channelId, fault, tools));
  }
  // The other channels were read first: one that cannot be read must not keep them back.
  if (unread.length > 0) throw new ConfigError(unread);
  yield { cursor: JSON.stringify(cursor), watermarkAt: startedAt };
}

function faultOf(channelId: string, fault: string, tools: Tools): string {
  return `${tools.source}: ${channelId} cannot be read (${fault}): invite the app to the channel (/invite), or take it out of ${tools.variable('CHANNELS')}`;
}

function rulesOf(settings: Settings): ThreadRules {
  return {
    solvedReactions: new Set(settings.SOLVED_REACTIONS),
    solvedText: settings.SOLVED_TEXT,
    solvedAfterDays: settings.SOLVED_AFTER_DAYS,
    botPosts: settings.BOT_POSTS,
  };
}

/** What decides how threads are read: when it changes, what is stored was read under other rules. */
function identity({ STAFF, SOLVED_REACTIONS, SOLVED_TEXT, SOLVED_AFTER_DAYS, BOT_POSTS, SINCE }: Settings): string {
  return JSON.stringify({
    slack: 1,
    staff: STAFF?.toSorted(),
    solvedReactions: SOLVED_REACTIONS.toSorted(),
    solvedText: SOLVED_TEXT?.source,
    solvedAfterDays: SOLVED_AFTER_DAYS,
    botPosts: BOT_POSTS,
    since: SINCE,
  });
}

/** Support channels in Slack: a thread is a ticket. */
export const slack = defineConnector({
  id: 'slack',
  title: 'Slack',
  env,
  turns: 'message',
  onIdentityChange: 'replace',
  identity,
  pull,
  check: (settings: Settings, tools: Tools): Promise<CheckResult> => checkSlack(settings, tools),
});
