import type { SideId, Sides } from '../clock/sides.ts';
import { ALONE } from '../measure/cause-spans.ts';
import { CAUSE_NAMES } from '../model/catalogue.ts';
import type { MeasuredTicket, Stint } from '../model/measurement.ts';
import { CAUSES_N, type CauseMatrix, type JointCauses } from './joint-causes.ts';

/** The side of the desk under other hours, while this agent and this team have a ticket of a source. */
export type OtherSides = (source: string, agentId: string | null, teamId: string | null) => SideId;

/** What the question is asked of. */
export type AskedTicket = Pick<MeasuredTicket, 'source' | 'entersAt' | 'customerZone' | 'stints'>;

/** The stints of a solved ticket that its times are made of. */
export function timedStints({ stints, entersAt }: Pick<AskedTicket, 'stints' | 'entersAt'>): readonly Stint[] {
  return entersAt === null ? [] : stints.filter(({ fromAt, toAt }) => fromAt >= entersAt && toAt !== null);
}

/** The sides of a stint as it was and as it would be; a customer of unknown zone shares the desk's hours, whichever they are. */
export function sidesOfStint(
  stint: Stint,
  { source, customerZone }: AskedTicket,
  sides: Sides,
  other: OtherSides,
): { readonly team: SideId; readonly customer: SideId; readonly otherTeam: SideId; readonly otherCustomer: SideId } {
  const team = sides.sideOfKey(stint.teamSide);
  const customer = sides.sideOfKey(stint.customerSide);
  const otherTeam = other(source, stint.agentId, stint.teamId);
  return { team, customer, otherTeam, otherCustomer: customerZone === 'none' ? otherTeam : customer };
}

/**
 * Where the time of one ticket would have gone under other hours of the desk, its history being what it was: added to a
 * matrix from cause to cause (ms). Its rows sum to what was measured, its columns to what measuring the same history
 * under the other hours gives.
 */
export function addTicketTo(
  matrix: CauseMatrix,
  ticket: AskedTicket,
  sides: Sides,
  other: OtherSides,
  joint: JointCauses,
): void {
  for (const stint of timedStints(ticket)) {
    const { holder, fromAt, causesMs } = stint;
    const toAt = stint.toAt!;
    if (holder !== 'team' && holder !== 'customer') {
      const cause = CAUSE_NAMES.indexOf(ALONE[holder]);
      matrix[cause * CAUSES_N + cause]! += toAt - fromAt;
      continue;
    }
    const pair = sidesOfStint(stint, ticket, sides, other);
    if (pair.team === pair.otherTeam && pair.customer === pair.otherCustomer) {
      for (const [cause, ms] of causesMs.entries()) matrix[cause * CAUSES_N + cause]! += ms;
    } else joint.add(matrix, pair, holder === 'team', fromAt, toAt);
  }
}

/** A matrix's rows (what was) or columns (what would be), ms by the order of CAUSE_NAMES. */
export function sumsOf(matrix: CauseMatrix, of: 'rows' | 'columns'): readonly number[] {
  return CAUSE_NAMES.map((_, cause) => {
    let sum = 0;
    for (let i = 0; i < CAUSES_N; i++) sum += matrix[of === 'rows' ? cause * CAUSES_N + i : i * CAUSES_N + cause]!;
    return sum;
  });
}
