import type { UNITS } from '../column-spec.ts';
import { DE } from './spellings/de.ts';
import { EN } from './spellings/en.ts';
import { ES } from './spellings/es.ts';
import { FR } from './spellings/fr.ts';
import { IT } from './spellings/it.ts';
import { NL } from './spellings/nl.ts';
import { PL } from './spellings/pl.ts';
import { PT } from './spellings/pt.ts';
import type { Spellings, Target } from './targets.ts';

/** A heading with what its words say of its values. */
export interface Heading {
  /** As the file writes it. */
  readonly text: string;
  /** Lower case, without accents, signs and the words below. */
  readonly name: string;
  readonly unit: (typeof UNITS)[number] | undefined;
  /** An IANA zone or an offset that stands in the heading: `Created at (UTC)`. */
  readonly zone: string | undefined;
  /** A length of time that counts open hours alone. */
  readonly business: boolean;
}

/** A meaning that a heading's spelling has, and how usual it is: 0 is the first to be taken of several columns. */
export interface Meaning {
  readonly target: Target;
  readonly rank: number;
}

const LANGUAGES: readonly (readonly [string, Spellings])[] = [
  ['en', EN],
  ['de', DE],
  ['fr', FR],
  ['es', ES],
  ['pt', PT],
  ['it', IT],
  ['nl', NL],
  ['pl', PL],
];

const UNIT_WORDS: Readonly<Record<string, (typeof UNITS)[number]>> = {
  ms: 'milliseconds',
  milliseconds: 'milliseconds',
  s: 'seconds',
  sec: 'seconds',
  secs: 'seconds',
  seconds: 'seconds',
  sekunden: 'seconds',
  secondes: 'seconds',
  segundos: 'seconds',
  secondi: 'seconds',
  min: 'minutes',
  mins: 'minutes',
  minutes: 'minutes',
  minuten: 'minutes',
  minutos: 'minutes',
  minuti: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  hour: 'hours',
  hours: 'hours',
  std: 'hours',
  stunden: 'hours',
  heures: 'hours',
  horas: 'hours',
  ore: 'hours',
  uur: 'hours',
  uren: 'hours',
  d: 'days',
  days: 'days',
  tage: 'days',
  jours: 'days',
  dias: 'days',
  giorni: 'days',
  dagen: 'days',
  sekundy: 'seconds',
  minuty: 'minutes',
  godz: 'hours',
  godziny: 'hours',
  dni: 'days',
};

/** `Days to resolve`, `hours until close`: the unit stands first. */
const UNIT_FIRST = /^(seconds|minutes|hours|days) (?=(?:to|until|till) )/;

const UNIT = new RegExp(`\\s(?:in|en|em|w|per)?\\s?(${Object.keys(UNIT_WORDS).join('|')})$`);

const BUSINESS =
  /\s?\b(?:within|in|during) (?:business|office|working) hours\b|\s?\bbusiness hours\b|^business | business$|\bgeschaftszeit(?:en)?\b|\bheures ouvrees\b|\bhoras habiles\b|\bhoras laborables\b|\bhorario comercial\b/g;

/** A column that a report works out of others: `MED(First reply time (min))`. */
const AGGREGATED = /^(?:avg|average|med|median|sum|min|max|count|d_count|attr|val)\((.*)\)$/i;

/** Reads a heading: its bare words, and the unit, the zone and the kind of hours that stand beside them. */
export function readHeading(text: string): Heading {
  const inner = AGGREGATED.exec(text.trim())?.[1] ?? text;
  let zone: string | undefined;
  const withoutZone = inner.replace(
    /[([](UTC|GMT|Z|[A-Z][A-Za-z_]+\/[A-Za-z_/]+|(?:UTC|GMT)?[+-]\d{2}:?\d{2})[)\]]/,
    (_, found: string) => {
      const offset = /[+-]\d{2}:?\d{2}$/.exec(found)?.[0];
      zone = offset ?? (found.includes('/') ? found : 'UTC');
      return ' ';
    },
  );
  const plain = plainWords(withoutZone);
  const bare = plain.replace(BUSINESS, ' ').replace(/\s+/g, ' ').trim();
  const first = UNIT_FIRST.exec(bare)?.[1];
  const unit = first ?? UNIT.exec(` ${bare}`)?.[1];
  const name =
    first !== undefined
      ? bare.replace(UNIT_FIRST, 'time ')
      : unit === undefined
        ? bare
        : ` ${bare}`.replace(UNIT, '').trim();
  return {
    text,
    name: name === '' ? bare : name,
    unit: unit === undefined ? undefined : UNIT_WORDS[unit],
    zone,
    business: bare !== plain,
  };
}

/** Lower case, letters and digits alone, one space between words; accents are taken off. */
export function plainWords(text: string): string {
  // `ClosedDate` is a name of two words, `HubSpot team` has one of its own.
  const isOneName = !/\s/.test(text.trim());
  return (isOneName ? text.replace(/([a-z])([A-Z])(?=[a-z])/g, '$1 $2') : text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const MEANINGS: readonly ReadonlyMap<string, readonly Meaning[]>[] = LANGUAGES.map(([, spellings]) => {
  const meanings = new Map<string, Meaning[]>();
  for (const [target, names] of Object.entries(spellings) as [Target, string][]) {
    for (const [rank, name] of names.split('|').entries()) {
      meanings.set(name, [...(meanings.get(name) ?? []), { target, rank }]);
    }
  }
  return meanings;
});

/** How many of the headings have a known spelling in the language that knows most of them. */
export function knownHeadings(headings: readonly string[]): number {
  return meaningsIn(headings.map((text) => readHeading(text))).filter((each) => each.length > 0).length;
}

/**
 * What each heading may stand for, in the language in which most of them are known, else in English. A word of a third
 * language is none: `Service` is a team in French alone.
 */
export function meaningsIn(headings: readonly Heading[]): readonly (readonly Meaning[])[] {
  const counts = MEANINGS.map((known) => headings.filter(({ name }) => known.has(name)).length);
  const most = counts.indexOf(Math.max(...counts));
  return headings.map(({ name }) => MEANINGS[most]!.get(name) ?? MEANINGS[0]!.get(name) ?? []);
}

/** The language in which most headings are known. */
export function languageOf(headings: readonly Heading[]): string {
  const counts = MEANINGS.map((known) => headings.filter(({ name }) => known.has(name)).length);
  return LANGUAGES[counts.indexOf(Math.max(...counts))]![0];
}
