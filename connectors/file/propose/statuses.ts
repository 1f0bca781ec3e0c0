import type { Status } from '../../../src/model/ticket.ts';
import type { Candidates } from './choose.ts';
import { MOST_WORDS } from './columns.ts';
import { known, type Part } from './part.ts';
import type { Product } from './products.ts';
import { readStatusWords } from './status-words.ts';

const cut = (words: readonly string[]): string =>
  words
    .slice(0, 10)
    .map((word) => JSON.stringify(word.length > 40 ? `${word.slice(0, 40)}…` : word))
    .join(', ');

/** The status of a ticket, with the words that are known; words that are not, or mean one of two, are asked for. */
export function statusColumns(candidates: Candidates, product: Product | undefined): Part {
  const [best] = candidates.of('status').filter(({ column }) => column.cells.length > 0);
  if (!best)
    return {
      columns: {},
      undecided: [],
      notes: ['there is no status: a ticket with a date of solution is solved, the others are open'],
    };
  const { words } = best.column;
  const heading = best.heading.text;
  if (words.length >= MOST_WORDS) {
    return {
      columns: {},
      undecided: [
        `"${heading}" has ${MOST_WORDS} different values or more and is no status: which column is ("status")?`,
      ],
      notes: [],
    };
  }
  const codes = new Map<string, Status>(Object.entries(product?.codes ?? {}));
  const { values, doubtful, unknown, spam } = readStatusWords(words, product?.waiting ?? {}, codes);
  const all = [...values, ...spam.map((word): [string, Status] => [word, 'closed'])];
  return {
    columns: {
      status: known(
        best,
        { values: Object.fromEntries(all) },
        doubtful.length + unknown.length > 0
          ? `a known heading; to be added: ${cut([...doubtful, ...unknown])}`
          : undefined,
      ),
      ...(spam.length > 0
        ? { spam: known(best, { values: { ...Object.fromEntries(spam.map((word) => [word, 'true'])), '*': 'false' } }) }
        : {}),
    },
    undecided: [
      ...(doubtful.length > 0
        ? [
            `"${heading}": does ${cut(doubtful)} wait for the customer (waiting_customer) or for somebody else (waiting_third_party)? Add it to the values`,
          ]
        : []),
      ...(unknown.length > 0
        ? [
            `"${heading}": what does ${cut(unknown)} mean (new, open, waiting_customer, waiting_third_party, solved, closed)? Add it to the values`,
          ]
        : []),
    ],
    notes: [],
  };
}
