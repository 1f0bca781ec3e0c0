import { describe, expect, it } from 'vitest';
import { digestContent } from '../../../src/show/content/choose.ts';
import { sampleWeek } from '../sample-week.ts';

const week = sampleWeek();
const notesOf = (flow: Partial<typeof week.flow>): readonly string[] => {
  const { sections } = digestContent({ ...week, flow: { ...week.flow, ...flow } }, { locale: 'en-GB' });
  return sections.find(({ key }) => key === 'complexity')!.after;
};

describe('by complexity', () => {
  it('says why there were more solutions than tickets that are solved', () => {
    expect(notesOf({ solved: 84, reopened: 5 })).toEqual([
      'Of 84 solutions the last one of each ticket counts here, and none that a reopening undid: 79 tickets were solved at the end.',
    ]);
  });

  it('says nothing where both are the same, or where nothing was reopened', () => {
    expect(notesOf({ solved: 79, reopened: 3 })).toEqual([]);
    expect(notesOf({ solved: 84, reopened: 0 })).toEqual([]);
  });
});
