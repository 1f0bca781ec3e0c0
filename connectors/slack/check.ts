import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { openApi, type SlackApi } from './api.ts';
import type { Settings } from './env.ts';
import { instantOf, Message, tsOf } from './records.ts';

/** Asks whose token it is, whether each channel can be read, and looks at one page of the first to foretell the cost. */
export async function checkSlack(settings: Settings, tools: Tools): Promise<CheckResult> {
  const api = openApi(settings, tools);
  const { workspace, scopes } = await api.workspace();
  const lines = [`the token is good for the workspace ${workspace.team}`];
  let ok = true;
  const say = (works: boolean, line: string): void => {
    ok &&= works;
    lines.push(line);
  };

  let privateChannels = false;
  let publicChannels = false;
  let readable: string | undefined;
  for (const id of settings.CHANNELS) {
    const channel = await api.channel(id);
    if ('fault' in channel || channel.found.is_member === false) {
      const why = 'fault' in channel ? channel.fault : 'the app is no member';
      say(
        false,
        `${id} cannot be read (${why}): invite the app (/invite), or take it out of ${tools.variable('CHANNELS')}`,
      );
      continue;
    }
    if (channel.found.is_private) privateChannels = true;
    else publicChannels = true;
    readable ??= id;
    say(true, `#${channel.found.name ?? id} can be read`);
  }
  const missing = neededScopes(settings, publicChannels, privateChannels).filter((scope) => !scopes.includes(scope));
  if (scopes.length > 0 && missing.length > 0) {
    say(false, `${tools.variable('TOKEN')} lacks the scopes ${missing.join(', ')}: add them and install the app again`);
  }
  if (scopes.length > 0 && !scopes.includes('users:read.email')) {
    lines.push('without the scope users:read.email people cannot be joined to other sources by their addresses');
  }
  if (ok && readable !== undefined) {
    const cost = await costOf(api, settings, tools, readable);
    if (cost) lines.push(cost);
  }
  lines.push(
    `late replies and reactions are noticed for ${settings.LOOKBACK_DAYS} days (${tools.variable('LOOKBACK_DAYS')}); solutions by reaction are dated by estimate`,
  );
  return { ok, lines };
}

function neededScopes(settings: Settings, publicChannels: boolean, privateChannels: boolean): string[] {
  return [
    ...(publicChannels ? ['channels:read', 'channels:history'] : []),
    ...(privateChannels ? ['groups:read', 'groups:history'] : []),
    'users:read',
    ...(settings.STAFF?.some((id) => id.startsWith('S')) ? ['usergroups:read'] : []),
  ];
}

/** One request a page of messages and one a thread with replies; told from the newest page. */
async function costOf(api: SlackApi, settings: Settings, tools: Tools, channelId: string): Promise<string | undefined> {
  const now = tools.vendorNow();
  const answer = await api.history(channelId, undefined, tsOf(now));
  if ('fault' in answer) return undefined;
  const messages = answer.found.messages.flatMap((item) => {
    const read = Message.safeParse(item);
    return read.success ? [read.data] : [];
  });
  const last = messages.at(-1);
  if (!last) return `channel ${channelId} has no messages yet`;
  const days = Math.max(1, (now - instantOf(last.ts)) / MS_PER_DAY);
  const threads = messages.filter(({ reply_count }) => reply_count > 0).length;
  const aMinute = settings.APP === 'distributed' ? 1 : 50;
  if (!answer.found.has_more) {
    return `the first sync will take about ${threads + 1} requests, ${minutes(threads, aMinute)}, for ${channelId}`;
  }
  const aMonth = Math.ceil((threads / days) * 30);
  return `each month of history takes about ${aMonth} requests, ${minutes(aMonth, aMinute)}, for ${channelId}; ${
    settings.START_DATE === undefined
      ? `set ${tools.variable('START_DATE')} to read less`
      : `${tools.variable('START_DATE')} is ${new Date(settings.START_DATE).toISOString().slice(0, 10)}`
  }`;
}

function minutes(requests: number, aMinute: number): string {
  const count = Math.max(1, Math.ceil(requests / aMinute));
  return `${count} ${count === 1 ? 'minute' : 'minutes'} at ${aMinute} a minute`;
}
