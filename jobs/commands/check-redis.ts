import { randomBytes } from 'node:crypto';
import type { Settings } from '../../src/config/settings.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { connectRedis, inspectRedis } from '../worker/connection.ts';
import type { ServerPart } from './server-part.ts';

/** Long enough for a key that nobody took away to go by itself. */
const KEY_SECONDS = 60;

/**
 * Pings the Redis of the workers, and writes, reads and removes a key under QUEUE_PREFIX; undefined where none is set.
 *
 * @throws ConfigError for one that cannot be reached or used
 */
export async function checkRedis({ REDIS_URL: url, QUEUE_PREFIX: prefix }: Settings): Promise<ServerPart | undefined> {
  if (url === undefined) return undefined;
  const redis = connectRedis(url, 'producer', () => undefined);
  try {
    const warning = await inspectRedis(redis);
    const key = `${prefix}:check:${randomBytes(6).toString('hex')}`;
    await redis.ping();
    await redis.set(key, '1', 'EX', KEY_SECONDS);
    const read = await redis.get(key);
    await redis.del(key);
    if (read !== '1') throw new Error('what was written could not be read');
    const lines = [`answers, and takes keys under ${prefix}`, ...(warning === undefined ? [] : [warning])];
    return { name: 'Redis', ok: warning === undefined, lines };
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`REDIS_URL: Redis does not do what queues need under ${prefix}: ${reason}`, { cause: error });
  } finally {
    redis.disconnect();
  }
}
