import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { describe, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.ts';
import { coreNames, sourceNames } from '../../src/config/known-names.ts';
import { likelyNames, nearName } from '../../src/config/near-names.ts';

const KNOWN = [...coreNames(), ...connectors.flatMap((connector) => sourceNames(connector.id, connector))];

/** One slip of the hand within a word of three letters or more: a letter lost, doubled, or changed places with its neighbour. */
const slip = fc
  .record({ name: fc.constantFrom(...KNOWN), kind: fc.constantFrom('lost', 'doubled', 'swapped'), place: fc.nat() })
  .map(({ name, kind, place }) => {
    const places = [...name].flatMap((_, index) =>
      /^[A-Z]{2}/.test(name.slice(index)) && /_?[A-Z]{3,}/.test(wordAt(name, index)) ? [index] : [],
    );
    const index = places[place % places.length]!;
    const [before, one, two, after] = [name.slice(0, index), name[index]!, name[index + 1]!, name.slice(index + 2)];
    const written = before + { lost: two, doubled: one + one + two, swapped: two + one }[kind]! + after;
    return { name, written };
  });

function wordAt(name: string, index: number): string {
  return name.slice(name.lastIndexOf('_', index) + 1).split('_')[0]!;
}

describe('the name that was meant', () => {
  it('is found for every single slip in any variable that is read', () => {
    fc.assert(
      fc.property(slip, ({ name, written }) => {
        fc.pre(!KNOWN.includes(written));
        const found = nearName(written, KNOWN) ?? '';
        // Where two variables differ by a letter, another one may be as near.
        if (found !== name) expect(distance(found, written)).toBeLessThanOrEqual(distance(name, written));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['SMTP_PORT', 'HTTP_PORT'],
    ['REDIS_URL_2', 'REDIS_URL'],
    ['DATABASE_URL_TEST', 'DATABASE_URL'],
    ['TEST_DATABASE_URL', 'DATABASE_URL'],
    ['RT_URL', 'MY_URL'],
    ['FILE_HASH', 'FILE_PATH'],
  ])('%s is not %s', (name, known) => {
    expect(nearName(name, [known])).toBeUndefined();
  });

  it('is the nearest of several', () => {
    expect(nearName('DIGEST_EMAIL_FORM', ['DIGEST_EMAIL_TO', 'DIGEST_EMAIL_FROM'])).toBe('DIGEST_EMAIL_FROM');
  });

  it.each([
    ['ZENDESK_API_TOKEN', ['ZENDESK_TOKEN']],
    ['ZENDESK_DOMAIN', ['ZENDESK_SUBDOMAIN']],
    ['ZENDESK_PASSWORD', []],
  ])('is only likely where words are missing or too many: %s', (name, likely) => {
    expect(likelyNames(name, ['ZENDESK_TOKEN', 'ZENDESK_SUBDOMAIN', 'ZENDESK_EMAIL'], 'ZENDESK_')).toEqual(likely);
  });
});
