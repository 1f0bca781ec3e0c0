import { describe, expect, it } from 'vitest';
import {
  agent,
  answers,
  asks,
  assigned,
  at,
  becomes,
  type Desk,
  type Happening,
  HOUR,
  hoursSpent,
  MINUTE,
  measured,
  SECOND,
} from './desk.ts';

const opened = at('2026-01-12T09:00:00Z');
const t = (hours: number): number => opened + hours * HOUR;
const desk: Desk = { agents: [agent('ana'), agent('robot', { bot: true })] };

/** Solved after an hour, opened again after 100; what a person does to it takes as long as said. */
const solved = becomes(t(1), 'solved');
const again = (by: 'agent' | 'bot', afterMs: number, bySolver = by): Happening[] => [
  becomes(t(100), 'open', by),
  becomes(t(100) + afterMs, 'solved', bySolver),
];
const automatic: Happening = { at: t(100), kind: 'message', by: 'customer', automatic: true };
const hidden: Happening = { at: t(100), kind: 'message', by: 'agent', authorId: 'ana', public: false };

describe('a reopening that is undone without a message', () => {
  // Bulk assignments of closed conversations reopen and close each of them.
  it.each<[string, Happening[]]>([
    ['within a minute, by a person', again('agent', MINUTE)],
    ['within one save', again('agent', 0)],
    ['by machines, whenever', again('bot', 90 * HOUR)],
    ['by a bulk assignment', [...again('agent', 30 * SECOND), assigned(t(100), 'ana')]],
    ['with a wait in between', [becomes(t(100), 'waiting_customer'), ...again('agent', 10 * SECOND)]],
    ['with an automatic reply, a hidden one and a note', [automatic, hidden, ...again('bot', HOUR)]],
    ['long after a thank-you', [asks(t(2)), ...again('bot', HOUR)]],
    ['though the customer writes later', [...again('bot', HOUR), asks(t(101.5))]],
    ['by a handover and back', [{ at: t(100), kind: 'handover', to: 'bot' }, becomes(t(100), 'closed')]],
  ])('%s is none, and counted', (_, happenings) => {
    const result = measured({ status: 'solved' }, [answers(t(0.5)), solved, ...happenings], desk);

    expect(result).toMatchObject({ finalSolvedAt: t(1), reopens: 0, undoneReopenings: 1, tierScore: 1 });
    expect(result.solutions).toMatchObject([{ at: t(1), knownAt: t(1), reopenedAt: null }]);
    expect(hoursSpent(result)).toEqual({ team_working: 1 });
  });

  it('leaves a real one what it is', () => {
    const story = [solved, ...again('bot', HOUR), becomes(t(200), 'open'), becomes(t(205), 'solved')];

    expect(measured({ status: 'solved' }, story, desk)).toMatchObject({ reopens: 1, undoneReopenings: 1 });
    expect(hoursSpent(measured({ status: 'solved' }, story, desk))).toEqual({ team_working: 6, solved_gap: 199 });
  });

  it('is counted as often as it happens, and says nothing of who solved the ticket', () => {
    const story = [becomes(t(1), 'solved', 'bot'), ...again('agent', 0), ...again('agent', SECOND)];

    expect(measured({}, story, desk)).toMatchObject({ reopens: 0, undoneReopenings: 2, resolvedBy: 'nobody' });
  });
});

describe('a reopening', () => {
  it.each<[string, Happening[]]>([
    ['that lasts longer than a minute', again('agent', MINUTE + 1)],
    ['that a person ends', again('bot', HOUR, 'agent')],
    ['that a person begins', again('agent', HOUR, 'bot')],
    ['by the customer’s message', [asks(t(100)), ...again('bot', HOUR)]],
    ['by a message of seconds before', [asks(t(100) - 5 * SECOND), ...again('bot', HOUR)]],
    ['with an answer', [...again('agent', 20 * SECOND), answers(t(100) + 20 * SECOND)]],
    ['with a bot’s answer', [{ at: t(100.5), kind: 'message', by: 'bot' }, ...again('bot', HOUR)]],
  ])('%s is one', (_, happenings) => {
    const result = measured({ status: 'solved' }, [solved, ...happenings], desk);

    expect(result).toMatchObject({ reopens: 1, undoneReopenings: 0 });
    expect(result.solutions).toHaveLength(2);
  });

  it('that goes on is one, also by a machine', () => {
    expect(measured({}, [solved, becomes(t(100), 'open', 'bot')], desk)).toMatchObject({
      finalSolvedAt: null,
      reopens: 1,
      undoneReopenings: 0,
    });
  });
});
