import type { Report } from '../../report/schema.ts';
import { html } from '../escape.ts';
import { figureWords, kpiName } from '../words.ts';

/** The figures of customer success, folded: those that are there with their making, and what the others need; empty without any. */
export function kpisHtml({ kpis }: Report, locale: string): string {
  if (!kpis) return '';
  const words = figureWords(locale);
  const told = kpis.figures.filter(({ value }) => value !== null);
  if (told.length === 0) return '';
  const rows = told.map((kpi) => {
    const cells = [
      kpi.value === null ? '–' : words.kpi(kpi.value, kpi),
      words.count(kpi.n),
      kpi.previous === null ? '–' : words.kpi(kpi.previous.value, kpi),
      kpi.difference === null ? '–' : `${words.kpiDifference(kpi.difference, kpi)}${kpi.significant ? ' *' : ''}`,
      kpi.interval === null ? '–' : kpi.interval.map((end) => words.kpi(end, kpi)).join(' – '),
    ];
    return `<tr><th scope="row">${html(kpiName(kpi))}</th>${cells.map((cell) => `<td class="n">${html(cell)}</td>`).join('')}<td>${html(kpi.formula)}</td></tr>`;
  });
  const heads = ['Now', 'From', 'Before', 'Change', 'Likely between'].map(
    (word) => `<th scope="col" class="n">${word}</th>`,
  );
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Table: customer success"><table><thead><tr><th scope="col">Figure</th>${heads.join('')}<th scope="col">How it is made</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  const marked = told.some(({ significant }) => significant)
    ? '<p class="qt">* beyond chance, also after the correction for all of them together</p>'
    : '';
  const missing = kpis.figures.filter(({ value }) => value === null);
  const needs = missing.map((kpi) => `<li>${html(kpiName(kpi))}: ${html(kpi.missing ?? '')}</li>`).join('');
  const absent = needs === '' ? '' : `<h3>Not available</h3><ul>${needs}</ul>`;
  const links = kpis.supportLinks.map(({ sentence }) => `<p>${html(sentence)}</p>`).join('');
  const beside = words.window({ ...kpis.previous, timeZone: kpis.window.timeZone });
  return `<section id="success"><details><summary>Revenue, retention and the other figures of customer success</summary><p class="qt">Beside ${html(beside)}.</p>${table}${marked}${links}${absent}</details></section>`;
}
