import { z } from 'zod';
import { DataError } from '../../src/model/errors.ts';
import { Side } from '../../src/model/ticket.ts';
import type { Cells } from './cells.ts';
import { oneOf, required, requiredInstant } from './record.ts';
import type { Draft, Happening } from './timeline.ts';

const Kind = z.enum(['message', 'note', 'status', 'assignment', 'handover', 'merged']);
const HandoverTo = z.enum(['bot', 'team']);

/**
 * An event from a row of `events`: the columns that count depend on its kind. DataError when the row cannot be
 * read. A message is public unless it says otherwise.
 */
export function toDraft(cells: Cells, reject: (reason: string) => void): Draft {
  const seq = cells.number('seq');
  if (seq !== undefined && (!Number.isInteger(seq) || seq < 0)) throw new DataError('seq is not a whole number from 0');
  const kind = oneOf(Kind, cells, 'kind');
  if (kind === undefined) throw new DataError('kind is empty');
  return { at: requiredInstant(cells, 'at'), id: cells.text('id'), seq, what: happening(kind, cells), reject };
}

function happening(kind: z.infer<typeof Kind>, cells: Cells): Happening {
  const authorId = cells.text('author_id');
  switch (kind) {
    case 'message': {
      const by = oneOf(Side, cells, 'by');
      if (by === undefined) throw new DataError('by is empty: a message needs customer, agent or bot');
      const automatic = cells.flag('automatic');
      return { kind, by, authorId, public: cells.flag('public') ?? true, via: cells.text('via'), automatic };
    }
    case 'note':
      return { kind, authorId };
    case 'status': {
      const word = required(cells, 'to');
      const by = oneOf(Side, cells, 'by');
      return { kind, word, original: cells.text('original') ?? word, by, estimated: cells.flag('estimated') };
    }
    case 'assignment':
      return { kind, ...assignment(cells) };
    case 'handover': {
      const to = oneOf(HandoverTo, cells, 'to');
      if (to === undefined) throw new DataError('to is empty: a handover needs bot or team');
      return { kind, to };
    }
    case 'merged':
      return { kind, into: required(cells, 'into') };
  }
}

/**
 * Who has the ticket now. `-` or `null` says nobody, an empty cell beside a filled one says unchanged; a row whose
 * cells are all empty takes the ticket from its agent (or its team, where only teams have a column).
 */
function assignment(cells: Cells): { agentId?: string | null; teamId?: string | null } {
  const agentId = cells.nobody('agent_id') ? null : cells.text('agent_id');
  const teamId = cells.nobody('team_id') ? null : cells.text('team_id');
  if (agentId === undefined && teamId === undefined) {
    if (cells.has('agent_id')) return { agentId: null };
    if (cells.has('team_id')) return { teamId: null };
    throw new DataError('an assignment needs a column agent_id or team_id');
  }
  return { ...(agentId === undefined ? {} : { agentId }), ...(teamId === undefined ? {} : { teamId }) };
}
