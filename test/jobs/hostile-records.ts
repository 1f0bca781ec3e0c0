import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { z } from 'zod';
import {
  Account,
  ChurnEvent,
  Cost,
  Milestone,
  MrrChange,
  Order,
  Referral,
  Subscription,
  Usage,
} from '../../src/model/account.ts';
import { Agent, Customer, Team } from '../../src/model/people.ts';
import { Rating } from '../../src/model/rating.ts';
import type { Page } from '../../src/model/source.ts';
import { Event, Ticket } from '../../src/model/ticket.ts';

/** What somebody may have written into any text: names that objects have, marks, halves of characters, and much of it. */
export const HOSTILE: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'none',
  'null',
  '\ud800',
  'half\udc00',
  '\u202ertl\u200f',
  'a\0b',
  Array.from({ length: 2_000 }, (_, index) => `${index * 7919}`.padStart(5, 'é')).join(''),
  '_vip_',
  ':fire:',
  '<!channel>',
  ';=1+1',
  '\t=1+1',
  '\r=1+1',
  '＝1+1',
  '"><script>window.hit=1</script>',
];

/** What is a name of ours, or has a form of its own that connectors check. */
const NOT_FREE = new Set(['source', 'currency', 'timeZone', 'hours', 'holidays', 'calendar', 'vendorMetrics']);

/** A record with the same text in every field that holds one, by its own schema, so that a new field is in it too. */
function filled<Schema extends z.ZodObject>(
  schema: Schema,
  text: string,
  facts: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const texts = Object.entries(schema.shape)
    .filter(([name]) => !NOT_FREE.has(name))
    .flatMap(([name, field]): (readonly [string, unknown])[] => {
      let inner: unknown = field;
      while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable)
        inner = inner.unwrap();
      if (inner instanceof z.ZodString) return [[name, text]];
      if (inner instanceof z.ZodArray && inner.element instanceof z.ZodString) return [[name, [text]]];
      return inner instanceof z.ZodRecord ? [[name, { [text]: text }]] : [];
    });
  return schema.parse({ ...Object.fromEntries(texts), source: 'desk', ...facts });
}

const HOUR = 3_600_000;

/** A desk of which every record is made of one text each, in the order given; solved within the day after `openedAt`. */
export function hostilePage(texts: readonly string[], openedAt: number): Page {
  const of = <Schema extends z.ZodObject>(
    schema: Schema,
    facts: (text: string, index: number) => Readonly<Record<string, unknown>> = () => ({}),
  ) => texts.map((text, index) => filled(schema, text, facts(text, index)));
  const at = (index: number, hours: number): number => openedAt + index * 60_000 + hours * HOUR;
  const events = Event.options.flatMap((schema) =>
    of(schema as z.ZodObject, (text, index) => ({
      ticketId: text,
      id: `${schema.shape.kind.value} ${text}`,
      seq: 1,
      kind: schema.shape.kind.value,
      at: at(index, schema.shape.kind.value === 'status' ? 5 : 2),
      ...(schema.shape.kind.value === 'message' ? { by: 'agent', public: true } : {}),
      ...(schema.shape.kind.value === 'status' ? { to: 'solved', statusKnown: false } : {}),
      ...(schema.shape.kind.value === 'handover' ? { to: 'team' } : {}),
    })),
  ) as Event[];
  return {
    cursor: '1',
    tickets: of(Ticket, (_, index) => ({
      openedAt: at(index, 0),
      openedBy: 'customer',
      status: 'solved',
      statusKnown: false,
      mergedInto: undefined,
      updatedAt: at(index, 6),
    })),
    // A merged ticket is in no figure: of these every one is to be in all.
    events: events.filter(({ kind }) => kind !== 'merged'),
    agents: of(Agent),
    teams: of(Team),
    customers: of(Customer, () => ({ timeZoneOrigin: 'none' })),
    accounts: of(Account),
    ratings: of(Rating, (_, index) => ({
      kind: index % 3 === 0 ? 'nps' : 'csat',
      value: 1 + (index % 5),
      scaleMin: 1,
      scaleMax: 5,
      positive: index % 5 >= 3,
      ratedAt: at(index, 7),
    })),
    subscriptions: of(Subscription, (_, index) => ({
      startedAt: openedAt - 4000 * HOUR,
      ...(index % 2 === 0 ? { endedAt: at(index, 9) } : {}),
      mrrMinor: 1000,
      currency: 'EUR',
    })),
    churnEvents: of(ChurnEvent, (_, index) => ({ at: at(index, 9) })),
    mrrChanges: of(MrrChange, (_, index) => ({ at: at(index, 8), mrrMinor: 500, currency: 'EUR' })),
    orders: of(Order, (_, index) => ({ at: at(index, 8), amountMinor: 100, currency: 'EUR', kind: 'upsell' })),
    referrals: of(Referral, (_, index) => ({ at: at(index, 8) })),
    milestones: of(Milestone, (_, index) => ({ at: at(index, 8) })),
    usage: of(Usage as unknown as z.ZodObject, (_, index) => ({ at: at(index, 8), count: 2 })) as Usage[],
    costs: of(Cost, (_, index) => ({ at: at(index, 8), kind: 'retention', amountMinor: 10, currency: 'EUR' })),
  };
}

/** Lists of different texts, hostile ones among them, whole and in parts of longer ones. */
export const hostileTexts: fc.Arbitrary<string[]> = fc
  .uniqueArray(
    fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc
        .tuple(fc.constantFrom(...HOSTILE.filter(({ length }) => length < 100)), fc.string({ maxLength: 5 }))
        .map((parts) => parts.join('')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
    ),
    { minLength: 4, maxLength: 24, selector: kept },
  )
  .map((texts) => texts.filter((text) => kept(text) !== ''));

/** A text as it is kept and shown: without NUL, which PostgreSQL cannot hold, and with whole characters only. */
export function kept(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** An id as it is kept: one that is longer than any helpdesk gives is cut and ends in a hash. */
export function keptId(text: string): string {
  const whole = kept(text);
  return whole.length <= 250
    ? whole
    : `${whole.slice(0, 180)}…${createHash('sha256').update(whole).digest('hex').slice(0, 32)}`;
}
