/**
 * p-values corrected for their number so that, of what is called significant at 5%, about one in twenty is chance
 * (false discovery rate; Benjamini and Hochberg 1995; R: `p.adjust(p, "BH")`). Null stays null and does not count.
 */
export function benjaminiHochberg(values: readonly (number | null)[]): (number | null)[] {
  const tested = values.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => b.p - a.p);
  const adjusted: (number | null)[] = values.map(() => null);
  let smallest = 1;
  for (const [passed, { p, index }] of tested.entries()) {
    smallest = Math.min(smallest, (p * tested.length) / (tested.length - passed));
    adjusted[index] = smallest;
  }
  return adjusted;
}
