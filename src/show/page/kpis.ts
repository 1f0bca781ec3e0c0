import type { Report } from '../../report/schema.ts';
import { html, type PageCell, tableHtml } from '../html.ts';
import { kpiDifferenceWords, kpiName, kpiValueWords } from '../kpi-words.ts';
import { countWords, windowWords } from '../words.ts';

/** The figures of customer success: those that are there with their making, and what the others need; empty without any. */
export function kpisHtml({ kpis }: Report): string {
  if (!kpis) return '';
  const told = kpis.figures.filter(({ value }) => value !== null);
  if (told.length === 0) return '';
  const rows = told.map((kpi): PageCell[] => [
    { text: kpiName(kpi) },
    { text: kpi.value === null ? '–' : kpiValueWords(kpi.value, kpi) },
    { text: countWords(kpi.n) },
    { text: kpi.previous === null ? '–' : kpiValueWords(kpi.previous.value, kpi) },
    {
      text: kpi.difference === null ? '–' : `${kpiDifferenceWords(kpi.difference, kpi)}${kpi.significant ? ' *' : ''}`,
    },
    { text: kpi.interval === null ? '–' : kpi.interval.map((end) => kpiValueWords(end, kpi)).join(' – ') },
    { text: kpi.formula },
  ]);
  const heads = ['Figure', 'Now', 'n', 'Before', 'Change', '95% interval', 'How it is made'];
  const marked = told.some(({ significant }) => significant)
    ? '<p class="quiet">* beyond chance, also after the correction for all of them together</p>'
    : '';
  const missing = kpis.figures.filter(({ value }) => value === null);
  const needs = missing.map((kpi) => `<li>${html(kpiName(kpi))}: ${html(kpi.missing ?? '')}</li>`).join('');
  const absent = needs === '' ? '' : `<details><summary>Not available</summary><ul>${needs}</ul></details>`;
  const links = kpis.supportLinks.map(({ sentence }) => `<p>${html(sentence)}</p>`).join('');
  const beside = windowWords({ ...kpis.previous, timeZone: kpis.window.timeZone });
  return `<section aria-labelledby="kpis"><h2 id="kpis">Customer success</h2><p class="quiet">Beside ${html(beside)}.</p>${tableHtml('Customer success', heads, rows)}${marked}${links}${absent}</section>`;
}
