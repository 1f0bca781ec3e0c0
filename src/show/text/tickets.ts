import { durationWords } from '../durations.ts';
import { oneLine } from '../escape.ts';
import { type Column, table, wrap } from '../layout.ts';

/** What a terminal shows of a listed ticket: a few columns; JSON and CSV have all. */
const COLUMNS: readonly (Column & { readonly of: (ticket: Listed) => unknown })[] = [
  { head: 'Ticket', align: 'left', of: ({ source, id }) => `${source}/${id}` },
  { head: 'Team', align: 'left', optional: true, of: ({ team, teamName, teamId }) => team ?? teamName ?? teamId },
  { head: 'Category', align: 'left', optional: true, of: ({ category }) => category },
  { head: 'Priority', align: 'left', optional: true, of: ({ priority }) => priority },
  { head: 'Complexity', align: 'left', optional: true, of: ({ tier }) => tier },
  { head: 'Arrived', align: 'left', of: ({ openedAt }) => minute(openedAt) },
  { head: 'Solved', align: 'left', of: ({ finalSolvedAt, state }) => (finalSolvedAt ? minute(finalSolvedAt) : state) },
  { head: 'Took (net)', align: 'right', of: ({ finalResolutionMs }) => netWords(finalResolutionMs) },
];

type Listed = Readonly<Record<string, unknown>>;

/** A list of tickets as a table for a terminal, instants in UTC; columns that no ticket has a value in are left out. Ends with a line break. */
export function ticketTable(tickets: readonly object[], width: number): string {
  const all = tickets as readonly Listed[];
  if (all.length === 0) return 'There are none.\n';
  const shown = COLUMNS.map((column) => ({ column, cells: all.map((ticket) => text(column.of(ticket))) })).filter(
    ({ cells }) => cells.some((cell) => cell !== ''),
  );
  const rows = all.map((_, row) => shown.map(({ cells }) => cells[row]!));
  const lines = [
    ...table(
      shown.map(({ column: { of: _, ...column } }) => column),
      rows,
      width,
    ),
    ...wrap(`${all.length} in all; times are UTC. --format csv and json have every field.`, width),
  ];
  return `${lines.join('\n')}\n`;
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : oneLine(String(value), 40);
}

/** `2026-11-09 08:00` */
function minute(at: unknown): string {
  return typeof at === 'string' ? at.slice(0, 16).replace('T', ' ') : '';
}

function netWords(clocks: unknown): string {
  const net = typeof clocks === 'object' && clocks !== null && 'net' in clocks ? clocks.net : undefined;
  return typeof net === 'number' ? durationWords(net / 1000) : '';
}
