import { MS_PER_DAY } from '../../src/model/time.ts';
import { first, type Headers } from './headers.ts';

/** One day on which a customer's own client wrote an offset from UTC, in minutes. */
export interface OffsetSeen {
  readonly at: number;
  readonly offset: number;
}

/** Clients that write their own offset also where it is that of UTC. */
const LOCAL_WRITERS = /iphone mail|ipad mail|apple mail|thunderbird|microsoft outlook \d/i;

/**
 * The offset that a customer's client wrote truthfully; undefined where it says nothing: Exchange Online and programs write
 * UTC wherever they are, and Gmail's API the offset of Google's machines.
 */
export function offsetEvidence(headers: Headers, offset: number | undefined): number | undefined {
  if (offset === undefined) return undefined;
  const way = (headers.get('received') ?? []).join('\n');
  const id = first(headers, 'message-id') ?? '';
  const client = `${first(headers, 'x-mailer') ?? ''} ${first(headers, 'user-agent') ?? ''}`;
  if (/with HTTPREST/i.test(way)) return undefined;
  if (offset !== 0) return offset;
  if (/with mapi id/i.test(way) || /\.prod\.outlook\.com>?$/i.test(id.trim())) return undefined;
  return LOCAL_WRITERS.test(client) ? offset : undefined;
}

/** Shares below this are no agreement. */
const AGREEMENT = 0.8;

/**
 * The zone of a customer by what their clients wrote: at least two days, of which at least 80% fit. Only a zone that
 * what was seen leaves no doubt about is told: every zone of the address's country that fits, or (an address of no
 * country) every zone there is that fits, keeps the same time the whole year around. One season alone leaves that open
 * where the clocks of some change and of others do not.
 *
 * @example zoneOf([{ at: january, offset: 60 }, { at: july, offset: 120 }], 'ada@example.de') // => 'Europe/Berlin'
 */
export function zoneOf(seen: readonly OffsetSeen[], address: string): string | undefined {
  const days = new Map(seen.map((one) => [Math.floor(one.at / MS_PER_DAY), one]));
  const evidence = [...days.values()];
  if (evidence.length < 2) return undefined;
  const latest = Math.max(...evidence.map(({ at }) => at));
  const fits = (zone: string): boolean => {
    const agreeing = evidence.filter(({ at, offset }) => offsetAt(zone, at) === offset).length;
    return agreeing >= 2 && agreeing / evidence.length >= AGREEMENT;
  };
  const country = /\.([a-z]{2})$/.exec(address)?.[1];
  const theirs = country === undefined ? [] : zonesOfCountry(country);
  if (theirs.length > 0) return onlyOne(theirs.filter(fits), latest);
  return onlyOne(Intl.supportedValuesOf('timeZone').filter(fits), latest);
}

/** The first of zones that all keep the same time through the year before and after an instant. */
function onlyOne(zones: readonly string[], at: number): string | undefined {
  const [zone, ...others] = [...zones].sort((a, b) => Number(isCity(b)) - Number(isCity(a)));
  if (zone === undefined) return undefined;
  const yearOf = (name: string): string =>
    Array.from({ length: 26 }, (_, n) => offsetAt(name, at + (n - 13) * 28 * MS_PER_DAY)).join();
  const year = yearOf(zone);
  return others.every((other) => yearOf(other) === year) ? zone : undefined;
}

/** `Etc/GMT-1` and the like are offsets, not places. */
const isCity = (zone: string): boolean => zone.includes('/') && !zone.startsWith('Etc/');

/** Domains of countries that anybody takes, wherever they are; and .uk, which is no code of a country. */
const ANYBODYS = new Set(['io', 'ai', 'co', 'me', 'tv', 'cc', 'ws', 'fm', 'ly', 'gg', 'sh', 'to', 'eu', 'im', 'la']);

function zonesOfCountry(domain: string): readonly string[] {
  if (ANYBODYS.has(domain)) return [];
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(
    `und-${domain === 'uk' ? 'GB' : domain.toUpperCase()}`,
  );
  return locale.getTimeZones?.() ?? [];
}

/** Minutes from UTC in a zone at an instant. */
function offsetAt(zone: string, at: number): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '');
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) : 0;
}
