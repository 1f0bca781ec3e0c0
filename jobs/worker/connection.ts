import { Redis, type RedisOptions } from 'ioredis';
import { ConfigError } from '../../src/model/errors.ts';

/** How the two kinds of users of Redis want their connection. */
export type ConnectionUse = 'worker' | 'producer';

/**
 * A connection to Redis for BullMQ. A worker waits for Redis to come back however long it takes; a producer fails
 * soon, so that whoever adds a job learns of it.
 */
export function connectRedis(url: string, use: ConnectionUse, onError: (error: Error) => void): Redis {
  const options: RedisOptions =
    use === 'worker' ? { maxRetriesPerRequest: null } : { maxRetriesPerRequest: 3, connectTimeout: 10_000 };
  const redis = new Redis(url, {
    ...options,
    retryStrategy: (times) => Math.min(5000, 100 * 2 ** Math.min(times, 6)),
  });
  redis.on('error', onError);
  return redis;
}

/**
 * What an admin must know of the Redis before work begins; undefined when all is well.
 *
 * @throws ConfigError when Redis cannot be reached, refuses the password, or is too old
 */
export async function inspectRedis(redis: Redis): Promise<string | undefined> {
  let info: string;
  try {
    info = await redis.info();
  } catch (error) {
    throw new ConfigError(
      `REDIS_URL: Redis does not answer: ${reasonOf(error)}; check host, port, user and password, and that it is running`,
      { cause: error },
    );
  }
  const version = /redis_version:(\d+)\.(\d+)/.exec(info);
  if (version && Number(version[1]) * 100 + Number(version[2]) < 602) {
    throw new ConfigError(`REDIS_URL: this Redis is ${version[1]}.${version[2]}; 6.2 or newer is needed`);
  }
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
  if (policy !== undefined && policy !== 'noeviction') {
    return `Redis may throw jobs away when its memory is full (maxmemory-policy is ${policy}); set it to noeviction`;
  }
  return undefined;
}

/** ioredis hides why it could not connect behind the retries it made. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, 200);
}
