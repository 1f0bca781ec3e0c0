import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStorable, storablePage, storableText } from '../../src/connector/storable.ts';
import type { Page } from '../../src/model/source.ts';
import { Ticket } from '../../src/model/ticket.ts';

const ticket = (id: string, more: Partial<Ticket> = {}): Ticket =>
  Ticket.parse({
    source: 'desk',
    id,
    channel: 'email',
    openedAt: 1,
    openedBy: 'customer',
    status: 'open',
    originalStatus: 'open',
    updatedAt: 1,
    ...more,
  });

describe('a page as every store can keep it', () => {
  it('is the very page where every text can be kept', () => {
    const page: Page = { tickets: [ticket('1', { tags: ['größer', '👍'] })], cursor: 'c' };

    expect(storablePage(page)).toBe(page);
  });

  it('has the replacement sign for NUL and half a pair, in every text of a record', () => {
    const page = storablePage({
      tickets: [ticket('1', { subject: 'a\0b', tags: ['x\ud83d'], fields: { 'k\0': '\udc4d' }, agentId: 'a\0' })],
      cursor: 'c',
    });

    expect(page.tickets).toEqual([
      ticket('1', { subject: 'a\ufffdb', tags: ['x\ufffd'], fields: { 'k\ufffd': '\ufffd' }, agentId: 'a\ufffd' }),
    ]);
    expect(page.rejected).toEqual([]);
  });

  it('sets a record aside whose own id cannot be kept, never mixing it with another, and keeps the rest', () => {
    const page = storablePage({
      tickets: [ticket('a\0'), ticket('a\ufffd'), ticket('b')],
      events: [
        { source: 'desk', ticketId: 'a\0', id: '1', at: 1, seq: 0, kind: 'note' },
        { source: 'desk', ticketId: 'b', id: '1', at: 1, seq: 0, kind: 'note' },
      ],
      wholeTimelines: ['a\0', 'b'],
      rejected: [{ place: 'row 7', reason: 'is no \0 date' }],
      remarks: ['read \ud800 well'],
      cursor: 'c',
    });

    expect(page.tickets?.map(({ id }) => id)).toEqual(['a\ufffd', 'b']);
    expect(page.events?.map(({ ticketId }) => ticketId)).toEqual(['b']);
    expect(page.wholeTimelines).toEqual(['b']);
    expect(page.remarks).toEqual(['read \ufffd well']);
    const reason = (lost: string) =>
      `its ${lost} holds a sign that no database keeps (NUL or half of a surrogate pair)`;
    expect(page.rejected).toEqual([
      { place: 'row 7', reason: 'is no \ufffd date' },
      { place: 'tickets a\ufffd', reason: reason('id') },
      { place: 'events 1', reason: reason('ticketId') },
    ]);
  });

  it('leaves a key like __proto__ a key', () => {
    const fields = JSON.parse('{"__proto__":"a","n":"\\u0000"}');
    const page = storablePage({ tickets: [{ ...ticket('1'), fields }], cursor: 'c' });

    expect(Object.entries(page.tickets![0]!.fields)).toEqual([
      ['__proto__', 'a'],
      ['n', '\ufffd'],
    ]);
  });

  it('changes no text that can be kept, and makes every other one so', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom('\0', '\ud800', '\udfff'), fc.string()) }), (text) => {
        const kept = storableText(text);

        expect(isStorable(kept)).toBe(true);
        expect(kept === text).toBe(isStorable(text));
        expect(Buffer.from(kept, 'utf8').toString('utf8')).toBe(kept);
      }),
    );
  });
});
