import { type Candidate, type Candidates, candidatesOf } from './choose.ts';
import type { Sample } from './columns.ts';
import { plainWords } from './headings.ts';
import { known, type Part, type ProposedColumn, TO_BE_NAMED } from './part.ts';
import { type Product, productOf } from './products.ts';
import { ratingColumns } from './ratings.ts';
import { statusColumns } from './statuses.ts';
import { type TimePart, timeColumns } from './times.ts';

/** A mapping of one file, as it is written in JSON. */
export interface ProposedMapping {
  readonly comment: string;
  readonly rows: 'tickets' | 'changes';
  /** `*`: all sheets of a workbook that have these headings. */
  readonly sheet?: string;
  readonly missing?: readonly string[];
  readonly times: TimePart['times'];
  readonly columns: Readonly<Record<string, ProposedColumn>>;
}

/** A mapping that a file's headings and values suggest. */
export interface Proposal {
  /** As it is written in JSON; every column says why it was chosen. */
  readonly mapping: ProposedMapping;
  /** The helpdesk whose export it looks like. */
  readonly product: string | undefined;
  /** What a person must decide, a sentence each; none: every heading is a known one and nothing is open. */
  readonly undecided: readonly string[];
  /** Whether it is open where the clock stood. */
  readonly lacksZone: boolean;
  /** Whether a heading stands for the opening, readable or not. */
  readonly namesOpening: boolean;
  /** What is worth knowing and stops nobody. */
  readonly notes: readonly string[];
  /** Of the notes, what a reader of the report would miss. */
  readonly leftOut: readonly string[];
}

/** More rows of one ticket than this share tell a log. */
const LOG_SHARE = 0.05;

/** Says that nobody has a ticket; in eight languages. */
const NOBODY = new Set(
  'unassigned|not assigned|no agent|no group|nobody|nicht zugewiesen|nicht zugeordnet|niemand|non assigne|non attribue|sin asignar|no asignado|nao atribuido|nao atribuida|non assegnato|niet toegewezen|automatic'.split(
    '|',
  ),
);

/**
 * Proposes how a file is read, from its headings (known spellings of helpdesks in eight languages) and from the values
 * of its first rows. `zone` is where the clock stood for times that do not say it, if a person has said so.
 */
export function propose(sample: Sample, zone: string | undefined): Proposal {
  const candidates = candidatesOf(sample);
  const product = productOf(candidates.all.map(({ heading }) => heading.name));
  const id = idOf(candidates, sample);
  const times = timeColumns(candidates, product, zone);
  const parts: Part[] = [
    id,
    times,
    statusColumns(candidates, product),
    peopleColumns(candidates),
    factColumns(candidates, product),
    ratingColumns(candidates, product),
  ];
  const columns = Object.assign({}, ...parts.map((part) => part.columns)) as Record<string, ProposedColumn>;
  const undecided = [...parts.flatMap((part) => part.undecided), ...(product ? [] : rivalsOf(candidates))];
  const blanks = [...new Set(mappedColumns(candidates, columns).flatMap(({ column }) => column.blanks))];
  const unread = candidates.all
    .filter(({ heading }) => !isMapped(columns, heading.text) && heading.text !== '')
    .map(({ heading }) => heading.text);
  return {
    product: product?.name,
    undecided,
    lacksZone: times.lacksZone,
    namesOpening: [...candidates.misfits, ...candidates.of('opened_at')].some(
      (candidate) =>
        candidate.column.cells.length > 0 && (!('target' in candidate) || candidate.target === 'opened_at'),
    ),
    leftOut: parts.flatMap((part) => part.leftOut ?? []),
    notes: [
      ...parts.flatMap((part) => part.notes),
      ...(unread.length > 0 ? [`not read: ${unread.slice(0, 20).join(', ')}${unread.length > 20 ? ', …' : ''}`] : []),
    ],
    mapping: {
      comment: commentOf(product, undecided),
      rows: id.isLog ? 'changes' : 'tickets',
      ...(blanks.length > 0 ? { missing: blanks } : {}),
      times: times.times,
      columns: id.isLog ? asLog(columns) : columns,
    },
  };
}

/** Targets of which a wrong column makes figures wrong. */
const WEIGHTY = ['opened_at', 'solved_at', 'closed_at', 'status', 'agent_id', 'team_id'] as const;

/** Where two headings are known for one thing, and no helpdesk tells which is which. */
function rivalsOf(candidates: Candidates): string[] {
  return WEIGHTY.flatMap((target) => {
    const found = candidates.of(target).filter(({ column }) => column.cells.length > 0);
    const [taken, ...others] = new Set(found.map(({ heading }) => heading.text));
    if (others.length === 0) return [];
    return [
      `both "${taken}" and ${others.map((each) => `"${each}"`).join(', ')} may be "${target === 'closed_at' ? 'solved_at' : target}": "${taken}" is proposed; is it right?`,
    ];
  });
}

