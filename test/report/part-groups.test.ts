import { describe, expect, it } from 'vitest';
import { partGroups, splitParts } from '../../src/report/part-groups.ts';
import { answerRows, rowOf } from '../../src/summarise/columns.ts';
import { answers, assigned, becomes, HOUR, measured } from '../measure/desk.ts';

const opened = Date.UTC(2026, 9, 5, 9);
const NAMES = {
  agents: [],
  teams: [
    { source: 'desk', id: 'l1', name: 'Level 1' },
    { source: 'desk', id: 'l2', name: 'Level 2' },
  ],
  accounts: [],
};
const ALL = { from: opened, to: opened + 1000 * HOUR };
const ticket = (id: string, facts: Parameters<typeof measured>[0], happenings: Parameters<typeof measured>[1]) =>
  measured({ id, openedAt: opened, ...facts }, happenings, { definitions: { teamTimeZone: 'UTC' } });
/** Level 1 has it for 30 hours, then Level 2 for two; each answers once. */
const escalated = (id: string, facts: Parameters<typeof measured>[0] = {}) =>
  ticket(id, facts, [
    assigned(opened, 'ana', 'l1'),
    answers(opened + 10 * HOUR, 'ana'),
    { at: opened + 11 * HOUR, kind: 'message', by: 'customer', authorId: 'carl' },
    assigned(opened + 30 * HOUR, 'ben', 'l2'),
    answers(opened + 31 * HOUR, 'ben'),
    becomes(opened + 32 * HOUR, 'solved'),
  ]);
const groupsOf = (dimension: Parameters<typeof splitParts>[0], tickets: readonly ReturnType<typeof ticket>[]) =>
  partGroups(
    splitParts(
      dimension,
      { rows: tickets.map(rowOf), answers: answerRows(tickets, ALL, { cuts: [2, 6], name: 'score@1' }) },
      NAMES,
      [],
    ),
    1,
  ).map(({ key, label, tickets: n, finalResolution, firstResponse, laterResponse }) => [
    key,
    label,
    n,
    (finalResolution.calendar?.meanSeconds ?? Number.NaN) / 3600,
    firstResponse.calendar?.n ?? 0,
    laterResponse.calendar?.n ?? 0,
  ]);

describe('time by who held a ticket', () => {
  it('is each team’s own stretch, not the whole ticket’s at its last team', () => {
    expect(groupsOf('byTeamHeld', [escalated('1'), escalated('2')])).toEqual([
      ['l1', 'Level 1', 2, 30, 2, 0],
      ['l2', 'Level 2', 2, 2, 0, 2],
    ]);
  });

  it('is each agent’s, with the answers that they gave', () => {
    expect(groupsOf('byAgentHeld', [escalated('1')]).map(([key, , ...rest]) => [key, ...rest])).toEqual([
      ['ana', 1, 30, 1, 0],
      ['ben', 1, 2, 0, 1],
    ]);
  });
});

describe('groups that a ticket may be in more than once', () => {
  it('are its tags', () => {
    expect(groupsOf('byTag', [escalated('1', { tags: ['vip', 'late'] }), escalated('2', { tags: ['vip'] })])).toEqual([
      ['vip', 'vip', 2, 32, 2, 2],
      ['late', 'late', 1, 32, 1, 1],
    ]);
  });
});

it('tells tickets by who resolved them', () => {
  const alone = ticket('3', {}, [
    { at: opened + HOUR, kind: 'message', by: 'bot', authorId: 'fin' },
    becomes(opened + 2 * HOUR, 'solved', 'customer'),
  ]);
  const left = ticket('4', {}, [becomes(opened + 3 * HOUR, 'solved', 'customer')]);

  expect(groupsOf('byResolvedBy', [escalated('1'), alone, left]).map(([key, label, n]) => [key, label, n])).toEqual([
    ['bot', 'a bot alone', 1],
    ['human', 'people', 1],
    ['nobody', 'nobody', 1],
  ]);
});
