/** A kind of planted thing, and what is true of it: which words may be said, and which should be. */
export interface WordKind<Plan> {
  readonly name: string;
  readonly plan: Plan;
  /** Such as `csat all fewer`, `agents csat less` or `medianSolved more`. */
  readonly allowed: (word: string) => boolean;
  readonly wanted?: { readonly word: string; readonly share: number };
}

/** Of how many something false was said, of how many what should be found was, and how often each word fell. */
export interface WordTally {
  readonly wrong: number;
  readonly found: number;
  readonly said: ReadonlyMap<string, number>;
}

/** For kinds of which nothing may be said. */
export const never = (): boolean => false;

/** Draws some of a kind, with the seeds 1 and up, and tells what `wordsOf` says of them. */
export function tallyOfWords<Plan>(
  { plan, allowed, wanted }: WordKind<Plan>,
  many: number,
  wordsOf: (seed: number, plan: Plan) => readonly string[],
): WordTally {
  let [wrong, found] = [0, 0];
  const said = new Map<string, number>();
  for (let seed = 1; seed <= many; seed++) {
    const words = wordsOf(seed, plan);
    for (const word of words) said.set(word, (said.get(word) ?? 0) + 1);
    if (words.some((word) => !allowed(word))) wrong++;
    if (wanted !== undefined && words.includes(wanted.word)) found++;
  }
  return { wrong, found, said };
}