function commentOf(product: Product | undefined, undecided: readonly string[]): string {
  const looks = product === undefined ? 'an export of no helpdesk known here' : `an export of ${product.name}`;
  const open = undecided.length === 0 ? 'nothing is left open' : `to be decided: ${undecided.join('; ')}`;
  return `proposed by fairclock map: it looks like ${looks}; ${open}`;
}

function mappedColumns(candidates: Candidates, columns: Part['columns']): readonly Candidate[] {
  return candidates.all.filter(({ heading }) => isMapped(columns, heading.text));
}

function isMapped(columns: Part['columns'], heading: string): boolean {
  return Object.values(columns).some(({ column }) => [column].flat().includes(heading));
}

interface IdPart extends Part {
  readonly isLog: boolean;
}

/** The column of the ticket's id; where no row has one of its own, the rows are a log. */
function idOf(candidates: Candidates, { rows }: Sample): IdPart {
  const found = candidates.of('id');
  const unique = found.find(({ column }) => column.isUnique);
  if (unique) {
    const rounded = unique.column.cells.some((cell) => /^\d[.,]\d+E\+\d+$/i.test(cell));
    return {
      isLog: false,
      columns: { id: known(unique, {}, 'a known heading; every row has another value') },
      undecided: rounded
        ? [
            `"${unique.heading.text}" was rounded by a spreadsheet (1.23E+11): export it as text, so that no two tickets become one`,
          ]
        : [],
      notes: [],
    };
  }
  const [first] = found;
  if (first) {
    const different = new Set(first.column.cells).size;
    const isLog = first.column.cells.length > different * (1 + LOG_SHARE);
    const empty = rows - first.column.cells.length;
    return {
      isLog,
      columns: { id: known(first, {}, 'a known heading; some values stand in several rows') },
      undecided: [
        isLog
          ? `"${first.heading.text}" stands in several rows (${different} tickets in ${rows} rows): they are read as a log of changes, one row a change; is each row a change?`
          : empty > 0
            ? `"${first.heading.text}" is empty in ${empty} of ${rows} rows, which are set aside: is it the ticket's id?`
            : `"${first.heading.text}" stands in several rows (${different} tickets in ${rows} rows), of which the last counts: is it the ticket's id?`,
      ],
      notes: [],
    };
  }
  const guess = candidates.all.find(
    ({ column }) => column.isUnique && column.times === 0 && column.cells.every((cell) => cell.length <= 40),
  );
  return {
    isLog: false,
    columns: {
      id: guess
        ? known(guess, {}, 'a guess: every row has another value')
        : { column: TO_BE_NAMED, comment: 'no heading is known for it' },
    },
    undecided: [
      guess
        ? `no heading is known for the ticket's id; "${guess.heading.text}" has another value in every row: is it that?`
        : 'which column is the ticket\'s id ("id")?',
    ],
    notes: [],
  };
}

const FACTS = ['priority', 'channel', 'category', 'account_key', 'url', 'subject'] as const;

const COUNTS = ['reopens', 'agent_messages', 'customer_messages', 'agents_involved'] as const;

/** Who has a ticket, and who asked. */
function peopleColumns(candidates: Candidates): Part {
  const columns: Record<string, ProposedColumn> = {};
  const undecided: string[] = [];
  for (const target of ['agent_id', 'team_id', 'customer_id'] as const) {
    const [best] = candidates.of(target).filter(({ column }) => column.cells.length > 0);
    if (!best) continue;
    const nobody = best.column.words.filter((word) => NOBODY.has(plainWords(word)));
    columns[target] = known(best, nobody.length > 0 ? { missing: nobody } : {});
  }
  return { columns, undecided, notes: [] };
}

function factColumns(candidates: Candidates, _product: Product | undefined): Part {
  const columns: Record<string, ProposedColumn> = {};
  for (const target of FACTS) {
    const [best] = candidates.of(target).filter(({ column }) => column.cells.length > 0);
    if (best) columns[target] = known(best);
  }
  for (const target of COUNTS) {
    const [best] = candidates.of(target);
    if (best) columns[target] = known(best);
  }
  const [tags] = candidates.of('tags').filter(({ column }) => column.cells.length > 0);
  if (tags) {
    const separator = separatorOf(tags.column.cells);
    columns.tags = known(tags, separator === '|' ? {} : { separator });
  }
  return { columns, undecided: [], notes: [] };
}

function separatorOf(cells: readonly string[]): string {
  const counts = ['|', ',', ';'].map((sign) => cells.filter((cell) => cell.includes(sign)).length);
  const most = Math.max(...counts);
  return most === 0 ? (cells.some((cell) => cell.includes(' ')) ? ' ' : '|') : ['|', ',', ';'][counts.indexOf(most)]!;
}

/** The columns of a ticket list as those of a log: its last change dates a row. */
function asLog(columns: Readonly<Record<string, ProposedColumn>>): Record<string, ProposedColumn> {
  const { id, updated_at: at, ...rest } = columns;
  return {
    ticket_id: id!,
    at: at ?? { column: TO_BE_NAMED, comment: 'which column says when the change of the row happened?' },
    ...rest,
  };
}
