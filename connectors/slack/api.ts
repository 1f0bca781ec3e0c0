import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { LimitRule } from '../../src/connector/http/limiter.ts';
import { readAnswer } from '../../src/connector/records.ts';
import { ConfigError, DataError, RetryableError } from '../../src/model/errors.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';
import type { Settings } from './env.ts';
import { ChannelInfo, GroupMembers, History, Replies, type User, UserInfo, Workspace } from './records.ts';

/** Slack counts by method, workspace and app. https://docs.slack.dev/apis/web-api/rate-limits */
const perMinute = (requests: number): LimitRule => ({ requests, windowMs: MS_PER_MINUTE });
const TIER_2 = perMinute(20);
const TIER_3 = perMinute(50);
const TIER_4 = perMinute(100);
/** Apps that are sold outside Slack's marketplace: https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps */
const DISTRIBUTED = perMinute(1);
/** Most messages that such an app is given at once. */
export const DISTRIBUTED_PAGE = 15;
const PAGE = 200;

/** Slack answers 200 whatever happened; `ok` tells. */
const Envelope = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  /** The missing scopes, comma separated. */
  needed: z.string().optional(),
});

const CREDENTIAL_FAULTS = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
  'not_allowed_token_type',
  'org_login_required',
  'ekm_access_denied',
  'access_denied',
  'team_access_not_granted',
  'two_factor_setup_required',
]);
const PASSING_FAULTS = new Set([
  'ratelimited',
  'rate_limited',
  'request_timeout',
  'service_unavailable',
  'fatal_error',
  'internal_error',
  'team_added_to_org',
]);
/** The channel cannot be read, the others can. */
const CHANNEL_FAULTS = ['not_in_channel', 'channel_not_found', 'channel_is_limited_access', 'is_archived'] as const;

/** What Slack's own words look like; anything else may be an echo and is not repeated. */
const WORD = /^[a-z0-9_]{1,60}$/;
const SCOPES = /^[a-z.:,]{1,120}$/;

/** A channel, or Slack's word for why it cannot be read. */
export type ChannelAnswer<T> = { readonly fault: string } | { readonly found: T };

/** The part of Slack's Web API that is used, with Slack's errors told apart. */
export interface SlackApi {
  readonly pageSize: number;
  /** Whose token it is, and which scopes it was given (empty when Slack does not say). */
  readonly workspace: () => Promise<{ readonly workspace: Workspace; readonly scopes: readonly string[] }>;
  readonly channel: (id: string) => Promise<ChannelAnswer<z.infer<typeof ChannelInfo>['channel']>>;
  /** Top-level messages between two message times (both left out), newest first. */
  readonly history: (
    channel: string,
    oldest: string | undefined,
    latest: string,
  ) => Promise<ChannelAnswer<z.infer<typeof History>>>;
  /** All messages of a thread, oldest first; undefined when it is gone. */
  readonly replies: (channel: string, ts: string) => Promise<readonly unknown[] | undefined>;
  readonly user: (id: string) => Promise<User | undefined>;
  readonly groupMembers: (groupId: string) => Promise<readonly string[]>;
}

