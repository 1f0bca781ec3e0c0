import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { day, list, listOf, oneOf, pairs, webAddress, wholeNumber, yesNo } from '../../src/connector/env-values.ts';

/** What a value becomes, or the words of its refusal. */
function read(schema: z.ZodType, text: string): unknown {
  const result = schema.safeParse(text);
  if (!result.success) return result.error.issues.map(({ message }) => message).join('; ');
  return result.data instanceof Map ? Object.fromEntries(result.data) : result.data;
}

describe('values of variables', () => {
  it.each<[string, z.ZodType, string, unknown]>([
    ['yes', yesNo, 'Yes', true],
    ['true', yesNo, 'true', true],
    ['no', yesNo, 'no', false],
    ['FALSE', yesNo, 'FALSE', false],
    ['neither', yesNo, '1', 'accepts true or false'],
    ['one of several words', oneOf(['us', 'eu', 'au']), 'eu', 'eu'],
    ['another word', oneOf(['us', 'eu', 'au']), 'uk', 'accepts us, eu or au'],
    ['a list', list, ' a, b ,,c', ['a', 'b', 'c']],
    ['a list of a form', listOf(/^C/, 'accepts channels'), 'C1, C2', ['C1', 'C2']],
    ['a list of another form', listOf(/^C/, 'accepts channels'), 'C1,D2', 'accepts channels'],
    ['an empty list where one must be', listOf(/^C/, 'accepts channels'), ' , ', 'accepts channels'],
    ['pairs, one for itself', pairs, '360001=product, Plan', { '360001': 'product', Plan: 'Plan' }],
    ['a pair whose value holds a =', pairs, 'area=a=b', { area: 'a=b' }],
    ['half a pair', pairs, 'a=', 'accepts pairs like a=b, c'],
    ['a pair without a name', pairs, '=b', 'accepts pairs like a=b, c'],
    ['a name twice', pairs, 'a=b,a=c', 'names a twice'],
    ['a date', day, '2026-01-31', Date.UTC(2026, 0, 31)],
    ['an instant', day, '2026-01-31T01:00:00+01:00', Date.UTC(2026, 0, 31)],
    ['an instant without its offset', day, '2026-01-31T01:00:00', 'accepts a date such as 2026-01-31 (UTC)'],
    ['a day that is none', day, '2026-02-30', 'accepts a date such as 2026-01-31 (UTC)'],
    ['a number', wholeNumber(1, 168), '24', 24],
    ['a number beyond the bounds', wholeNumber(1, 168), '169', 'accepts a whole number from 1 to 168'],
    ['a number of another kind', wholeNumber(1, 168), '1e1', 'accepts a whole number from 1 to 168'],
    ['an address', webAddress, 'https://desk.example/api/', 'https://desk.example/api'],
    ['this machine', webAddress, 'http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%s', (_, schema, text, expected) => {
    expect(read(schema, text)).toEqual(expected);
  });

  it.each([
    'http://desk.example',
    'ftp://desk.example',
    'desk.example',
    'https://me:pass@desk.example',
    'https://x/?k=v',
  ])('no address: %s', (text) => {
    expect(read(webAddress, text)).toMatch(/^accepts an https address/);
  });
});
