import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortTexts } from '../../src/store/postgres-copy.ts';

const anyText = fc.oneof(
  fc.constantFrom('', 'message', 'status', 'ann', '客戶', 'x'.repeat(32), 'x'.repeat(33)),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

it('makes of any bytes the text that they are, however often and from wherever they come', () => {
  const decode = shortTexts();
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 60 }), fc.nat({ max: 9 }), (texts, offset) => {
      const bytes = Buffer.alloc(400);
      for (const text of texts) {
        bytes.fill(7);
        const end = offset + bytes.write(text, offset);
        expect(decode(bytes, offset, end)).toBe(text);
      }
    }),
  );
});

it('tells texts apart that share a place', () => {
  const decode = shortTexts();
  // Twice as many as there are places: most of them put another one out.
  const texts = Array.from({ length: 8192 }, (_, index) => `ticket-${index}`);
  for (const text of [...texts, ...texts.toReversed()]) {
    const bytes = Buffer.from(text);
    expect(decode(bytes, 0, bytes.length)).toBe(text);
  }
});
