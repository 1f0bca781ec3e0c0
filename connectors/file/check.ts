import type { CheckResult } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { lacksOf } from './lacks.ts';
import type { Facts, Span } from './observe.ts';
import type { Plan } from './plan.ts';
import { type FileReading, type ReadingTools, readFiles } from './read.ts';
import type { FileRows, RowCounts } from './row-counts.ts';
import { signsOf } from './signs.ts';

/** How many kinds of reasons are told. */
const SHOWN_REASONS = 10;

/**
 * Reads all files of a plan to their end as a report does, keeps nothing, and says what came of it: rows read and set
 * aside, the tickets and their spans, what the files cannot tell, and signs that they mean something else. What stops
 * a report makes it not ok, with the same cause.
 */
export async function checkPlan(
  planned: (warn: (message: string) => void) => Promise<Plan>,
  tools: ReadingTools,
): Promise<CheckResult> {
  const said: string[] = [];
  const warn = (message: string): void => {
    said.push(message);
  };
  let reading: FileReading | undefined;
  try {
    const plan = await planned(warn);
    reading = readFiles(plan, undefined, { ...tools, warn });
    for await (const _ of reading.pages) tools.signal.throwIfAborted();
    return { ok: true, lines: [...new Set([...linesOf(reading), ...said, ...signsOf(reading.facts)])] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ok: false, lines: [...error.problems, ...(reading ? stoppedLines(reading) : []), ...said] };
  }
}

/** What a reading came to, a sentence a line. */
export function linesOf({ facts, counts }: FileReading): readonly string[] {
  return [
    ...counts.files.filter(({ rows }) => rows > 0).map(lineOfFile),
    ...linesOfReasons(counts),
    ...(facts.tickets > 0 ? [lineOfTickets(facts)] : []),
    ...(facts.ratings > 0 ? [`${number(facts.ratings)} ratings`] : []),
    ...lacksOf(facts).map((lack) => `cannot tell ${lack}`),
  ];
}

/** How far a reading came that was stopped; nothing is told of the whole. */
function stoppedLines({ counts }: FileReading): readonly string[] {
  return [
    ...counts.files
      .filter(({ rows }) => rows > 0)
      .map(({ name, role, rows }) => `${name} is read as ${role}: ${number(rows)} rows were looked at`),
    ...linesOfReasons(counts),
  ];
}

function linesOfReasons(counts: RowCounts): readonly string[] {
  const reasons = counts.reasons();
  return [
    ...reasons
      .slice(0, SHOWN_REASONS)
      .map(
        ({ count, reason, place }) => `set aside: ${number(count)} × ${reason} (${count > 1 ? 'first ' : ''}${place})`,
      ),
    ...(reasons.length > SHOWN_REASONS ? [`set aside: ${reasons.length - SHOWN_REASONS} more reasons`] : []),
  ];
}

function lineOfFile({ name, role, rows, setAside, leftOut }: FileRows): string {
  const lost = setAside === 0 ? 'all of them read' : `${number(setAside)} set aside (${share(setAside, rows)})`;
  const left = leftOut === 0 ? '' : `, ${number(leftOut)} left out by the mapping`;
  return `${name} is read as ${role}: ${number(rows)} rows, ${lost}${left}`;
}

function lineOfTickets({ tickets, opened, solved, solvedAt }: Facts): string {
  const open = tickets - solved;
  const when = solvedAt ? ` (${spanOf(solvedAt)})` : '';
  return `${number(tickets)} tickets, opened ${spanOf(opened!)}; ${number(solved)} solved${when}, ${number(open)} open`;
}

function spanOf({ from, to }: Span): string {
  const [first, last] = [from, to].map((at) => new Date(at).toISOString().slice(0, 10));
  return first === last ? first! : `${first} to ${last}`;
}

function number(count: number): string {
  return count.toLocaleString('en-GB');
}

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  return percent > 0 && percent < 0.1 ? 'under 0.1%' : `${percent.toFixed(percent < 10 ? 1 : 0)}%`;
}
