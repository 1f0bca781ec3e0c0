/**
 * How much of a vendor's limit a connector uses while it catches up, and whether it ever goes over: a local server
 * enforces each published limit in the vendor's own way, and the connector's own options are put on it. Time runs
 * faster for both sides, but no faster than this machine can send. By hand, two minutes for all:
 * `node test/bench/limits.ts [name …]`.
 */
import { createServer, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { openGitHub } from '../../connectors/github/api.ts';
import { openHubspot } from '../../connectors/hubspot/api.ts';
import { env as hubspotEnv } from '../../connectors/hubspot/env.ts';
import { openIntercom } from '../../connectors/intercom/api.ts';
import { env as intercomEnv } from '../../connectors/intercom/env.ts';
import { openJira } from '../../connectors/jsm/api.ts';
import { env as jsmEnv } from '../../connectors/jsm/env.ts';
import { openApi as openSlack } from '../../connectors/slack/api.ts';
import { env as slackEnv } from '../../connectors/slack/env.ts';
import { openApi as openStripe } from '../../connectors/stripe/api.ts';
import { env as stripeEnv } from '../../connectors/stripe/env.ts';
import { openZendesk } from '../../connectors/zendesk/api.ts';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpOptions } from '../../src/connector/http/http.ts';
import type { Effects } from '../../src/connector/http/limiter.ts';
import { createLimiters } from '../../src/connector/http/limiter.ts';
import { createTools } from '../../src/connector/tools.ts';

/** A limit as the vendor enforces it. */
interface Enforced {
  readonly requests: number;
  readonly windowMs: number;
  readonly kind: 'fixed' | 'sliding';
  /** What its answers say of it. */
  readonly tell: (left: number, resetAt: number, now: number) => Record<string, string>;
}

interface Trial {
  readonly name: string;
  readonly enforced: Enforced;
  /** Opens the connector's API; what it asks `tools.http` for is what is tried. */
  readonly open: (tools: Tools) => unknown;
  readonly lane?: string;
  /** Times faster than life. */
  readonly speed: number;
  /** Windows' worth of requests in the backlog. */
  readonly windows: number;
}

const MINUTE = 60_000;
const silent = () => ({});
const reset = (at: number) => String(Math.ceil(at / 1000));
const zendeskAccess = { SUBDOMAIN: 'acme', EMAIL: 'a@acme.example', TOKEN: 'token' };

const TRIALS: readonly Trial[] = [
  {
    name: 'zendesk exports, 10 a minute',
    enforced: {
      requests: 10,
      windowMs: MINUTE,
      kind: 'fixed',
      tell: (left, at, now) => ({
        'zendesk-ratelimit-incremental-exports': `total=10; remaining=${left}; resets=${Math.ceil((at - now) / 1000)}`,
      }),
    },
    open: (tools) => openZendesk(zendeskAccess, tools),
    lane: 'exports',
    speed: 60,
    windows: 10,
  },
  {
    name: 'zendesk account, 700 a minute',
    enforced: {
      requests: 700,
      windowMs: MINUTE,
      kind: 'fixed',
      tell: (left, at, now) => ({
        'x-rate-limit': '700',
        'x-rate-limit-remaining': String(left),
        'ratelimit-reset': String(Math.ceil((at - now) / 1000)),
      }),
    },
    open: (tools) => openZendesk(zendeskAccess, tools),
    speed: 8,
    windows: 4,
  },
  {
    name: 'intercom, 1666 in ten seconds',
    enforced: {
      requests: 1666,
      windowMs: 10_000,
      kind: 'fixed',
      tell: (left, at) => ({
        'x-ratelimit-limit': '1666',
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': reset(at),
      }),
    },
    open: (tools) => openIntercom(intercomEnv.parse({ TOKEN: 'token' }), tools),
    speed: 2,
    windows: 5,
  },
  {
    name: 'github, 5000 an hour',
    enforced: {
      requests: 5000,
      windowMs: 60 * MINUTE,
      kind: 'fixed',
      tell: (left, at) => ({
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': reset(at),
      }),
    },
    open: (tools) => openGitHub({ url: 'https://api.github.com', token: 'token' }, tools),
    speed: 200,
    windows: 3,
  },
  {
    name: 'slack tier 3, 50 a minute',
    enforced: { requests: 50, windowMs: MINUTE, kind: 'sliding', tell: silent },
    open: (tools) => openSlack(slackEnv.parse({ TOKEN: 'xoxb-token', CHANNELS: 'C0123456789' }), tools),
    lane: 'conversations.replies',
    speed: 60,
    windows: 10,
  },
  {
    name: 'hubspot, 100 in ten seconds',
    enforced: {
      requests: 100,
      windowMs: 10_000,
      kind: 'sliding',
      tell: (left) => ({ 'x-hubspot-ratelimit-max': '100', 'x-hubspot-ratelimit-remaining': String(left) }),
    },
    open: (tools) => openHubspot(hubspotEnv.parse({ TOKEN: 'pat-token' }), tools),
    speed: 5,
    windows: 10,
  },
  {
    name: 'jira, 100 in ten seconds as Atlassian advises',
    enforced: { requests: 100, windowMs: 10_000, kind: 'sliding', tell: silent },
    open: (tools) => {
      const access = {
        URL: 'https://acme.atlassian.net',
        EMAIL: 'a@acme.example',
        API_TOKEN: 'token',
        PROJECTS: 'SUP',
      };
      return openJira(jsmEnv.parse(access), tools);
    },
    speed: 5,
    windows: 10,
  },
  {
    name: 'stripe, 100 a second',
    enforced: { requests: 100, windowMs: 1000, kind: 'sliding', tell: silent },
    open: (tools) => openStripe(stripeEnv.parse({ API_KEY: 'rk_live_token' }), tools),
    speed: 0.5,
    windows: 10,
  },
];

