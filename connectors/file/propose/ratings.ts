import type { Candidates } from './choose.ts';
import { plainWords } from './headings.ts';
import { known, type Part } from './part.ts';
import type { Product } from './products.ts';

/** Satisfaction, where the helpdesk's scale is known and every word is on it; else it is left out, and said. */
export function ratingColumns(candidates: Candidates, product: Product | undefined): Part {
  const [best] = candidates.of('rating').filter(({ column }) => column.cells.length > 0);
  if (!best) return { columns: {}, undecided: [], notes: [] };
  const heading = best.heading.text;
  const scale = product?.ratings;
  const values: [string, string | null][] = [];
  const unknown = best.column.words.filter((word) => {
    const name = plainWords(word);
    const value = scale && Object.hasOwn(scale.words, name) ? scale.words[name] : undefined;
    if (value !== undefined) values.push([word, value === null ? null : String(value)]);
    return value === undefined;
  });
  if (!scale || unknown.length > 0) {
    return {
      columns: {},
      undecided: [],
      notes: [
        `"${heading}" is not read: its scale is not known. Add "rating", "scale_min" and "scale_max" for satisfaction`,
      ],
    };
  }
  const [min, max] = scale.scale;
  return {
    columns: {
      rating: known(best, { values: Object.fromEntries(values) }),
      scale_min: { value: String(min), comment: `the lowest value of ${product!.name}` },
      scale_max: { value: String(max), comment: `the highest value of ${product!.name}` },
    },
    undecided: [],
    notes: [],
  };
}
