import { MS_PER_HOUR } from '../../src/model/time.ts';
import type { Log } from '../log.ts';
import { skewWarning } from '../tasks/clock-skew.ts';
import type { RedisLine } from './connection.ts';
import type { Queues } from './queues.ts';
import { mendSchedules, type ScheduleOptions } from './schedules.ts';
import type { Watch } from './state.ts';

/** How often a worker looks whether what it needs is still there. */
const LOOK_EVERY_MS = 3 * 60_000;
/** How often at most the same thing is told again. */
const TELL_EVERY_MS = MS_PER_HOUR;

/** What a caretaker looks after, and with what. */
export interface CaretakerOptions {
  readonly queues: Queues;
  /** Undefined: another place keeps the schedules. */
  readonly schedules: ScheduleOptions | undefined;
  readonly watch: Pick<Watch, 'store' | 'queues'>;
  readonly log: Log;
  readonly now: () => number;
  readonly lookEveryMs?: number;
}

/**
 * Looks after what a worker cannot do without, every few minutes and whenever Redis was away: a Redis that comes back empty
 * has its schedules written anew, and clocks that differ are told. Gives what ends it.
 */
export function startCaretaker(lines: readonly RedisLine[], options: CaretakerOptions): () => void {
  const { queues, schedules, watch, log, now, lookEveryMs = LOOK_EVERY_MS } = options;
  const toldAt = new Map<string, number>();
  const tell = (sentence: string | undefined): void => {
    const kind = sentence?.replace(/\d+/g, '');
    if (sentence === undefined || kind === undefined || now() - (toldAt.get(kind) ?? 0) < TELL_EVERY_MS) return;
    toldAt.set(kind, now());
    log.warn(sentence);
  };
  const mend = async (): Promise<void> => {
    if (schedules !== undefined) await mendSchedules(queues, schedules, { now, log });
  };
  const look = async (): Promise<void> => {
    await mend();
    tell(skewWarning((await watch.store()).skewMs, 'the database'));
    tell(skewWarning((await watch.queues()).skewMs, 'Redis'));
  };
  const noted = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => log.warn({ err: error }, 'could not look after the schedules; tried again soon'));
  };
  const timer = setInterval(noted(look), lookEveryMs);
  timer.unref();
  const again = noted(mend);
  for (const line of lines) line.on('ready', again);
  return () => {
    clearInterval(timer);
    for (const line of lines) line.off('ready', again);
  };
}
