import { describe, expect, it } from 'vitest';
import { figureColumns } from '../../../src/store/measurements/figure-columns.ts';
import { figuresWriter, fromFiguresText } from '../../../src/store/measurements/figures-text.ts';
import { measured } from '../records.ts';

const clocks = { calendar: 9, net: 8, business: 7 };
const TICKET = {
  ...measured('1', 1),
  teamId: 'two\nlines\\',
  priority: '\\0',
  category: '',
  laterResponses: [
    { agentId: 'ana', askedAt: 1_790_000_000_000, clocks },
    { agentId: null, askedAt: 0, clocks: { ...clocks, calendar: 2 ** 48 - 1 } },
  ],
};
const TEXT = figuresWriter()(TICKET);

describe('the text of what a report reads of a ticket', () => {
  it('gives back names with any sign in them, an empty one apart from none', () => {
    const { teamId, priority, category, laterResponses } = fromFiguresText('it', TEXT);

    expect({ teamId, priority, category }).toEqual({ teamId: 'two\nlines\\', priority: '\\0', category: '' });
    expect(laterResponses).toEqual(TICKET.laterResponses);
  });

  it('is refused for a number that it cannot hold, whatever is wrong with it', () => {
    for (const reopens of [-1, 0.5, Number.NaN, 2 ** 48]) {
      expect(() => figuresWriter()({ ...TICKET, reopens })).toThrow(`${reopens} is no whole number`);
    }
  });

  it.each([
    ['cut short', TEXT.slice(0, -9)],
    ['without its numbers', TEXT.split('\n').slice(0, 10).join('\n')],
    ['with a number too few', TEXT.replace(/\n(.{8})(?=.+\n.+$)/, '\n')],
    ['with another sign among the numbers', TEXT.replace(/.(?=\n[^\n]+$)/, '~')],
    ['with half a missing number', TEXT.replace(/.{4}(?=\n[^\n]+$)/, '----')],
    ['with a replier too many', TEXT.replace('["ana"', '["ana","bo"')],
    ['with repliers that are no list', TEXT.replace('["ana",null]', '"ana"')],
    ['with a tier that there is not', TEXT.replace(/^\w+/, 'hard')],
  ])('is a clear error when it is %s', (_what, text) => {
    expect(text).not.toBe(TEXT);
    expect(() => fromFiguresText('the measurement of ticket desk/1', text)).toThrow(
      /^store: the measurement of ticket desk\/1/,
    );
  });

  it.each([
    ['without its numbers', TEXT.split('\n').slice(0, 10).join('\n')],
    ['with a number too few', TEXT.replace(/\n(.{8})(?=.+\n.+$)/, '\n')],
    ['with another sign among the numbers', TEXT.replace(/.(?=\n[^\n]+$)/, '~')],
    ['with a replier too many', TEXT.replace('["ana"', '["ana","bo"')],
  ])('is a clear error in a report when it is %s', (_what, text) => {
    const columns = figureColumns(2);
    columns.startSource('desk');
    columns.add(TEXT);

    expect(() => columns.add(text)).toThrow('store: the measurement in row 2 of desk ');
  });

  it('finds room for more later responses than there are tickets', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ agentId: 'ana', askedAt: index, clocks }));
    const columns = figureColumns(1);
    columns.startSource('desk');
    columns.add(figuresWriter()({ ...TICKET, laterResponses: many }));
    const { laterResponse } = columns.columns();

    expect(laterResponse.calendar).toHaveLength(100);
    expect(new Set(laterResponse.business)).toEqual(new Set([7]));
    expect(laterResponse.agent.keys[laterResponse.agent.codes[99]!]).toBe('desk/ana');
  });
});
