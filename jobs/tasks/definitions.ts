import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Settings } from '../../src/config/settings.ts';
import type { Source } from '../../src/connector/connector.ts';
import type { Definitions, TierCuts, TierRule } from '../../src/model/definitions.ts';
import type { Store } from '../../src/store/store.ts';

/** Raised when the measure step itself changes what it says, so that stored tickets are measured again. */
const MEASURE_VERSION = 1;

const FittedCuts = z.object({ version: z.int().positive(), cuts: z.tuple([z.number(), z.number()]), tickets: z.int() });
export type FittedCuts = z.infer<typeof FittedCuts>;

/** Where a source's fitted cuts are kept. */
export function cutsKey(source: string): string {
  return `tier-cuts:${source}`;
}

/** Cuts fitted earlier for a source; undefined while there are none. */
export async function fittedCuts(store: Store, source: string): Promise<FittedCuts | undefined> {
  const text = await store.setting(cutsKey(source));
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
    turns: Object.fromEntries(sources.map(({ name, turns }) => [name, turns])),
  };
}

async function tierRule(settings: Settings, store: Store): Promise<TierRule> {
  const cutsBySource: Record<string, TierCuts> = {};
  let version = 1;
  if (settings.TIER_CUTS === 'auto') {
    for (const { source } of await store.sources()) {
      const fitted = await fittedCuts(store, source);
      if (!fitted) continue;
      cutsBySource[source] = fitted.cuts;
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
    cutsBySource,
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
