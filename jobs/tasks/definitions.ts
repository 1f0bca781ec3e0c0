import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Settings } from '../../src/config/settings.ts';
import type { Source } from '../../src/connector/connector.ts';
import { byWord } from '../../src/model/by-word.ts';
import type { Definitions, TierCuts, TierRule } from '../../src/model/definitions.ts';
import { ConfigError, nearest } from '../../src/model/errors.ts';
import type { TicketHistory } from '../../src/model/measurement.ts';
import type { Store } from '../../src/store/store.ts';

/** Raised when the measure step itself changes what it says, so that stored tickets are measured again. */
const MEASURE_VERSION = 3;

export const FittedCuts = z.object({
  version: z.int().positive(),
  cuts: z.tuple([z.number(), z.number()]),
  tickets: z.int(),
});
export type FittedCuts = z.infer<typeof FittedCuts>;

/** Where a source's fitted cuts are kept. */
export function cutsKey(source: string): string {
  return `tier-cuts:${source}`;
}

/** Cuts fitted earlier for a source; undefined while there are none. */
export async function fittedCuts(store: Store, source: string): Promise<FittedCuts | undefined> {
  const text = await store.sync.setting(cutsKey(source));
  return text === undefined ? undefined : FittedCuts.parse(JSON.parse(text));
}

/** What the figures mean under these settings, with the tier cuts fitted so far. */
export async function currentDefinitions(
  settings: Settings,
  sources: readonly Source[],
  store: Store,
): Promise<Definitions> {
  return {
    netExcludes: settings.NET_EXCLUDES,
    autoClose: settings.AUTO_CLOSE,
    creditPolicy: settings.CREDIT_POLICY,
    tierRule: await tierRule(settings, store),
    teamHours: settings.TEAM_HOURS,
    teamTimeZone: settings.TEAM_TIME_ZONE,
    teamHolidays: settings.TEAM_HOLIDAYS,
    customerHours: settings.CUSTOMER_HOURS,
    customerHolidays: settings.CUSTOMER_HOLIDAYS,
    turns: byWord(sources.map(({ name, turns }) => [name, turns])),
  };
}

async function tierRule(settings: Settings, store: Store): Promise<TierRule> {
  const cutsBySource = new Map<string, TierCuts>();
  let version = 1;
  if (settings.TIER_CUTS === 'auto') {
    for (const { source } of await store.sync.sources()) {
      const fitted = await fittedCuts(store, source);
      if (!fitted) continue;
      cutsBySource.set(source, fitted.cuts);
      version = Math.max(version, fitted.version);
    }
  }
  const score =
    settings.TIER_CUTS === 'auto'
      ? `score-auto@${version}`
      : `score@1${settings.TIER_CUTS.join() === '2,6' ? '' : `(${settings.TIER_CUTS.join()})`}`;
  return {
    ...(settings.TIER_FIELD === undefined ? {} : { field: settings.TIER_FIELD }),
    ...(settings.TIER_TAGS === undefined ? {} : { tags: settings.TIER_TAGS }),
    cuts: settings.TIER_CUTS === 'auto' ? [2, 6] : settings.TIER_CUTS,
    cutsBySource: byWord(cutsBySource),
    name: [
      ...(settings.TIER_FIELD === undefined ? [] : [`field:${settings.TIER_FIELD}`]),
      ...(settings.TIER_TAGS === undefined ? [] : ['tags']),
      score,
    ].join('+'),
  };
}

/** Two equal hashes: every stored measurement means the same. */
export function definitionsHash(definitions: Definitions): string {
  return createHash('sha256')
    .update(canonical({ measure: MEASURE_VERSION, ...definitions }))
    .digest('hex')
    .slice(0, 16);
}

/** The hash of working hours alone, printed with every report as the version of its calendars. */
export function calendarsVersion(definitions: Definitions): string {
  const { teamHours, teamTimeZone, teamHolidays, customerHours, customerHolidays } = definitions;
  const text = canonical({ teamHours, teamTimeZone, teamHolidays, customerHours, customerHolidays });
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

const Rows = z.array(z.object({ customer: z.string().trim().min(1), account_key: z.string().trim().min(1) }));

/**
 * Reads a person's own list of whose customers belong to which account: CSV with the columns `customer` (`source/id`, an
 * address, or an organisation's id) and `account_key`. The first step of the join, in lower case. ConfigError with what
 * is wrong where it cannot be read, or says two things of one customer.
 */
export function readJoinList(path: string | undefined): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  if (path === undefined) return joined;
  const refuse = (why: string): never => {
    throw new ConfigError(`JOIN_FILE (${path}) ${why}`);
  };
  const parsed = Rows.safeParse(rowsOf(path, refuse));
  if (!parsed.success) {
    const { path: place } = parsed.error.issues[0]!;
    return refuse(
      `needs the columns customer and account_key filled in; row ${Number(place[0]) + 2} has no ${String(place[1])}`,
    );
  }
  for (const { customer, account_key: accountKey } of parsed.data) {
    const name = customer.toLowerCase();
    if ((joined.get(name) ?? accountKey) !== accountKey) refuse(`gives ${customer} to two accounts; keep one of them`);
    joined.set(name, accountKey);
  }
  return joined;
}

function rowsOf(path: string, refuse: (why: string) => never): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`cannot be read: ${error instanceof Error && 'code' in error ? error.code : 'unknown error'}`);
  }
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse(`is no CSV: ${error.message}`);
  }
}

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
