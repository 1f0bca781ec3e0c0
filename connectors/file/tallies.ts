/** What was noticed of many tickets, by kind; each becomes a sentence once all are made. */
export interface Tallies {
  readonly add: (kind: Tally, detail?: string) => void;
  readonly sentences: () => readonly string[];
  /** Sentences on what a report counts itself: said where there is none. */
  readonly counted: () => readonly string[];
}

export type Tally = keyof typeof SENTENCES;

const tickets = (n: number): string => (n === 1 ? '1 ticket' : `${n} tickets`);
const are = (n: number): string => (n === 1 ? 'is' : 'are');
const have = (n: number): string => (n === 1 ? 'has' : 'have');

const SENTENCES = {
  solvedWhileOpen: (n: number) =>
    `${tickets(n)} ${have(n)} a date of solution and a status that says open; ${n === 1 ? 'it counts' : 'they count'} as open`,
  solvedWithoutDate: (n: number) =>
    `${n === 1 ? '1 solved ticket has' : `${n} solved tickets have`} no date and ${are(n)} in no time figure`,
  ratedWithoutDate: (n: number) =>
    n === 1
      ? '1 rating has no date, and no solution to take it from; it counts as given when its ticket last changed'
      : `${n} ratings have no date, and no solution to take it from; they count as given when their tickets last changed`,
  withinPrecision: (n: number, detail: string) =>
    `${tickets(n)} ${n === 1 ? 'was' : 'were'} answered or solved in the same ${detail} as opened, by the file, which is no more exact: 0 to 1 ${detail}, counted as 0`,
  waitsContradict: (n: number) =>
    `${tickets(n)} ${have(n)} waits that are longer than the ticket lived, or contradict each other; where the time went is not told of ${n === 1 ? 'it' : 'them'}`,
  vendorDiffers: (n: number) =>
    `${tickets(n)} ${have(n)} a resolution or response time of ${n === 1 ? 'its' : 'their'} own in the file that is not the time between the file's instants: see whether columns, zone and unit are the right ones`,
  sameRow: (n: number) =>
    `${n === 1 ? '1 row says' : `${n} rows say`} exactly what an earlier one says, and ${are(n)} counted once`,
} as const satisfies Record<string, (n: number, detail: string) => string>;

const COUNTED: ReadonlySet<Tally> = new Set(['solvedWithoutDate']);

/** Makes empty tallies. */
export function createTallies(): Tallies {
  const counts = new Map<Tally, { count: number; detail: string }>();
  const said = (isWanted: (kind: Tally) => boolean): string[] =>
    [...counts].flatMap(([kind, { count, detail }]) => (isWanted(kind) ? [SENTENCES[kind](count, detail)] : []));
  return {
    add(kind, detail = '') {
      const known = counts.get(kind);
      if (known) known.count += 1;
      else counts.set(kind, { count: 1, detail });
    },
    sentences: () => said((kind) => !COUNTED.has(kind)),
    counted: () => said((kind) => COUNTED.has(kind)),
  };
}
