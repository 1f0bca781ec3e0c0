import type { Status } from '../../src/model/status.ts';

/** Labels that say what an open issue waits for; lower-cased. */
export interface LabelRules {
  readonly waitingCustomer: ReadonlySet<string>;
  readonly waitingThirdParty: ReadonlySet<string>;
}

/** The waiting status that one label stands for, if any. */
export function waitingStatus(label: string, rules: LabelRules): Status | undefined {
  const name = label.toLowerCase();
  if (rules.waitingCustomer.has(name)) return 'waiting_customer';
  return rules.waitingThirdParty.has(name) ? 'waiting_third_party' : undefined;
}

/** The waiting status of an open issue by all its labels: the first label that stands for one. */
export function labelStatus(labels: readonly string[], rules: LabelRules): Status | undefined {
  for (const label of labels) {
    const status = waitingStatus(label, rules);
    if (status) return status;
  }
  return undefined;
}

/** How the end of an issue is told: done is `solved`; not planned and duplicate are `closed`. Both end the ticket. */
export function solvedStatus(reason: string | null | undefined): 'solved' | 'closed' {
  return reason === 'not_planned' || reason === 'duplicate' ? 'closed' : 'solved';
}

/**
 * The priority told by labels, lower-cased: the value of `priority: high` (or `prio/high`, `severity-high`), or `p0` to `p4` alone.
 * @example priorityOf(['bug', 'Priority: High']) // => 'high'
 */
export function priorityOf(labels: readonly string[]): string | undefined {
  for (const label of labels) {
    const named = /^(?:priority|prio|severity)\s*[:/-]\s*(\S.*)$/i.exec(label.trim());
    if (named) return named[1]!.trim().toLowerCase();
    if (/^p[0-4]$/i.test(label.trim())) return label.trim().toLowerCase();
  }
  return undefined;
}

/** The rules that the settings state. */
export function labelRules(settings: {
  readonly WAITING_LABELS: readonly string[];
  readonly THIRD_PARTY_LABELS: readonly string[];
}): LabelRules {
  const lower = (labels: readonly string[]) => new Set(labels.map((label) => label.toLowerCase()));
  return { waitingCustomer: lower(settings.WAITING_LABELS), waitingThirdParty: lower(settings.THIRD_PARTY_LABELS) };
}
