import { describe, expect, it } from 'vitest';
import { zendesk } from '../../../connectors/zendesk/index.ts';
import type { CheckResult } from '../../../src/connector/connector.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import { DataError } from '../../../src/model/errors.ts';
import type { Page } from '../../../src/model/source.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { playHost, requestLine } from '../../support/http.ts';
import type { FakeAnswer, FakeRequest } from '../fake.ts';
import { storedAfter } from '../stored.ts';
import { answer, CARLA, comment, DMITRI, seed, ticket, update, user, type ZendeskWorld, zendeskFake } from './fake.ts';

const ANA = 6130907993101;
const MINUTE = 60_000;

interface Played {
  readonly pages: readonly Page[];
  readonly asked: readonly string[];
  readonly warned: readonly string[];
  readonly check: () => Promise<CheckResult>;
  readonly again: (later: number) => Promise<Played>;
}

type Instead = (request: FakeRequest) => FakeAnswer | undefined;

/** One sync of a world. */
async function sync(
  world: ZendeskWorld,
  options: { variables?: Record<string, string>; instead?: Instead; cursor?: string; now?: number } = {},
): Promise<Played> {
  let now = options.now ?? zendeskFake.now;
  const asked: string[] = [];
  const warned: string[] = [];
  const effects = {
    now: () => now,
    random: () => 0,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  playHost(zendeskFake.origin, (request) => {
    asked.push(requestLine(request));
    expect(asked.length).toBeLessThan(200);
    const seen = { ...request, now };
    return options.instead?.(seen) ?? answer(world, seen) ?? { status: 418, body: requestLine(request) };
  });
  const source = zendesk.open('zendesk', { ...zendeskFake.variables, ...options.variables }, undefined);
  const tools = createTools({
    source: 'zendesk',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: (message) => warned.push(message),
    limiters: createLimiters(effects),
    effects,
  });
  const pages: Page[] = [];
  for await (const page of source.pull(options.cursor, tools)) pages.push(page);
  const again = (later: number) => sync(world, { ...options, cursor: pages.at(-1)!.cursor, now: now + later });
  return { pages, asked, warned, again, check: () => source.check(tools) };
}

const table = (pages: readonly Page[], name: string) => storedAfter(pages).tables[name] ?? {};
const story = (pages: readonly Page[], ticketId: string): string[] =>
  (Object.values(table(pages, 'events')) as Event[])
    .filter((event) => event.ticketId === ticketId)
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .map(words);

function words(event: Event): string {
  if (event.kind === 'message') return `${event.by} writes`;
  if (event.kind === 'status') return `${event.by} sets ${event.original} (${event.to})`;
  if (event.kind === 'assignment') return `assigned to ${event.agentId ?? '-'} of ${event.teamId ?? '-'}`;
  return event.kind === 'merged' ? `merged into ${event.into}` : event.kind;
}

/** A world of one ticket with these updates. */
function worldOf(updates: ZendeskWorld['updates'], more: Record<string, unknown> = {}): ZendeskWorld {
  return { ...seed(), tickets: [ticket(1, '2026-03-02T12:00:00Z', more)], updates, ratings: [] };
}

describe('the history of a Zendesk ticket', () => {
  it('is told by its updates: who wrote, who had it, what it waited for, in order within a second', async () => {
    const { pages } = await sync(
      worldOf([
        update(1, 1, '2026-03-02T08:00:00Z', CARLA, [comment(CARLA), { event_type: 'Create', status: 'new' }]),
        update(2, 1, '2026-03-02T09:00:00Z', ANA, [
          { assignee_id: String(ANA), group_id: 501, previous_value: null },
          comment(ANA, false),
          comment(ANA),
          { status: 'pending', previous_value: 'new' },
        ]),
        update(3, 1, '2026-03-02T10:00:00Z', -1, [{ status: 'solved', via: 'Automation' }, { assignee_id: null }]),
      ]),
    );

    expect(story(pages, '1')).toEqual([
      'customer writes',
      `assigned to ${ANA} of 501`,
      'note',
      'agent writes',
      'agent sets pending (waiting_customer)',
      'bot sets solved (solved)',
      'assigned to - of -',
    ]);
  });

  it('goes by the author of the comment, not by who saved it', async () => {
    const byPhone = update(1, 1, '2026-03-02T08:00:00Z', ANA, [
      comment(CARLA),
      { event_type: 'Create', status: 'open' },
    ]);
    const { pages } = await sync(worldOf([byPhone]));

    expect(story(pages, '1')).toEqual(['customer writes']);
    expect(table(pages, 'tickets')['1']).toMatchObject({ openedBy: 'customer' });
  });

  it('takes an agent who asks for the customer of that ticket, and of that ticket alone', async () => {
    const updates = [
      update(1, 1, '2026-03-02T08:00:00Z', ANA, [comment(ANA), { event_type: 'Create', status: 'open' }]),
      update(2, 2, '2026-03-02T09:00:00Z', ANA, [comment(ANA)]),
    ];
    const world = worldOf(updates, { requester_id: ANA, submitter_id: ANA });
    world.tickets.push(ticket(2, '2026-03-02T12:00:00Z'));
    const { pages } = await sync(world);

    expect([story(pages, '1'), story(pages, '2')]).toEqual([['customer writes'], ['agent writes']]);
  });

  it('calls machines bots: the system, rules, and those that are listed', async () => {
    const world = worldOf([
      update(1, 1, '2026-03-02T08:00:00Z', -1, [comment(-1)]),
      update(2, 1, '2026-03-02T09:00:00Z', ANA, [comment(ANA, true, { via: 'Rule' })]),
      update(3, 1, '2026-03-02T10:00:00Z', ANA, [comment(ANA)]),
    ]);
    const { pages } = await sync(world, { variables: { BOTS: 'ANA@acme.example' } });

    expect(story(pages, '1')).toEqual(['bot writes', 'bot writes', 'bot writes']);
    expect(table(pages, 'agents')[ANA]).toMatchObject({ bot: true });
  });

  it('keeps somebody who left an agent in what they wrote', async () => {
    const gone = user(777, 'Gone', { role: 'end-user' });
    const world = worldOf([update(1, 1, '2026-03-02T09:00:00Z', 777, [comment(777)])], { assignee_id: 777 });
    world.users.push(gone);
    const { pages } = await sync(world);

    expect(story(pages, '1')).toEqual(['agent writes']);
    expect(table(pages, 'agents')['777']).toMatchObject({ name: 'Gone', active: false });
  });

  it('follows a comment that was made private after the fact', async () => {
    const answered = update(1, 1, '2026-03-02T09:00:00Z', ANA, [comment(ANA)]);
    const hidden = update(2, 1, '2026-03-02T10:00:00Z', ANA, [{ event_type: 'CommentPrivacyChange', comment_id: 11 }]);
    const world = worldOf([answered, hidden]);
    world.comments['1'] = [
      { id: 11, author_id: ANA, public: false, created_at: '2026-03-02T09:00:00Z', via: { channel: 'web' } },
    ];
    const { pages } = await sync(world);

    expect(story(pages, '1')).toEqual(['note']);
  });

  it('tells a ticket that went into another one, and not the one that took it', async () => {
    const merge = [comment(ANA, false, { body: 'This request was closed and merged into request #2 “x”.' })];
    const closed = { status: 'closed', previous_value: 'open' };
    const updates = [
      update(1, 1, '2026-03-02T09:00:00Z', ANA, [
        ...merge,
        closed,
        { tags: ['a', 'closed_by_merge'], added_tags: ['closed_by_merge'] },
      ]),
      update(2, 2, '2026-03-02T09:00:00Z', ANA, [
        comment(ANA, false, { body: 'Request #1 was merged into this request.' }),
      ]),
    ];
    const world = worldOf(updates, { status: 'closed' });
    world.tickets.push(ticket(2, '2026-03-02T12:00:00Z'));
    const { pages } = await sync(world);

    expect(story(pages, '1')).toContain('merged into 2');
    expect(story(pages, '2')).toEqual(['note']);
  });

  it('words custom statuses as agents do, means their category, and reports unknown ones by name', async () => {
    const world = worldOf(
      [update(1, 1, '2026-03-02T09:00:00Z', ANA, [{ status: 'hold' }, { custom_status_id: 901 }])],
      { status: 'hold', custom_status_id: 901 },
    );
    world.tickets.push(ticket(2, '2026-03-02T12:00:00Z', { status: 'pondering' }));
    const { pages } = await sync(world);

    expect(story(pages, '1')).toEqual(['agent sets Waiting on engineering (waiting_third_party)']);
    expect(table(pages, 'tickets')).toMatchObject({
      1: { status: 'waiting_third_party', originalStatus: 'Waiting on engineering', statusKnown: true },
      2: { originalStatus: 'pondering', statusKnown: false },
    });
  });
});

describe('a Zendesk ticket', () => {
  it('carries the vendor’s own figures in ms, chosen fields, and its organisation', async () => {
    const minutes = (calendar: number | null, business: number | null) => ({ calendar, business });
    const metric_set = {
      ticket_id: 1,
      reply_time_in_minutes: minutes(0, 0),
      first_resolution_time_in_minutes: minutes(90, 60),
      full_resolution_time_in_minutes: minutes(null, null),
      reopens: 2,
    };
    const custom_fields = [
      { id: 36, value: ['a', 'b'] },
      { id: 37, value: null },
      { id: 38, value: 'not chosen' },
    ];
    const world = worldOf([], { metric_set, custom_fields, organization_id: 701 });
    const { pages } = await sync(world, { variables: { FIELDS: '36=product, 37' } });

    expect(table(pages, 'tickets')['1']).toMatchObject({
      accountKey: '701',
      fields: { product: 'a|b' },
      vendorMetrics: {
        firstResponseCalendarMs: 0,
        firstResponseBusinessMs: 0,
        firstResolutionCalendarMs: 90 * MINUTE,
        firstResolutionBusinessMs: 60 * MINUTE,
        reopens: 2,
      },
    });
    expect(Object.keys((table(pages, 'tickets')['1'] as { vendorMetrics: object }).vendorMetrics)).toHaveLength(5);
    expect(table(pages, 'accounts')['701']).toMatchObject({ externalIds: ['cus_7'], domains: ['acme.example'] });
  });

  it('is deleted, or spam when its requester was suspended with it', async () => {
    const world = worldOf([], { status: 'deleted' });
    world.tickets.push(ticket(2, '2026-03-02T12:00:00Z', { status: 'deleted', requester_id: DMITRI }));
    world.users.find(({ id }) => id === DMITRI)!.suspended = true;
    const { pages } = await sync(world);

    expect(table(pages, 'tickets')).toMatchObject({
      1: { deletedAt: Date.parse('2026-03-02T12:00:00Z'), spam: false },
      2: { deletedAt: Date.parse('2026-03-02T12:00:00Z'), spam: true },
    });
  });

  it('says that its timeline is not whole when it is older than the start date', async () => {
    const world = worldOf([], { created_at: '2026-02-20T08:00:00Z' });
    const { pages } = await sync(world);

    expect(table(pages, 'tickets')['1']).toMatchObject({ timelineComplete: false });
  });

  it('is opened by an agent when one submits it for somebody', async () => {
    const { pages } = await sync(worldOf([], { submitter_id: ANA }));

    expect(table(pages, 'tickets')['1']).toMatchObject({ openedBy: 'agent', customerId: String(CARLA) });
  });
});

describe('people in Zendesk', () => {
  it('have the zone of their profile, unless it is the one that everybody inherits', async () => {
    const { pages } = await sync(seed());

    expect(table(pages, 'customers')).toMatchObject({
      [CARLA]: { timeZoneOrigin: 'none', organisationId: '701', externalId: 'crm-7' },
      [DMITRI]: { timeZone: 'Europe/Moscow', timeZoneOrigin: 'profile' },
    });
    expect(table(pages, 'customers')[CARLA]).not.toHaveProperty('timeZone');
    expect(table(pages, 'agents')[ANA]).toMatchObject({ timeZone: 'America/Sao_Paulo', teamIds: ['501'] });
  });

  it('work by the account’s one schedule with its holidays', async () => {
    const { pages } = await sync(seed());
    const calendar = {
      hours: 'Mon 09:00-17:00',
      holidays: ['2026-02-16', '2026-02-17'],
      timeZone: 'America/Sao_Paulo',
    };

    expect(table(pages, 'agents')[ANA]).toMatchObject({ calendar });
    expect(table(pages, 'teams')['501']).toMatchObject({ calendar });
  });

  it('work by the schedule that SCHEDULES names, where there are several; else a person is told', async () => {
    const world = seed();
    world.schedules.push({
      id: 32,
      name: 'Night',
      time_zone: 'London',
      intervals: [{ start_time: 2820, end_time: 3240 }],
    });
    const silent = await sync(world);
    const named = await sync(world, { variables: { SCHEDULES: 'Billing=Night' } });

    expect(silent.warned.join()).toContain('ZENDESK_SCHEDULES');
    expect(table(silent.pages, 'teams')['502']).not.toHaveProperty('calendar');
    expect(table(named.pages, 'teams')['502']).toMatchObject({
      calendar: { hours: 'Mon 23:00-24:00; Tue 00:00-06:00', timeZone: 'Europe/London' },
    });
    expect(table(named.pages, 'teams')['501']).not.toHaveProperty('calendar');
  });
});

describe('ratings in Zendesk', () => {
  it('of the two-point survey keep agent and time; a survey without an answer has no value', async () => {
    const world = seed();
    world.ratings.push({
      id: 802,
      ticket_id: 3,
      score: 'offered',
      requester_id: CARLA,
      created_at: '2026-03-04T11:00:00Z',
      updated_at: '2026-03-04T11:00:00Z',
    });
    const { pages } = await sync(world);

    expect(table(pages, 'ratings')).toMatchObject({
      'ticket-1': {
        value: 1,
        scaleMin: 0,
        scaleMax: 1,
        positive: true,
        agentId: String(ANA),
        ratedAt: Date.parse('2026-03-02T13:00:00Z'),
      },
      'ticket-3': { value: null, positive: null, offeredAt: Date.parse('2026-03-04T11:00:00Z') },
    });
  });

  const survey = (ticketId: number, rating: number) => ({
    id: '01J1WB51',
    responder_id: CARLA,
    subjects: [{ id: String(ticketId), type: 'ticket', zrn: `zen:ticket:${ticketId}` }],
    answers: [
      {
        type: 'rating_scale',
        rating,
        question: { sub_type: 'customer_satisfaction' },
        updated_at: '2026-03-02T14:00:00.000Z',
      },
      { type: 'open_ended', value: 'not kept', question: {}, updated_at: '2026-03-02T14:01:00.000Z' },
    ],
  });

  it('are never two for one ticket: the newer survey holds, and the older one is not asked for again', async () => {
    const world = seed();
    world.surveys.push(survey(1, 2));
    const first = await sync(world);
    zendeskFake.touch(world, zendeskFake.now + 60 * MINUTE);
    const second = await first.again(120 * MINUTE);

    expect(Object.keys(table(first.pages, 'ratings'))).toEqual(['ticket-1']);
    expect(table(first.pages, 'ratings')['ticket-1']).toMatchObject({ value: 2, scaleMax: 5, positive: false });
    expect(first.asked.filter((line) => line.includes('satisfaction_ratings'))).toHaveLength(1);
    expect(second.asked.filter((line) => line.includes('satisfaction_ratings'))).toHaveLength(0);
    expect(second.asked.filter((line) => line.includes('survey_responses'))).toHaveLength(1);
  });

  it('are not asked for when no ticket of the run bears one', async () => {
    const { asked } = await sync(worldOf([]));

    expect(asked.filter((line) => /rating|survey/.test(line))).toEqual([]);
  });
});

describe('the Zendesk exports', () => {
  it('halve a page that is too large for the vendor, and stay small', async () => {
    const tooLarge: Instead = ({ path, query }) =>
      path.endsWith('cursor.json') && Number(query.get('per_page')) > 250
        ? { status: 504, body: 'upstream request timeout' }
        : undefined;
    const { asked, pages } = await sync(seed(), { instead: tooLarge });
    const sizes = asked
      .filter((line) => line.includes('tickets/cursor'))
      .map((line) => /per_page=(\d+)/.exec(line)![1]);

    expect(sizes).toEqual(['1000', '500', '250', '250']);
    expect(Object.keys(table(pages, 'tickets'))).toHaveLength(5);
  });

  it('make pages larger again when one second fills them, and give up only at the largest', async () => {
    const asked: number[] = [];
    const crowded =
      (wanted: number): Instead =>
      ({ path, query }) => {
        if (!path.endsWith('ticket_events.json')) return undefined;
        const size = Number(query.get('per_page'));
        asked.push(size);
        if (size > 500 && asked.length === 1) return { status: 504, body: '' };
        const start = Number(query.get('start_time'));
        const moves = size >= wanted;
        return { body: { ticket_events: [], count: size, end_time: start + (moves ? 1 : 0), end_of_stream: moves } };
      };
    await sync(worldOf([]), { instead: crowded(1000) });
    expect(asked).toEqual([1000, 500, 1000]);

    asked.length = 0;
    await expect(sync(worldOf([]), { instead: crowded(5000) })).rejects.toThrow(DataError);
  });

  it('leave the last minute for the next time', async () => {
    const world = worldOf([update(1, 1, '2026-03-02T09:00:00Z', ANA, [comment(ANA)])]);
    zendeskFake.touch(world, zendeskFake.now - 30_000);
    const first = await sync(world);
    const second = await first.again(2 * MINUTE);

    expect(Object.keys(table(first.pages, 'tickets'))).toEqual([]);
    expect(story([...first.pages, ...second.pages], '1')).toEqual([
      'agent writes',
      'customer writes',
      'customer sets open (open)',
    ]);
    expect(first.pages.at(-1)!.watermarkAt).toBe(zendeskFake.now - 61_000);
  });

  it('leave updates for the next time that are newer than the tickets read, also when the vendor shows them', async () => {
    const at = (ms: number) => new Date(zendeskFake.now - ms).toISOString();
    const world = worldOf([
      update(1, 1, at(120_000), ANA, [comment(ANA)]),
      update(2, 1, at(61_000), CARLA, [comment(CARLA)]),
      update(3, 1, at(20_000), ANA, [comment(ANA)]),
    ]);
    const eager: Instead = ({ path, query, now }) => {
      if (!path.endsWith('ticket_events.json')) return undefined;
      const since = Number(query.get('start_time'));
      const shown = world.updates.filter(
        ({ timestamp }) => Number(timestamp) >= since && Number(timestamp) * 1000 <= now,
      );
      const end_time = shown.length > 0 ? Number(shown.at(-1)!.timestamp) : null;
      return { body: { ticket_events: shown, count: shown.length, end_time, end_of_stream: true } };
    };
    const first = await sync(world, { instead: eager });
    const second = await first.again(5 * MINUTE);

    expect(story(first.pages, '1')).toEqual(['agent writes']);
    expect(story([...first.pages, ...second.pages], '1')).toEqual(['agent writes', 'customer writes', 'agent writes']);
  });

  it('never ask for the last minute, which the vendor refuses', async () => {
    const first = await sync(seed());
    const { asked } = await first.again(1000);
    const latest = asked.flatMap((line) => /start_time=(\d+)/.exec(line)?.[1] ?? []).map(Number);

    expect(Math.max(...latest, 0) * 1000).toBeLessThanOrEqual(zendeskFake.now + 1000 - 60_000);
  });
});

describe('the check of a Zendesk account', () => {
  it('says what the first sync costs', async () => {
    const { check } = await sync(worldOf([]));
    const { ok, lines } = await check();

    expect(ok).toBe(true);
    expect(lines).toEqual([
      'signed in as admin',
      'the account allows 700 requests a minute',
      expect.stringMatching(/^1 tickets: the first sync takes up to about 10 requests and 1 minutes/),
    ]);
  });

  it('blames the token when it may not export', async () => {
    const instead: Instead = ({ path, query }) =>
      path.endsWith('cursor.json') && query.get('per_page') === '1'
        ? { status: 403, body: { error: 'Forbidden' } }
        : undefined;
    const { check } = await sync(worldOf([]), { instead });
    const { ok, lines } = await check();

    expect(ok).toBe(false);
    expect(lines.at(-1)).toContain('ZENDESK_TOKEN must be of an admin');
  });
});
