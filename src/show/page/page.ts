import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CLOCKS, MEASURES } from '../../model/catalogue.ts';
import type { Group, Report } from '../../report/schema.ts';
import { digestContent } from '../content/choose.ts';
import { type DigestContent, type Section, SLICE_COLOURS, type Slice } from '../content/content.ts';
import { html, tableHtml } from '../escape.ts';
import { capital, wordingOf } from '../words.ts';
import { agentsHtml, groupTable, kpisHtml, outcomesHtml, overTimeHtml, tiersHtml } from './sections.ts';
import { CLOCK_COLUMNS, MOST_TICKETS, type PageTicket, packTickets } from './ticket-data.ts';

/** What a page is made with. */
export interface PageOptions {
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
}

const CSS = readFileSync(new URL('./page.css', import.meta.url), 'utf8');
const SCRIPT = readFileSync(new URL('./tickets.js', import.meta.url), 'utf8');

/** What the page may do: nothing but run its own script and show its own style. It cannot ask anybody for anything. */
export const PAGE_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * A report as one HTML file that needs no network: it opens from a disk or a mail attachment, reads without a script
 * (which only the list of tickets needs), in light and dark, on a phone and on paper.
 *
 * @param tickets those behind the figures
 */
export function renderPage(report: Report, tickets: readonly PageTicket[], options: PageOptions): string {
  const content = digestContent(report, { cadence: 'weekly', locale: options.locale });
  const { window, overall } = report;
  const wording = wordingOf(options.locale, window.timeZone);
  const window_ = { from: Date.parse(window.from), to: Date.parse(window.to), timeZone: window.timeZone };
  const byKey = new Map(content.sections.map((section) => [section.key, section]));
  const parts = [
    headHtml(content, report),
    content.spent.length === 0
      ? ''
      : `<section aria-labelledby="spent"><h2 id="spent">Where the time went</h2>${stackHtml(content.spent)}</section>`,
    overTimeHtml(tickets, window_, wording),
    tiersHtml(report, tickets, wording, byKey.get('tiers')?.lines ?? []),
    report.byTeam.length > 1 ? groupTable('By team', 'byTeam', 'team', report.byTeam, wording) : '',
    agentsHtml(report, wording),
    outcomesHtml(report, byKey.get('customers'), wording),
    kpisHtml(report),
    sectionHtml(byKey.get('open')),
    sectionHtml(byKey.get('follow_up')),
    categoriesHtml(report.byCategory, wording, byKey.get('frequent')),
    overall.tickets === 0 ? '' : ticketsHtml(tickets.length),
  ];
  return `<!DOCTYPE html>
<html lang="en" data-locale="${html(options.locale)}" data-time-zone="${html(window.timeZone)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${html(PAGE_POLICY).replaceAll('&#39;', "'")}">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${html(content.title)}</title><style>${CSS}</style></head>
<body><a class="skip" href="#main">To the figures</a>
${parts.join('\n')}
</main>
<footer>${content.footer.map((line) => `<p>${html(line)}</p>`).join('')}${notesHtml(report)}</footer>
${overall.tickets === 0 ? '' : `<script type="application/json" id="ticket-data">${packTickets(tickets)}</script><script>${SCRIPT}</script>`}
</body></html>
`;
}

function headHtml({ title, alerts, quiet, summary, figures }: DigestContent, { window, overall }: Report): string {
  const cards = figures
    .map(
      ({ label, value, note }, index) =>
        `<div><dt>${html(label)}</dt><dd class="value" data-figure="${FIGURE_PATHS[index] ?? ''}">${html(value)}</dd><dd class="note">${html(note)}</dd></div>`,
    )
    .join('');
  return `<header>${alerts.map((alert) => `<p class="alert">${html(alert)}</p>`).join('')}<h1>${html(title)}</h1><p class="quiet">Tickets ${html(window.cohort)} in this window; days begin and end in ${html(window.timeZone)}.</p></header>
<main id="main"><p>${[...(quiet === null ? [] : [quiet]), ...summary].map(html).join(' ')}</p>${figures.length === 0 ? '' : `<dl class="figures">${cards}</dl><p class="quiet" style="margin-top:10px"><button type="button" class="open-figure" data-figure="overall.tickets">The ${overall.tickets} tickets behind these figures</button></p>`}`;
}

