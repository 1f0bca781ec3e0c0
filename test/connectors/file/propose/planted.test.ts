import fc from 'fast-check';
import { expect, it } from 'vitest';
import { file } from '../../../../connectors/file/index.ts';
import { DE } from '../../../../connectors/file/propose/spellings/de.ts';
import { EN } from '../../../../connectors/file/propose/spellings/en.ts';
import { ES } from '../../../../connectors/file/propose/spellings/es.ts';
import { FR } from '../../../../connectors/file/propose/spellings/fr.ts';
import { IT } from '../../../../connectors/file/propose/spellings/it.ts';
import { NL } from '../../../../connectors/file/propose/spellings/nl.ts';
import { PT } from '../../../../connectors/file/propose/spellings/pt.ts';
import type { Spellings, Target } from '../../../../connectors/file/propose/targets.ts';
import { ConfigError } from '../../../../src/model/errors.ts';
import { folderOf, readAll } from '../export.ts';

/** A ticket as it was; instants in whole minutes. */
interface Planted {
  readonly id: string;
  readonly openedAt: number;
  readonly solvedAt: number | undefined;
  readonly isOpen: boolean;
  readonly agent: string | undefined;
  readonly team: string;
}

const LANGUAGES: readonly (readonly [
  Spellings,
  { readonly open: string; readonly solved: string; readonly odd: string },
])[] = [
  [EN, { open: 'In Progress', solved: 'Resolved', odd: 'Pending QA' }],
  [DE, { open: 'Offen', solved: 'Gelöst', odd: 'Ausstehend' }],
  [FR, { open: 'En cours', solved: 'Résolu', odd: 'En attente' }],
  [ES, { open: 'Abierto', solved: 'Resuelto', odd: 'En espera' }],
  [PT, { open: 'Em andamento', solved: 'Resolvido', odd: 'Pendente' }],
  [IT, { open: 'In lavorazione', solved: 'Risolto', odd: 'In attesa' }],
  [NL, { open: 'In behandeling', solved: 'Opgelost', odd: 'In de wacht' }],
];

const two = (n: number): string => String(n).padStart(2, '0');

const parts = (at: number) => {
  const date = new Date(at);
  return {
    y: date.getUTCFullYear(),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    t: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  };
};

/** Ways of writing; those of the second half do not say day from month, or hide the time of day. */
const WRITERS: readonly ((at: number) => string)[] = [
  (at) => new Date(at).toISOString(),
  (at) => `${parts(at).y}-${parts(at).m}-${parts(at).d} ${parts(at).t}`,
  (at) => `${parts(at).y}/${parts(at).m}/${parts(at).d} ${parts(at).t}`,
  (at) => `${parts(at).d}/${parts(at).m}/${parts(at).y} ${parts(at).t}`,
  (at) => `${parts(at).m}/${parts(at).d}/${parts(at).y} ${parts(at).t}`,
  (at) => `${parts(at).d}.${parts(at).m}.${parts(at).y} ${parts(at).t}:00`,
  (at) => `${parts(at).y}-${parts(at).m}-${parts(at).d}`,
];

const STYLES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.replace(/(^| )\p{L}/gu, (first) => first.toUpperCase()),
  (name) => name.replaceAll(' ', '_'),
];

/** Minutes after the beginning of a month; a desk of early days alone cannot tell day from month. */
const planted = fc.boolean().chain((isEarly) =>
  fc
    .uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 99_999 }),
        month: fc.integer({ min: 0, max: 23 }),
        minute: fc.integer({ min: 0, max: isEarly ? 10 * 1440 : 28 * 1440 }),
        lasted: fc.option(fc.integer({ min: 1, max: isEarly ? 1440 : 50_000 }), { nil: undefined }),
        agent: fc.option(fc.constantFrom('Ana Ruiz', 'Ben Oak', 'O’Neil, Pat'), { nil: undefined }),
        team: fc.constantFrom('L1', 'L2', 'Billing'),
      }),
      { minLength: 1, maxLength: 25, selector: ({ number }) => number },
    )
    .map((rows) =>
      rows.map(({ number, month, minute, lasted, agent, team }): Planted => {
        const openedAt = Date.UTC(2024, month, 1) + minute * 60_000;
        const solvedAt = lasted === undefined ? undefined : openedAt + lasted * 60_000;
        return { id: `T-${number}`, openedAt, solvedAt, isOpen: solvedAt === undefined, agent, team };
      }),
    ),
);