/** Opens the API with the settings' token. */
export function openApi(settings: Settings, tools: Tools): SlackApi {
  const distributed = settings.APP === 'distributed';
  const pageSize = distributed ? DISTRIBUTED_PAGE : PAGE;
  const reading = distributed ? DISTRIBUTED : TIER_3;
  const lanes = {
    'auth.test': TIER_4,
    'conversations.info': TIER_3,
    'conversations.history': reading,
    'conversations.replies': reading,
    'users.info': TIER_4,
    'usergroups.users.list': TIER_2,
  };
  const http = tools.http({
    baseUrl: settings.API_URL,
    address: 'API_URL',
    headers: { authorization: `Bearer ${settings.TOKEN}` },
    credential: 'TOKEN',
    secrets: [settings.TOKEN],
    lanes,
  });

  const oddities = new Set<string>();

  /** Asks; an error among `expected` comes back as its word, all others are thrown as what happens next. */
  async function call<T>(
    method: keyof typeof lanes,
    query: Readonly<Record<string, string | number | undefined>>,
    schema: z.ZodType<T>,
    expected: readonly string[] = [],
  ): Promise<ChannelAnswer<T> & { readonly headers: Headers }> {
    const { body, headers } = await http.json({ path: `/${method}`, query, lane: method, schema: Envelope });
    const where = `${tools.source}: GET ${settings.API_URL}/${method}`;
    if (body.ok) {
      const read = readAnswer(schema, body);
      if (!read.ok) throw new DataError(`${where}: cannot be read: ${read.reason}`);
      if (read.reason !== undefined && !oddities.has(`${method} ${read.reason}`)) {
        oddities.add(`${method} ${read.reason}`);
        tools.warn(`${where}: ${read.reason}`);
      }
      return { found: read.data, headers };
    }
    const word = WORD.test(body.error ?? '') ? (body.error ?? '') : 'an error without a name';
    if (expected.includes(word)) return { fault: word, headers };
    if (word === 'missing_scope') {
      throw new ConfigError(
        `${where}: ${tools.variable('TOKEN')} lacks the scope ${SCOPES.test(body.needed ?? '') ? body.needed : 'that this method needs'}; add it under OAuth & Permissions and install the app again`,
      );
    }
    if (CREDENTIAL_FAULTS.has(word))
      throw new ConfigError(
        `${where}: ${word}: check ${tools.variable('TOKEN')}, and ${tools.variable('API_URL')} if it is set`,
      );
    if (PASSING_FAULTS.has(word)) throw new RetryableError(`${where}: ${word}`);
    throw new DataError(`${where}: refused: ${word}`);
  }

  async function must<T>(...question: Parameters<typeof call<T>>): Promise<T> {
    const answer = await call(...question);
    if ('fault' in answer) throw new DataError(`${tools.source}: refused: ${answer.fault}`);
    return answer.found;
  }

  return {
    pageSize,
    async workspace() {
      const answer = await call('auth.test', {}, Workspace);
      if ('fault' in answer) throw new DataError(`${tools.source}: refused: ${answer.fault}`);
      const scopes = (answer.headers.get('x-oauth-scopes') ?? '').split(',').map((scope) => scope.trim());
      return { workspace: answer.found, scopes: scopes.filter((scope) => scope !== '') };
    },
    async channel(id) {
      const answer = await call('conversations.info', { channel: id }, ChannelInfo, CHANNEL_FAULTS);
      return 'fault' in answer ? answer : { found: answer.found.channel };
    },
    async history(channel, oldest, latest) {
      const query = { channel, latest, limit: pageSize, oldest };
      return await call('conversations.history', query, History, CHANNEL_FAULTS);
    },
    async replies(channel, ts) {
      const messages: unknown[] = [];
      for (let cursor: string | undefined; ; ) {
        const query = { channel, ts, limit: pageSize, cursor };
        const answer = await call('conversations.replies', query, Replies, ['thread_not_found']);
        if ('fault' in answer) return undefined;
        messages.push(...answer.found.messages);
        if (!answer.found.has_more) return messages;
        const next = answer.found.response_metadata?.next_cursor;
        if (!next || next === cursor) {
          throw new DataError(`${tools.source}: conversations.replies: more messages, but no way to them: ${channel}`);
        }
        cursor = next;
      }
    },
    async user(id) {
      const unseen = ['user_not_found', 'user_not_visible', 'users_not_found'];
      const answer = await call('users.info', { user: id }, UserInfo, unseen);
      return 'fault' in answer || answer.found.user == null ? undefined : { ...answer.found.user, id };
    },
    async groupMembers(groupId) {
      return (await must('usergroups.users.list', { usergroup: groupId }, GroupMembers)).users;
    },
  };
}
