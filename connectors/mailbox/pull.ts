import type { Tools } from '../../src/connector/connector.ts';
import type { Page } from '../../src/model/source.ts';
import { openMailbox } from './api.ts';
import { isSameMailbox, meetFolders, readChanges } from './changes.ts';
import { type Cursor, cursorText } from './cursor.ts';
import type { Settings } from './env.ts';
import { readFirst } from './first.ts';
import { foldersToRead } from './folders.ts';
import { firstCursor, startReading } from './reading.ts';

/** Fewer messages of customers tell nothing of who answers. */
const ENOUGH = 20;

/** Reads a mailbox: first all of it, the latest mail first; then what came, changed and went. */
export async function* pull(settings: Settings, text: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const mailbox = await openMailbox(settings, tools);
  try {
    // A token's host tells the time; an IMAP server does not.
    const startedAt = tools.vendorNow();
    const shown = foldersToRead(await mailbox.folders(), settings, mailbox.isGmail, tools.variable);
    let cursor: Cursor = text === undefined ? firstCursor(shown) : cursorText.read(text, tools.source);
    if (!isSameMailbox(cursor, shown)) {
      tools.warn(`${tools.source}: a folder was made anew (its UIDVALIDITY changed): everything is read again`);
      cursor = { ...firstCursor(shown), offsets: cursor.offsets, names: cursor.names };
    }
    meetFolders(cursor, shown);
    const reading = startReading(settings, cursor, startedAt, tools);
    yield* readFirst(mailbox, reading, settings.START_DATE, tools);
    const watchesMarks = settings.SOLVED_FLAG !== undefined || mailbox.isGmail;
    yield* readChanges(mailbox, reading, shown, watchesMarks, tools);
    yield { ...reading.page([]), remarks: remarksOf(cursor, tools), watermarkAt: startedAt };
  } finally {
    await mailbox.close();
  }
}

function remarksOf({ read }: Cursor, tools: Tools): readonly string[] {
  const { customers, ours, late } = read;
  return [
    ...(customers >= ENOUGH && ours * 10 < customers
      ? [
          `${tools.source}: ${ours} messages are ours and ${customers} are customers’: our answers seem not to be in the folders ` +
            `that are read, so times of answers and solutions are of few; check ${tools.variable('FOLDERS')} and ${tools.variable('OUR_ADDRESSES')}`,
        ]
      : []),
    ...(late > 0
      ? [
          `${tools.source}: ${late} messages came into the folders long after they were written (moved or imported) and are not in ` +
            `any ticket unless they were read before; to read them: fairclock sync ${tools.source} --restart`,
        ]
      : []),
  ];
}
