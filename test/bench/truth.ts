// How often a digest says something false: planted desks of every kind, drawn, measured and judged in memory.
// npm run bench:truth -- [DESKS] [PART OF A KIND'S NAME]; 2,000 desks a kind are the whole form.
import { KINDS, tallyOf } from '../planted/judge.ts';
import { LEAVING_KINDS, saidOfLeaving } from '../planted/leaving.ts';
import { RATED_KINDS, saidOfRated } from '../planted/rated.ts';
import { STAFF_KINDS, saidOfStaff } from '../planted/staff.ts';
import { tallyOfWords, type WordKind } from '../planted/tally.ts';

/** Clopper and Pearson's interval of a share at 99%, by bisection of the binomial law. */
function shareInterval(k: number, n: number): readonly [number, number] {
  // Of many that are nearly all, the rest is counted: powers of small numbers would vanish.
  if (2 * k > n) {
    const [low, high] = shareInterval(n - k, n);
    return [1 - high, 1 - low];
  }
  const below = (p: number, most: number): number => {
    let [term, sum] = [(1 - p) ** n, 0];
    for (let i = 0; i <= most; i++) {
      sum += term;
      term *= ((n - i) / (i + 1)) * (p / (1 - p));
    }
    return sum;
  };
  const solve = (holds: (p: number) => boolean): number => {
    let [low, high] = [0, 1];
    for (let round = 0; round < 50; round++) {
      const middle = (low + high) / 2;
      if (holds(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  return [k === 0 ? 0 : solve((p) => 1 - below(p, k - 1) < 0.005), k === n ? 1 : solve((p) => below(p, k) > 0.005)];
}

const [desksText = '200', part = ''] = process.argv.slice(2);
const desks = Number(desksText);
const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
const rate = (k: number, n: number): string => {
  if (n === 0) return '–';
  const [low, high] = shareInterval(k, n);
  return `${percent(k / n)} (${percent(low)} to ${percent(high)})`;
};

let failed = 0;
process.stdout.write(
  '| planted | desks | false | found | intervals that hold | false change points | ms a desk |\n| --- | --: | --- | --- | --- | --- | --: |\n',
);
for (const kind of KINDS.filter(({ name }) => name.includes(part))) {
  const from = performance.now();
  const { wrong, found, told, held, falsePoints } = tallyOf(kind, desks);
  const ms = (performance.now() - from) / desks;
  const isFalse = shareInterval(wrong, desks)[0] > 0.05;
  const isBlind = kind.wanted !== undefined && shareInterval(found, desks)[1] < kind.wanted.share;
  const isOff = told > 0 && shareInterval(held, told)[1] < 0.93;
  if (isFalse || isBlind || isOff) failed++;
  process.stdout.write(
    `| ${kind.name} | ${desks} | ${rate(wrong, desks)} | ${kind.wanted ? `${rate(found, desks)}, wanted ${percent(kind.wanted.share)}` : '–'} | ${rate(held, told)} | ${rate(falsePoints, desks)} | ${ms.toFixed(0)} |${isFalse || isBlind || isOff ? ' FAILS' : ''}\n`,
  );
}

/** A table of what is said of kinds of which words are allowed or not. */
function tabulate<Plan>(
  heading: string,
  kinds: readonly WordKind<Plan>[],
  wordsOf: (seed: number, plan: Plan) => readonly string[],
): void {
  process.stdout.write(`\n| ${heading} | drawn | false | found | ms each |\n| --- | --: | --- | --- | --: |\n`);
  for (const kind of kinds.filter(({ name }) => name.includes(part))) {
    const from = performance.now();
    const { wrong, found } = tallyOfWords(kind, desks, wordsOf);
    const ms = (performance.now() - from) / desks;
    const isFalse = shareInterval(wrong, desks)[0] > 0.05;
    const isBlind = kind.wanted !== undefined && shareInterval(found, desks)[1] < kind.wanted.share;
    if (isFalse || isBlind) failed++;
    process.stdout.write(
      `| ${kind.name} | ${desks} | ${rate(wrong, desks)} | ${kind.wanted ? `${rate(found, desks)}, wanted ${percent(kind.wanted.share)}` : '–'} | ${ms.toFixed(0)} |${isFalse || isBlind ? ' FAILS' : ''}\n`,
    );
  }
}

tabulate('planted, with answers of customers', RATED_KINDS, saidOfRated);
tabulate('planted, with people who work otherwise', STAFF_KINDS, saidOfStaff);
tabulate('planted, with accounts that leave', LEAVING_KINDS, saidOfLeaving);
process.exitCode = failed === 0 ? 0 : 1;
