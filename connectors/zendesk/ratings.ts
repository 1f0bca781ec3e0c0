import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Rating } from '../../src/model/rating.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { SatisfactionRating, SurveyResponse } from './answers.ts';
import { askList, NOT_IN_PLAN } from './api.ts';
import type { Position } from './cursor.ts';
import { toRating, toSurveyRating } from './records.ts';
import { latest, type Run, type Step } from './run.ts';

/** Surveys are answered days after they were sent, and the lists go by when they were sent. */
const LOOK_BACK_S = (30 * MS_PER_DAY) / 1000;

const WINDOW_S = (30 * MS_PER_DAY) / 1000;

/** A stretch of surveys, epoch s, and the page in it. */
type Window = NonNullable<Position['window']>;

/** What one stretch brought, and the next one back in time; undefined where nothing is left. */
export interface RatingsRead {
  readonly ratings: readonly Rating[];
  readonly rejected: Step['page']['rejected'];
  readonly next: Window | undefined;
}

/** The newest stretch of what lies between two instants; undefined where nothing does. */
export function newestWindow(from: number, to: number): Window | undefined {
  return from < to ? { from: Math.max(from, to - WINDOW_S), to } : undefined;
}

/** Ratings of the two-point survey in a stretch; `oldest` is where nothing can be any more. */
export async function readRatings(run: Run, window: Window, oldest: number): Promise<RatingsRead> {
  const { records, after } = await askList(run.client, '/satisfaction_ratings.json', 'satisfaction_ratings', {
    query: { start_time: window.from, end_time: window.to },
    after: window.after,
    without: NOT_IN_PLAN,
  });
  const { read, rejected } = readRecords(SatisfactionRating, records, (item) => `satisfaction_ratings/${idOf(item)}`);
  const inOrder = [...read].sort((a, b) => (a.updated_at ?? 0) - (b.updated_at ?? 0));
  const ratings = inOrder.flatMap((rating) => toRating(run.tools.source, rating) ?? []);
  const next = after === undefined ? newestWindow(oldest, window.from) : { ...window, after };
  return { ratings: latest(ratings, ({ id }) => id), rejected, next };
}

/**
 * Ratings of the two-point survey, a month at a time, the newest first: a report is right for its window before the
 * rest is there. No survey is older than the oldest ticket that bears a rating.
 */
export async function stepRatings(run: Run, before: Position): Promise<Step> {
  const over: Position = { ...before, window: undefined, phase: 'surveys' };
  if (!before.ratingsDue || before.newSurveys) return { page: {}, position: over };
  const oldest = ratingsFrom(run, before);
  const window = before.window ?? newestWindow(oldest, before.covered);
  if (!window) return { page: {}, position: over };
  const { ratings, rejected, next } = await readRatings(run, window, oldest);
  return {
    page: { ratings, rejected: rejected ?? [] },
    position: next ? { ...before, window: next } : over,
  };
}

/** Ratings of the newer survey; they come after the older ones, so that they hold where a ticket has both. */
export async function stepSurveys(run: Run, before: Position): Promise<Step> {
  const { ratedFrom: _, ...rest } = before;
  const over: Position = { ...rest, window: undefined, ratingsDue: false, phase: 'updates' };
  if (!before.ratingsDue) return { page: {}, position: over };
  const done: Position = { ...over, rated: before.covered };
  const window = before.window ?? { from: ratingsFrom(run, before), to: before.covered };
  const { records, after } = await askList(run.client, '/guide/survey_responses', 'survey_responses', {
    query: { 'filter[created_at_start]': window.from * 1000 },
    after: window.after,
    without: NOT_IN_PLAN,
  });
  const { read, rejected } = readRecords(SurveyResponse, records, (item) => `survey_responses/${idOf(item)}`);
  const ratings: readonly Rating[] = read.flatMap((response) => toSurveyRating(run.tools.source, response) ?? []);
  const newSurveys = before.newSurveys || read.length > 0;
  return {
    page: { ratings: latest(ratings, ({ id }) => id), rejected },
    position: after === undefined ? { ...done, newSurveys } : { ...before, newSurveys, window: { ...window, after } },
  };
}

/** The first survey that can be new, epoch s: none is sent before its ticket was opened, or answered after a month. */
function ratingsFrom(run: Run, { older, ratedFrom, rated }: Position): number {
  const known = Math.max(rated - LOOK_BACK_S, older?.until ?? Math.floor(run.options.startAt / 1000));
  return Math.max(known, ratedFrom ?? 0);
}
