import type { Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import type { Mailbox, ShownFolder } from './api.ts';
import type { Cursor, Message, Thread } from './cursor.ts';
import { PAGE } from './first.ts';
import type { Reading } from './reading.ts';

/** Whether what the cursor knows of a folder still stands: a folder that was made anew numbers its messages anew. */
export function isSameMailbox(cursor: Cursor, shown: readonly ShownFolder[]): boolean {
  return shown.every(({ path, uidValidity }) => {
    const known = cursor.folders.find((folder) => folder.path === path);
    return known === undefined || known.uidValidity === uidValidity;
  });
}

/** Brings the cursor's list of folders up to date: renamed ones keep their messages, new ones have none yet. */
export function meetFolders(cursor: Cursor, shown: readonly ShownFolder[]): void {
  for (const { path, uidValidity, uidNext } of shown) {
    if (cursor.folders.some((folder) => folder.path === path)) continue;
    const renamed = cursor.folders.find(
      (folder) =>
        folder.uidValidity === uidValidity &&
        folder.uidNext <= uidNext &&
        folder.count > 0 &&
        !shown.some((other) => other.path === folder.path),
    );
    if (renamed) renamed.path = path;
    else cursor.folders.push({ path, uidValidity, uidNext: 1, count: 0 });
  }
}

/** Reads what came since, then marks that changed and messages that went away. */
export async function* readChanges(
  mailbox: Mailbox,
  reading: Reading,
  shown: readonly ShownFolder[],
  watchesMarks: boolean,
  tools: Tools,
): AsyncGenerator<Page> {
  const { cursor } = reading;
  const before = cursor.folders.map(({ count }) => count);
  for (const [index, folder] of cursor.folders.entries()) {
    const now = shown.find(({ path }) => path === folder.path);
    if (now === undefined) continue;
    for (let from = folder.uidNext; from < now.uidNext; ) {
      tools.signal.throwIfAborted();
      const below = Math.min(now.uidNext, from + PAGE);
      const changed = new Set<Thread>();
      const messages = await mailbox.newMessages(folder.path, from, below);
      for (const message of messages) for (const thread of reading.take(index, message, true)) changed.add(thread);
      folder.count += messages.length;
      folder.uidNext = below;
      from = below;
      if (changed.size > 0) yield reading.page(changed);
    }
  }
  const changed = new Set<Thread>();
  for (const [index, folder] of cursor.folders.entries()) {
    const now = shown.find(({ path }) => path === folder.path);
    const lost = now === undefined || now.count !== folder.count || before[index] === undefined;
    const since = lost ? undefined : folder.modseq;
    if (lost || (watchesMarks && (since === undefined || since !== now.modseq))) {
      for (const thread of await lookAgain(mailbox, reading, index, now?.path, since)) changed.add(thread);
    }
    folder.count = now?.count ?? 0;
    if (now?.modseq === undefined) delete folder.modseq;
    else folder.modseq = now.modseq;
  }
  for (const thread of reading.threads.all) if (reading.isOutdated(thread)) changed.add(thread);
  if (changed.size > 0) yield reading.page(changed);
  reading.caughtUp();
}

/** Looks at the messages of a folder that may still matter; answers the threads whose marks or places changed. */
async function lookAgain(
  mailbox: Mailbox,
  reading: Reading,
  folder: number,
  path: string | undefined,
  since: string | undefined,
): Promise<ReadonlySet<Thread>> {
  const known: { readonly thread: Thread; readonly message: Message; readonly uid: number }[] = [];
  for (const thread of reading.threads.all) {
    for (const message of thread.messages) {
      for (const [at, uid] of message.places) if (at === folder) known.push({ thread, message, uid });
    }
  }
  if (known.length === 0) return new Set();
  const seen =
    path === undefined
      ? new Map()
      : await mailbox.marks(
          path,
          known.map(({ uid }) => uid),
          since,
        );
  const changed = new Set<Thread>();
  for (const { thread, message, uid } of known) {
    const shown = seen.get(uid);
    if (shown === undefined) {
      // CONDSTORE tells what changed, not what is gone: nothing is, while the numbers fit.
      if (since !== undefined) continue;
      message.places = message.places.filter(([at, number]) => at !== folder || number !== uid);
      const none = { flags: new Set<string>(), labels: new Set<string>() };
      // What is deleted keeps the flag it had; what left the folder of solved mail for another one is no more marked.
      if (message.places.length > 0) reading.mark(thread, message, none);
      changed.add(thread);
    } else if (reading.mark(thread, message, shown)) changed.add(thread);
  }
  return changed;
}
