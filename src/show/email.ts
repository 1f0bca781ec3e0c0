import type { DigestContent } from './content/content.ts';
import { actionHtml, flowHtml, needsHtml, satisfactionHtml, sectionHtml, spentHtml, timesHtml } from './email/parts.ts';
import { anchor, boxHtml, columns, html, INK, paragraph, QUIET, RULE, row, type } from './email/style.ts';
import { oneLine } from './escape.ts';
import { digestText, footText } from './text/digest.ts';

const TEXT_WIDTH = 76;
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
  const actionRow = action === null ? '' : row(actionHtml(action, content.pageUrl));
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
    content.times.length === 0 && content.facts.length === 0 ? '' : row(timesHtml(content)),
    content.why === null ? '' : row(sectionHtml(content.why)),
    action?.first === false ? actionRow : '',
    needs === null ? '' : row(needsHtml(needs, content.pageUrl)),
    satisfaction === null ? '' : row(satisfactionHtml(satisfaction, content.pageUrl)),
    spent === null ? '' : row(spentHtml(spent)),
    ...content.sections.map((section) => row(sectionHtml(section))),
    content.pageUrl === null
      ? ''
      : row(
          `<p style="margin:0;${type(14)}">${anchor(content.pageUrl, 'Everything on the page')} <span style="color:${QUIET};">${html(content.onPage)}</span></p>`,
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
