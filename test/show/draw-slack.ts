import type { Block, SlackMessage } from '../../src/show/slack.ts';

/** A message drawn about as Slack shows it, as HTML, for a picture: Slack itself is nowhere to be asked. */
export function drawSlack({ blocks }: SlackMessage): string {
  return `<!DOCTYPE html><meta charset="utf-8"><style>
body{margin:0;padding:18px 22px;font:15px/1.46 Lato,"Noto Sans","Noto Color Emoji",sans-serif;color:#1d1c1d;background:#fff;width:640px}
.name{font-weight:700;margin-bottom:4px}.name i{font:11px sans-serif;background:#ddd;padding:1px 4px;border-radius:2px;color:#555}
h3{font-size:18px;margin:6px 0 8px}.s{margin:0 0 8px;white-space:pre-wrap}.f{display:grid;grid-template-columns:1fr 1fr;gap:10px 16px;margin:8px 0 10px;white-space:pre-wrap}
.c{font-size:12px;line-height:1.5;color:#616061;margin-top:6px}table{border-collapse:collapse;font-size:13px;margin:0 0 10px}td{border:1px solid #ddd;padding:5px 9px}
tr:first-child td{background:#f8f8f8;font-weight:700}a{color:#1264a3;text-decoration:none}.v{border:1px solid #ddd;border-radius:8px;padding:10px 14px;margin:4px 0 8px}
.v b{display:block;margin-bottom:8px}.v div{display:flex;align-items:end;gap:14px;height:130px}.v span{flex:1;display:flex;flex-direction:column;justify-content:end;text-align:center;font-size:11px;height:100%}
.v u{display:block;background:#1f5fa8;border-radius:3px 3px 0 0}
</style><div class="name">Fairclock <i>APP</i></div>${blocks.map(draw).join('\n')}`;
}

type Text = { readonly type: string; readonly text: string };
type Chart = {
  readonly series: readonly { readonly data: readonly { readonly label: string; readonly value: number }[] }[];
};

function draw(block: Block): string {
  switch (block.type) {
    case 'header':
      return `<h3>${plain((block.text as Text).text)}</h3>`;
    case 'section':
      return block.fields === undefined
        ? `<div class="s">${mrkdwn((block.text as Text).text)}</div>`
        : `<div class="f">${(block.fields as Text[]).map(({ text }) => `<div>${mrkdwn(text)}</div>`).join('')}</div>`;
    case 'context':
      return `<div class="c">${(block.elements as Text[]).map(({ text }) => mrkdwn(text)).join(' ')}</div>`;
    case 'table':
      return `<table>${(block.rows as Text[][])
        .map(
          (row) =>
            `<tr>${row.map(({ text }, index) => `<td align="${index === 0 ? 'left' : 'right'}">${plain(text)}</td>`).join('')}</tr>`,
        )
        .join('')}</table>`;
    case 'data_visualization': {
      const data = (block.chart as Chart).series[0]!.data;
      const highest = Math.max(...data.map(({ value }) => value));
      const bars = data.map(
        ({ label, value }) => `<span>${value}<u style="height:${(value / highest) * 80}px"></u>${plain(label)}</span>`,
      );
      return `<div class="v"><b>${plain(String(block.title))}</b><div>${bars.join('')}</div></div>`;
    }
    default:
      throw new Error(`no picture of a ${block.type}`);
  }
}

function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function mrkdwn(text: string): string {
  return text
    .replace(/<(https?:[^|>]+)\|([^>]+)>/g, '<a href="$1">$2</a>')
    .replaceAll(':warning:', '⚠️')
    .replace(/(^|\s)\*([^*\n]+)\*/g, '$1<b>$2</b>')
    .replace(/(^|\n)_([^_\n]+)_/g, '$1<i>$2</i>');
}