interface Outcome {
  readonly sent: number;
  readonly refused: number;
  readonly usedShare: number;
  readonly seconds: number;
}

async function run(trial: Trial): Promise<Outcome> {
  const { enforced, speed } = trial;
  const began = performance.now();
  const epoch = Date.UTC(2026, 0, 1);
  const now = () => epoch + (performance.now() - began) * speed;
  const accepted: number[] = [];
  let refused = 0;
  let from = 0;
  // The server's windows do not begin when we do.
  const phase = enforced.windowMs * 0.4;
  const openedAt = (at: number) => Math.floor((at + phase) / enforced.windowMs) * enforced.windowMs - phase;
  const server = createServer((_, response) => {
    const at = now();
    while (from < accepted.length && accepted[from]! <= at - enforced.windowMs) from += 1;
    const opened = openedAt(at);
    const since = enforced.kind === 'fixed' ? accepted.findLastIndex((one) => one < opened) + 1 : from;
    const left = enforced.requests - (accepted.length - since);
    const resetAt = enforced.kind === 'fixed' ? opened + enforced.windowMs : (accepted[from] ?? at) + enforced.windowMs;
    if (left <= 0) {
      refused += 1;
      answer(response, 429, {
        'retry-after': String(Math.ceil((resetAt - at) / 1000)),
        ...enforced.tell(0, resetAt, at),
      });
      return;
    }
    accepted.push(at);
    answer(response, 200, enforced.tell(left - 1, resetAt, at));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const effects: Effects = {
    now,
    random: Math.random,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms / speed)),
  };
  const tools = createTools({
    source: trial.name.split(/[ ,]/)[0]!,
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: (message) => console.warn(message),
    limiters: createLimiters(effects),
    effects,
  });
  let options: HttpOptions | undefined;
  trial.open({
    ...tools,
    http: (asked) => {
      options ??= asked;
      return tools.http({ ...asked, baseUrl });
    },
  });
  if (!options) throw new Error(`${trial.name}: asked for no API`);
  const client = tools.http({ ...options, baseUrl });
  const lane = trial.lane === undefined ? {} : { lane: trial.lane };
  let left = enforced.requests * trial.windows;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await client.json({ path: '/x', schema: z.object({}), ...lane });
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 4 }, worker));
  server.closeAllConnections();
  server.close();
  return {
    sent: accepted.length,
    refused,
    usedShare: accepted.length / allowedOf(enforced, accepted, openedAt),
    seconds: (accepted.at(-1)! - accepted[0]!) / 1000,
  };
}

/**
 * How many requests the vendor would have taken from the first to the last: of fixed windows the whole quota of each,
 * save the last one, which the backlog left unfinished; of a sliding one a burst and then its steady rate.
 */
function allowedOf(
  { kind, requests, windowMs }: Enforced,
  accepted: readonly number[],
  openedAt: (at: number) => number,
): number {
  const [first, last] = [accepted[0]!, accepted.at(-1)!];
  if (kind === 'sliding') return requests * (1 + (last - first) / windowMs);
  const unfinished = openedAt(last);
  const full = Math.round((unfinished - openedAt(first)) / windowMs);
  return full * requests + accepted.filter((at) => at >= unfinished).length;
}

function answer(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end('{}');
}

const wanted = process.argv.slice(2);
for (const trial of TRIALS) {
  if (wanted.length > 0 && !wanted.some((name) => trial.name.startsWith(name))) continue;
  const { sent, refused, usedShare, seconds } = await run(trial);
  const verdict = usedShare >= 0.95 && refused === 0 ? 'ok' : 'NOT MET';
  console.log(
    `${trial.name.padEnd(32)} ${String(sent).padStart(6)} requests in ${seconds.toFixed(0).padStart(5)} s ` +
      `(vendor's time): ${(usedShare * 100).toFixed(1)}% of what is allowed, ${refused} refused: ${verdict}`,
  );
}
