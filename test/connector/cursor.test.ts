import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';
import { DataError } from '../../src/model/errors.ts';

const form = cursorForm(z.object({ since: z.int(), seen: z.array(z.string()) }), [
  unchanged,
  ({ from, ...rest }) => ({ ...rest, since: from }),
]);

describe('a cursor', () => {
  it('is read as it was written, with the version it was written in', () => {
    const text = form.write({ since: 5, seen: ['a'] });

    expect(JSON.parse(text)).toEqual({ version: 2, since: 5, seen: ['a'] });
    expect(form.read(text, 'desk')).toEqual({ since: 5, seen: ['a'] });
  });

  it.each([
    ['without a version', { from: 5, seen: [] }],
    ['of the first version', { version: 1, from: 5, seen: [] }],
  ])('%s is read on', (_, written) => {
    expect(form.read(JSON.stringify(written), 'desk')).toEqual({ since: 5, seen: [] });
  });

  it.each(['', 'null', '[]', '{"since":', '{"version":2}', '{"version":"two"}', '{"version":-1}'])(
    'that cannot be read names the source and what to do: %s',
    (text) => {
      expect(() => form.read(text, 'desk:emea')).toThrow(DataError);
      expect(() => form.read(text, 'desk:emea')).toThrow(/^desk:emea: .*fairclock sync desk:emea --restart$/);
    },
  );

  it('of a newer version is not guessed at', () => {
    expect(() => form.read('{"version":3,"since":5,"seen":[]}', 'desk')).toThrow(
      /newer version of Fairclock.*--restart/,
    );
  });
});
