import { slack } from '../../../connectors/slack/index.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from '../fake.ts';

/** A message as Slack sends it; replies stand in their thread. */
export interface FakeMessage {
  readonly ts: string;
  [field: string]: unknown;
}

/** A workspace with one or more channels; threads by channel, each an opening and its replies, oldest first. */
export interface SlackWorld {
  readonly channels: Record<string, FakeMessage[][]>;
  readonly users: Record<string, Record<string, unknown>>;
  readonly groups: Record<string, string[]>;
  /** How many messages Slack gives at once. */
  readonly pageSize: number;
}

export const TOKEN = 'xoxb-1234567890-ABCDEFsecret';
export const CHANNEL = 'C0SUPPORT';
export const NOW = Date.UTC(2026, 10, 20, 12);

/** The time of a message: seconds after the start of 16 November 2026, and microseconds. */
export function at(seconds: number, micros = 0): string {
  return `${Date.UTC(2026, 10, 16) / 1000 + seconds}.${String(micros).padStart(6, '0')}`;
}

export function says(user: string, ts: string, more: Record<string, unknown> = {}): FakeMessage {
  return { type: 'message', user, ts, text: 'words', ...more };
}

function member(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    team_id: 'T0OURS',
    name: id.toLowerCase(),
    tz: 'Europe/Berlin',
    deleted: false,
    is_bot: false,
    profile: { real_name: `Name of ${id}`, email: `${id.toLowerCase()}@acme.example` },
    ...more,
  };
}

export function foreigner(id: string, team: string, tz: string): Record<string, unknown> {
  return { id, team_id: team, tz, is_stranger: false, profile: { email: `${id.toLowerCase()}@customer.example` } };
}

function people(): SlackWorld['users'] {
  return {
    U0ANNA: member('U0ANNA'),
    U0BEN: member('U0BEN', { tz: 'America/New_York' }),
    U0BOT: member('U0BOT', { is_bot: true }),
    U0CARO: foreigner('U0CARO', 'T0CARO', 'Asia/Tokyo'),
    U0DAVE: foreigner('U0DAVE', 'T0DAVE', 'Europe/London'),
  };
}

/** Four threads on three pages of two; the last one's opening shares its millisecond with the one before. */
export function seed(): SlackWorld {
  return {
    pageSize: 2,
    groups: {},
    users: people(),
    channels: {
      [CHANNEL]: [
        [says('U0CARO', at(0)), says('U0ANNA', at(600, 250))],
        [says('U0CARO', at(3600, 1000))],
        [says('U0DAVE', at(3600, 1001)), says('U0BEN', at(4000)), says('U0DAVE', at(4100))],
        [says('U0ANNA', at(5000), { subtype: 'channel_join' })],
        [
          says('U0DAVE', at(7200), { reactions: [{ name: 'white_check_mark', users: ['U0BEN'], count: 1 }] }),
          says('U0BEN', at(9000)),
          says('U0BEN', at(9060), { subtype: 'thread_broadcast' }),
        ],
      ],
    },
  };
}

/** A thread's opening with what Slack adds of its replies. */
function openingOf(thread: readonly FakeMessage[]): FakeMessage {
  const [opening, ...replies] = thread;
  if (!opening) throw new Error('a thread has an opening');
  if (replies.length === 0) return opening;
  return { ...opening, thread_ts: opening.ts, reply_count: replies.length, latest_reply: replies.at(-1)!.ts };
}

function allowed(request: FakeRequest, names: readonly string[]): boolean {
  return request.method === 'GET' && [...request.query.keys()].every((name) => names.includes(name));
}

function history(world: SlackWorld, request: FakeRequest): FakeAnswer {
  const threads = world.channels[request.query.get('channel') ?? ''];
  if (!threads) return { body: { ok: false, error: 'channel_not_found' } };
  const listed = threads
    .flatMap((thread) => {
      const opening = openingOf(thread);
      const broadcasts = thread.slice(1).filter(({ subtype }) => subtype === 'thread_broadcast');
      return [opening, ...broadcasts.map((message) => ({ ...message, thread_ts: opening.ts }))];
    })
    .filter(({ ts }) => ts < request.query.get('latest')! && ts > (request.query.get('oldest') ?? ''))
    .sort((a, b) => (a.ts < b.ts ? 1 : -1));
  const size = Math.min(world.pageSize, Number(request.query.get('limit')));
  const more = listed.length > size;
  return { body: { ok: true, messages: listed.slice(0, size), has_more: more } };
}

