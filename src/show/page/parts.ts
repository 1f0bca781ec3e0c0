import { DIMENSION_NAMES, DIMENSIONS } from '../../model/catalogue.ts';
import {
  type Action,
  type DigestContent,
  type FlowCell,
  type Needs,
  type Satisfaction,
  type Section,
  SLICE_COLOURS,
  type Slice,
  type Spent,
  type Table,
  type Text,
  type TimeCard,
  type Tone,
} from '../content/content.ts';
import { NEEDS_SHOWN_ON_PAGE } from '../content/thresholds.ts';
import { escapeHtml, html, linkable } from '../escape.ts';
import { sparkline, weekStrip } from './lines.ts';

const TONE: Readonly<Record<Tone, string>> = { plain: '', longer: ' up', shorter: ' dn' };

/** The five counts; each leads to the open tickets. */
export function flowHtml(cells: readonly FlowCell[], sum: string): string {
  if (cells.length === 0) return '';
  const boxes = cells.map(
    ({ key, label, value, note, tone, figure, series }) =>
      `<div class="fc${tone === 'longer' ? ' hot' : ''}" id="flow-${key}"><div class="lb">${html(label)}</div><div class="nu" data-figure="${html(figure)}">${html(value)}</div><div class="sb">${html(note)}</div>${sparkline(label, series)}</div>`,
  );
  return `<div class="fl">${boxes.join('')}</div><p class="qt">${html(sum)}</p>`;
}

/** The two times side by side, with their weeks. */
export function timesHtml(cards: readonly TimeCard[], note: string): string {
  if (cards.length === 0) return '';
  const parts = cards.map((card) => {
    const { title, value, says, verdict, lines, figure } = card;
    return `<div><h2 class="s">${html(title)}</h2><div class="hd tm"><span class="big" data-figure="${html(figure)}">${html(value)}</span>${pill(verdict)}</div><p class="qt">${html(says)}</p>${weekStrip(card)}${lines.map((line) => `<p class="qt">${html(line)}</p>`).join('')}</div>`;
  });
  return `<div class="two">${parts.join('')}</div>${note === '' ? '' : `<p class="qt">${html(note)}</p>`}`;
}

/** The one thing that would help. */
export function actionHtml(action: Action | null): string {
  if (action === null) return '';
  const { title, says, link, tone, note } = action;
  const more =
    link === null ? '' : `<a href="#${link.opens === undefined ? 'open' : 'tickets'}">${html(link.text)}</a>`;
  return `<div class="hp${TONE[tone]}"><span class="k">What would help</span><span class="t"><b>${html(title)}.</b> ${html(says)}</span>${more}</div>${note === null ? '' : `<p class="qt"><b>${html(note.title)}</b> ${html(note.says)}</p>`}`;
}

/** The open tickets that need somebody; the first of them, and all of them behind one click. */
export function needsHtml(needs: Needs | null): string {
  if (needs === null) return '';
  const { heading, of, all, rows, counts, nothing, beside } = needs;
  const chips = counts
    .map(({ text, n }, index) => `<li><span class="${index === 0 ? 'on' : ''}">${html(text)} ${n}</span></li>`)
    .join('');
  const shown = Math.min(rows.length, NEEDS_SHOWN_ON_PAGE);
  const head = `<div class="hd oh"><h2>${html(heading)}</h2><ul class="ch">${chips}</ul><span class="r">${shown === 0 ? '' : html(`${shown} of ${of}`)}</span></div>`;
  if (rows.length === 0)
    return `<section id="open">${head}<p>${html(nothing ?? '')}</p><p class="qt">${html(beside)}</p></section>`;
  const lines = rows.map(
    ({ ticket, about, why, tone, who, nobody, team, tier, waiting: time }) =>
      `<tr><th scope="row">${linkHtml(ticket)} <span class="k2">${html(about)}</span></th><td class="${tone === 'longer' ? 'wa' : ''}">${html(why)}</td><td class="who">${nobody ? `<b class="wa">${html(who)}</b>` : html(who)}${team === '' ? '' : `<span class="k2">, ${html(team)}</span>`}</td><td class="k2 op">${html(tier)}</td><td class="n"><b>${html(time)}</b></td></tr>`,
  );
  const table = (body: readonly string[], label: string): string =>
    scroll(
      label,
      `<table class="tks"><thead><tr><th scope="col">Ticket</th><th scope="col">Why it needs somebody</th><th scope="col">With</th><th scope="col" class="op">Complexity</th><th scope="col" class="n">Waiting for us</th></tr></thead><tbody>${body.join('')}</tbody></table>`,
    );
  const rest =
    lines.length > shown
      ? `<details><summary>The ${lines.length - shown} others that need somebody</summary>${table(lines.slice(shown), 'the others that need somebody')}</details>`
      : '';
  return `<section id="open">${head}${table(lines.slice(0, shown), 'open tickets that need somebody')}${rest}<p class="qt">${opener(`${all}, with CSV`, { state: 'waiting for us' })} ${html(beside)}</p></section>`;
}

