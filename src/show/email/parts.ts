import {
  type Action,
  type DigestContent,
  type FlowCell,
  type NeedRow,
  type Needs,
  type Satisfaction,
  type Section,
  SLICE_COLOURS,
  type Slice,
  type Spent,
  type Text,
  type TimeCard,
} from '../content/content.ts';
import { CALL_BACKS_SHOWN, NEEDS_SHOWN } from '../content/thresholds.ts';
import { linkable } from '../escape.ts';
import { LIST_OF_OPEN } from '../text/digest.ts';
import {
  anchor,
  cellHtml,
  columns,
  headingHtml,
  html,
  INK,
  LINK,
  paragraph,
  QUIET,
  RULE,
  TONES,
  type,
} from './style.ts';
import { headCell, tableHtml } from './table.ts';

/** The five counts side by side, and how they add up. */
export function flowHtml(cells: readonly FlowCell[], sum: string): string {
  const boxes = cells
    .map(({ label, value, note, tone }, index) => {
      const ground = tone === 'plain' ? '' : `background-color:${TONES[tone].ground};`;
      const [ink, quiet] = tone === 'plain' ? [INK, QUIET] : [TONES[tone].text, TONES[tone].text];
      return `<td width="20%" valign="top" style="padding:12px 4px 12px ${tone === 'plain' && index > 0 ? 4 : index === 0 && tone === 'plain' ? 0 : 10}px;${ground}"><div style="${type(12, 18)}color:${quiet};white-space:nowrap;">${html(label)}</div><div style="${type(cells.some((cell) => cell.value.length > 5) ? 20 : 28, 34)}font-weight:700;color:${ink};">${html(value)}</div><div style="${type(12, 17)}color:${quiet};">${html(note)}&nbsp;</div></td>`;
    })
    .join('');
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="border-top:1px solid ${RULE};border-bottom:1px solid ${RULE};"><tr>${boxes}</tr></table>${paragraph(sum, 12, QUIET)}`;
}

/** The two times side by side with their weeks, what was taken out of both, and facts beside them. */
export function timesHtml({ times, timesNote, facts }: DigestContent): string {
  const cells = times.map((card, index) => {
    const { title, value, says, verdict, lines, weeks } = card;
    return `<td width="50%" valign="top" style="${index === 0 ? 'padding-right:16px;' : `padding-left:16px;border-left:1px solid ${RULE};`}"><div style="${type(13)}font-weight:600;color:${INK};">${html(title)}</div><div style="${type(27, 36)}font-weight:700;color:${INK};">${html(value)}</div><div style="${type(13)}color:${QUIET};">${html(says)}</div>${weeksHtml(card, weeks)}${pill(verdict)}${lines.map((line) => `<div style="${type(12, 17)}color:${QUIET};padding-top:4px;">${html(line)}</div>`).join('')}</td>`;
  });
  const table =
    cells.length === 0
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr>${cells.join('')}</tr></table>`;
  return `${table}${[timesNote, ...facts].map((line) => paragraph(line, 12, QUIET)).join('')}`;
}

function pill(verdict: TimeCard['verdict']): string {
  if (verdict === null) return '';
  const { ground, text } = TONES[verdict.tone];
  return `<div style="margin:6px 0 0;"><span style="${type(13, 20)}padding:1px 8px;background-color:${ground};color:${text};${verdict.tone === 'plain' ? '' : 'font-weight:600;'}">${html(verdict.text)}</span></div>`;
}

const BAR_PX = 28;

