import type { TicketHistory } from '../../src/model/measurement.ts';
import { nearest } from '../../src/model/nearest.ts';

/** Names of fields remembered for the question what was meant. */
const NAMES_KEPT = 1000;

/** Watches whether the field that is to tell the tiers is in any ticket. */
export interface TierFieldWatch {
  readonly see: (batch: readonly TicketHistory[]) => void;
  /** What an admin should know; undefined where all is well or nothing was seen. */
  readonly problem: () => string | undefined;
}

/** A watch for the field that TIER_FIELD names; without one there is nothing to watch. */
export function watchTierField(field: string | undefined): TierFieldWatch {
  let tickets = 0;
  let found = false;
  const names = new Set<string>();
  return {
    see(batch) {
      if (field === undefined || found) return;
      tickets += batch.length;
      for (const { ticket } of batch) {
        if (ticket.fields[field] !== undefined) found = true;
        for (const name of Object.keys(ticket.fields)) if (names.size < NAMES_KEPT) names.add(name);
      }
    },
    problem() {
      if (field === undefined || found || tickets === 0) return undefined;
      const meant = nearest(field, names);
      const suggestion = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
      return `TIER_FIELD: none of ${tickets} tickets has the field "${field}"${suggestion}; TIER_TAGS or the score told their tiers`;
    },
  };
}
