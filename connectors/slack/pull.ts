import type { Tools } from '../../src/connector/connector.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Page } from '../../src/model/source.ts';
import { openApi } from './api.ts';
import { readChannel } from './channel.ts';
import { type ChannelState, cursorText, newChannel, readCursor } from './cursor.ts';
import type { Settings } from './env.ts';
import { meetPeople } from './people.ts';
import { tsOf } from './records.ts';
import type { ThreadRules } from './solution.ts';

export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const api = openApi(settings, tools);
  const { workspace } = await api.workspace();
  // By Slack's clock, which its first answer has told.
  const startedAt = tools.vendorNow();
  const cursor = readCursor(text, workspace, tools);
  const people = await meetPeople(api, workspace, settings, cursor.staff, tools);
  const unread: string[] = [];
  for (const channelId of settings.CHANNELS) {
    const channel = await api.channel(channelId);
    if ('fault' in channel) {
      unread.push(faultOf(channelId, channel.fault, tools));
      continue;
    }
    cursor.channels[channelId] = notFromTheFuture(
      cursor.channels[channelId] ?? newChannel(startedAt),
      startedAt,
      tools,
    );
    const team = { source: tools.source, id: channelId, name: `#${channel.found.name ?? channelId}` };
    yield { teams: [team], cursor: cursorText.write(cursor) };
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
      oldest: settings.START_DATE === undefined ? undefined : tsOf(settings.START_DATE),
      lookbackDays: settings.LOOKBACK_DAYS,
    });
    if (fault) unread.push(faultOf(channelId, fault, tools));
  }
  // The other channels were read first: one that cannot be read must not keep them back.
  if (unread.length > 0) throw new ConfigError(unread);
  yield { cursor: cursorText.write(cursor), watermarkAt: startedAt };
}

/** A channel that was looked at under a wrong clock is read anew; what is known of its threads' marks is kept. */
function notFromTheFuture(state: ChannelState, now: number, tools: Tools): ChannelState {
  return notAhead(state.lookedAt, now, tools) === state.lookedAt
    ? state
    : { ...newChannel(now), threads: state.threads };
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