/** The weeks as columns from zero; a week without a figure is a gap. */
function weeksHtml({ verdict }: TimeCard, weeks: TimeCard['weeks']): string {
  const known = weeks.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  if (known.length < 2) return '';
  const highest = Math.max(...known);
  const bars = weeks
    .map(({ seconds }, index) => {
      const last = index === weeks.length - 1;
      const fill = last ? TONES[verdict?.tone ?? 'plain'].fill : '#b4cbe2';
      const height = seconds === null || highest === 0 ? 0 : Math.max(1, Math.round((seconds / highest) * BAR_PX));
      const bar =
        height === 0
          ? ''
          : `<div style="height:${height}px;background-color:${fill};font-size:0;line-height:0;">&nbsp;</div>`;
      return `<td valign="bottom" height="${BAR_PX}" style="height:${BAR_PX}px;padding:0 1px;font-size:0;line-height:0;">${bar}</td>`;
    })
    .join('');
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="190" style="margin-top:8px;"><tr>${bars}</tr></table><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="190"><tr><td style="${type(12, 16)}color:${QUIET};">${html(weeks[0]!.label)}</td><td align="right" style="${type(12, 16)}color:${QUIET};">${html(weeks.at(-1)!.label)}</td></tr></table>`;
}

/** What would help, with a second thought. */
export function actionHtml({ title, says, link, tone, note }: Action, pageUrl: string | null): string {
  const head = `<div style="${type(13)}font-weight:700;color:${tone === 'plain' ? LINK : TONES[tone].text};">What would help</div><div style="${type(16, 24)}font-weight:700;color:${INK};">${html(title)}</div><div style="${type(14, 21)}color:${INK};">${html(says)}</div>`;
  const address =
    linkable(link?.url) ?? (link?.opens === undefined || pageUrl === null ? undefined : `${pageUrl}#open`);
  const more =
    link === null || address === undefined
      ? ''
      : `<div style="${type(14, 24)}font-weight:600;">${anchor(address, link.text)}</div>`;
  const box = `<div style="padding:14px 18px;background-color:${tone === 'plain' ? '#eaf2fb' : TONES[tone].ground};border-left:4px solid ${tone === 'plain' ? LINK : TONES[tone].fill};">${head}${more}</div>`;
  return note === null
    ? box
    : `${box}<div style="${type(14, 21)}color:${QUIET};padding-top:10px;"><strong>${html(note.title)}</strong> ${html(note.says)}</div>`;
}

/** The first of the open tickets that need somebody, and the way to all. */
export function needsHtml(needs: Needs, pageUrl: string | null): string {
  const { heading, of, all, rows, nothing, beside } = needs;
  const shown = rows.slice(0, NEEDS_SHOWN);
  const onePerson = new Set(rows.map(({ who, team }) => `${who}\n${team}`)).size === 1;
  const head = columns([
    headingHtml(heading),
    shown.length === 0 ? '' : `<span style="${type(13)}color:${QUIET};">${html(`${shown.length} of ${of}`)}</span>`,
  ]);
  if (shown.length === 0)
    return `${head}${paragraph(nothing ?? '', 14, INK)}${beside === '' ? '' : paragraph(beside, 13, QUIET)}`;
  const cells = shown.map((need) => needHtml(need, onePerson)).join('');
  const rest =
    rows.length <= shown.length
      ? ''
      : pageUrl === null
        ? paragraph(`${all}: ${LIST_OF_OPEN}`, 13, QUIET)
        : `<p style="margin:8px 0 0;${type(14)}font-weight:600;">${anchor(`${pageUrl}#open`, all)}</p>`;
  return `${head}<table cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:6px;"><tr>${[
    headCell('Ticket'),
    ...(onePerson ? [] : [headCell('With')]),
    headCell('Waiting for us', { right: true, last: true }),
  ].join('')}</tr>${cells}</table>${rest}${beside === '' ? '' : paragraph(beside, 13, QUIET)}`;
}

function needHtml({ ticket, about, why, tone, who, nobody, team, waiting }: NeedRow, onePerson: boolean): string {
  const line = `border-bottom:1px solid ${RULE};padding:8px 8px 8px 0;`;
  const person = onePerson
    ? ''
    : `<td valign="top" style="${line}${type(14)}color:${INK};">${nobody ? `<strong style="color:${TONES.longer.text};">${html(who)}</strong>` : html(who)}<br><span style="color:${QUIET};">${html(team)}</span></td>`;
  return `<tr><td valign="top" style="${line}${type(14)}color:${INK};"><strong>${cellHtml(ticket)}</strong> ${html(about)}<br><span style="color:${tone === 'plain' ? QUIET : TONES[tone].text};">${html(why)}</span></td>${person}<td valign="top" align="right" style="${line}padding-right:0;${type(14)}font-weight:600;white-space:nowrap;color:${INK};">${html(waiting)}</td></tr>`;
}

