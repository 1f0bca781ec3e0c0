import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import type { Rating } from '../../src/model/rating.ts';
import type { Page } from '../../src/model/source.ts';
import { SECONDS_PER_DAY } from '../../src/model/time.ts';
import { SatisfactionRating, SurveyResponse } from './answers.ts';
import { askList, type Exports } from './api.ts';
import type { Position } from './cursor.ts';
import type { Directory } from './directory.ts';
import type { PullOptions } from './env.ts';
import { toRating, toSurveyRating } from './records.ts';

/** Surveys are answered days after they were sent, and the lists go by when they were sent. */
const RATING_LOOK_BACK_S = 30 * SECONDS_PER_DAY;

const RATING_WINDOW_S = 30 * SECONDS_PER_DAY;

/** Plans without surveys answer so. */
const NOT_IN_PLAN = [403, 404];

export interface Run {
  readonly options: PullOptions;
  readonly tools: Tools;
  readonly client: HttpClient;
  readonly exports: Exports;
  readonly directory: Directory;
}

/** One phase's step: what it brought and where it stands now. */
export interface Step {
  readonly page: Omit<Page, 'cursor'>;
  readonly position: Position;
}

/** Ratings of the two-point survey, a window of thirty days at a time. */
export async function stepRatings(run: Run, before: Position): Promise<Step> {
  if (!before.ratingsDue || before.newSurveys) {
    return { page: {}, position: { ...before, window: undefined, phase: 'surveys' } };
  }
  const window = before.window ?? { from: lookBack(run, before) };
  const to = Math.min(window.from + RATING_WINDOW_S, before.covered);
  if (to <= window.from) return { page: {}, position: { ...before, window: undefined, phase: 'surveys' } };
  const { records, after } = await askList(run.client, '/satisfaction_ratings.json', 'satisfaction_ratings', {
    query: { start_time: window.from, end_time: to },
    after: window.after,
    without: NOT_IN_PLAN,
  });
  const { read, rejected } = readRecords(SatisfactionRating, records, (item) => `satisfaction_ratings/${idOf(item)}`);
  const inOrder = [...read].sort((a, b) => a.updated_at - b.updated_at);
  const ratings = inOrder.flatMap((rating) => toRating(run.tools.source, rating) ?? []);
  const over = after === undefined && to >= before.covered;
  const next = after === undefined ? { from: to } : { from: window.from, after };
  return {
    page: { ratings: latest(ratings, ({ id }) => id), rejected },
    position: { ...before, window: over ? undefined : next, phase: over ? 'surveys' : 'ratings' },
  };
}

/** Ratings of the newer survey; they come after the older ones, so that they hold where a ticket has both. */
export async function stepSurveys(run: Run, before: Position): Promise<Step> {
  const done = { ...before, window: undefined, rated: before.covered, ratingsDue: false, phase: 'updates' as const };
  if (!before.ratingsDue) return { page: {}, position: { ...done, rated: before.rated } };
  const window = before.window ?? { from: lookBack(run, before) };
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
    position:
      after === undefined ? { ...done, newSurveys } : { ...before, newSurveys, window: { from: window.from, after } },
  };
}

export function startOf(options: PullOptions): number {
  return Math.floor(options.startAt / 1000);
}

function lookBack(run: Run, position: Position): number {
  return Math.max(startOf(run.options), position.rated - RATING_LOOK_BACK_S);
}

/** One record a key, the last one. */
export function latest<T>(records: readonly T[], keyOf: (record: T) => string): T[] {
  return [...new Map(records.map((record) => [keyOf(record), record])).values()];
}
