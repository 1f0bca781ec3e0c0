import type { Block, SlackMessage } from '../../src/show/slack.ts';

/** A message drawn about as Slack shows it, as HTML, for a picture: Slack itself is nowhere to be asked. */
export function drawSlack({ blocks }: SlackMessage): string {
  return `<!DOCTYPE html><meta charset="utf-8"><style>
body{margin:0;padding:18px 22px;font:15px/1.46 Lato,"Noto Sans","Noto Color Emoji",sans-serif;color:#1d1c1d;background:#fff;width:640px}
.name{font-weight:700;margin-bottom:4px}.name i{font:11px sans-serif;background:#ddd;padding:1px 4px;border-radius:2px;color:#555}
h3{font-size:18px;margin:6px 0 8px}.s{margin:0 0 8px;white-space:pre-wrap}.f{display:grid;grid-template-columns:1fr 1fr;gap:10px 16px;margin:8px 0 10px;white-space:pre-wrap}
.c{font-size:12px;line-height:1.5;color:#616061;margin-top:6px}table{border-collapse:collapse;font-size:13px;margin:0 0 10px}td{border:1px solid #ddd;padding:5px 9px}
tr:first-child td{background:#f8f8f8;font-weight:700}a{color:#1264a3;text-decoration:none}.v{border:1px solid #ddd;border-radius:8px;padding:10px 14px;margin:4px 0 8px}
.v b{display:block;margin-bottom:8px}.v svg{display:block;width:100%}.v text{font:11px sans-serif;fill:#616061}hr{border:0;border-top:1px solid #ddd;margin:10px 0}
</style><div class="name">Fairclock <i>APP</i></div>${blocks.map(draw).join('\n')}`;
}

type Text = { readonly type: string; readonly text: string };
type Cell = Text & {
  readonly elements?: readonly { readonly elements: readonly (Text & { readonly url?: string })[] }[];
};
type Chart = {
  readonly series: readonly {
    readonly name: string;
    readonly data: readonly { readonly label: string; readonly value: number }[];
  }[];
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
      return `<table>${(block.rows as Cell[][])
        .map((row) => `<tr>${row.map((cell) => `<td>${cellText(cell)}</td>`).join('')}</tr>`)
        .join('')}</table>`;
    case 'divider':
      return '<hr>';
    case 'data_visualization':
      return `<div class="v"><b>${plain(String(block.title))}</b>${lines(block.chart as Chart)}</div>`;
    default:
      throw new Error(`no picture of a ${block.type}`);
  }
}

function cellText({ text, elements }: Cell): string {
  if (elements === undefined) return plain(text);
  return elements
    .flatMap((part) => part.elements)
    .map((part) => (part.url === undefined ? plain(part.text) : `<a href="#"><b>${plain(part.text)}</b></a>`))
    .join('');
}

function lines({ series }: Chart): string {
  const highest = Math.max(...series.flatMap(({ data }) => data.map(({ value }) => value)), 0.1);
  const drawn = series.map(({ name, data }, at) => {
    const points = data.map(
      ({ value }, index) => `${20 + (index * 520) / Math.max(1, data.length - 1)},${110 - (value / highest) * 90}`,
    );
    const last = data.at(-1)!;
    const y = 110 - (last.value / highest) * 90;
    const colour = ['#1f5fa8', '#8a5a00'][at % 2]!;
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>
<text x="${24 + 520}" y="${y - 6}" text-anchor="end">${plain(name)} ${last.value}</text>`;
  });
  return `<svg viewBox="0 0 560 120">${drawn.join('')}</svg>`;
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
