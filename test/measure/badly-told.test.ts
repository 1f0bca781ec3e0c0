import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/model/ticket.ts';
import { at, becomes, type Happening, MINUTE, measured } from './desk.ts';

describe('a solution that its source tells badly', () => {
  const t = (minutes: number): number => at('2026-01-12T09:00:00Z') + minutes * MINUTE;

  it.each<[string, Partial<Ticket>, Happening[], { undated: boolean; contradicted: boolean }]>([
    ['solved, and nobody says when', { status: 'solved' }, [], { undated: true, contradicted: false }],
    [
      'solved again, and nobody says when',
      { status: 'closed' },
      [becomes(t(1), 'solved'), becomes(t(2), 'open')],
      { undated: true, contradicted: false },
    ],
    [
      'solved at a stated time',
      { status: 'solved', statedSolvedAt: t(3) },
      [],
      { undated: false, contradicted: false },
    ],
    ['solved by a status', { status: 'solved' }, [becomes(t(1), 'solved')], { undated: false, contradicted: false }],
    ['open', { status: 'open' }, [], { undated: false, contradicted: false }],
    ['open with a stated time', { status: 'new', statedSolvedAt: t(3) }, [], { undated: false, contradicted: true }],
    [
      'reopened since, which contradicts nothing',
      { status: 'open', statedSolvedAt: t(3) },
      [becomes(t(4), 'open')],
      { undated: false, contradicted: false },
    ],
    ['impossible', { status: 'solved' }, [becomes(t(-60), 'solved')], { undated: false, contradicted: false }],
  ])('%s', (_, facts, happenings, { undated, contradicted }) => {
    expect(measured(facts, happenings)).toMatchObject({
      solvedWithoutDate: undated,
      statedWhileOpen: contradicted,
    });
  });
});
