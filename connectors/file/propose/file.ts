import type { InputFile } from '../files.ts';
import type { Reading } from '../rows.ts';
import { openTable } from '../table.ts';
import { sampleOf } from './columns.ts';
import { knownHeadings } from './headings.ts';
import { TO_BE_NAMED } from './part.ts';
import { type Proposal, propose } from './propose.ts';

/** What is proposed for a file. */
export interface FileProposal extends Proposal {
  readonly file: InputFile;
  readonly headings: readonly string[];
  /** It has headings and no row below them. */
  readonly isEmpty: boolean;
}

/** Proposes how a file is read, from its headings and its first rows. ConfigError when it is of no format that is read. */
export async function proposeFile(
  file: InputFile,
  zone: string | undefined,
  reading: Pick<Reading, 'warn' | 'signal'>,
): Promise<FileProposal> {
  // Of titles and headings the row is taken that has most known headings, of rows with as many the widest.
  const headingsIn = (cells: readonly string[]): number =>
    1000 * knownHeadings(cells) + cells.filter((cell) => cell !== '').length;
  const table = await openTable(file, { headingsIn, together: true }, { ...reading, onBytes: () => undefined });
  const sample = await sampleOf(table);
  const proposal = propose(sample, zone);
  const mapping = table.isOfSheets ? { ...proposal.mapping, sheet: '*' } : proposal.mapping;
  return {
    ...proposal,
    mapping,
    file,
    headings: sample.columns.map(({ heading }) => heading),
    isEmpty: sample.rows + sample.unreadable === 0,
  };
}

/**
 * Whether a file looks like tickets: its headings name an id and an opening. `mayAsk`: also where no time of the opening can
 * be read, so that this is asked about.
 */
export function isOfTickets({ mapping, namesOpening }: Proposal, mayAsk: boolean): boolean {
  const { id, opened_at: opened } = mapping.columns;
  const isOpened = opened?.column !== TO_BE_NAMED || (mayAsk && namesOpening);
  return mapping.rows === 'changes' || (id?.column !== TO_BE_NAMED && isOpened);
}
