import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Report } from '../../report/schema.ts';
import { digestContent } from '../content/choose.ts';
import type { ContentOptions, DigestContent, Section } from '../content/content.ts';
import { latinDigits } from '../digits.ts';
import { html } from '../escape.ts';
import {
  actionHtml,
  flowHtml,
  needsHtml,
  satisfactionHtml,
  sectionHtml,
  sliceRules,
  spentHtml,
  timesHtml,
} from './parts.ts';
import { kpisHtml } from './success.ts';
import { type PageTicket, packTickets } from './ticket-data.ts';
import { ticketListHtml } from './ticket-list.ts';

const CSS = readFileSync(new URL('./page.css', import.meta.url), 'utf8') + sliceRules();
const SCRIPT = readFileSync(new URL('./tickets.js', import.meta.url), 'utf8');

/** How the page is written; it is where a digest leads and leads nowhere itself. */
export type PageOptions = Omit<ContentOptions, 'pageUrl'>;

/** What the page may do, as a Content-Security-Policy: its own styles and its one script, and nothing from anywhere. */
export const PAGE_POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/**
 * A report as one HTML file that needs no network: it opens from a disk or a mail attachment, reads without a script
 * (which only the list of tickets needs), in light and dark, on a phone and on paper.
 *
 * @param tickets those behind the figures, open ones too
 */
export function renderPage(report: Report, tickets: readonly PageTicket[], options: PageOptions): string {
  const content = digestContent(report, options);
  const list = tickets.length > 0;
  const main = content.quiet
    ? ''
    : [
        flowHtml(content.flow, content.flowSum),
        content.action?.first === true ? actionHtml(content.action) : '',
        timesHtml(content.times, content.timesNote),
        content.facts.map((fact) => `<p class="qt">${html(fact)}</p>`).join(''),
        content.why === null ? '' : sectionHtml(content.why),
        content.action?.first === false ? actionHtml(content.action) : '',
        needsHtml(content.needs),
        satisfactionHtml(content.satisfaction),
        spentHtml(content.spent),
        ...sectionsOf(content).map(sectionHtml),
        kpisHtml(report, options.locale),
        list
          ? ticketListHtml(tickets.length, {
              agents: options.agents === true,
              count: (n) => new Intl.NumberFormat(latinDigits(options.locale)).format(n),
            })
          : '',
      ].join('\n');
  return `<!DOCTYPE html>
<html lang="en" data-locale="${html(latinDigits(options.locale))}" data-time-zone="${html(report.window.timeZone)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${html(PAGE_POLICY).replaceAll('&#39;', "'")}">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${html(content.subject)}</title><style>${CSS}</style></head>
<body><a class="skip" href="#main">To the figures</a>
<header class="top"><div class="w"><b>Fairclock</b><span>${html(content.about)}</span><span class="wk">${html(content.period)}</span></div></header>
${content.quiet ? '' : navHtml(content, list)}
<main class="w" id="main">
${content.banner === null ? '' : `<p class="hp${content.banner.tone === 'longer' ? ' up' : ''}"><span class="t"><b>${html(content.banner.strong)}</b> ${html(content.banner.text)}</span></p>`}
<h1>${html(content.headline)}</h1>
${content.under.map((line) => `<p class="as">${html(line)}</p>`).join('')}
${main}
<section id="how"><h2>How to read this</h2>${content.foot.map((line) => `<p>${html(line)}</p>`).join('')}${notesHtml(report)}</section>
</main>
<footer><div class="w">Fairclock, ${html(content.period)}; days begin and end in ${html(report.window.timeZone)}.</div></footer>
${list && !content.quiet ? `<script type="application/json" id="ticket-data">${packTickets(tickets, options.agents === true)}</script><script>${SCRIPT}</script>` : ''}
</body></html>
`;
}

/** Where the page has all of what a digest tells a part of, it has it once. */
function sectionsOf({ sections, pageSections }: DigestContent): readonly Section[] {
  return [...sections.filter(({ key }) => !pageSections.some((each) => each.key === key)), ...pageSections];
}

function navHtml(content: DigestContent, list: boolean): string {
  const links: (readonly [string, string])[] = [
    ...(content.why === null ? [] : [['why', 'Why'] as const]),
    ...(content.needs === null ? [] : [['open', 'Open tickets'] as const]),
    ...(content.satisfaction === null ? [] : [['satisfaction', 'Satisfaction'] as const]),
    ...(content.spent === null ? [] : [['time', 'Where the time went'] as const]),
    ...sectionsOf(content).map(({ key, heading }) => [key, heading.split(':')[0]!] as const),
    ...(list ? [['tickets', 'All tickets'] as const] : []),
    ['how', 'How to read this'],
  ];
  return `<nav aria-label="Sections"><div class="w">${links.map(([id, words]) => `<a href="#${id}">${html(words)}</a>`).join('')}</div></nav>`;
}

function notesHtml({ quality }: Report): string {
  if (quality.notes.length === 0) return '';
  return `<h3>Before you trust these figures</h3><ul>${quality.notes.map((note) => `<li>${html(note)}</li>`).join('')}</ul>`;
}
