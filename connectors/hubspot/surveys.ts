import type { HttpClient } from '../../src/connector/http/http.ts';
import { isPositive, type Rating } from '../../src/model/rating.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { CrmObject } from './answers.ts';
import { PATHS } from './api.ts';
import type { Scale } from './env.ts';
import { mainLink, readLinks, readObjects } from './objects.ts';
import type { Records } from './tickets.ts';
import { instantOf, numberOf, textOf } from './values.ts';

export const SURVEY_PROPERTIES = [
  'hs_survey_type',
  'hs_survey_id',
  'hs_value',
  'hs_content',
  'hs_submission_timestamp',
] as const;

const KIND = 'feedback_submissions';

const RATINGS = { CSAT: 'csat', NPS: 'nps', CES: 'ces' } as const satisfies Record<string, Rating['kind']>;

/** Whom and what an answer is about. */
export interface RatedBy {
  readonly ticketId: string | undefined;
  readonly contactId: string | undefined;
}

/** What became of one answer to a survey. */
export type ReadSurvey =
  | { readonly rating: Rating }
  /** A survey of one's own, which asks neither of the three: nothing is rated by it. */
  | { readonly other: true }
  | { readonly reason: string };

/** Translates an answer; a value beyond the scale says that the scale is another, and is not kept under a wrong one. */
export function toRating(
  { id, properties, createdAt }: CrmObject,
  { ticketId, contactId }: RatedBy,
  scales: ReadonlyMap<string, Scale>,
  source: string,
  scaleVariable: string,
): ReadSurvey {
  const type = textOf(properties.hs_survey_type)?.toUpperCase() ?? '';
  if (!(type in RATINGS)) return { other: true };
  const kind = RATINGS[type as keyof typeof RATINGS];
  const survey = textOf(properties.hs_survey_id);
  const scale = scales.get(survey ?? '') ?? scales.get(kind);
  const text = textOf(properties.hs_value);
  const value = numberOf(properties.hs_value) ?? null;
  if (text !== undefined && value === null) return { reason: 'its value is no number' };
  if (!scale || (value !== null && (value < scale.min || value > scale.max))) {
    const told = scale ? `${scale.min}-${scale.max}` : 'not known';
    return { reason: `its value lies outside the scale of its survey (${kind} ${told}): set ${scaleVariable}` };
  }
  const at = instantOf(properties.hs_submission_timestamp) ?? createdAt ?? undefined;
  return {
    rating: {
      source,
      id,
      ...(ticketId ? { ticketId } : {}),
      ...(contactId ? { customerId: `contact-${contactId}` } : {}),
      kind,
      value,
      scaleMin: scale.min,
      scaleMax: scale.max,
      positive: isPositive(kind, value, scale.min, scale.max),
      ...(textOf(properties.hs_content) === undefined ? {} : { commented: true }),
      ...(at === undefined || value === null ? {} : { ratedAt: at }),
    },
  };
}

/** What surveys are read with; `leftOut` counts answers to surveys that rate nothing. */
export interface SurveyReading {
  readonly client: HttpClient;
  readonly source: string;
  readonly scales: ReadonlyMap<string, Scale>;
  /** The full name of the variable with the scales. */
  readonly scaleVariable: string;
  readonly leftOut: { surveys: number };
}

/** Reads answers to surveys by id, with the ticket and the person that they are linked to. */
export async function readSurveys(reading: SurveyReading, ids: readonly string[]): Promise<Records> {
  const { client, source, scales, scaleVariable, leftOut } = reading;
  const { read, rejected: odd } = await readObjects(client, KIND, ids, { properties: SURVEY_PROPERTIES });
  const rejected: Rejection[] = [...odd];
  const there = read.map(({ id }) => id);
  const tickets = await readLinks(client, KIND, 'tickets', there);
  const contacts = await readLinks(client, KIND, 'contacts', there);
  rejected.push(...tickets.rejected, ...contacts.rejected);
  const ratings: Rating[] = [];
  for (const submission of read) {
    const { id } = submission;
    const rated = { ticketId: mainLink(tickets.links.get(id)), contactId: mainLink(contacts.links.get(id)) };
    const made = toRating(submission, rated, scales, source, scaleVariable);
    if ('rating' in made) ratings.push(made.rating);
    else if ('other' in made) leftOut.surveys += 1;
    else rejected.push({ place: `${PATHS.batch(KIND)}: ${id}`, reason: made.reason });
  }
  return { ratings, rejected };
}
