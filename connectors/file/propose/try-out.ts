import { ConfigError } from '../../../src/model/errors.ts';
import { type Input, mappedInput } from '../input.ts';
import { Mapping } from '../mapping.ts';
import { planFrom } from '../plan.ts';
import { type ReadingTools, readFiles } from '../read.ts';
import { strongSigns } from '../signs.ts';
import { createWords } from '../words/words.ts';
import { SAMPLE_ROWS } from './columns.ts';
import type { FileProposal } from './file.ts';

/** More rows set aside than this share say that the proposal is wrong. */
const MOST_SET_ASIDE = 0.01;

/** Reads the first rows of a file as proposed, keeps nothing, and gives what speaks against reading it so. */
export async function tryOut({ file, mapping }: FileProposal, tools: ReadingTools): Promise<readonly string[]> {
  const parsed = Mapping.safeParse(mapping);
  if (!parsed.success) return parsed.error.issues.map(({ message }) => message);
  const [part] = parsed.data.files;
  const plan = planFrom([firstRows(mappedInput(file, part!, createWords()))], parsed.data);
  const { pages, facts, counts } = readFiles(plan, undefined, { ...tools, warn: () => undefined });
  try {
    for await (const _ of pages) tools.signal.throwIfAborted();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
  const [rows] = counts.files;
  const [why] = counts.reasons();
  const lost = rows && why && rows.setAside > rows.rows * MOST_SET_ASIDE;
  return [
    ...(lost ? [`${rows.setAside} of ${rows.rows} rows cannot be read: ${why.reason} (first ${why.place})`] : []),
    ...strongSigns(facts),
  ];
}

function firstRows(input: Input): Input {
  return {
    ...input,
    async open(reading) {
      const open = await input.open(reading);
      return {
        ...open,
        rows: (async function* () {
          let count = 0;
          for await (const row of open.rows) {
            yield row;
            count += 1;
            if (count === SAMPLE_ROWS) return;
          }
        })(),
      };
    },
  };
}
