import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { z } from 'zod';
import { ConfigError } from '../../src/model/errors.ts';
import { redisFailure, urlFailure } from './redis-failures.ts';

/** How the users of Redis want their connection. */
export type ConnectionUse = 'worker' | 'producer' | 'probe';

const PATIENCE: Readonly<Record<ConnectionUse, RedisOptions>> = {
  worker: { maxRetriesPerRequest: null },
  producer: { maxRetriesPerRequest: 3, connectTimeout: 10_000 },
  // What a server says of itself is read here; it needs no check beforehand.
  probe: { maxRetriesPerRequest: 1, connectTimeout: 3000, enableReadyCheck: false },
};

/** A connection to one Redis, or to a cluster of them. */
export type RedisLine = Redis | Cluster;

/** Where the Redis is, and what kind: one server, a cluster, or a primary that sentinels know the place of. */
export interface RedisPlace {
  readonly url: string;
  readonly kind: 'single' | 'cluster' | { readonly sentinelOf: string };
  /** What an admin must know before work begins; undefined when all is well. */
  readonly warning: string | undefined;
}

/**
 * A connection to Redis for BullMQ. A worker waits for Redis to come back however long it takes; a producer fails
 * soon, so that whoever adds a job learns of it. Where a server takes no writes any more, since another one took over, the
 * line is opened anew, to whoever answers to the name then.
 */
export function connectRedis(place: string, use: ConnectionUse, onError: (error: Error) => void): Redis;
export function connectRedis(place: RedisPlace, use: ConnectionUse, onError: (error: Error) => void): RedisLine;
export function connectRedis(
  place: string | RedisPlace,
  use: ConnectionUse,
  onError: (error: Error) => void,
): RedisLine {
  const { url, kind } = typeof place === 'string' ? { url: place, kind: 'single' as const } : place;
  const options: RedisOptions = {
    ...optionsOf(url),
    ...PATIENCE[use],
    retryStrategy: waitBefore,
    reconnectOnError: (error) => (error.message.includes('READONLY') ? 2 : false),
  };
  const line = open(kind, options, use);
  line.on('error', onError);
  return line;
}

function waitBefore(times: number): number {
  return Math.min(5000, 100 * 2 ** Math.min(times, 6));
}

function open(kind: RedisPlace['kind'], options: RedisOptions, use: ConnectionUse): RedisLine {
  const { host, port, ...rest } = options;
  const first = { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) };
  if (kind === 'single') return new Redis(options);
  if (kind === 'cluster') {
    return new Cluster([first], {
      redisOptions: rest,
      clusterRetryStrategy: (times) => (use !== 'worker' && times > 3 ? null : waitBefore(times)),
      // Names of nodes are left to TLS, which checks them.
      ...(rest.tls === undefined ? {} : { dnsLookup: (address, done) => done(null, address) }),
    });
  }
  return new Redis({
    ...rest,
    sentinels: [first],
    name: kind.sentinelOf,
    ...(rest.password === undefined ? {} : { sentinelPassword: rest.password }),
    ...(rest.tls === undefined ? {} : { enableTLSForSentinelMode: true, sentinelTLS: rest.tls }),
  });
}

/** @throws ConfigError for an address that cannot be read as it was meant */
function optionsOf(text: string): RedisOptions {
  const failure = urlFailure(text);
  if (failure) throw failure;
  const url = new URL(text);
  const family = url.searchParams.get('family');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(url.pathname.slice(1) || 0),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(family === null ? {} : { family: Number(family) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

/**
 * Looks what stands at REDIS_URL: one server, a node of a cluster (any), or a sentinel. `prefix` is QUEUE_PREFIX.
 *
 * @throws ConfigError when Redis cannot be reached, refuses the password, is too old, or does not fit the settings
 */
export async function findRedis(url: string, prefix: string): Promise<RedisPlace> {
  return withProbe({ url, kind: 'single', warning: undefined }, async (probe) => {
    const info = await probe.info();
    const mode = /redis_mode:(\w+)/.exec(info)?.[1];
    if (mode === 'cluster') return { url, kind: 'cluster', warning: clusterWarning(url, prefix, info) };
    if (mode !== 'sentinel') return { url, kind: 'single', warning: serverWarning(info) };
    const kind = { sentinelOf: nameOfPrimary(url, await probe.call('SENTINEL', 'MASTERS')) };
    return withProbe({ url, kind, warning: undefined }, async (primary) => ({
      url,
      kind,
      warning: serverWarning(await primary.info()),
    }));
  });
}

async function withProbe(place: RedisPlace, look: (probe: RedisLine) => Promise<RedisPlace>): Promise<RedisPlace> {
  const heard: unknown[] = [];
  const probe = connectRedis(place, 'probe', (error) => heard.push(error));
  try {
    return await look(probe);
  } catch (error) {
    throw error instanceof ConfigError
      ? error
      : redisFailure(error, heard, { secure: place.url.startsWith('rediss:') });
  } finally {
    probe.disconnect();
  }
}

/** What an admin must know of a server; a version that is too old is refused. */
function serverWarning(info: string): string | undefined {
  const version = /redis_version:(\d+)\.(\d+)/.exec(info);
  if (version && Number(version[1]) * 100 + Number(version[2]) < 602) {
    throw new ConfigError(`REDIS_URL: this Redis is ${version[1]}.${version[2]}; 6.2 or newer is needed`);
  }
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy === undefined || policy === 'noeviction') return undefined;
  return `Redis may throw jobs away when its memory is full (maxmemory-policy is ${policy}); set it to noeviction`;
}

function clusterWarning(url: string, prefix: string, info: string): string | undefined {
  if (!/\{[^{}]+\}/.test(prefix)) {
    throw new ConfigError(
      `QUEUE_PREFIX: needs braces where REDIS_URL is a Redis Cluster, as in {fairclock}, so that all keys lie on one node`,
    );
  }
  if ((optionsOf(url).db ?? 0) !== 0) {
    throw new ConfigError(
      'REDIS_URL: a Redis Cluster has only database 0; leave the number off, and choose a QUEUE_PREFIX',
    );
  }
  return serverWarning(info);
}

/** `SENTINEL MASTERS`: names and values of each primary, one after the other. */
const Primaries = z.array(z.array(z.string()));

function nameOfPrimary(url: string, answer: unknown): string {
  const names = Primaries.parse(answer).flatMap((pairs) => {
    const at = pairs.indexOf('name');
    return at < 0 || pairs[at + 1] === undefined ? [] : [pairs[at + 1]!];
  });
  const wanted = new URL(url).searchParams.get('primary');
  if (wanted === null && names.length === 1) return names[0]!;
  if (wanted !== null && names.includes(wanted)) return wanted;
  throw new ConfigError(
    `REDIS_URL: this is a Sentinel of ${names.length === 0 ? 'nothing' : names.join(', ')}; name the one that is meant: redis://…/0?primary=NAME`,
  );
}