/** Columns beside the ones that are asked of the reader; none of them is another spelling of those. */
const DECOYS: readonly Target[] = [
  'updated_at',
  'first_response_at',
  'priority',
  'channel',
  'category',
  'subject',
  'customer_id',
  'reopens',
];

const dialect = fc.record({
  language: fc.constantFrom(...LANGUAGES),
  writer: fc.constantFrom(...WRITERS),
  style: fc.constantFrom(...STYLES),
  delimiter: fc.constantFrom(',', ';', '\t'),
  zone: fc.option(fc.constant('UTC'), { nil: undefined }),
  closing: fc.boolean(),
  oddWord: fc.boolean(),
  spelling: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
  decoys: fc.subarray([...DECOYS]),
  order: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
});

type Dialect = typeof dialect extends fc.Arbitrary<infer T> ? T : never;

function written(tickets: readonly Planted[], by: Dialect): string {
  const [spellings, words] = by.language;
  const heading = (target: Target, at: number): string => {
    const names = (spellings[target] ?? EN[target] ?? target).split('|');
    return by.style(names[by.spelling[at]! % names.length]!);
  };
  const time = (at: number | undefined): string => (at === undefined ? '' : by.writer(at));
  const columns: (readonly [string, (ticket: Planted, n: number) => string])[] = [
    [heading('id', 0), ({ id }) => id],
    [heading('opened_at', 1), ({ openedAt }) => time(openedAt)],
    [heading('solved_at', 2), ({ solvedAt }, n) => time(by.closing && n % 2 === 0 ? undefined : solvedAt)],
    ...(by.closing
      ? [
          [
            heading('closed_at', 3),
            ({ solvedAt }: Planted, n: number) => time(solvedAt && (n % 2 === 0 ? solvedAt : solvedAt + 86_400_000)),
          ] as const,
        ]
      : []),
    [
      heading('status', 4),
      ({ isOpen }, n) => (!isOpen ? words.solved : by.oddWord && n === 0 ? words.odd : words.open),
    ],
    [heading('agent_id', 5), ({ agent }) => agent ?? ''],
    [heading('team_id', 6), ({ team }) => team],
    ...by.decoys.map((target, n) => [heading(target, 7 + n), decoy(target, time)] as const),
    ['Free text', () => 'a "quoted" text; with, signs'],
  ];
  const shuffled = columns.map((column, n) => ({ column, at: by.order[n]! })).sort((a, b) => a.at - b.at);
  const row = (cells: readonly string[]): string =>
    cells.map((cell) => (/[",;\t\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(by.delimiter);
  return [
    row(shuffled.map(({ column }) => column[0])),
    ...tickets.map((ticket, n) => row(shuffled.map(({ column }) => column[1](ticket, n)))),
    '',
  ].join('\n');
}

function decoy(target: Target, time: (at: number) => string): (ticket: Planted, n: number) => string {
  if (target === 'updated_at') return ({ openedAt, solvedAt }) => time((solvedAt ?? openedAt) + 3_600_000);
  if (target === 'first_response_at') return ({ openedAt }) => time(openedAt + 60_000);
  if (target === 'reopens') return (_, n) => String(n % 3);
  return (_, n) => `value ${n % 4}`;
}

it('reads no planted tickets wrongly: what is not asked about is read as it was', async () => {
  let read = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(planted, dialect, async (tickets, by) => {
      const path = `${folderOf({ 'export.csv': written(tickets, by) })}/export.csv`;
      const source = file.open('file', { PATH: path, ...(by.zone ? { TIME_ZONE: by.zone } : {}) }, undefined);
      const run = await readAll(source).catch((error: unknown) => {
        if (error instanceof ConfigError) return undefined;
        throw error;
      });
      if (!run) {
        asked += 1;
        return;
      }
      read += 1;
      const assigned = new Map(
        run.events.flatMap((event) => (event.kind === 'assignment' ? [[event.ticketId, event] as const] : [])),
      );
      const found = run.tickets.map(
        (ticket): Planted => ({
          id: ticket.id,
          openedAt: ticket.openedAt,
          solvedAt: ticket.statedSolvedAt,
          isOpen: ticket.status !== 'solved',
          agent: ticket.agentId ?? assigned.get(ticket.id)?.agentId ?? undefined,
          team: ticket.teamId ?? assigned.get(ticket.id)?.teamId ?? '',
        }),
      );

      expect(run.rejected).toEqual([]);
      expect(found).toEqual(tickets);
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );

  expect(read).toBeGreaterThan(20);
  expect(asked).toBeGreaterThan(20);
}, 600_000);
