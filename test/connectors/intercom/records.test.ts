import { describe, expect, it } from 'vitest';
import { Conversation, Part } from '../../../connectors/intercom/answers.ts';
import { type Context, deletedConversation, toCustomer, toRecords } from '../../../connectors/intercom/records.ts';
import { createMeasurer } from '../../../src/measure/measure.ts';
import { responsesOf } from '../../../src/model/measurement.ts';
import { definitions } from '../../measure/desk.ts';

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const seconds = (time: string) => at(time) / 1000;

const CARLA = { type: 'user', id: 'c1', name: 'Carla', email: 'carla@acme.example' };
const OLAF = { type: 'admin', id: '11', name: 'Olaf', email: 'olaf@desk.example' };
const FIN = { type: 'bot', id: '5', name: 'Fin', from_ai_agent: true };
const OPERATOR = { type: 'bot', id: '5', name: 'Operator' };

function conversationOf(more: Record<string, unknown> = {}): Conversation {
  return Conversation.parse({
    id: '101',
    created_at: seconds('08:00'),
    updated_at: seconds('20:00'),
    state: 'open',
    admin_assignee_id: 0,
    team_assignee_id: null,
    contacts: { contacts: [{ id: 'c1', external_id: 'cus_1' }] },
    source: { type: 'email', delivered_as: 'customer_initiated', subject: 'Help', author: CARLA },
    ...more,
  });
}

let partId = 0;

function part(type: string, author: object, time: string, more: Record<string, unknown> = {}): Part {
  partId += 1;
  const body = ['comment', 'note', 'quick_reply'].includes(type) ? 'text' : null;
  return Part.parse({ id: partId, part_type: type, author, created_at: seconds(time), body, ...more });
}

const context: Context = {
  source: 'intercom',
  storeSubjects: false,
  snoozed: 'waiting_customer',
  fields: new Map(),
  inbox: 'https://app.intercom.com/a/inbox/abc',
  machines: { listed: new Set(), admins: new Set() },
};

/** Events in short: `09:00 agent 11`, `10:00 solved by agent`, `11:00 → 11/7`, `12:00 bot has it`. */
function told(conversation: Conversation, parts: readonly Part[], total = parts.length): string[] {
  const { events } = toRecords(conversation, parts, total, context);
  return events.map((event) => {
    const time = new Date(event.at).toISOString().slice(11, 16);
    if (event.kind === 'message') return `${time} ${event.by} ${event.authorId ?? '?'}`;
    if (event.kind === 'status')
      return `${time} ${event.to}${event.by ? ` by ${event.by}` : ''}${event.estimated ? ' (about)' : ''}`;
    if (event.kind === 'assignment') return `${time} → ${event.agentId}/${event.teamId}`;
    return event.kind === 'handover' ? `${time} ${event.to} has it` : `${time} ${event.kind}`;
  });
}

const measure = createMeasurer({
  definitions: definitions({ netExcludes: [], customerHours: '24/7', turns: { intercom: 'message' } }),
  people: { agents: [], teams: [], customer: () => undefined },
  now: at('23:00'),
});

function measured(conversation: Conversation, parts: readonly Part[]) {
  const { ticket, events } = toRecords(conversation, parts, parts.length, context);
  return measure({ ticket, events, revision: 1 });
}

const HOUR = 3_600_000;

