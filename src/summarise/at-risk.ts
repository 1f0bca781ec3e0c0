import type { Clusters, DayAndCustomer } from './statistics/clustered-variance.ts';
import type { AtRiskRows } from './statistics/survival.ts';

/** What was in hand in a window, on one clock: a row a ticket (a turn, or a spell of either), and what it came with. */
export interface InHand {
  readonly rows: AtRiskRows;
  /** Codes mean the same day and the same customer in every window that is compared. */
  readonly clusters: DayAndCustomer;
}

/**
 * The rows of each group, by the group code of each row; a code at or above `groups` belongs to none. The cluster codes of
 * a group begin at 0 in all windows alike, so that many small groups do not each pay for every customer there is.
 */
export function splitByGroup<const W extends readonly InHand[]>(
  windows: W,
  groupOf: { readonly [K in keyof W]: Uint32Array },
  groups: number,
): { readonly [K in keyof W]: InHand }[] {
  const picked = windows.map((window, index) => rowsByGroup(groupOf[index]!, groups, window.rows.exitMs.length));
  const renumber = {
    day: renumbering(windows.map(({ clusters }) => clusters.day)),
    customer: renumbering(windows.map(({ clusters }) => clusters.customer)),
  };
  return Array.from({ length: groups }, (_, group) => {
    const chosen = picked.map((byGroup) => byGroup[group]!);
    const [day, customer] = [renumber.day(chosen), renumber.customer(chosen)];
    return windows.map(({ rows }, index) => ({
      rows: pickRows(rows, chosen[index]!),
      clusters: { day: day[index]!, customer: customer[index]! },
    })) as { readonly [K in keyof W]: InHand };
  });
}

/** Row numbers of each group, ascending: a counting sort. */
function rowsByGroup(groupOf: Uint32Array, groups: number, n: number): Uint32Array[] {
  const starts = new Uint32Array(groups + 1);
  for (let row = 0; row < n; row++) if (groupOf[row]! < groups) starts[groupOf[row]! + 1]! += 1;
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
  const places = starts.slice();
  const rows = new Uint32Array(starts[groups]!);
  for (let row = 0; row < n; row++) {
    const group = groupOf[row]!;
    if (group < groups) rows[places[group]!++] = row;
  }
  return Array.from({ length: groups }, (_, group) => rows.subarray(starts[group]!, starts[group + 1]!));
}

function pickRows({ entryMs, exitMs, ended }: AtRiskRows, rows: Uint32Array): AtRiskRows {
  return {
    entryMs: Float64Array.from(rows, (row) => entryMs[row]!),
    exitMs: Float64Array.from(rows, (row) => exitMs[row]!),
    ended: Uint8Array.from(rows, (row) => ended[row]!),
  };
}

/** Gives the clusters of some rows of each window numbers from 0 on, the same in all windows. */
function renumbering(windows: readonly Clusters[]): (chosen: readonly Uint32Array[]) => Clusters[] {
  const count = windows.reduce((most, each) => Math.max(most, each.count), 0);
  const numbers = new Int32Array(count);
  const stamps = new Int32Array(count);
  let stamp = 0;
  return (chosen) => {
    stamp++;
    let next = 0;
    const codes = windows.map((each, index) =>
      Uint32Array.from(chosen[index]!, (row) => {
        const code = each.codes[row]!;
        if (stamps[code] !== stamp) {
          stamps[code] = stamp;
          numbers[code] = next++;
        }
        return numbers[code]!;
      }),
    );
    return codes.map((each) => ({ codes: each, count: next }));
  };
}
