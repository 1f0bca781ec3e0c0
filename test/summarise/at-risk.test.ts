import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitByGroup } from '../../src/summarise/at-risk.ts';
import { curveFigure } from '../../src/summarise/survival.ts';
import { anyRows } from './statistics/at-risk-rows.ts';

it('splits windows into groups: every row once, the same clusters together across windows', () => {
  fc.assert(
    fc.property(anyRows, anyRows, fc.integer({ min: 1, max: 5 }), (earlier, later, groups) => {
      const windows = [earlier, later];
      const groupOf = windows.map(({ rows }) =>
        Uint32Array.from(rows.exitMs, (exit, row) => (exit + row) % (groups + 1)),
      );
      const split = splitByGroup(windows, groupOf, groups);

      for (const [group, parts] of split.entries()) {
        const numberOf = new Map<number, number>();
        for (const [index, part] of parts.entries()) {
          const rows = [...groupOf[index]!.keys()].filter((row) => groupOf[index]![row] === group);
          expect([...part.rows.exitMs]).toEqual(rows.map((row) => windows[index]!.rows.exitMs[row]));
          expect([...part.rows.entryMs]).toEqual(rows.map((row) => windows[index]!.rows.entryMs[row]));
          expect([...part.rows.ended]).toEqual(rows.map((row) => windows[index]!.rows.ended[row]));
          for (const [place, row] of rows.entries()) {
            const code = windows[index]!.clusters.customer.codes[row]!;
            const number = part.clusters.customer.codes[place]!;
            expect(number).toBe(numberOf.get(code) ?? number);
            numberOf.set(code, number);
          }
          expect(part.clusters.customer.count).toBe(parts[0]!.clusters.customer.count);
        }
        expect(new Set(numberOf.values()).size).toBe(numberOf.size);
      }
    }),
  );
});

it('gives a group the figure that its rows alone have', () => {
  fc.assert(
    fc.property(anyRows, (window) => {
      const all = splitByGroup([window], [new Uint32Array(window.rows.exitMs.length)], 1)[0]![0]!;
      expect(curveFigure(all)).toEqual(curveFigure(window));
    }),
  );
});