describe('a conversation’s history', () => {
  it('begins with its first message, which is no part, and goes on by time', () => {
    const parts = [part('comment', CARLA, '10:00'), part('comment', OLAF, '09:00'), part('note', OLAF, '09:30')];

    expect(told(conversationOf(), parts)).toEqual([
      '08:00 customer c1',
      '09:00 agent 11',
      '09:30 note',
      '10:00 customer c1',
    ]);
  });

  it('hears what an assignment says to the customer, and only when it says something', () => {
    const to = { assigned_to: { type: 'admin', id: '11' } };
    const parts = [
      part('assignment', OLAF, '09:00', { ...to, body: 'I am on it' }),
      part('assignment', OLAF, '09:30', to),
    ];

    expect(told(conversationOf({ admin_assignee_id: 11 }), parts).slice(1)).toEqual([
      '09:00 agent 11',
      '09:00 → 11/undefined',
      '09:30 → 11/null',
    ]);
  });

  it.each([
    ['a rating’s remark', part('conversation_rating_remark_added', CARLA, '09:00', { body: 'Bad' })],
    ['a changed attribute', part('conversation_attribute_updated_by_admin', OLAF, '09:00')],
    ['an empty comment of ours', part('comment', OLAF, '09:00', { body: '' })],
    ['an unknown type', part('quantum_entangled', OLAF, '09:00', { body: 'x' })],
  ])('is not moved by %s', (_, each) => {
    expect(told(conversationOf(), [each])).toEqual(['08:00 customer c1']);
  });

  it('takes a picture without words for a message', () => {
    expect(told(conversationOf(), [part('comment', OLAF, '09:00', { body: null, attachments: [{}] })]).at(-1)).toBe(
      '09:00 agent 11',
    );
  });

  it('puts an answer before the closing it came with, and a question after the reopening', () => {
    const parts = [
      part('close', OLAF, '09:00', { body: 'Done' }),
      part('open', CARLA, '10:00', { body: 'No' }),
      part('close', OLAF, '11:00'),
    ];

    expect(told(conversationOf({ state: 'closed' }), parts).slice(1)).toEqual([
      '09:00 agent 11',
      '09:00 solved by agent',
      '10:00 open by customer',
      '10:00 customer c1',
      '11:00 solved by agent',
    ]);
  });

  it('is opened again by the customer’s message alone, unless that part says that it stayed closed', () => {
    const close = part('close', OLAF, '09:00');
    const closed = conversationOf({ state: 'closed' });
    const reopening = [close, part('comment', CARLA, '10:00', { state: 'open' }), part('close', OLAF, '11:00')];

    expect(told(closed, reopening)).toContain('10:00 open by customer');
    expect(told(closed, [close, part('comment', CARLA, '10:00', { state: 'closed' })]).at(-1)).toBe(
      '10:00 customer c1',
    );
    expect(told(closed, [close, part('comment', OLAF, '10:00', { state: 'open' })]).at(-1)).toBe('10:00 agent 11');
  });

  it('waits while it is snoozed, for whom the settings say', () => {
    const parts = [part('snoozed', OLAF, '09:00', { body: 'Please check' }), part('timer_unsnooze', OPERATOR, '12:00')];
    const { events } = toRecords(conversationOf(), parts, 2, { ...context, snoozed: 'waiting_third_party' });

    expect(told(conversationOf(), parts).slice(1)).toEqual([
      '09:00 agent 11',
      '09:00 waiting_customer by agent',
      '12:00 open by bot',
    ]);
    expect(events.find((event) => event.kind === 'status')).toMatchObject({
      to: 'waiting_third_party',
      original: 'snoozed',
    });
  });

  it('follows assignments, and takes who has it now from the conversation', () => {
    const to = (type: string, id: string) => ({ assigned_to: { type, id } });
    const parts = [
      part('assignment', OLAF, '09:00', to('admin', '11')),
      part('assignment', OLAF, '09:30', to('nobody_admin', '0')),
      part('away_mode_assignment', OPERATOR, '10:00', to('admin', '12')),
      part('assignment', OLAF, '11:00', to('team', '7')),
    ];

    expect(told(conversationOf({ team_assignee_id: '7' }), parts).slice(1)).toEqual([
      '09:00 → 11/undefined',
      '09:30 → null/undefined',
      '10:00 → 12/undefined',
      '11:00 → null/7',
    ]);
  });

  it('is cut off at 500 parts: flagged, with what the statistics still tell', () => {
    const statistics = { first_admin_reply_at: seconds('08:30'), first_close_at: seconds('09:00') };
    const parts = [part('comment', CARLA, '10:00'), part('comment', OLAF, '11:00')];
    const { ticket, events } = toRecords(conversationOf({ statistics }), parts, 502, context);

    expect(ticket.timelineComplete).toBe(false);
    expect(ticket.statedFirstSolvedAt).toBe(at('09:00'));
    expect(events.map((event) => event.id).slice(0, 2)).toEqual(['opened', 'first-admin-reply']);
    expect(measure({ ticket, events, revision: 1 }).firstResponseMs?.calendar).toBe(HOUR / 2);
  });

  it('believes the conversation where it and its parts disagree, and says so', () => {
    const closed = (statistics: object) => conversationOf({ state: 'closed', statistics });
    const late = toRecords(closed({ last_close_at: seconds('12:00') }), [part('comment', OLAF, '09:00')], 1, context);
    const unknown = toRecords(closed({}), [part('comment', OLAF, '09:00')], 1, context);
    const open = [part('close', OLAF, '09:00'), part('comment', CARLA, '10:00', { state: 'closed' })];

    expect(late.events.at(-1)).toMatchObject({ to: 'solved', at: at('12:00') });
    expect(late.ticket.timelineComplete).toBe(true);
    expect(unknown.events.at(-1)).toMatchObject({ to: 'solved', at: at('20:00'), estimated: true });
    expect(unknown.ticket.timelineComplete).toBe(false);
    expect(told(conversationOf(), open).at(-1)).toBe('10:00 open (about)');
  });

  it('does not count a thank-you as a question, nor a closing timer as work', () => {
    const parts = [
      part('comment', OLAF, '09:00'),
      part('snoozed', OLAF, '09:00'),
      part('close', OPERATOR, '15:00'),
      part('comment', CARLA, '16:00', { state: 'closed' }),
    ];
    const result = measured(conversationOf({ state: 'closed' }), parts);

    expect(result.finalResolutionMs?.calendar).toBe(HOUR);
    expect(result.firstResponseMs?.calendar).toBe(HOUR);
    expect(responsesOf(result)).toHaveLength(1);
    expect(result.reopens).toBe(0);
  });
});

