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
  type Table,
  type Text,
  type TimeCard,
  type Tone,
} from './content/content.ts';
import { NEEDS_SHOWN } from './content/thresholds.ts';
import { escapeHtml, linkable, oneLine } from './escape.ts';
import { digestText, footText } from './text/digest.ts';

const TEXT_WIDTH = 76;
const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
const INK = '#16202b';
const QUIET = '#54616e';
const RULE = '#dde3e9';
const LINK = '#1b5aa0';
const TONES: Readonly<Record<Tone, { readonly text: string; readonly ground: string; readonly fill: string }>> = {
  plain: { text: QUIET, ground: '#f5f7fa', fill: '#1b5aa0' },
  longer: { text: '#9a4300', ground: '#fdf2e6', fill: '#c8701a' },
  shorter: { text: '#0b6b62', ground: '#e6f4f1', fill: '#3f9d8f' },
};

/** A digest as the parts of an email. */
export interface Email {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * A digest as an email: tables and inline styles only, no picture, no script, no address but the page's, the tickets'
 * and the unsubscribe link, so that every mail program shows it and nothing is fetched.
 */
export function renderEmail(
  content: DigestContent,
  options: { readonly unsubscribeUrl?: string | undefined } = {},
): Email {
  return {
    subject: oneLine(content.subject, 200),
    text: emailText(content, options.unsubscribeUrl),
    html: emailHtml(content, options.unsubscribeUrl),
  };
}

/** The plain-text part of a digest by email: it says all that the HTML part says. */
export function emailText(content: DigestContent, unsubscribeUrl?: string): string {
  const lines = digestText(content, { width: TEXT_WIDTH });
  if (content.pageUrl !== null) lines.push('', `Everything on the page: ${content.pageUrl}`);
  lines.push('', ...footText(content, TEXT_WIDTH));
  if (unsubscribeUrl !== undefined) lines.push('', `Stop these emails: ${unsubscribeUrl}`);
  return `${lines.join('\n')}\n`;
}

function emailHtml(content: DigestContent, unsubscribeUrl: string | undefined): string {
  const { action, needs, satisfaction, spent } = content;
  const actionRow = action === null ? '' : row(actionHtml(action));
  const body = [
    row(
      columns([
        `<span style="${type(13)}color:${QUIET};"><strong style="color:${INK};">Fairclock</strong> &nbsp;${html(content.about)}</span>`,
        `<span style="${type(13)}color:${QUIET};">${html(content.period)}</span>`,
      ]),
    ),
    content.banner === null
      ? ''
      : row(
          boxHtml(`<strong>${html(content.banner.strong)}</strong> ${html(content.banner.text)}`, content.banner.tone),
        ),
    row(
      `<h1 style="margin:0;${type(25, 32)}font-weight:700;color:${INK};">${html(content.headline)}</h1>${content.under.map((line) => paragraph(line, 15, QUIET)).join('')}`,
    ),
    content.flow.length === 0 ? '' : row(flowHtml(content.flow, content.flowSum)),
    action?.first === true ? actionRow : '',
    content.times.length === 0 ? '' : row(timesHtml(content.times, content.timesNote)),
    content.facts.length === 0 ? '' : row(content.facts.map((fact) => paragraph(fact, 13, QUIET)).join('')),
    action?.first === false ? actionRow : '',
    needs === null ? '' : row(needsHtml(needs, content.pageUrl)),
    satisfaction === null ? '' : row(satisfactionHtml(satisfaction)),
    spent === null ? '' : row(spentHtml(spent)),
    ...content.sections.map((section) => row(sectionHtml(section))),
    content.pageUrl === null
      ? ''
      : row(
          `<p style="margin:0;${type(14)}">${anchor(content.pageUrl, 'Everything on the page')} <span style="color:${QUIET};">teams, people, customers, all tickets</span></p>`,
        ),
  ];
  const foot = `${content.foot.map((line) => html(line)).join(' ')}${unsubscribeUrl === undefined ? '' : `<br>${anchor(unsubscribeUrl, 'Stop these emails')}`}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${html(content.subject)}</title></head>
<body style="margin:0;padding:0;background-color:#eef1f4;">
<div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:#eef1f4;">${html(content.preview)}</div>
<div role="main"><table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="background-color:#eef1f4;"><tr><td align="center" style="padding:16px 0;">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="600" style="width:100%;max-width:600px;background-color:#ffffff;">
${body.filter((part) => part !== '').join('\n')}
<tr><td height="26" style="height:26px;font-size:0;line-height:0;">&nbsp;</td></tr>
<tr><td style="padding:14px 32px 18px;background-color:#f5f7fa;border-top:1px solid ${RULE};${type(12, 18)}color:${QUIET};">${foot}</td></tr>
</table></td></tr></table></div>
</body></html>
`;
}

function flowHtml(cells: readonly FlowCell[], sum: string): string {
  const boxes = cells
    .map(({ label, value, note, tone }, index) => {
      const ground = tone === 'plain' ? '' : `background-color:${TONES[tone].ground};`;
      const [ink, quiet] = tone === 'plain' ? [INK, QUIET] : [TONES[tone].text, TONES[tone].text];
      return `<td width="20%" valign="top" style="padding:12px 4px 12px ${tone === 'plain' && index > 0 ? 4 : index === 0 && tone === 'plain' ? 0 : 10}px;${ground}"><div style="${type(13)}color:${quiet};">${html(label)}</div><div style="${type(value.length > 5 ? 20 : 28, 34)}font-weight:700;color:${ink};">${html(value)}</div><div style="${type(12, 17)}color:${quiet};">${html(note)}&nbsp;</div></td>`;
    })
    .join('');
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="border-top:1px solid ${RULE};border-bottom:1px solid ${RULE};"><tr>${boxes}</tr></table>${paragraph(sum, 12, QUIET)}`;
}

function timesHtml(cards: readonly TimeCard[], note: string): string {
  const cells = cards.map((card, index) => {
    const { title, value, says, verdict, lines, weeks } = card;
    const pill =
      verdict === null
        ? ''
        : `<div style="margin:6px 0 0;"><span style="${type(13, 20)}padding:1px 8px;background-color:${TONES[verdict.tone].ground};color:${TONES[verdict.tone].text};${verdict.tone === 'plain' ? '' : 'font-weight:600;'}">${html(verdict.text)}</span></div>`;
    return `<td width="50%" valign="top" style="${index === 0 ? 'padding-right:16px;' : `padding-left:16px;border-left:1px solid ${RULE};`}"><div style="${type(13)}font-weight:600;color:${INK};">${html(title)}</div><div style="${type(27, 36)}font-weight:700;color:${INK};">${html(value)}</div><div style="${type(13)}color:${QUIET};">${html(says)}</div>${weeksHtml(card, weeks)}${pill}${lines.map((line) => `<div style="${type(12, 17)}color:${QUIET};padding-top:4px;">${html(line)}</div>`).join('')}</td>`;
  });
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr>${cells.join('')}</tr></table>${note === '' ? '' : paragraph(note, 12, QUIET)}`;
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

function actionHtml({ title, says, link, tone, note }: Action): string {
  const head = `<div style="${type(13)}font-weight:700;color:${tone === 'plain' ? LINK : TONES[tone].text};">What would help</div><div style="${type(16, 24)}font-weight:700;color:${INK};">${html(title)}</div><div style="${type(14, 21)}color:${INK};">${html(says)}</div>`;
  const more = link?.url === undefined ? '' : `<div style="${type(14, 22)}">${cellHtml(link)}</div>`;
  const box = `<div style="padding:14px 18px;background-color:${tone === 'plain' ? '#eaf2fb' : TONES[tone].ground};border-left:4px solid ${tone === 'plain' ? LINK : TONES[tone].fill};">${head}${more}</div>`;
  return note === null
    ? box
    : `${box}<div style="${type(14, 21)}color:${QUIET};padding-top:10px;"><strong>${html(note.title)}</strong> ${html(note.says)}</div>`;
}

function needsHtml(needs: Needs, pageUrl: string | null): string {
  const { heading, waiting, rows, nothing, beside } = needs;
  const shown = rows.slice(0, NEEDS_SHOWN);
  const onePerson = new Set(rows.map(({ who, team }) => `${who}\n${team}`)).size === 1;
  const head = columns([
    headingHtml(heading),
    shown.length === 0
      ? ''
      : `<span style="${type(13)}color:${QUIET};">${shown.length} of ${waiting} waiting for us</span>`,
  ]);
  if (shown.length === 0)
    return `${head}${paragraph(nothing ?? '', 14, INK)}${beside === '' ? '' : paragraph(beside, 13, QUIET)}`;
  const cells = shown.map((need) => needHtml(need, onePerson)).join('');
  const rest =
    waiting <= shown.length
      ? ''
      : pageUrl === null
        ? paragraph(`The other ${waiting - shown.length}: fairclock report --tickets open.`, 13, QUIET)
        : `<p style="margin:8px 0 0;${type(14)}font-weight:600;">${anchor(`${pageUrl}#open`, `All ${waiting} tickets waiting for us`)}</p>`;
  return `${head}<table cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:6px;"><tr>${[
    headCell('Ticket'),
    ...(onePerson ? [] : [headCell('With')]),
    headCell('Waiting for us', true),
  ].join('')}</tr>${cells}</table>${rest}${beside === '' ? '' : paragraph(beside, 13, QUIET)}`;
}

function needHtml({ ticket, about, why, tone, who, nobody, team, waiting }: NeedRow, onePerson: boolean): string {
  const line = `border-bottom:1px solid ${RULE};padding:8px 8px 8px 0;`;
  const person = onePerson
    ? ''
    : `<td valign="top" style="${line}${type(14)}color:${INK};">${nobody ? `<strong style="color:${TONES.longer.text};">${html(who)}</strong>` : html(who)}<br><span style="color:${QUIET};">${html(team)}</span></td>`;
  return `<tr><td valign="top" style="${line}${type(14)}color:${INK};"><strong>${cellHtml(ticket)}</strong> ${html(about)}<br><span style="color:${tone === 'plain' ? QUIET : TONES[tone].text};">${html(why)}</span></td>${person}<td valign="top" align="right" style="${line}padding-right:0;${type(14)}font-weight:600;white-space:nowrap;color:${INK};">${html(waiting)}</td></tr>`;
}

function satisfactionHtml({ heading, verdict, share, lines, callBack }: Satisfaction): string {
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
  const pill =
    verdict === null
      ? ''
      : `<div style="margin:6px 0 0;"><span style="${type(13, 20)}padding:1px 8px;background-color:${TONES[verdict.tone].ground};color:${TONES[verdict.tone].text};">${html(verdict.text)}</span></div>`;
  const call =
    callBack === null
      ? ''
      : `<div style="${type(14, 22)}font-weight:600;color:${INK};padding-top:12px;">${html(callBack.heading)}</div>${tableHtml(callBack.table)}`;
  return `${headingHtml(heading)}${bar}${lines.map((line) => paragraph(line, 13, QUIET)).join('')}${pill}${call}`;
}

function spentHtml({ heading, lines, slices }: Spent): string {
  const cells = slices
    .filter(({ share }) => share >= 0.005)
    .map(
      ({ key, share, words }) =>
        `<td width="${Math.round(share * 100)}%" height="30" align="center" style="height:30px;background-color:${SLICE_COLOURS[key].fill};color:${SLICE_COLOURS[key].ink};${type(12, 16)}font-weight:600;">${share >= 0.08 ? html(words) : ''}</td>`,
    )
    .join('');
  return `${headingHtml(heading)}${lines.map((line) => paragraph(line, 14, INK)).join('')}<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:8px;"><tr>${cells}</tr></table><p style="margin:6px 0 0;${type(13, 20)}color:${QUIET};">${slices.map(legend).join(' &nbsp; ')}</p>`;
}

function legend({ key, label, words }: Slice): string {
  return `<span style="color:${SLICE_COLOURS[key].fill};">&#9632;</span>&nbsp;${html(label)}&nbsp;<strong style="color:${INK};">${html(words)}</strong>`;
}

function sectionHtml({ heading, beside, lines, table, after }: Section): string {
  const head = columns([headingHtml(heading), `<span style="${type(13)}color:${QUIET};">${html(beside)}</span>`]);
  return `${head}${lines.map((line) => paragraph(line, 14, INK)).join('')}${table === null ? '' : tableHtml(table)}${after.map((line) => paragraph(line, 13, QUIET)).join('')}`;
}

function tableHtml({ head, rows, total }: Table): string {
  const heads =
    head[0]?.text === '' && head.length === 1
      ? ''
      : `<tr>${head.map(({ text, right }) => headCell(text, right)).join('')}</tr>`;
  const body = rows.map((cells, index) => {
    const bold = total === true && index === rows.length - 1 ? 'font-weight:700;' : '';
    return `<tr>${cells
      .map((cell, place) => {
        const right = head[place]?.right === true;
        const colour = cell.tone === undefined || cell.tone === 'plain' ? INK : TONES[cell.tone].text;
        return `<td valign="top"${right ? ' align="right"' : ''} style="padding:7px ${place === cells.length - 1 ? 0 : 8}px 7px 0;border-bottom:1px solid ${RULE};${type(13)}${bold}color:${colour};${right ? 'white-space:nowrap;' : ''}">${cellHtml(cell)}${cell.beside ? ` <span style="color:${QUIET};font-weight:400;">${html(cell.beside)}</span>` : ''}</td>`;
      })
      .join('')}</tr>`;
  });
  return `<table cellpadding="0" cellspacing="0" border="0" width="100%" style="margin-top:6px;">${heads}${body.join('')}</table>`;
}

function headCell(text: string, right?: boolean): string {
  return `<th scope="col" align="${right === true ? 'right' : 'left'}" style="padding:4px 8px 4px 0;border-bottom:1px solid ${RULE};${type(12, 17)}font-weight:400;color:${QUIET};">${html(text)}</th>`;
}

function boxHtml(inner: string, tone: Tone): string {
  return `<div style="padding:10px 14px;background-color:${TONES[tone].ground};border-left:4px solid ${TONES[tone].fill};${type(14, 21)}color:${tone === 'plain' ? INK : TONES[tone].text};">${inner}</div>`;
}

function headingHtml(text: string): string {
  return `<span style="${type(16, 24)}font-weight:700;color:${INK};">${html(text)}</span>`;
}

function paragraph(text: string, size: number, colour: string): string {
  return text === ''
    ? ''
    : `<p style="margin:6px 0 0;${type(size, Math.round(size * 1.45))}color:${colour};">${html(text)}</p>`;
}

function columns(cells: readonly [string, string]): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%"><tr><td valign="bottom">${cells[0]}</td><td align="right" valign="bottom">${cells[1]}</td></tr></table>`;
}

function row(inner: string): string {
  return `<tr><td style="padding:20px 32px 0;">${inner}</td></tr>`;
}

function type(size: number, line = Math.round(size * 1.4)): string {
  return `${FONT}font-size:${size}px;line-height:${line}px;`;
}

function cellHtml({ text, url }: Text): string {
  const address = linkable(url);
  return address === undefined ? html(text) : anchor(address, text);
}

function anchor(address: string, words: string): string {
  return `<a href="${escapeHtml(address)}" style="color:${LINK};">${html(words)}</a>`;
}

function html(text: string): string {
  return escapeHtml(oneLine(text, 3000));
}
