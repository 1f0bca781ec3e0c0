import { describe, expect, it } from 'vitest';
import { CARLA, comment, DMITRI, ticket, update, user } from './fake.ts';
import { ANA, MINUTE, story, sync, table, worldOf } from './played.ts';

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