describe('who opened it', () => {
  const opened = (delivered_as: string, author: object) =>
    toRecords(conversationOf({ source: { type: 'conversation', delivered_as, author } }), [], 0, context);

  it.each([
    ['customer_initiated', CARLA, 'customer', 'customer'],
    ['admin_initiated', OLAF, 'agent', 'agent'],
    ['automated', OLAF, 'agent', 'bot'],
    ['campaigns_initiated', { type: 'team', id: '7' }, 'agent', 'bot'],
    ['operator_initiated', OPERATOR, 'bot', 'bot'],
    ['in_some_new_way', CARLA, 'customer', 'customer'],
  ])('%s', (delivered, author, openedBy, writtenBy) => {
    const { ticket, events } = opened(delivered, author);

    expect([ticket.openedBy, events[0]!.kind === 'message' && events[0]!.by]).toEqual([openedBy, writtenBy]);
  });

  it('starts no wait for us with an outbound message, until the customer writes', () => {
    const source = { type: 'conversation', delivered_as: 'automated', author: OLAF };
    const parts = [part('comment', CARLA, '10:00'), part('comment', OLAF, '11:00')];
    const result = measured(conversationOf({ source }), parts);

    // What the desk began has no first answer: its customer's messages are answered later.
    expect(result.firstResponseMs).toBeNull();
    expect(result.turns.map(({ clocks }) => clocks?.calendar)).toEqual([HOUR]);
    expect(result.timeSpentMs.team_working).toBe(HOUR);
  });
});

