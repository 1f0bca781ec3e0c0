import { deflateRawSync } from 'node:zlib';
import { type ByClock, type Cause, CLOCKS, type Clock, keysOf, SLICES } from '../../model/catalogue.ts';
import { linkable, oneLine } from '../escape.ts';
import { capital } from '../words.ts';

/** What groups are called so that no two have one name: those that share one get their key beside it. */
export function distinctLabels(
  groups: readonly { readonly key: string; readonly label: string }[],
): ReadonlyMap<string, string> {
  const used = new Map<string, number>();
  for (const { label } of groups) used.set(label, (used.get(label) ?? 0) + 1);
  return new Map(groups.map(({ key, label }) => [key, used.get(label) === 1 ? label : `${label} (${key})`]));
}

/** One solved ticket as the page shows it; names are as people read them, durations in ms, null is "there is none". */
export interface PageTicket extends Readonly<Record<`${Clock}Ms`, number | null>> {
  readonly source: string;
  readonly id: string;
  readonly url: string | null;
  readonly tier: string;
  readonly team: string | null;
  readonly agent: string | null;
  readonly category: string | null;
  readonly openedAt: number;
  readonly finalSolvedAt: number | null;
  readonly reopens: number;
  readonly timeSpentMs: Readonly<Record<Cause, number>>;
  readonly firstResponseNetMs: number | null;
}

/** What the page's list calls the times to the final solution, in its order: their columns in the script, and the headings. */
export const CLOCK_COLUMNS = {
  net: { key: 'net', heading: `Solved, ${CLOCKS.net.label}` },
  calendar: { key: 'calendar', heading: capital(CLOCKS.calendar.label) },
  business: { key: 'work', heading: capital(SLICES.work.label) },
} satisfies ByClock<{ readonly key: string; readonly heading: string }>;

/** More tickets than these are not listed: the page has to open at once. */
export const MOST_TICKETS = 50_000;

/** A column of names, each stored once. */
interface NameColumn {
  readonly names: readonly string[];
  readonly codes: readonly number[];
}

/**
 * The tickets as the page carries them: columns of seconds and of codes into names, as JSON, deflated, in base64. What can
 * be told from other columns is left out; `-1` is "there is none". The last to be solved come first.
 */
export function packTickets(tickets: readonly PageTicket[]): string {
  const rows = tickets
    .toSorted((a, b) => (b.finalSolvedAt ?? b.openedAt) - (a.finalSolvedAt ?? a.openedAt))
    .slice(0, MOST_TICKETS);
  const columns = {
    id: rows.map(({ id }) => oneLine(id, 60)),
    source: nameColumn(rows.map(({ source }) => source)),
    url: nameColumn(rows.map((row) => linkBase(row))),
    tier: nameColumn(rows.map(({ tier }) => tier)),
    team: nameColumn(rows.map(({ team }) => team ?? '')),
    agent: nameColumn(rows.map(({ agent }) => agent ?? '')),
    category: nameColumn(rows.map(({ category }) => category ?? '')),
    opened: rows.map(({ openedAt }) => Math.round(openedAt / 1000)),
    reopens: rows.map(({ reopens }) => reopens),
    answer: rows.map(({ firstResponseNetMs }) => secondsOf(firstResponseNetMs)),
    ...Object.fromEntries(
      keysOf(CLOCK_COLUMNS).map((clock) => [CLOCK_COLUMNS[clock].key, rows.map((row) => secondsOf(row[`${clock}Ms`]))]),
    ),
  };
  return deflateRawSync(JSON.stringify(columns), { level: 9 }).toString('base64');
}

/** Addresses of tickets mostly end in the id: the part before it is then stored once. */
function linkBase({ url, id }: PageTicket): string {
  const address = linkable(url ?? undefined);
  if (address === undefined) return '';
  const end = encodeURIComponent(id);
  return address.endsWith(end) ? `${address.slice(0, address.length - end.length)}*` : address;
}

function nameColumn(values: readonly string[]): NameColumn {
  const codes = new Map<string, number>();
  const column = values.map((value) => {
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, codes.size);
    return codes.size - 1;
  });
  return {
    names: [...codes.keys()].map((name) => (name.startsWith('http') ? name : oneLine(name, 80))),
    codes: column,
  };
}

function secondsOf(ms: number | null): number {
  return ms === null ? -1 : Math.round(ms / 1000);
}
