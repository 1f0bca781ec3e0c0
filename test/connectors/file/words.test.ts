import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReaders } from '../../../connectors/file/readers.ts';
import { compileFormat } from '../../../connectors/file/time-format.ts';
import { languages } from '../../../connectors/file/words/languages.ts';
import { createWords } from '../../../connectors/file/words/words.ts';
import { createZones } from '../../../src/clock/zone.ts';
import { DataError } from '../../../src/model/errors.ts';

const words = createWords();
const zones = createZones();

/** The times of a column as ISO texts, 'lost' where one cannot be read, or the problems. */
function read(formats: string[], texts: readonly string[], language?: string): readonly string[] {
  const readers = createReaders(zones, words, '');
  const column = readers.time('x.csv, "Opened"', { formats, language, hasZone: true });
  for (const [line, text] of texts.entries()) column.note(line, [text]);
  const { problems } = readers.settle();
  if (problems.length > 0) return problems;
  return texts.map((text, line) => {
    try {
      return new Date(column.instant(line, [text], 'opened_at', readers.zone('UTC'))).toISOString().slice(0, 16);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return 'lost';
    }
  });
}

const months = (texts: readonly string[], language?: string): readonly string[] =>
  read(
    ['D MMM YYYY'],
    texts.map((month) => `5 ${month} 2026`),
    language,
  ).map((time) => (time.startsWith('2026') ? time.slice(5, 7) : time));

describe('the languages of words', () => {
  it('are all those that Intl knows', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const codes = letters.flatMap((a) => letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)]));
    const known = new Set(languages().map((language) => language.split('-')[0]));
    const missing = Intl.DateTimeFormat.supportedLocalesOf(codes)
      .map((language) => language.split('-')[0]!)
      .filter((language) => !known.has(language));

    expect([...new Set(missing)]).toEqual([]);
  });
});

describe('the months of a column', () => {
  it.each([
    ['Spanish', ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sept', 'oct', 'nov', 'dic']],
    [
      'German, long',
      [
        'Januar',
        'Februar',
        'März',
        'April',
        'Mai',
        'Juni',
        'Juli',
        'August',
        'September',
        'Oktober',
        'November',
        'Dezember',
      ],
    ],
    ['French', ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.']],
    [
      'French without accents',
      ['janv', 'fevr', 'mars', 'avr', 'mai', 'juin', 'juil', 'aout', 'sept', 'oct', 'nov', 'dec'],
    ],
    [
      'Polish',
      [
        'stycznia',
        'lutego',
        'marca',
        'kwietnia',
        'maja',
        'czerwca',
        'lipca',
        'sierpnia',
        'września',
        'października',
        'listopada',
        'grudnia',
      ],
    ],
    ['Polish, short', ['sty', 'lut', 'mar', 'kwi', 'maj', 'cze', 'lip', 'sie', 'wrz', 'paź', 'lis', 'gru']],
    ['Russian', ['янв.', 'февр.', 'мар.', 'апр.', 'мая', 'июн.', 'июл.', 'авг.', 'сент.', 'окт.', 'нояб.', 'дек.']],
    ['Turkish', ['Oca', 'Şub', 'Mar', 'Nis', 'May', 'Haz', 'Tem', 'Ağu', 'Eyl', 'Eki', 'Kas', 'Ara']],
    ['Chinese', ['1月', '2月', '3月', '4月', '5月', '6月', '7月', '8月', '9月', '10月', '11月', '12月']],
    [
      'Vietnamese',
      ['thg 1', 'thg 2', 'thg 3', 'thg 4', 'thg 5', 'thg 6', 'thg 7', 'thg 8', 'thg 9', 'thg 10', 'thg 11', 'thg 12'],
    ],
    [
      'Arabic',
      ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر'],
    ],
    ['English, in capitals', ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']],
  ])('are read in %s', (_, texts) => {
    expect(months(texts)).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']);
  });

  it('are whole words, never the beginning of one in another language', () => {
    // "marras" is the Finnish November, "lipanj" the Croatian June, "marca" the Polish March.
    expect(months(['marras', 'lipanj', 'marca', 'Septemba', 'Mär', 'maj', 'mrt', 'gen'])).toEqual([
      '11',
      '06',
      '03',
      '09',
      '03',
      '05',
      '03',
      '01',
    ]);
    expect(months(['Octopus', 'Marchand', 'oct'])).toEqual(['lost', 'lost', '10']);
  });

  it('of one word that is another month in another language are asked for, unless the other words tell', () => {
    expect(months(['lip'])).toEqual([
      'x.csv, "Opened": the month "lip" may be June (hr) or July (pl): say in the mapping which ("language": "hr")',
    ]);
    expect(months(['lip', 'sie'])).toEqual(['07', '08']);
    expect(months(['lip', 'ruj'])).toEqual(['06', '09']);
    expect(months(['lip'], 'pl')).toEqual(['07']);
    expect(months(['Oct', 'ene'], 'es')).toEqual(['10', '01']);
    expect(months(['Okt', 'ene'], 'es')).toEqual(['lost', '01']);
  });

  it.each([
    'es',
    'de',
    'fr',
    'it',
    'pt-BR',
    'nl',
    'pl',
    'cs',
    'sv',
    'fi',
    'hu',
    'ro',
    'el',
    'ru',
    'uk',
    'tr',
    'he',
    'ar',
    'hi',
    'th',
    'id',
    'ja',
    'ko',
    'zh',
    'vi',
  ])('come back from %s as Intl writes them', (language) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: Date.UTC(2020, 0) / 86_400_000, max: Date.UTC(2027, 0) / 86_400_000 }), {
          minLength: 12,
          maxLength: 40,
        }),
        fc.constantFrom('short', 'long'),
        (days, month) => {
          const name = new Intl.DateTimeFormat(language, {
            month,
            timeZone: 'UTC',
            numberingSystem: 'latn',
            calendar: 'gregory',
          });
          const text = (at: number): string =>
            `${new Date(at).getUTCDate()} ${name.format(at)} ${new Date(at).getUTCFullYear()}`;
          const result = read(
            ['D MMM YYYY'],
            days.map((day) => text(day * 86_400_000)),
            language,
          );

          expect(result).toEqual(days.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 16)));
        },
      ),
      { numRuns: 5 },
    );
  });
});

