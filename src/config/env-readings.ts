/**
 * How other programs read the env file that Fairclock reads as Node does: the same file is handed to containers by
 * Docker Compose (`env_file`) and to services by systemd (`EnvironmentFile`). Both readings are written down here so that a
 * line can be told that means three things; nothing is configured by them.
 */

/** What a reader makes of a file: values by name; undefined where a value is put together from elsewhere. */
export type EnvReading = ReadonlyMap<string, string | undefined>;

/**
 * As systemd does: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile= . Comments
 * are whole lines, quotes may stand in any part of a value, a backslash outside single quotes takes the next sign as it is.
 */
export function readAsSystemd(text: string): EnvReading {
  const values = new Map<string, string>();
  let at = 0;
  const isSpace = (sign: string): boolean => ' \t\n\r'.includes(sign);
  const isLineEnd = (sign: string): boolean => '\n\r'.includes(sign);
  while (at < text.length) {
    const first = text[at]!;
    if (isSpace(first)) {
      at += 1;
    } else if (first === '#' || first === ';') {
      while (at < text.length && !isLineEnd(text[at]!)) at += text[at] === '\\' ? 2 : 1;
    } else {
      let name = first;
      at += 1;
      while (at < text.length && !isLineEnd(text[at]!) && text[at] !== '=') name += text[at++];
      if (text[at] !== '=') continue;
      at += 1;
      const value = systemdValue(text, at);
      at = value.end;
      // Names that no environment may hold are passed over with a line in the journal.
      if (/^[A-Za-z_]\w*$/.test(name.trimEnd())) values.set(name.trimEnd(), value.text);
    }
  }
  return values;
}

function systemdValue(text: string, from: number): { readonly text: string; readonly end: number } {
  let value = '';
  /** Length without the unquoted spaces at the end. */
  let solid = 0;
  let begun = false;
  let at = from;
  while (at < text.length && !'\n\r'.includes(text[at]!)) {
    const sign = text[at]!;
    if (!begun && (sign === "'" || sign === '"')) {
      const quoted = systemdQuoted(text, at + 1, sign);
      value += quoted.text;
      solid = value.length;
      at = quoted.end;
    } else if (sign === '\\') {
      begun = true;
      const next = text[at + 1];
      if (next !== undefined && !'\n\r'.includes(next)) value += next;
      solid = value.length;
      at += 2;
    } else {
      const space = ' \t'.includes(sign);
      if (begun || !space) value += sign;
      begun ||= !space;
      if (!space) solid = value.length;
      at += 1;
    }
  }
  return { text: value.slice(0, solid), end: at + 1 };
}

function systemdQuoted(text: string, from: number, quote: string): { readonly text: string; readonly end: number } {
  let value = '';
  let at = from;
  while (at < text.length && text[at] !== quote) {
    if (quote === '"' && text[at] === '\\') {
      const next = text[at + 1] ?? '';
      if (next !== '\n') value += '"\\`$'.includes(next) ? next : `\\${next}`;
      at += 2;
    } else value += text[at++];
  }
  return { text: value, end: at + 1 };
}

/** What Docker Compose reads, or the line at which it gives the whole file up. */
export type ComposeReading = { readonly values: EnvReading } | { readonly failsAtLine: number };

/**
 * As Docker Compose 2 does (https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/): ` #`
 * begins a comment, `$NAME` outside single quotes is put in, double quotes know escapes, anything odd fails the file.
 *
 * @param lookup values of the environment, for `$NAME`
 */
export function readAsCompose(text: string, lookup: (name: string) => string | undefined): ComposeReading {
  const values = new Map<string, string | undefined>();
  const find = (name: string): string | undefined => lookup(name) ?? values.get(name);
  let rest = text;
  const failure = (): ComposeReading => ({ failsAtLine: text.slice(0, text.length - rest.length).split('\n').length });
  for (;;) {
    rest = rest.replace(/^(?:\s+|#[^\n]*)+/, '');
    if (rest === '') return { values };
    const head = /^(?:export\s+)?([\p{L}\p{N}_.\-[\] \t\r]*)([=:\n]|$)/u.exec(rest);
    const name = head?.[1]?.trimEnd() ?? '';
    if (!head || name === '' || /\s/.test(name)) return failure();
    if (head[2] === '\n' || head[2] === '') {
      rest = rest.slice(head[0].length);
      continue;
    }
    const after = rest.slice(head[0].length).replace(/^[ \t\v\f\r]+/, '');
    const value = composeValue(after, find);
    if (value === undefined) return failure();
    values.set(name, value.text);
    rest = after.slice(value.length);
  }
}

function composeValue(
  text: string,
  find: (name: string) => string | undefined,
): { readonly text: string | undefined; readonly length: number } | undefined {
  const quote = text[0];
  if (quote !== "'" && quote !== '"') {
    const [line = ''] = text.split('\n', 1);
    return { text: interpolated(line.split(' #', 1)[0]!.trimEnd(), find), length: line.length };
  }
  const quoted = (quote === "'" ? /^'((?:[^'\\]|\\[\s\S])*)'/ : /^"((?:[^"\\]|\\[\s\S])*)"/).exec(text);
  if (!quoted) return undefined;
  const value = quoted[1]!.replaceAll(`\\${quote}`, quote);
  return { text: quote === "'" ? value : interpolated(unescaped(value), find), length: quoted[0].length };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  $: '$$',
};

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:([abfnrtv\\"$])|0([0-7]{1,3}))/g, (_, sign?: string, octal?: string) =>
    sign === undefined ? String.fromCharCode(Number.parseInt(octal!, 8)) : ESCAPES[sign]!,
  );
}

/** `$NAME` and `${NAME}` put in, `$$` a dollar; undefined for what has a default or is no name. */
function interpolated(text: string, find: (name: string) => string | undefined): string | undefined {
  const plain = text.replaceAll(/\$\$|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g, (all, one?: string, two?: string) =>
    all === '$$' ? '\0' : (find(one ?? two ?? '') ?? ''),
  );
  return plain.includes('$') ? undefined : plain.replaceAll('\0', '$');
}