/** Where the opening figures stand in the JSON report, in their order. */
const FIGURE_PATHS = [
  'overall.finalResolution.net.medianSeconds',
  'overall.finalResolution.net.meanSeconds',
  'overall.firstResponse.net.medianSeconds',
  'overall.finalResolution.calendar.medianSeconds',
];

function stackHtml(slices: readonly Slice[]): string {
  const bars = slices
    .map(({ key, share, words }) => {
      const { fill, ink } = SLICE_COLOURS[key];
      return `<span style="flex:${share.toFixed(4)};background:${fill};color:${ink}">${share >= 0.06 ? html(words) : ''}</span>`;
    })
    .join('');
  const legend = slices
    .map(
      ({ key, label, words }) =>
        `<li><i style="background:${SLICE_COLOURS[key].fill}"></i>${html(label)} <b>${html(words)}</b></li>`,
    )
    .join('');
  return `<div class="stack" aria-hidden="true">${bars}</div><ul class="legend">${legend}</ul>`;
}

function sectionHtml(section: Section | undefined): string {
  if (section === undefined) return '';
  const { heading, key, lines, table } = section;
  const words = lines.map((line) => `<p>${html(line)}</p>`).join('');
  return `<section aria-labelledby="${key}"><h2 id="${key}">${html(heading)}</h2>${words}${table === null ? '' : tableHtml(heading, table.head, table.rows)}</section>`;
}

function categoriesHtml(
  groups: readonly Group[],
  wording: ReturnType<typeof wordingOf>,
  section: Section | undefined,
): string {
  if (section === undefined) return '';
  const words = section.lines.map((line) => `<p>${html(line)}</p>`).join('');
  return groupTable(section.heading, 'byCategory', 'category', groups, wording, words);
}

function notesHtml({ quality }: Report): string {
  if (quality.notes.length === 0) return '';
  return `<details><summary>Before you trust these figures</summary><ul>${quality.notes.map((note) => `<li>${html(note)}</li>`).join('')}</ul></details>`;
}

const TICKET_HEADS: readonly (readonly [string, string])[] = [
  ['ticket', 'Ticket'],
  ['tier', 'Tier'],
  ['team', 'Team'],
  ['agent', 'Agent'],
  ['category', 'Category'],
  ['opened', 'Opened'],
  ['answer', `${MEASURES.firstResponse.label}, ${CLOCKS.net.label}`],
  ...Object.values(CLOCK_COLUMNS).map(({ key, heading }) => [key, heading] as const),
  ['reopens', 'Reopened'],
];

function ticketsHtml(n: number): string {
  const selects = ['tier', 'team', 'agent', 'category']
    .map((name) => `<label>${capital(name)}<select name="${name}"><option value="">all</option></select></label>`)
    .join('');
  const heads = TICKET_HEADS.map(([key, word]) => {
    const words = ['tier', 'team', 'agent', 'category'].includes(key) ? ' class="words"' : '';
    return `<th scope="col"${words}><button type="button" data-key="${key}">${word}</button></th>`;
  }).join('');
  const cut =
    n > MOST_TICKETS
      ? `<p>The latest ${MOST_TICKETS} of ${n} are listed; fairclock report --tickets lists all.</p>`
      : '';
  return `<section id="tickets" aria-labelledby="tickets-heading"><h2 id="tickets-heading" tabindex="-1">The tickets behind the figures</h2>${cut}<noscript><p>The list needs a script, which this file brings along; it is switched off.</p></noscript>
<form class="filters"><label>Ticket<input type="search" name="search" autocomplete="off"></label>${selects}<button type="reset" class="button">Show all</button><button type="button" class="button" id="csv">Save as CSV</button></form>
<p id="ticket-status" role="status" aria-live="polite"></p>
<div class="scroll" tabindex="0" role="region" aria-label="Table: tickets"><table><thead><tr>${heads}</tr></thead><tbody></tbody></table></div>
<div class="pager"><button type="button" class="button">Before</button><span></span><button type="button" class="button">Next</button></div></section>`;
}
