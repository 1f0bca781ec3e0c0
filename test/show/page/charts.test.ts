import { expect, it } from 'vitest';
import { whiskerChart } from '../../../src/show/page/charts.ts';

const whiskersOf = (labels: readonly string[]) =>
  whiskerChart(
    labels.map((label, index) => ({ label, value: 1 + index / 10, interval: [0.5, 2] as const })),
    { centre: 1, name: 'against their mix' },
  );

it('a chart of people writes their names and changes no other object, whatever they are called', () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  const svg = whiskersOf(['__proto__', 'constructor', 'Ana <b>', '漢'.repeat(30), 'x'.repeat(30), '$1 $&']);

  for (const name of [
    '__proto__',
    'constructor',
    'Ana &lt;b&gt;',
    `${'漢'.repeat(11)}…`,
    `${'x'.repeat(23)}…`,
    '$1 $&amp;',
  ])
    expect(svg).toContain(`>${name}<`);
  expect(svg).not.toMatch(/[\ue000\ue001]/);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});