describe('halves of the day and weekdays', () => {
  it.each([
    ['DD/MM/YYYY hh:mm A', '05/10/2026 01:00 p. m.', '2026-10-05T13:00'],
    ['DD/MM/YYYY hh:mm A', '05/10/2026 12:00 a.m.', '2026-10-05T00:00'],
    ['DD/MM/YYYY hh:mm A', '05/10/2026 01:00\u202fPM', '2026-10-05T13:00'],
    ['DD/MM/YYYY hh:mm A', '05/10/2026 01:00\u00a0p.\u00a0m.', '2026-10-05T13:00'],
    ['DD/MM/YYYY hh:mm A', '05/10/2026 01:00PM', '2026-10-05T13:00'],
    ['D/M/YYYY h:mm A', '5/10/2026 1:05 μ.μ.', '2026-10-05T13:05'],
    ['YYYY/M/D A h:mm', '2026/10/5 下午 1:05', '2026-10-05T13:05'],
    ['YYYY/M/D Ah:mm', '2026/10/5 上午9:05', '2026-10-05T09:05'],
    ['YYYY. M. D. A h:mm', '2026. 10. 5. 오후 1:05', '2026-10-05T13:05'],
    ['ddd, D MMM YYYY', 'Mon, 5 Oct 2026', '2026-10-05T00:00'],
    ['dddd, D [de] MMM [de] YYYY', 'lunes, 5 de octubre de 2026', '2026-10-05T00:00'],
    ['ddd DD.MM.YYYY HH:mm', 'Mo. 05.10.2026 09:00', '2026-10-05T09:00'],
    ['D/M/YYYY HH:mm', '5/10/2026 09:00:30', '2026-10-05T09:00'],
    ['D/M/YYYY HH:mm:ss', '5/10/2026 09:00', '2026-10-05T09:00'],
    ['D/M/YYYY HH:mm', '٥/١٠/٢٠٢٦ ٠٩:٠٠', '2026-10-05T09:00'],
    ['ISO', '2026-10-05 09:00:00 UTC', '2026-10-05T09:00'],
    ['D MMM YYYY HH:mm Z', '5 Oct 2026 09:00 UTC+2', '2026-10-05T07:00'],
  ])('%s reads %s', (format, text, expected) => {
    expect(read([format], [text])).toEqual([expected]);
  });

  it('that the date does not have are no time', () => {
    expect(read(['ddd DD.MM.YYYY'], ['Tue 05.10.2026', 'Mon 05.10.2026'])).toEqual(['lost', '2026-10-05T00:00']);
    expect(read(['DD/MM/YYYY hh:mm A'], ['05/10/2026 01:00 xm', '05/10/2026 01:00 pm'])).toEqual([
      'lost',
      '2026-10-05T13:00',
    ]);
  });

  it('settle which of day and month comes first', () => {
    // 5 October 2026 is a Monday, 10 May a Sunday.
    expect(read(['ddd DD/MM/YYYY', 'ddd MM/DD/YYYY'], ['Mon 05/10/2026'])).toEqual(['2026-10-05T00:00']);
    expect(read(['ddd DD/MM/YYYY', 'ddd MM/DD/YYYY'], ['Sun 05/10/2026'])).toEqual(['2026-05-10T00:00']);
  });
});

/** Ways to write an instant of whole minutes, and the format of each. */
const WRITTEN: Readonly<Record<string, (at: Date) => string>> = {
  ISO: (at) => at.toISOString(),
  'YYYY-MM-DD HH:mm': (at) => at.toISOString().slice(0, 16).replace('T', ' '),
  'DD.MM.YYYY H:mm': (at) =>
    `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()} ${at.getUTCHours()}:${two(at.getUTCMinutes())}`,
  'M/D/YY h:mm A': (at) =>
    `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${two(at.getUTCFullYear() % 100)} ${at.getUTCHours() % 12 || 12}:${two(at.getUTCMinutes())} ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`,
  'ddd, DD MMM YYYY HH:mm:ss Z': (at) => at.toUTCString(),
  epoch_ms: (at) => String(at.getTime()),
  epoch_s: (at) => String(at.getTime() / 1000),
  excel: (at) => String(at.getTime() / 86_400_000 + 25_569),
};

function two(value: number): string {
  return String(value).padStart(2, '0');
}

it.each(Object.keys(WRITTEN))('an instant written as %s comes back', (format) => {
  const compiled = compileFormat(format);
  const parse = 'parse' in compiled ? compiled.parse : undefined;
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2001, 9, 1) / 60_000, max: Date.UTC(2068, 0, 1) / 60_000 }), (minute) => {
      const clock = parse?.(WRITTEN[format]!(new Date(minute * 60_000)));

      expect(clock && clock.localMs - (clock.offsetMs ?? 0)).toBe(minute * 60_000);
    }),
    { numRuns: 60 },
  );
});
