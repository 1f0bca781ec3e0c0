import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Event, Side, Status } from '../../../src/model/ticket.ts';
import { EVENT_READ_COLUMNS, fromEventRow, KEPT_FIELDS, toEventRow } from '../../../src/store/tickets/event-rows.ts';
import { message } from '../records.ts';

const common = {
  source: fc.constant('desk'),
  ticketId: fc.constant('1'),
  id: fc.string({ minLength: 1 }),
  at: fc.nat(),
  seq: fc.nat(),
};
const id = fc.string({ minLength: 1 });
const side = fc.constantFrom(...Side.options);

/** Any event of any kind, each optional fact there or not. */
const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record(
    {
      ...common,
      kind: fc.constant('message' as const),
      by: side,
      authorId: id,
      public: fc.boolean(),
      via: id,
      automatic: fc.boolean(),
    },
    { requiredKeys: ['source', 'ticketId', 'id', 'at', 'seq', 'kind', 'by', 'public'] },
  ),
  fc.record(
    { ...common, kind: fc.constant('note' as const), authorId: id },
    { requiredKeys: ['source', 'ticketId', 'id', 'at', 'seq', 'kind'] },
  ),
  fc.record(
    {
      ...common,
      kind: fc.constant('status' as const),
      to: fc.constantFrom(...Status.options),
      original: fc.string(),
      statusKnown: fc.boolean(),
      by: side,
      estimated: fc.boolean(),
    },
    { requiredKeys: ['source', 'ticketId', 'id', 'at', 'seq', 'kind', 'to', 'original'] },
  ),
  fc.record(
    { ...common, kind: fc.constant('assignment' as const), agentId: fc.option(id), teamId: fc.option(id) },
    { requiredKeys: ['source', 'ticketId', 'id', 'at', 'seq', 'kind'] },
  ),
  fc.record({
    ...common,
    kind: fc.constant('handover' as const),
    to: fc.constantFrom('bot' as const, 'team' as const),
  }),
  fc.record({ ...common, kind: fc.constant('merged' as const), into: id }),
);

describe('an event as a row', () => {
  it('comes back as it was, whatever is told of it and whatever is not', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(fromEventRow('desk', '1', toEventRow(event).slice(1))).toEqual(event);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps "unassigned" apart from "unchanged"', () => {
    const base = { source: 'desk', ticketId: '1', id: 'a', at: 1, seq: 0, kind: 'assignment' } as const;
    const row = (event: Event) => fromEventRow('desk', '1', toEventRow(event).slice(1));

    expect(row({ ...base, agentId: null })).toStrictEqual({ ...base, agentId: null });
    expect(row({ ...base, teamId: null })).toStrictEqual({ ...base, teamId: null });
    expect(row(base)).toStrictEqual(base);
  });

  it('keeps every field that the model has', () => {
    const happened = ['source', 'ticketId', 'id', 'at', 'seq', 'kind'];
    for (const option of Event.options) {
      const kind = option.shape.kind.value;
      expect(new Set(Object.keys(option.shape)), kind).toEqual(new Set([...happened, ...KEPT_FIELDS[kind]]));
    }
  });

  it.each([
    ['kind', 'rumour'],
    ['side', 'neighbour'],
    ['at', null],
    ['flags', null],
  ])('refuses a row whose %s is %s, naming event and ticket', (column, value) => {
    const row = toEventRow(message('1', 'a')).slice(1);
    row[EVENT_READ_COLUMNS.indexOf(column as (typeof EVENT_READ_COLUMNS)[number])] = value;

    expect(() => fromEventRow('desk', '1', row)).toThrow(/event a of ticket desk\/1/);
  });

  it('refuses a status, a hand-over or a message that the model does not know', () => {
    const base = { source: 'desk', ticketId: '1', id: 'a', at: 1, seq: 0 } as const;
    const spoil = (event: Event, column: 'value' | 'side', value: string | null) => {
      const row = toEventRow(event).slice(1);
      row[EVENT_READ_COLUMNS.indexOf(column)] = value;
      return () => fromEventRow('desk', '1', row);
    };

    expect(spoil({ ...base, kind: 'status', to: 'open', original: '' }, 'value', 'on hold')).toThrow(/"on hold"/);
    expect(spoil({ ...base, kind: 'handover', to: 'bot' }, 'value', 'cat')).toThrow(/"cat"/);
    expect(spoil(message('1', 'a'), 'side', null)).toThrow(/nobody/);
  });
});
