import type { Candidates } from './choose.ts';
import { plainWords } from './headings.ts';
import { known, type Part } from './part.ts';
import type { Product } from './products.ts';

/** Words that are an answer on whatever desk; numbers are none without their scale. */
const WORDS_OF_ANYBODY: NonNullable<Product['ratings']> = {
  scale: [0, 1],
  words: {
    ...{ good: 1, positive: 1, happy: 1, satisfied: 1, 'good with comment': 1 },
    ...{ bad: 0, negative: 0, unhappy: 0, unsatisfied: 0, dissatisfied: 0, 'bad with comment': 0 },
    ...{ offered: null, unoffered: null, 'not offered': null, 'not rated': null, unrated: null },
  },
};

/** Satisfaction, where the helpdesk's scale is known and every word is on it; else it is left out, and said. */
export function ratingColumns(candidates: Candidates, product: Product | undefined): Part {
  const [best] = candidates.of('rating').filter(({ column }) => column.cells.length > 0);
  if (!best) return { columns: {}, undecided: [], notes: [] };
  const heading = best.heading.text;
  const scale = product?.ratings ?? WORDS_OF_ANYBODY;
  const values: [string, string | null][] = [];
  const unknown = best.column.words.filter((word) => {
    const name = plainWords(word);
    const value = scale && Object.hasOwn(scale.words, name) ? scale.words[name] : undefined;
    if (value !== undefined) values.push([word, value === null ? null : String(value)]);
    return value === undefined;
  });
  if (unknown.length > 0) {
    const note = `"${heading}" is not read: its scale is not known. Add "rating", "scale_min" and "scale_max" for satisfaction`;
    return { columns: {}, undecided: [], notes: [note], leftOut: [note] };
  }
  const [min, max] = scale.scale;
  const whose = product?.ratings === undefined ? 'of these words' : `of ${product.name}`;
  return {
    columns: {
      rating: known(best, { values: Object.fromEntries(values) }),
      scale_min: { value: String(min), comment: `the lowest value ${whose}` },
      scale_max: { value: String(max), comment: `the highest value ${whose}` },
    },
    undecided: [],
    notes: [],
  };
}