/** Satisfaction beside the first unhappy customers; how many more there are is said, so that no mail is clipped. */
export function satisfactionHtml(
  { heading, verdict, share, lines, callBack }: Satisfaction,
  pageUrl: string | null,
): string {
  const bar =
    share === null
      ? ''
      : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="220" style="margin-top:6px;"><tr>${[
          [share, TONES.plain.fill],
          [1 - share, TONES.longer.fill],
        ]
          .filter(([part]) => Number(part) > 0)
          .map(
            ([part, fill]) =>
              `<td width="${Math.round(Number(part) * 100)}%" height="12" style="height:12px;background-color:${fill};font-size:0;line-height:0;">&nbsp;</td>`,
          )
          .join('')}</tr></table>`;
  const told = `${headingHtml(heading)}${bar}${lines.map((line) => paragraph(line, 13, QUIET)).join('')}${pill(verdict)}`;
  if (callBack === null) return told;
  const { rows } = callBack.table;
  const left = rows.length - CALL_BACKS_SHOWN;
  const rest =
    left <= 0
      ? ''
      : pageUrl === null
        ? paragraph(`and ${left} more in the report`, 13, QUIET)
        : `<p style="margin:0;${type(13)}">${anchor(`${pageUrl}#satisfaction`, `and ${left} more on the page`)}</p>`;
  const call = `<div style="${type(14, 24)}font-weight:600;color:${INK};">${html(callBack.heading)}</div>${rows.slice(0, CALL_BACKS_SHOWN).map(callBackHtml).join('')}${rest}`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td width="50%" valign="top" style="padding-right:16px;">${told}</td><td width="50%" valign="top" style="padding-left:16px;border-left:1px solid ${RULE};">${call}</td></tr></table>`;
}

/** A customer to call back: the ticket, what was given, what it was about, who had it. */
function callBackHtml([ticket, rated, who]: readonly Text[]): string {
  const about = [ticket?.beside ?? '', who?.text ?? ''].filter((word) => word !== '').join(', ');
  return `<div style="${type(13, 22)}color:${INK};">${ticket === undefined ? '' : cellHtml(ticket)} &nbsp;${html(rated?.text ?? '')} &nbsp;<span style="color:${QUIET};">${html(about)}</span></div>`;
}

/** Where the time went, as one bar. */
export function spentHtml({ heading, lines, slices }: Spent): string {
  const cells = slices
    .filter(({ share }) => share >= 0.005)
    .map(
      ({ key, share, words }) =>
        `<td width="${Math.round(share * 100)}%" height="30" align="center" style="height:30px;background-color:${SLICE_COLOURS[key].fill};color:${SLICE_COLOURS[key].ink};${type(12, 16)}font-weight:600;">${share >= 0.08 ? html(words) : ''}</td>`,
    )
    .join('');
  return `${headingHtml(heading)}${lines.map((line) => paragraph(line, 14, INK)).join('')}<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:8px;"><tr>${cells}</tr></table>${legendHtml(slices)}`;
}

function legendHtml(slices: readonly Slice[]): string {
  const cells = slices.map(
    ({ key, label, words }) =>
      `<td width="33%" style="padding-top:4px;${type(13, 20)}color:${QUIET};"><span style="color:${SLICE_COLOURS[key].fill};">&#9632;</span>&nbsp;${html(label)} <strong style="color:${INK};">${html(words)}</strong></td>`,
  );
  const lines = [cells.slice(0, 3), cells.slice(3)].filter((line) => line.length > 0);
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:4px;">${lines.map((line) => `<tr>${line.join('')}</tr>`).join('')}</table>`;
}

/** A part under its heading. */
export function sectionHtml({ heading, beside, lines, table, after }: Section): string {
  const head = columns([headingHtml(heading), `<span style="${type(13)}color:${QUIET};">${html(beside)}</span>`]);
  return `${head}${lines.map((line) => paragraph(line, 14, INK)).join('')}${table === null ? '' : tableHtml(table)}${after.map((line) => paragraph(line, 13, QUIET)).join('')}`;
}
