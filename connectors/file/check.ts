import type { CheckResult } from '../../src/connector/connector.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import {
  toAccount,
  toChurnEvent,
  toCost,
  toMilestone,
  toOrder,
  toReferral,
  toSubscription,
  toUsage,
} from './account-records.ts';
import type { Cells } from './cells.ts';
import type { Input, Role } from './input.ts';
import { toAgent, toCustomer, toRating, toTeam } from './people-records.ts';
import { planOf } from './plan.ts';
import { toDraft, toTicket } from './ticket-records.ts';

/** How many rows of a file are tried. */
const SAMPLE_ROWS = 100;

/** Reads the first rows of every file and says how they would be understood; problems make it not ok. */
export async function checkPlan(
  path: string,
  mapping: string | undefined,
  tools: { readonly signal: AbortSignal; readonly source: string },
): Promise<CheckResult> {
  const lines: string[] = [];
  const warn = (message: string): void => {
    lines.push(message);
  };
  try {
    const plan = await planOf(path, mapping, warn);
    for (const input of plan.inputs) lines.push(...(await sample(input, warn, tools)));
    return { ok: true, lines };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ok: false, lines: [...lines, ...error.problems] };
  }
}

async function sample(
  input: Input,
  warn: (message: string) => void,
  { signal, source }: { readonly signal: AbortSignal; readonly source: string },
): Promise<string[]> {
  const open = await input.open({ warn, signal, onBytes: () => undefined });
  let tried = 0;
  let unwanted = 0;
  const reasons: string[] = [];
  for await (const line of open.rows) {
    if (tried === SAMPLE_ROWS) break;
    tried += 1;
    try {
      if ('reason' in line) throw new DataError(line.reason);
      const kept = open.keep(line.cells);
      const cells = open.view(line.line, kept);
      if (open.wanted(cells, kept)) tryRow(input.role, source, cells);
      else unwanted += 1;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      reasons.push(`${input.file.name}, ${open.place(line.line)}: ${error.message}`);
    }
  }
  // A part of a file may be ambiguous where the whole is not.
  if (tried < SAMPLE_ROWS) open.settle();
  const left = unwanted === 0 ? '' : `, ${unwanted} left out by the mapping`;
  const counts = `${tried - reasons.length - unwanted} of the first ${tried} rows can be read${left}`;
  return [`${input.file.name} is read as ${input.role}: ${counts}`, ...reasons.slice(0, 3)];
}

function tryRow(role: Role, source: string, cells: Cells): unknown {
  switch (role) {
    case 'agents':
      return toAgent(source, cells);
    case 'teams':
      return toTeam(source, cells);
    case 'accounts':
      return toAccount(source, cells);
    case 'customers':
      return toCustomer(source, cells);
    case 'tickets': {
      const id = cells.text('id') ?? '';
      return toTicket(cells, { source, id, events: [], hasHistory: false, storeSubjects: false });
    }
    case 'events':
      return toDraft(cells, () => undefined);
    case 'changes':
      return cells.instant('at');
    case 'ratings':
      return toRating(source, cells);
    case 'subscriptions':
      return toSubscription(source, cells);
    case 'churn_events':
      return toChurnEvent(source, cells);
    case 'orders':
      return toOrder(source, cells);
    case 'referrals':
      return toReferral(source, cells);
    case 'milestones':
      return toMilestone(source, cells);
    case 'usage':
      return toUsage(source, cells);
    case 'costs':
      return toCost(source, cells);
  }
}
