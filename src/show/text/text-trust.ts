import type { Report } from '../../report/schema.ts';
import { nameCell, wrap } from '../layout.ts';
import { BUCKET_WORDS, countWords } from '../words.ts';

/** What a reader should know before the figures are trusted, a point each. */
export function qualityLines({ quality }: Report, width: number): string[] {
  const excluded = Object.entries(quality.excluded).filter(([, n]) => n > 0);
  const notes = [...quality.notes];
  if (excluded.length > 0) {
    notes.push(`Left out: ${excluded.map(([reason, n]) => `${countWords(n)} ${reason}`).join(', ')}.`);
  }
  return notes.flatMap((note) => wrap(`- ${nameCell(note, 2000)}`, width, '  '));
}

/** What the words mean and which definitions the figures were made with. */
export function definitionLines({ definitions }: Report, width: number): string[] {
  const excludes = definitions.netExcludes.map((name) => BUCKET_WORDS[name as keyof typeof BUCKET_WORDS] ?? name);
  const lines = [
    `Net is the wall clock without: ${excludes.length === 0 ? 'nothing' : excludes.join('; ')}. Our working time is the time the desk was at work and it was our turn. A day (d) is 24 hours.`,
    `Our hours: ${definitions.teamHours ?? 'always'} (${definitions.teamTimeZone}) unless an agent or team has others; the customers': ${definitions.customerHours}.`,
    `Complexity by ${definitions.tierRule}, from what the work was, never from how long it took; solutions credited by ${definitions.creditPolicy}. Figures of fewer than ${definitions.minSample} are not shown.`,
  ];
  return lines.flatMap((line) => wrap(nameCell(line, 2000), width));
}
