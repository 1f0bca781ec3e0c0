import { describe, expect, it } from 'vitest';
import { isByWork, parseWhere, whereWords } from '../../src/report/where.ts';
import { asks, becomes, DAY, measured } from '../measure/desk.ts';

describe('what tickets are asked for by --where', () => {
  it.each([
    ['team=Berlin', { team: ['Berlin'] }],
    ['team=Berlin,priority=high', { team: ['Berlin'], priority: ['high'] }],
    ['priority=high,urgent', { priority: ['high', 'urgent'] }],
    ['priority=high|urgent, team = Paris ', { priority: ['high', 'urgent'], team: ['Paris'] }],
    ['priority=high,priority=low,high', { priority: ['high', 'low'] }],
    ['category="Hardware, network"', { category: ['Hardware, network'] }],
    ['category="a=b","say ""no""",c', { category: ['a=b', 'say "no"', 'c'] }],
    ['byTeam=Level 2', { team: ['Level 2'] }],
    ['RESOLVEDBY=bot', { resolvedBy: ['bot'] }],
    ['agent=zendesk:emea/12', { agent: ['zendesk:emea/12'] }],
  ])('%s', (text, expected) => {
    expect(parseWhere(text)).toEqual(expected);
  });

  it.each([
    ['', 'write a field and its value'],
    ['Berlin', 'write a field and its value'],
    ['team=', 'team has no value'],
    ['team=Berlin,', 'team has no value'],
    ['teem=Berlin', 'did you mean team?'],
    ['colour=red', 'There are tier, agent, team, source, priority, channel, category, account, tag, resolvedBy.'],
    ['category="Hardware', 'a value with a comma'],
    ['team=a=b', 'a value with a comma or an equals sign in "…"'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => parseWhere(text)).toThrow(reason);
  });

  it('is said in words', () => {
    expect(whereWords(parseWhere('priority=high,urgent,team=Berlin'))).toBe('team Berlin, priority high or urgent');
  });

  it('is told by the work where tiers come of a score, not where a field or tags say them', () => {
    const scored = measured({ openedAt: 0 }, [asks(0), becomes(DAY, 'solved')]);

    expect(isByWork({ tier: ['simple'] }, [scored])).toBe(true);
    expect(isByWork({ tier: ['simple'] }, [{ ...scored, tierOrigin: 'field' }])).toBe(false);
    expect(isByWork({ resolvedBy: ['bot'] }, [{ ...scored, tierOrigin: 'field' }])).toBe(true);
    expect(isByWork({ team: ['Berlin'] }, [scored])).toBe(false);
  });
});
