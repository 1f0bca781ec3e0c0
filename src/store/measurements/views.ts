import { CAUSE_NAMES, CAUSES, CLOCK_NAMES, CLOCKS, type Clock, type Column } from '../../model/catalogue.ts';
import { HANDLERS, HOLDERS } from '../../model/measurement.ts';
import type { Engine } from '../engine.ts';
import type { ColumnKind } from '../schema.ts';
import { EVENT_FLAGS } from '../tickets/event-rows.ts';
import { MEASURED, MEASURED_COLUMNS, PLACES, type PlaceKind } from './table.ts';

type Kind = Engine['kind'];
type List = keyof typeof PLACES;

/** A column of a view: `m` is the measurement's row, `e` the list's item or the event. */
interface ViewColumn {
  readonly name: string;
  readonly sql: (kind: Kind) => string;
  readonly holds: ColumnKind;
  readonly comment: string;
}

interface View {
  readonly name: string;
  readonly comment: string;
  readonly columns: readonly ViewColumn[];
  readonly from: (kind: Kind) => string;
}

/** What stands at a place of an item, and at a place of the list there. */
function placed(kind: Kind, list: List, place: string, inner?: number): string {
  const places: Readonly<Record<string, PlaceKind>> = PLACES[list];
  const index = Object.keys(places).indexOf(place);
  if (kind === 'sqlite') return inner === undefined ? `e.value ->> ${index}` : `e.value ->> '$[${index}][${inner}]'`;
  const type = places[place]!.startsWith('text') ? 'text' : 'bigint';
  return `(e.value ${inner === undefined ? `->> ${index}` : `-> ${index} ->> ${inner}`})::${type}`;
}

const column = (name: string, sql: string, comment: string, holds: ColumnKind = 'text?'): ViewColumn => ({
  name,
  sql: () => sql,
  holds,
  comment,
});

const ofTicket = (name: keyof typeof MEASURED): ViewColumn =>
  column(name, `m.${name}`, MEASURED[name].comment, MEASURED[name].kind);

/** What each row of a list repeats of its ticket. */
const WHOSE = (['source', 'ticket_id', 'tier', 'channel', 'priority', 'category', 'account_key'] as const).map(
  ofTicket,
);

/** Makes the columns of a list's view from the places of its items. */
const placesIn =
  <Name extends List>(list: Name) =>
  (name: string, place: keyof (typeof PLACES)[Name] & string, comment: string): ViewColumn => {
    const holds = (PLACES[list] as Readonly<Record<string, PlaceKind>>)[place]!;
    return {
      name,
      sql: (kind) => placed(kind, list, place),
      holds: holds === 'list' ? 'json' : holds,
      comment,
    };
  };

/** The number of an item in its list, from 1 on. */
const numbered = (name: string, comment: string): ViewColumn => ({
  name,
  sql: (kind) => (kind === 'sqlite' ? 'e.key + 1' : 'e.n'),
  holds: 'int',
  comment,
});

const itemsOf = (list: List) => (kind: Kind) =>
  kind === 'sqlite'
    ? `from measured m, json_each(m.${list}) e\nwhere m.exclusion is null`
    : `from measured m, json_array_elements(m.${list}::json) with ordinality as e (value, n)\nwhere m.exclusion is null`;

const solution = placesIn('solutions');
const turn = placesIn('turns');
const stint = placesIn('stints');

const clocksOf = (of: (name: string, place: `${Clock}Ms`, comment: string) => ViewColumn) =>
  CLOCK_NAMES.map((clock) => of(`${clock}_ms`, `${clock}Ms`, `ms: ${CLOCKS[clock].means}`));

const calendars = (name: string, place: 'teamSide' | 'customerSide', comment: string): ViewColumn => ({
  name,
  sql: (kind) => `(select s.calendars from calendar_side s where s.key = ${placed(kind, 'stints', place)})`,
  holds: 'json?',
  comment,
});

const flag = (name: keyof typeof EVENT_FLAGS, comment: string) =>
  column(name, `case when (e.flags & ${EVENT_FLAGS[name]}) <> 0 then 1 else 0 end`, comment, 'int');

