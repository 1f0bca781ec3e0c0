import type { Column } from '../../model/catalogue.ts';
import type { Engine } from '../engine.ts';
import { MEASURED, MEASURED_COLUMNS } from './table.ts';
import { VIEWS } from './views.ts';

type Kind = Engine['kind'];

const quoted = (words: string): string => `'${words.replaceAll("'", "''")}'`;

/** The statements that make the table of measurements. SQLite keeps comments in the text of its statements. */
export function tableStatements(kind: Kind): string[] {
  const types = {
    int: ['integer', 'bigint'],
    text: ['text', 'text collate "C"'],
    json: ['text', 'text collate "C"'],
  } as const;
  const lines = MEASURED_COLUMNS.map((name) => {
    const { kind: holds, comment }: Column = MEASURED[name];
    const type = types[holds.replace('?', '') as keyof typeof types][kind === 'sqlite' ? 0 : 1];
    return `  ${name} ${type}${holds.endsWith('?') ? '' : ' not null'},${kind === 'sqlite' ? ` -- ${comment}` : ''}`;
  });
  const table = `create table measured (\n${lines.join('\n')}\n  primary key (source, ticket_id)\n)`;
  return [
    // Without rowid, tickets lie on disk in the order of the key.
    `${table}${kind === 'sqlite' ? ' strict, without rowid' : ''}`,
    `create index measured_remarkable on measured (source, ticket_id) where ${REMARKABLE}`,
    ...commentsOn(
      kind,
      'table measured',
      'One row a measured ticket; lists are read best through the views fairclock_….',
      MEASURED_COLUMNS.map((name) => [name, MEASURED[name].comment]),
    ),
  ];
}

/** Tickets of which a reader should know something; the condition of an index, word for word. */
export const REMARKABLE =
  '(exclusion is not null or unknown_statuses is not null or impossible is not null or clipped_events > 0 or timeline_complete = 0)';

/** The statements that make the views. */
export function viewStatements(kind: Kind): string[] {
  return VIEWS.flatMap(({ name, comment, columns, from }) => {
    const lines = columns.map((each, index) => {
      const end = index < columns.length - 1 ? ',' : '';
      return `  ${each.sql(kind)} as ${each.name}${end}${kind === 'sqlite' ? ` -- ${each.comment}` : ''}`;
    });
    const head = `create view ${name} as${kind === 'sqlite' ? ` -- ${comment}` : ''}`;
    return [
      `${head}\nselect\n${lines.join('\n')}\n${from(kind)}`,
      ...commentsOn(
        kind,
        `view ${name}`,
        comment,
        columns.map((each) => [each.name, each.comment]),
      ),
    ];
  });
}

function commentsOn(
  kind: Kind,
  relation: string,
  comment: string,
  columns: readonly (readonly [name: string, comment: string])[],
): string[] {
  if (kind === 'sqlite') return [];
  const name = relation.slice(relation.indexOf(' ') + 1);
  return [
    `comment on ${relation} is ${quoted(comment)}`,
    ...columns.map(([each, words]) => `comment on column ${name}.${each} is ${quoted(words)}`),
  ];
}
