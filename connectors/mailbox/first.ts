import type { Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import type { Mailbox } from './api.ts';
import type { Cursor, Thread } from './cursor.ts';
import type { ShownMessage } from './message.ts';
import type { Reading } from './reading.ts';

/** Messages a page. */
export const PAGE = 1000;

/** Where every message lies and when it arrived: three numbers each, so that a large mailbox is no large memory. */
interface Arrivals {
  readonly length: number;
  /** In order, the latest first; `[arrival, folder, UID]`. */
  readonly at: (n: number) => [number, number, number];
}

async function arrivalsOf(mailbox: Mailbox, cursor: Cursor, startDate: number | undefined): Promise<Arrivals> {
  const arrived: number[] = [];
  const folders: number[] = [];
  const uids: number[] = [];
  for (const [folder, { path, uidNext, count }] of cursor.folders.entries()) {
    if (count === 0) continue;
    await mailbox.arrivals(path, uidNext, (uid, at) => {
      if (at < (startDate ?? 0)) return;
      arrived.push(at);
      folders.push(folder);
      uids.push(uid);
    });
  }
  const order = Uint32Array.from(arrived.keys());
  order.sort((a, b) => arrived[b]! - arrived[a]! || folders[b]! - folders[a]! || uids[b]! - uids[a]!);
  return {
    length: order.length,
    at(n) {
      const index = order[n]!;
      return [arrived[index]!, folders[index]!, uids[index]!];
    },
  };
}

function isBelow(a: readonly [number, number, number], b: readonly [number, number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && (a[1] < b[1] || (a[1] === b[1] && a[2] < b[2])));
}

/**
 * Reads all that lay in the folders when the reading began, the latest arrivals first. A thread is brought once the reading
 * has come so far below its first message that none may precede it; its name is then known for good.
 */
export async function* readFirst(
  mailbox: Mailbox,
  reading: Reading,
  startDate: number | undefined,
  tools: Tools,
): AsyncGenerator<Page> {
  const { cursor, threads } = reading;
  if (cursor.below === null) return;
  const arrivals = await arrivalsOf(mailbox, cursor, startDate);
  if (cursor.shownAt === 0 && arrivals.length > 0)
    cursor.shownAt = Math.min(arrivals.at(0)[0], tools.now() + MS_PER_DAY);
  let done = 0;
  while (done < arrivals.length && !isBelow(arrivals.at(done), cursor.below)) done++;
  while (done < arrivals.length) {
    tools.signal.throwIfAborted();
    const until = Math.min(done + PAGE, arrivals.length);
    const wanted = Array.from({ length: until - done }, (_, n) => arrivals.at(done + n));
    const changed = new Set<Thread>();
    for (const [folder, shown] of await messagesOf(mailbox, cursor, wanted)) {
      for (const thread of reading.take(folder, shown, false)) if (thread.brought !== undefined) changed.add(thread);
    }
    done = until;
    const last = wanted.at(-1)!;
    cursor.below = done < arrivals.length ? last : null;
    for (const thread of threads.all) {
      if (thread.brought === undefined && (cursor.below === null || thread.firstAt - reading.reachMs > last[0]))
        changed.add(thread);
    }
    // Where nothing is whole yet (all of it arrived on one day, in an import), writing it down again and again is no use.
    if (changed.size > 0 || done === arrivals.length)
      yield { ...reading.page(changed), progress: { done, total: arrivals.length } };
  }
  cursor.below = null;
}

/** Messages of one page in the order wanted; those that went away meanwhile are not among them. */
async function messagesOf(
  mailbox: Mailbox,
  cursor: Cursor,
  wanted: readonly [number, number, number][],
): Promise<readonly [number, ShownMessage][]> {
  const found: [number, ShownMessage][] = [];
  for (const [folder, list] of Map.groupBy(wanted, ([, index]) => index)) {
    const uids = list.map(([, , uid]) => uid);
    for (const shown of await mailbox.messages(cursor.folders[folder]!.path, uids)) found.push([folder, shown]);
  }
  return found.sort(([f, a], [g, b]) => b.arrivedAt - a.arrivedAt || g - f || b.uid - a.uid);
}