describe('bots', () => {
  it('have it from Fin’s first answer to the assignment to a team', () => {
    const parts = [
      part('comment', FIN, '08:01'),
      part('comment', CARLA, '08:10'),
      part('comment', FIN, '08:11'),
      part('assignment', FIN, '09:00', { assigned_to: { type: 'team', id: '7' } }),
      part('comment', OLAF, '10:00'),
    ];

    expect(told(conversationOf({ team_assignee_id: 7 }), parts).slice(1)).toEqual([
      '08:01 bot has it',
      '08:01 bot bot:5',
      '08:10 customer c1',
      '08:11 bot bot:5',
      '09:00 → null/7',
      '09:00 team has it',
      '10:00 agent 11',
    ]);
    expect(measured(conversationOf({ team_assignee_id: 7 }), parts).timeSpentMs).toMatchObject({ bot: 59 * 60_000 });
  });

  it('let it go with the question that none of them answers', () => {
    const parts = [part('comment', FIN, '08:01'), part('comment', CARLA, '09:00'), part('comment', OLAF, '11:00')];

    expect(told(conversationOf(), parts)).toContain('09:00 team has it');
    expect(measured(conversationOf(), parts).timeSpentMs).toMatchObject({
      bot: 59 * 60_000,
      team_working: 60_000 + 2 * HOUR,
    });
  });

  it('let it go with Fin’s last word when Fin says that it gave up', () => {
    const parts = [part('comment', FIN, '08:01'), part('comment', FIN, '08:30'), part('comment', OLAF, '11:00')];
    const gaveUp = { ai_agent_participated: true, ai_agent: { resolution_state: 'escalated' } };

    expect(told(conversationOf(gaveUp), parts)).toContain('08:30 team has it');
    expect(told(conversationOf(), parts)).not.toContain('08:30 team has it');
  });

  it('that only greet do not have it, and never answer', () => {
    const parts = [part('comment', OPERATOR, '08:01'), part('comment', OLAF, '10:00')];

    expect(told(conversationOf(), parts).slice(1)).toEqual(['08:01 bot bot:5', '10:00 agent 11']);
    expect(measured(conversationOf(), parts).firstResponseMs?.calendar).toBe(2 * HOUR);
  });

  it('have what Fin resolves to the end', () => {
    const parts = [part('comment', FIN, '08:01'), part('comment', CARLA, '08:30'), part('close', FIN, '09:00')];

    expect(told(conversationOf({ state: 'closed' }), parts).slice(1)).toEqual([
      '08:01 bot has it',
      '08:01 bot bot:5',
      '08:30 customer c1',
      '09:00 solved by bot',
    ]);
  });

  it('have what a bot flow began, and what is assigned to a bot', () => {
    const source = { type: 'conversation', delivered_as: 'operator_initiated', author: OPERATOR };
    const flow = [part('quick_reply', CARLA, '08:01'), part('comment', OPERATOR, '08:02')];
    const assigned = [part('assignment', OLAF, '09:00', { assigned_to: { type: 'bot', id: '5' } })];

    expect(told(conversationOf({ source }), flow).slice(0, 2)).toEqual(['08:00 bot bot:5', '08:00 bot has it']);
    expect(told(conversationOf(), assigned).at(-1)).toBe('09:00 bot has it');
  });

  it('take it again after people had it', () => {
    const parts = [
      part('comment', FIN, '08:01'),
      part('comment', OLAF, '09:00'),
      part('comment', CARLA, '10:00'),
      part('comment', FIN, '10:01'),
    ];

    expect(told(conversationOf(), parts).filter((line) => line.includes('bot has it'))).toEqual([
      '08:01 bot has it',
      '10:01 bot has it',
    ]);
  });

  it.each([
    ['Fin under an admin’s name', { ...OLAF, from_ai_agent: true }, {}],
    ['Fin before answers carried a flag', { type: 'bot', id: '5', name: 'Fin' }, { ai_agent_participated: true }],
  ])('are told: %s', (_, author, more) => {
    expect(told(conversationOf(more), [part('comment', author, '09:00')]).slice(1)[0]).toBe('09:00 bot has it');
  });

  it('are told: the Operator under an admin’s type', () => {
    const operator = { type: 'admin', id: '274', name: 'Operator', email: 'operator+abc@intercom.io' };

    expect(told(conversationOf(), [part('comment', operator, '09:00')]).at(-1)).toBe('09:00 bot bot:274');
  });
});

