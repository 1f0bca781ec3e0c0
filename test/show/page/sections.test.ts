import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import { kpisHtml } from '../../../src/show/page/sections.ts';
import { answers, kpisOf } from '../../summarise/success/input.ts';

/** The section's words, tags taken off. */
function words(kpis: Report['kpis']): string {
  return kpisHtml({ kpis } as Report)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the figures of customer success on the page', () => {
  const told = kpisOf({ ratings: [...answers(60, 'nps', 9), ...answers(30, 'nps', 7), ...answers(10, 'nps', 3)] });

  it('stand with their n and how they are made', () => {
    expect(words(told)).toContain('Net promoter score 50 100 ');
    expect(words(told)).toContain('promoters');
  });

  it('that are not available say what they need, and are not in the table', () => {
    const html = kpisHtml({ kpis: told } as Report);
    const [table = '', absent = ''] = html.split('<summary>Not available</summary>');

    expect(absent).toMatch(/needs /);
    expect(table).not.toMatch(/needs /);
  });

  it('are escaped wherever a name comes from outside', () => {
    const [first, ...rest] = told.figures.filter(({ value }) => value !== null);
    const hostile = { ...told, figures: [{ ...first!, group: '<img src=x onerror=alert(1)>' }, ...rest] };

    expect(kpisHtml({ kpis: hostile } as Report)).not.toContain('<img');
    expect(kpisHtml({ kpis: hostile } as Report)).toContain('&lt;img');
  });

  it('are left out where nothing is known of them', () => {
    expect(kpisHtml({ kpis: null } as Report)).toBe('');
    expect(kpisHtml({ kpis: kpisOf({}) } as Report)).toBe('');
  });
});
