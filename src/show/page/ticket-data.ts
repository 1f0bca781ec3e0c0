import { deflateRawSync } from 'node:zlib';
import { type ByClock, type Cause, CLOCK_NAMES, type Clock, SLICES } from '../../model/catalogue.ts';
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

/** What a ticket was at the end of the window: each part of it, apart by a comma, can be chosen. */
export type PageState = 'solved' | `waiting for ${'us' | 'others'}${'' | ', no answer yet'}`;

/** One ticket as the page shows it; names are as people read them, durations in ms, null is "there is none". */
export interface PageTicket extends Readonly<Record<`${Clock}Ms`, number | null>> {
  readonly source: string;
  readonly id: string;
  readonly url: string | null;
  readonly tier: string;
  readonly team: string | null;
  readonly agent: string | null;
  readonly category: string | null;
  readonly priority: string | null;
  readonly state: PageState;
  readonly openedAt: number;
  readonly finalSolvedAt: number | null;
  readonly reopens: number | null;
  readonly timeSpentMs: Readonly<Record<Cause, number>>;
  readonly firstResponseNetMs: number | null;
}

/** What the list calls the times to the solution: their columns in the script, and the headings. */
export const CLOCK_COLUMNS = {
  net: { key: 'net', heading: 'Solution' },
  calendar: { key: 'calendar', heading: 'By the calendar' },
  business: { key: 'work', heading: capital(SLICES.work.label) },
} satisfies ByClock<{ readonly key: string; readonly heading: string }>;

/** Of more tickets than these only the open ones and the latest are listed: the page has to open at once. */
export const MOST_TICKETS = 2000;

/** A column of names, each stored once. */
interface NameColumn {
  readonly names: readonly string[];
  readonly codes: readonly number[];
}

/**
 * The tickets as the page carries them: columns of seconds and of codes into names, as JSON, deflated, in base64. What can
 * be told from other columns is left out; `-1` is "there is none". Open ones come first, then the last to be solved.
 * Agents are left out altogether unless they may be named.
 */
export function packTickets(tickets: readonly PageTicket[], agents: boolean): string {
  const latest = (a: PageTicket, b: PageTicket): number =>
    (b.finalSolvedAt ?? b.openedAt) - (a.finalSolvedAt ?? a.openedAt);
  const rows = [
    ...tickets.filter(({ state }) => state !== 'solved').toSorted(latest),
    ...tickets
      .filter(({ state }) => state === 'solved')
      .toSorted(latest)
      .slice(0, MOST_TICKETS),
  ];
  const columns = {
    id: rows.map(({ id }) => oneLine(id, 60)),
    source: nameColumn(rows.map(({ source }) => source)),
    url: nameColumn(rows.map((row) => linkBase(row))),
    tier: nameColumn(rows.map(({ tier }) => tier)),
    team: nameColumn(rows.map(({ team }) => team ?? '')),
    ...(agents ? { agent: nameColumn(rows.map(({ agent }) => agent ?? '')) } : {}),
    priority: nameColumn(rows.map(({ priority }) => priority ?? '')),
    state: nameColumn(rows.map(({ state }) => state)),
    category: nameColumn(rows.map(({ category }) => category ?? '')),
    opened: rows.map(({ openedAt }) => Math.round(openedAt / 1000)),
    reopens: rows.map(({ reopens }) => reopens ?? -1),
    answer: rows.map(({ firstResponseNetMs }) => secondsOf(firstResponseNetMs)),
    ...Object.fromEntries(
      CLOCK_NAMES.map((clock) => [CLOCK_COLUMNS[clock].key, rows.map((row) => secondsOf(row[`${clock}Ms`]))]),
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
