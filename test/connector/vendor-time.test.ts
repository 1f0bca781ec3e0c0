import { expect, it } from 'vitest';
import { notAhead } from '../../src/connector/vendor-time.ts';

const NOW = Date.UTC(2026, 2, 1);

it.each([
  ['in the past', NOW - 1, NOW - 1, 0],
  ['as late as the vendor has shown', NOW, NOW, 0],
  ['in the future', NOW + 1, NOW - 5000, 1],
])('an instant of a cursor %s', (_, at, expected, told) => {
  const said: string[] = [];
  const tools = { source: 'desk', vendorNow: () => NOW, warn: (words: string) => void said.push(words) };

  expect(notAhead(at, NOW - 5000, tools)).toBe(expected);
  expect(said).toHaveLength(told);
  for (const words of said) expect(words).toContain('desk: its last sync ended in the future');
});
