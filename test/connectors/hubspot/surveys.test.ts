import { describe, expect, it } from 'vitest';
import { CrmObject } from '../../../connectors/hubspot/answers.ts';
import { env } from '../../../connectors/hubspot/env.ts';
import { toRating } from '../../../connectors/hubspot/surveys.ts';

const scalesOf = (SURVEY_SCALES?: string) =>
  env.parse({ TOKEN: 't', ...(SURVEY_SCALES === undefined ? {} : { SURVEY_SCALES }) }).SURVEY_SCALES;

function rated(hs_survey_type: string, hs_value: string, scales?: string, more: Record<string, string> = {}) {
  const submission = CrmObject.parse({
    id: '91',
    createdAt: '2026-03-03T12:00:00Z',
    properties: { hs_survey_type, hs_value, hs_survey_id: '17', ...more },
  });
  return toRating(
    submission,
    { ticketId: '101', contactId: '51' },
    scalesOf(scales),
    'hubspot',
    'HUBSPOT_SURVEY_SCALES',
  );
}

describe('an answer to a survey', () => {
  it.each([
    // Unhappy, neutral, happy: only the last one is a good word.
    ['CSAT', '2', undefined, 'csat', 0, 2, true],
    ['CSAT', '1', undefined, 'csat', 0, 2, false],
    ['CSAT', '0', undefined, 'csat', 0, 2, false],
    ['NPS', '9', undefined, 'nps', 0, 10, true],
    ['NPS', '8', undefined, 'nps', 0, 10, false],
    ['CES', '5', undefined, 'ces', 1, 7, true],
    ['CES', '4', undefined, 'ces', 1, 7, false],
    ['CSAT', '4', 'csat=1-5', 'csat', 1, 5, true],
    ['CSAT', '3', 'csat=1-5', 'csat', 1, 5, false],
    // One survey may have a scale of its own.
    ['CSAT', '8', 'csat=1-5,17=1-10', 'csat', 1, 10, true],
  ])('%s %s on %s is %s from %i to %i, positive: %s', (type, value, scales, kind, scaleMin, scaleMax, positive) => {
    expect(rated(type, value, scales)).toMatchObject({
      rating: {
        id: '91',
        ticketId: '101',
        customerId: 'contact-51',
        kind,
        value: Number(value),
        scaleMin,
        scaleMax,
        positive,
        ratedAt: Date.parse('2026-03-03T12:00:00Z'),
      },
    });
  });

  it.each(['5', '-1', 'very'])('is set aside, not rated on a wrong scale: %s', (value) => {
    expect(rated('CSAT', value)).toHaveProperty('reason');
  });

  it('was given when it was sent, says whether there are words, and never which', () => {
    const told = rated('CSAT', '2', undefined, {
      hs_submission_timestamp: '1772539140000',
      hs_content: 'Splendid words',
    });

    expect(told).toMatchObject({ rating: { ratedAt: 1_772_539_140_000, commented: true } });
    expect(JSON.stringify(told)).not.toContain('Splendid');
  });

  it('of a survey of one’s own rates nothing; one without a value was offered', () => {
    expect(rated('CUSTOM', '2')).toEqual({ other: true });
    expect(rated('CSAT', '')).toMatchObject({ rating: { value: null, positive: null } });
  });
});

describe('the scales of surveys', () => {
  it.each(['csat=5', 'csat=5-1', 'csat'])('must be two numbers, the lower one first: %s', (text) => {
    expect(() => scalesOf(text)).toThrow('must have a scale like 1-5');
  });
});
