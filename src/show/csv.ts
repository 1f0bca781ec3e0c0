/** Signs at which a spreadsheet begins a formula, as wide signs too. */
const FORMULA = /(^|[,;|:\t\r\n])([\s"']*)(?=[=+\-@＝＋－＠])|(\s["']*)(?=[=+\-@＝＋－＠](?! ))/g;

/**
 * Rows as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read it): a column for each field, of a nested
 * object one for each of its fields (`finalResolutionMs.net`), lists with ` | ` between their items. Columns come as they
 * first appear. What a sheet would take for a formula, whatever its delimiter, is made text; numbers stay numbers.
 */
export function csvOf(rows: readonly object[], columns: readonly string[] = []): string {
  const flat = rows.map((row) => new Map(flattened(row)));
  const all = [...new Set([...columns, ...flat.flatMap((row) => [...row.keys()])])];
  // A list without items does not tell that its items are objects.
  const names = all.filter((name) => columns.includes(name) || !all.some((other) => other.startsWith(`${name}.`)));
  return `\ufeff${[names, ...flat.map((row) => names.map((name) => row.get(name)))].map(csvLine).join('')}`;
}

/** One line of such a CSV with its end, for rows that are written one after another. */
export function csvLine(values: readonly Plain[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

type Plain = string | number | boolean | null | undefined;

function flattened(value: object, path = ''): [name: string, value: Plain][] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]): [string, Plain][] => {
    const name = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(inner)) return listCells(inner, name);
    if (typeof inner === 'object' && inner !== null) return flattened(inner, name);
    return [[name, inner as Plain]];
  });
}

/** A list in one cell; of objects one cell for each of their fields. */
function listCells(items: readonly unknown[], name: string): [string, Plain][] {
  const objects = items.filter((item): item is object => typeof item === 'object' && item !== null);
  if (objects.length === 0) return [[name, items.map(String).join(' | ')]];
  const fields = [...new Set(objects.flatMap((item) => Object.keys(item)))];
  return fields.map((field) => [
    `${name}.${field}`,
    objects.map((item) => String((item as Readonly<Record<string, unknown>>)[field] ?? '')).join(' | '),
  ]);
}

function cell(value: Plain): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = value
    .toWellFormed()
    .replaceAll('\0', '')
    .replace(FORMULA, "$1$2$3'")
    .replace(/^(?=[\t\r])/, "'");
  return /[",;|\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
