import { TABLES } from './tables.ts';

/** What a row of a log changes; everything else a mapping of a log names is a fact of the ticket. */
export const CHANGE_EFFECTS = [
  'at',
  'status',
  'status_by',
  'agent_id',
  'team_id',
  'message',
  'message_author',
  'message_public',
  'message_automatic',
  'note',
  'handover',
] as const;

/** The columns of a log of changes: the ticket's own, and what a row changes. */
export const CHANGE_COLUMNS: {
  readonly required: readonly (readonly string[])[];
  readonly optional: readonly (readonly string[])[];
} = {
  required: [['ticket_id', 'id'], ['at']],
  optional: [
    ['opened_at'],
    ...TABLES.tickets.optional,
    ...CHANGE_EFFECTS.filter((name) => !['at', 'status', 'agent_id', 'team_id'].includes(name)).map((name) => [name]),
  ],
};