function replies(world: SlackWorld, request: FakeRequest): FakeAnswer {
  const threads = world.channels[request.query.get('channel') ?? ''] ?? [];
  const thread = threads.find(([opening]) => opening?.ts === request.query.get('ts'));
  if (!thread) return { body: { ok: false, error: 'thread_not_found' } };
  const opening = openingOf(thread);
  const rest = thread.slice(1).map((message) => ({ ...message, thread_ts: opening.ts }));
  const start = Number(request.query.get('cursor') ?? '0');
  const end = start + world.pageSize;
  const more = end < rest.length;
  return {
    body: {
      ok: true,
      messages: [opening, ...rest.slice(start, end)],
      has_more: more,
      ...(more && { response_metadata: { next_cursor: String(end) } }),
    },
  };
}

/** Answers as Slack does, for the methods and parameters that are known here. */
export function answer(world: SlackWorld, request: FakeRequest): FakeAnswer | undefined {
  const { path, query } = request;
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return { body: { ok: false, error: 'invalid_auth' } };
  if (path === '/api/auth.test' && allowed(request, [])) {
    return { body: { ok: true, url: 'https://acme.slack.com/', team: 'Acme', team_id: 'T0OURS', user_id: 'U0APP' } };
  }
  if (path === '/api/conversations.info' && allowed(request, ['channel'])) {
    const id = query.get('channel') ?? '';
    if (!world.channels[id]) return { body: { ok: false, error: 'channel_not_found' } };
    return { body: { ok: true, channel: { id, name: 'support', is_member: true, is_private: false } } };
  }
  if (path === '/api/conversations.history' && allowed(request, ['channel', 'latest', 'limit', 'oldest'])) {
    return history(world, request);
  }
  if (path === '/api/conversations.replies' && allowed(request, ['channel', 'ts', 'limit', 'cursor'])) {
    return replies(world, request);
  }
  if (path === '/api/users.info' && allowed(request, ['user'])) {
    const user = world.users[query.get('user') ?? ''];
    return { body: user ? { ok: true, user } : { ok: false, error: 'user_not_found' } };
  }
  if (path === '/api/usergroups.users.list' && allowed(request, ['usergroup'])) {
    return { body: { ok: true, users: world.groups[query.get('usergroup') ?? ''] ?? [] } };
  }
  return undefined;
}

const START = Date.UTC(2026, 10, 16) / 1000;

export const slackFake: VendorFake<SlackWorld> = {
  connector: slack,
  variables: { TOKEN, CHANNELS: CHANNEL },
  secrets: [TOKEN],
  credential: 'SLACK_TOKEN',
  origin: 'https://slack.com',
  now: NOW,
  seed,
  empty: () => ({ ...seed(), channels: { [CHANNEL]: [] } }),
  answer,
  requests: [
    'GET /api/auth.test',
    `GET /api/conversations.info?channel=${CHANNEL}`,
    `GET /api/conversations.history?channel=${CHANNEL}&latest=${NOW / 1000}.000000&limit=200`,
    `GET /api/conversations.replies?channel=${CHANNEL}&limit=200&ts=${START + 7200}.000000`,
    'GET /api/users.info?user=U0DAVE',
    'GET /api/users.info?user=U0BEN',
    `GET /api/conversations.history?channel=${CHANNEL}&latest=${START + 7200}.000000&limit=200`,
    `GET /api/conversations.replies?channel=${CHANNEL}&limit=200&ts=${START + 3600}.001001`,
    `GET /api/conversations.history?channel=${CHANNEL}&latest=${START + 3600}.001001&limit=200`,
    'GET /api/users.info?user=U0CARO',
    `GET /api/conversations.replies?channel=${CHANNEL}&limit=200&ts=${START}.000000`,
    'GET /api/users.info?user=U0ANNA',
  ],
  ids: [at(0), at(3600, 1000), at(3600, 1001), at(7200)].map((ts) => `${CHANNEL}:${ts}`),
  tied: [`${CHANNEL}:${at(3600, 1000)}`, `${CHANNEL}:${at(3600, 1001)}`],
  touch(world, now) {
    const seconds = Math.floor(now / 1000);
    world.channels[CHANNEL]![2]!.push(says('U0BEN', `${seconds}.000500`));
    return `${CHANNEL}:${at(3600, 1001)}`;
  },
  poison(world) {
    world.channels[CHANNEL]![0]![0]!.reactions = 'none';
    return `${CHANNEL}:${at(0)}`;
  },
  stuck(world, request) {
    const first = new URLSearchParams(request.query);
    first.set('latest', '9999999999.000000');
    return request.path === '/api/conversations.history'
      ? answer(world, { ...request, query: first })
      : answer(world, request);
  },
  refuse: { body: { ok: false, error: 'invalid_auth' } },
};