/** What anyone may query: names, columns and meanings are a contract. */
export const VIEWS: readonly View[] = [
  {
    name: 'fairclock_tickets',
    comment: 'One row a ticket that is in the figures; instants in epoch ms, durations in ms.',
    columns: MEASURED_COLUMNS.filter(
      (name) => !(name in PLACES) && !name.startsWith('exclu') && name !== 'revision',
    ).map(ofTicket),
    from: () => 'from measured m\nwhere m.exclusion is null',
  },
  {
    name: 'fairclock_responses',
    comment:
      'One row a turn of a customer: a message that waits for an answer. Those that a person answered are responses.',
    columns: [
      ...WHOSE,
      numbered('turn', 'which of the ticket it is, from 1 on'),
      turn('asked_at', 'askedAt', "epoch ms: the turn's first unanswered message, or the opening"),
      turn('answered_at', 'answeredAt', 'epoch ms; null while it is open'),
      turn('agent_id', 'agentId', 'who answered'),
      turn('team_id', 'teamId', 'the team that had the ticket then'),
      turn('answered_by', 'by', `${HANDLERS.join(', ')}`),
      turn(
        'response',
        'response',
        'which answer of a person: 1 the first response, from 2 on later ones, as all of outbound tickets',
      ),
      ...clocksOf(turn),
      turn('bot_answered_at', 'botAnsweredAt', 'epoch ms: when a bot first answered it, whoever did afterwards'),
    ],
    from: itemsOf('turns'),
  },
  {
    name: 'fairclock_solutions',
    comment: 'One row a solution, also one that a reopening followed.',
    columns: [
      ...WHOSE,
      numbered('solution', 'which of the ticket it is, from 1 on'),
      solution('solved_at', 'at', 'epoch ms: for durations; of a timer that is rewound, when the silence began'),
      solution('known_at', 'knownAt', 'epoch ms: when the source knew of it'),
      solution('reopened_at', 'reopenedAt', 'epoch ms; null: it holds, or nobody told'),
      solution('agent_id', 'agentId', 'who is credited'),
      solution('team_id', 'teamId', 'the team that had the ticket then'),
      solution('solved_by', 'by', `who had dealt with it: ${HANDLERS.join(', ')}`),
      solution('estimated', 'estimated', '1: the source does not say when it was'),
      ...clocksOf(solution),
    ],
    from: itemsOf('solutions'),
  },
  {
    name: 'fairclock_stints',
    comment: 'One row a stretch of time in which one holder, team, agent and pair of calendars had a ticket.',
    columns: [
      ...WHOSE,
      numbered('stint', 'which of the ticket it is, from 1 on'),
      stint('from_at', 'fromAt', 'epoch ms'),
      stint('to_at', 'toAt', 'epoch ms; null where it goes on, then its time runs to the last event'),
      stint('holder', 'holder', `whose turn it was: ${HOLDERS.join(', ')}`),
      stint('team_id', 'teamId', 'the team then'),
      stint('agent_id', 'agentId', 'assigned then'),
      calendars('team_calendars', 'teamSide', "the desk's calendars: [[zone, hours, [holidays]], …]"),
      calendars('customer_calendars', 'customerSide', "the customer's calendars"),
      ...CAUSE_NAMES.map(
        (cause, index): ViewColumn => ({
          name: `${cause}_ms`,
          sql: (kind) => `coalesce(${placed(kind, 'stints', 'causesMs', index)}, 0)`,
          holds: 'int',
          comment: `ms: ${CAUSES[cause].means}`,
        }),
      ),
    ],
    from: itemsOf('stints'),
  },
  {
    name: 'fairclock_events',
    comment: 'One row an event of a ticket, as its source told it; no text of a message is kept.',
    columns: [
      column('source', 'e.source', 'the account it comes from'),
      column('ticket_id', 'e.ticket_id', "the vendor's id of the ticket"),
      column('event_id', 'e.id', "the vendor's id of the event"),
      column('at', 'e.at', 'epoch ms', 'int'),
      column('seq', 'e.seq', 'order within one instant', 'int'),
      column('kind', 'e.kind', 'message, note, status, assignment, handover or merged'),
      column('side', 'e.side', 'who did it: customer, agent or bot'),
      column('person_id', 'e.person_id', 'the author, or the agent it was assigned to'),
      column('team_id', 'e.team_id', 'the team it was assigned to'),
      column('value', 'e.value', 'the status it became, the side it was handed to, or the ticket it went into'),
      column('original', 'e.original', "the vendor's word for the status, or the way a message came"),
      flag('public', '1: the customer sees the message'),
      flag('automatic', '1: nobody wrote it for this ticket'),
      flag('estimated', '1: the source does not say when it was'),
    ],
    from: () => 'from event e',
  },
];

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
  '(exclusion is not null or unknown_statuses is not null or impossible is not null or clipped_events > 0 or timeline_complete = 0 or solved_without_date = 1 or stated_while_open = 1 or undone_reopenings > 0)';

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