/** Satisfaction beside whom to call back. */
export function satisfactionHtml(satisfaction: Satisfaction | null): string {
  if (satisfaction === null) return '';
  const { heading, verdict, share, lines, callBack } = satisfaction;
  const bar =
    share === null
      ? ''
      : `<div class="spl" aria-hidden="true"><i style="flex:${share.toFixed(3)}"></i>${share < 1 ? `<i style="flex:${(1 - share).toFixed(3)}"></i>` : ''}</div>`;
  const call =
    callBack === null
      ? ''
      : `<div><h3>${html(callBack.heading)}</h3>${tableHtml(callBack.heading, callBack.table)}</div>`;
  return `<section id="satisfaction"><div class="g2"><div><div class="hd"><h2>${html(heading)}</h2>${pill(verdict)}</div>${bar}${lines.map((line) => `<p class="qt">${html(line)}</p>`).join('')}</div>${call}</div></section>`;
}

/** Where the time went, beside the window before. */
export function spentHtml(spent: Spent | null): string {
  if (spent === null) return '';
  const { heading, lines, label, slices, before } = spent;
  const rows = [
    `<span>${html(label)}</span>${stackHtml(label, slices)}`,
    ...(before === null
      ? []
      : [
          `<span class="mu">${html(before.label)}</span><div class="sm">${stackHtml(before.label, before.slices)}</div>`,
        ]),
  ];
  const legend = slices
    .map(({ key, label: name, words }) => `<li><i class="c-${key}"></i>${html(name)} <b>${html(words)}</b></li>`)
    .join('');
  return `<section id="time"><div class="hd"><h2>${html(heading)}</h2></div>${lines.map((line) => `<p>${html(line)}</p>`).join('')}<div class="row2">${rows.join('')}</div><ul class="lg">${legend}</ul></section>`;
}

function stackHtml(label: string, slices: readonly Slice[]): string {
  const says = slices.map(({ label: name, words }) => `${name} ${words}`).join(', ');
  const parts = slices.map(
    ({ key, share, words }) =>
      `<i class="c-${key}" style="flex:${share.toFixed(4)}">${share >= 0.06 ? html(words) : ''}</i>`,
  );
  return `<div class="st" role="img" aria-label="${html(`${label}: ${says}`)}">${parts.join('')}</div>`;
}

/** The colours of causes as rules, so that they are declared once. */
export function sliceRules(): string {
  return Object.entries(SLICE_COLOURS)
    .map(([key, { fill, ink }]) => `.c-${key}{background:${fill};color:${ink}}`)
    .join('');
}

/** A section of the digest as a part of the page. */
export function sectionHtml({ key, heading, beside, lines, table, after }: Section): string {
  return `<section id="${key}"><div class="hd"><h2>${html(heading)}</h2><span class="r">${html(beside)}</span></div>${lines.map((line) => `<p>${html(line)}</p>`).join('')}${table === null ? '' : tableHtml(heading, table)}${after.map((line) => `<p class="qt">${html(line)}</p>`).join('')}</section>`;
}

function tableHtml(label: string, { head, rows, total }: Table): string {
  const heads = head.map(
    ({ text, right, optional }) => `<th scope="col" class="${columnClass(right, optional)}">${html(text)}</th>`,
  );
  const body = rows.map((cells, row) => {
    const line = cells.map((cell, index) => {
      const inner = `${cell.opens === undefined ? linkHtml(cell) : opener(cell.text, filtersOf(cell.opens))}${cell.beside ? ` <span class="k2">${html(cell.beside)}</span>` : ''}`;
      const tone = cell.tone === 'longer' ? ' wa' : cell.tone === 'shorter' ? ' go' : '';
      const classes = `${columnClass(head[index]?.right, head[index]?.optional)}${tone}`;
      return index === 0 ? `<th scope="row" class="${classes}">${inner}</th>` : `<td class="${classes}">${inner}</td>`;
    });
    return `<tr${total === true && row === rows.length - 1 ? ' class="al"' : ''}>${line.join('')}</tr>`;
  });
  return scroll(label, `<table><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`);
}

/** Figures stand to the right; what a reader can do without is left out on a phone. */
function columnClass(right: boolean | undefined, optional: boolean | undefined): string {
  return `${right === true ? 'n' : ''}${optional === true ? ' op' : ''}`;
}

/** The filters of the list of tickets behind a figure: `byTier=complex` is the tier's. */
function filtersOf(opens: string): Readonly<Record<string, string>> {
  const [name, value] = opens.split('=', 2);
  if (value === undefined)
    return opens === 'open' ? { state: 'waiting for us' } : opens === 'unanswered' ? { state: 'no answer yet' } : {};
  const dimension = DIMENSION_NAMES.find((each) => each === name);
  return dimension === undefined ? {} : { [DIMENSIONS[dimension].field]: value };
}

function opener(words: string, filters: Readonly<Record<string, string>>): string {
  const data = Object.entries(filters).map(([name, value]) => ` data-${name}="${html(value)}"`);
  return `<button type="button" class="open-figure"${data.join('')}>${html(words)}</button>`;
}

function pill(verdict: DigestContent['times'][number]['verdict']): string {
  return verdict === null ? '' : ` <span class="pl${TONE[verdict.tone]}">${html(verdict.text)}</span>`;
}

function linkHtml({ text, url, strong }: Text): string {
  const address = linkable(url);
  const words = strong === true ? `<b>${html(text)}</b>` : html(text);
  return address === undefined ? words : `<a href="${escapeHtml(address)}" rel="noreferrer">${words}</a>`;
}

function scroll(label: string, table: string): string {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${html(`Table: ${label}`)}">${table}</div>`;
}