describe('a conversation as a ticket', () => {
  it('carries what the conversation says, its subject only when asked to, and never a remark', () => {
    const conversation = conversationOf({
      title: 'It does not start',
      state: 'closed',
      priority: 'high',
      admin_assignee_id: 11,
      team_assignee_id: '7',
      company: { id: 'co-1', company_id: 'acme-7', name: 'Acme', website: 'www.acme.example' },
      tags: { tags: [{ name: 'billing' }] },
      custom_attributes: { Product: 'App', Seats: 3, Secret: 'x' },
      conversation_rating: {
        rating: 3,
        remark: 'Took ages',
        created_at: seconds('18:00'),
        updated_at: seconds('19:00'),
        teammate: { type: 'admin', id: 11 },
      },
      statistics: {
        first_contact_reply_at: seconds('08:00'),
        first_admin_reply_at: seconds('09:00'),
        first_close_at: seconds('10:00'),
        last_close_at: seconds('17:00'),
        time_to_admin_reply: 1800,
        time_to_first_close: 3600,
        time_to_last_close: 0,
        count_reopens: 1,
      },
    });
    const close = part('close', OLAF, '17:00');
    const records = toRecords(conversation, [close], 1, {
      ...context,
      fields: new Map([
        ['Product', 'product'],
        ['Seats', 'Seats'],
      ]),
    });

    expect(records.ticket).toEqual({
      source: 'intercom',
      id: '101',
      url: 'https://app.intercom.com/a/inbox/abc/inbox/conversation/101',
      channel: 'email',
      openedAt: at('08:00'),
      openedBy: 'customer',
      customerId: 'c1',
      accountKey: 'co-1',
      agentId: '11',
      teamId: '7',
      status: 'solved',
      originalStatus: 'closed',
      statusKnown: true,
      priority: 'high',
      tags: ['billing'],
      fields: { product: 'App', Seats: '3' },
      spam: false,
      updatedAt: at('20:00'),
      timelineComplete: true,
      vendorMetrics: {
        firstResponseCalendarMs: HOUR,
        firstResponseBusinessMs: HOUR / 2,
        firstResolutionCalendarMs: 2 * HOUR,
        firstResolutionBusinessMs: HOUR,
        finalResolutionCalendarMs: 9 * HOUR,
        finalResolutionBusinessMs: 0,
        reopens: 1,
      },
    });
    expect(records.ratings).toEqual([
      {
        source: 'intercom',
        id: '101',
        ticketId: '101',
        agentId: '11',
        customerId: 'c1',
        accountKey: 'co-1',
        kind: 'csat',
        value: 3,
        scaleMin: 1,
        scaleMax: 5,
        positive: false,
        offeredAt: at('18:00'),
        ratedAt: at('19:00'),
      },
    ]);
    expect(records.account).toEqual({
      source: 'intercom',
      key: 'co-1',
      name: 'Acme',
      domains: ['acme.example'],
      externalIds: ['acme-7'],
    });
    expect(JSON.stringify(records)).not.toMatch(/Took ages|It does not start/);
    expect(toRecords(conversation, [close], 1, { ...context, storeSubjects: true }).ticket.subject).toBe(
      'It does not start',
    );
  });

  it.each([
    [{ rating: null, created_at: seconds('18:00'), updated_at: seconds('18:00') }, null, null, undefined],
    [{ rating: 4, created_at: seconds('18:00') }, 4, true, at('18:00')],
    [{ rating: 1, created_at: seconds('18:00'), updated_at: seconds('19:00') }, 1, false, at('19:00')],
  ])('rated %j', (conversation_rating, value, positive, ratedAt) => {
    const [rating] = toRecords(conversationOf({ conversation_rating }), [], 0, context).ratings;

    expect([rating?.value, rating?.positive, rating?.ratedAt, rating?.offeredAt]).toEqual([
      value,
      positive,
      ratedAt,
      at('18:00'),
    ]);
  });

  it('credits the rating of a bot to the bot, and to no person', () => {
    const conversation_rating = { rating: 5, created_at: seconds('18:00'), teammate: { type: 'bot', id: '5' } };

    expect(toRecords(conversationOf({ conversation_rating }), [], 0, context).ratings[0]?.agentId).toBe('bot:5');
  });

  it.each([
    ['priority', 'priority'],
    ['not_priority', undefined],
    ['none', undefined],
    ['urgent', 'urgent'],
  ])('of priority %s', (priority, expected) => {
    expect(toRecords(conversationOf({ priority }), [], 0, context).ticket.priority).toBe(expected);
  });

  it('in a state that nobody knows is reported by its name', () => {
    const { ticket } = toRecords(conversationOf({ state: 'frozen' }), [], 0, context);

    expect([ticket.status, ticket.originalStatus, ticket.statusKnown]).toEqual(['open', 'frozen', false]);
  });

  it.each([
    [
      'by its part',
      conversationOf({ state: 'closed' }),
      [part('merged_secondary_conversation', OLAF, '09:00'), part('close', OLAF, '09:00')],
      true,
    ],
    ['by its attribute', conversationOf({ custom_attributes: { Merged: true } }), [], true],
    ['not as the survivor', conversationOf(), [part('merged_primary_conversation', OLAF, '09:00')], false],
  ])('is told to have gone into another one %s', (_, conversation, parts, merged) => {
    expect(toRecords(conversation, parts, parts.length, context).ticket.mergedInto !== undefined).toBe(merged);
  });

  it('that was deleted keeps only its opening', () => {
    const records = deletedConversation(
      toRecords(conversationOf(), [part('comment', OLAF, '09:00')], 1, context),
      at('21:00'),
    );

    expect([records.ticket.deletedAt, records.events.length]).toEqual([at('21:00'), 1]);
  });

  it('names its authors on our side: bots as bots, people without a seat as gone', () => {
    const { authors } = toRecords(
      conversationOf(),
      [part('comment', OLAF, '09:00'), part('comment', FIN, '09:01')],
      2,
      context,
    );

    expect(authors.map(({ id, active, bot, personKey }) => [id, active, bot, personKey])).toEqual([
      ['11', false, false, 'olaf@desk.example'],
      ['bot:5', true, true, 'intercom/bot:5'],
    ]);
  });
});

describe('a contact', () => {
  const contact = {
    id: 'c1',
    email: 'carla@acme.example',
    external_id: 'cus_1',
    custom_attributes: { tz: 'Asia/Tokyo', city: 'Tokyo' },
    companies: { data: [{ id: 'co-1' }] },
  };

  it('has the zone that the workspace keeps for it, else none', () => {
    expect(toCustomer(contact, 'intercom', 'tz')).toMatchObject({ timeZone: 'Asia/Tokyo', timeZoneOrigin: 'profile' });
    for (const attribute of ['city', 'nothing', undefined]) {
      const customer = toCustomer(contact, 'intercom', attribute);
      expect([customer.timeZone, customer.timeZoneOrigin]).toEqual([undefined, 'none']);
    }
  });

  it('belongs to its company when it has exactly one', () => {
    const two = { ...contact, companies: { data: [{ id: 'co-1' }, { id: 'co-2' }] } };

    expect(toCustomer(contact, 'intercom', undefined)).toMatchObject({ organisationId: 'co-1', externalId: 'cus_1' });
    expect(toCustomer(two, 'intercom', undefined).organisationId).toBeUndefined();
  });
});
