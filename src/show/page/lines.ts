import { SECONDS_PER_HOUR } from '../../model/time.ts';
import type { TimeCard, WeekBar } from '../content/content.ts';
import { durationWords } from '../durations.ts';
import { html } from '../escape.ts';

const SPARK = { width: 96, height: 32, pad: 4 };
const STRIP = { width: 300, height: 92, left: 30, right: 294, top: 8, bottom: 72 };

/** A line is scaled to its own range, and never to less than this share of its mean: noise stays flat. */
const LEAST_RANGE = 0.35;

/** A count over the windows as a small line, the last one marked; empty with fewer than two known values. */
export function sparkline(label: string, series: readonly (number | null)[]): string {
  const known = series.filter((value) => value !== null);
  const first = known[0];
  const last = known.at(-1);
  if (known.length < 2 || first === undefined || last === undefined) return '';
  const scale = ownScale(known, SPARK.pad, SPARK.height - SPARK.pad);
  const x = (index: number): number => 3 + (index / (series.length - 1)) * (SPARK.width - 7);
  const points = series.map((value, index) => (value === null ? null : { x: x(index), y: scale(value) }));
  const end = points.findLast((point) => point !== null)!;
  return `<svg class="sp" viewBox="0 0 ${SPARK.width} ${SPARK.height}" width="${SPARK.width}" height="${SPARK.height}" role="img" aria-label="${html(`${label}: last ${series.length} from ${first} to ${last}`)}">${runs(
    points,
  )
    .map((run) => `<polyline class="ln" points="${run}"/>`)
    .join('')}<circle class="dt" cx="${round(end.x)}" cy="${round(end.y)}" r="3"/></svg>`;
}

/** The weeks of a time with the likely range as a pale band and a mark where the level changed; empty with fewer than two. */
export function weekStrip({ title, value, weeks }: TimeCard): string {
  const known = weeks.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  if (known.length < 2) return '';
  const ends = weeks.flatMap(({ low, high }) => [low, high].filter((end) => end !== null));
  const top = niceTop(Math.max(...known, ...ends.filter((end) => end < 3 * Math.max(...known))));
  const y = (seconds: number): number => STRIP.bottom - (Math.min(seconds, top) / top) * (STRIP.bottom - STRIP.top);
  const x = (index: number): number =>
    STRIP.left + (index / Math.max(1, weeks.length - 1)) * (STRIP.right - STRIP.left);
  const points = weeks.map(({ seconds }, index) => (seconds === null ? null : { x: x(index), y: y(seconds) }));
  const last = points.findLast((point) => point !== null)!;
  const grid = [0, top / 2, top]
    .map(
      (seconds) =>
        `<line class="gr" x1="${STRIP.left}" x2="${STRIP.right}" y1="${round(y(seconds))}" y2="${round(y(seconds))}"/><text class="tx ya" x="${STRIP.left - 4}" y="${round(y(seconds) + 3.5)}" text-anchor="end">${seconds === 0 ? '0' : html(durationWords(seconds))}</text>`,
    )
    .join('');
  const mark = weeks
    .flatMap(({ changed }, index) =>
      changed ? [`<line class="cp" x1="${round(x(index))}" x2="${round(x(index))}" y1="3" y2="${STRIP.bottom}"/>`] : [],
    )
    .join('');
  return `<svg class="tr" viewBox="0 0 ${STRIP.width} ${STRIP.height}" width="100%" role="img" aria-label="${html(`${title}, last ${weeks.length}: now ${value}`)}">${grid}${band(weeks, x, y)}${mark}${runs(
    points,
  )
    .map((run) => `<polyline class="ln" points="${run}"/>`)
    .join(
      '',
    )}<circle class="dt" cx="${round(last.x)}" cy="${round(last.y)}" r="3.6"/><text class="tx" x="${STRIP.left}" y="88">${html(weeks[0]!.label)}</text><text class="tx" x="${STRIP.right}" y="88" text-anchor="end">${html(weeks.at(-1)!.label)}</text></svg>`;
}

/** The likely range: only over neighbouring weeks that both have one. */
function band(weeks: readonly WeekBar[], x: (index: number) => number, y: (seconds: number) => number): string {
  const stretches: { index: number; low: number; high: number }[][] = [[]];
  weeks.forEach(({ low, high }, index) => {
    if (low === null || high === null) stretches.push([]);
    else stretches.at(-1)!.push({ index, low, high });
  });
  return stretches
    .filter((stretch) => stretch.length > 1)
    .map((stretch) => {
      const upper = stretch.map(({ index, high }) => `${round(x(index))},${round(y(high))}`);
      const lower = stretch.toReversed().map(({ index, low }) => `${round(x(index))},${round(y(low))}`);
      return `<path class="bd" d="M${[...upper, ...lower].join(' L')}Z"/>`;
    })
    .join('');
}

/** Stretches of neighbouring known points; a gap is a gap. A single point is left to its mark. */
function runs(points: readonly ({ readonly x: number; readonly y: number } | null)[]): string[] {
  const found: string[][] = [[]];
  for (const point of points) {
    if (point === null) found.push([]);
    else found.at(-1)!.push(`${round(point.x)},${round(point.y)}`);
  }
  return found.filter((run) => run.length > 1).map((run) => run.join(' '));
}

function ownScale(values: readonly number[], top: number, bottom: number): (value: number) => number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const range = Math.max(high - low, LEAST_RANGE * Math.abs(mean), 1e-9);
  const middle = (low + high) / 2;
  return (value) => bottom - ((value - (middle - range / 2)) / range) * (bottom - top);
}

const STEPS = [1 / 6, 1 / 2, 1, 2, 4, 8, 12, 24, 48, 96, 168, 336].map((hours) => hours * SECONDS_PER_HOUR);
const LARGEST_STEP = STEPS.at(-1)!;

function niceTop(seconds: number): number {
  const step = STEPS.find((each) => each >= seconds / 2);
  return step === undefined ? Math.ceil(seconds / LARGEST_STEP) * LARGEST_STEP : Math.ceil(seconds / step) * step;
}

function round(value: number): string {
  return (Math.round(value * 10) / 10).toString();
}
