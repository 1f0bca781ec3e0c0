import { describe, expect, it } from 'vitest';
import { CARLA, comment, type Row, seed, ticket, update, user, type ZendeskWorld } from './fake.ts';
import { ANA, MINUTE, story, sync, table, worldOf } from './played.ts';

const MESSAGING = { via: { channel: 'native_messaging', source: {} }, from_messaging_channel: true };

/** What stands in a conversation log, shaped as the vendor's reference shows it. */
function said(id: string, author: 'user' | 'agent' | 'bot', at: string, more: Row = {}): Row {
  const ids = { user: CARLA, agent: ANA, bot: -1 };
  const sources = { user: 'native_messaging', agent: 'zd:agentWorkspace', bot: 'zd:answerBot' };
  return {
    id,
    type: 'Messaging::ConversationMessage',
    reference: `zen:sunco:conversation_message:${id}`,
    created_at: `2026-03-02T${at}:00Z`,
    received_at: `2026-03-02T${at}:00.250Z`,
    attachments: [],
    author: { type: author, display_name: 'Somebody', 'zen:support:user_id': ids[author] },
    source: { type: sources[author] },
    metadata: { public: true },
    content: { type: 'text', text: 'not kept' },
    ...more,
  };
}

/** A messaging ticket of which the export shows the opening alone. */
function messagingWorld(log: readonly Row[] | undefined, more: Row = {}): ZendeskWorld {
  const opening = update(1, 1, '2026-03-02T08:00:00Z', CARLA, [
    comment(CARLA),
    { event_type: 'Create', status: 'new' },
  ]);
  const world = worldOf([opening], { created_at: '2026-03-02T08:00:00Z', ...MESSAGING, ...more });
  world.conversations = log && { 1: [...log] };
  return world;
}

describe('tickets that came by messaging', () => {
  it('have their answers from the conversation log, since the exports hold none', async () => {
    const transcript = update(2, 1, '2026-03-02T11:00:00Z', ANA, [comment(ANA, true, { via: 'Chat transcript' })]);
    const world = messagingWorld([
      said('a', 'user', '08:05'),
      said('b', 'agent', '08:20'),
      { ...said('c', 'agent', '08:21'), type: 'Comment', reference: 'zen:ticket_event:77' },
      said('d', 'agent', '08:30', { metadata: { public: false } }),
    ]);
    world.updates.push(transcript);
    const { pages, asked } = await sync(world);

    expect(story(pages, '1')).toEqual(['customer writes', 'customer writes', 'agent writes', 'note']);
    expect(table(pages, 'tickets')['1']).toMatchObject({ channel: 'native_messaging', timelineComplete: true });
    expect(table(pages, 'events')['1/b/said']).toMatchObject({
      at: Date.parse('2026-03-02T08:20:00.250Z'),
      authorId: String(ANA),
    });
    expect(asked.filter((line) => line.includes('/conversation_log'))).toHaveLength(2);
    expect(JSON.stringify(pages)).not.toContain('not kept');
  });

  it('are not whole where the plan gives no log, and a person is told by channel', async () => {
    const { pages, warned } = await sync(messagingWorld(undefined));

    expect(table(pages, 'tickets')['1']).toMatchObject({ timelineComplete: false });
    expect(warned).toEqual([expect.stringMatching(/^zendesk: 1 tickets came by native_messaging, .* are unknown$/)]);
  });

  it('are a bot’s from its first answer in the ticket to the person they are given to', async () => {
    const world = messagingWorld([
      said('0', 'bot', '07:58'),
      said('1', 'user', '08:01'),
      said('2', 'bot', '08:02'),
      said('3', 'user', '08:03'),
      said('4', 'agent', '09:00'),
    ]);
    world.updates.push(update(2, 1, '2026-03-02T08:10:00Z', -1, [{ group_id: 501 }, { assignee_id: String(ANA) }]));
    const { pages } = await sync(world);
    const events = table(pages, 'events');

    expect(events['1/handover-bot']).toMatchObject({ to: 'bot', at: Date.parse('2026-03-02T08:02:00.250Z') });
    expect(events['1/handover-team']).toMatchObject({ to: 'team', at: Date.parse('2026-03-02T08:10:00Z') });
    expect(events['1/0/said'], 'what was said before the ticket counts from its opening').toMatchObject({
      by: 'bot',
      at: Date.parse('2026-03-02T08:00:00Z'),
    });
  });

  it('are not a bot’s that only says that somebody will come', async () => {
    const world = messagingWorld([said('1', 'user', '07:59'), said('2', 'bot', '08:01'), said('3', 'agent', '09:00')]);
    const { pages } = await sync(world);

    expect(story(pages, '1')).not.toContain('bot has it');
  });

  it('read their conversation again when they change', async () => {
    const world = messagingWorld([said('1', 'user', '08:05')]);
    const first = await sync(world);
    world.conversations!['1']!.push(said('2', 'agent', '13:00'));
    Object.assign(world.tickets[0]!, { generated_timestamp: Date.parse('2026-03-10T11:59:00Z') / 1000 });
    const second = await first.again(10 * MINUTE);

    expect(story([...first.pages, ...second.pages], '1').at(-1)).toBe('agent writes');
  });
});

describe('tickets that came by chat or phone', () => {
  it('are not whole by chat: nobody but Zendesk knows when they were answered', async () => {
    const { pages, warned } = await sync(worldOf([], { via: { channel: 'chat', source: {} } }));

    expect(table(pages, 'tickets')['1']).toMatchObject({ channel: 'chat', timelineComplete: false });
    expect(warned).toEqual([expect.stringContaining('1 tickets came by chat')]);
  });

  const opening = (status: string) =>
    update(1, 1, '2026-03-02T08:00:00Z', ANA, [comment(ANA), { event_type: 'Create', status }]);
  const byAgent = { submitter_id: ANA, created_at: '2026-03-02T08:00:00Z' };

  it('are with us when an agent wrote down a call and left the ticket open', async () => {
    const world = worldOf([opening('open')], byAgent);
    const first = await sync(world);

    expect(table(first.pages, 'tickets')['1']).toMatchObject({ openedBy: 'customer' });
    // What the agent wrote down is the question, not an answer.
    expect(story(first.pages, '1')).toEqual(['note', 'agent sets open (open)']);

    Object.assign(world.tickets[0]!, {
      priority: 'high',
      generated_timestamp: Date.parse('2026-03-10T11:59:00Z') / 1000,
    });
    const second = await first.again(10 * MINUTE);
    expect(table(second.pages, 'tickets')['1'], 'later, too').toMatchObject({ openedBy: 'customer', priority: 'high' });
  });

  it('wait for the customer when an agent wrote first and left them pending', async () => {
    const { pages } = await sync(worldOf([opening('pending')], byAgent));

    expect(table(pages, 'tickets')['1']).toMatchObject({ openedBy: 'agent' });
    expect(story(pages, '1')).toEqual(['agent writes', 'agent sets pending (waiting_customer)']);
  });

  it.each([
    ['who calls has asked', 'inbound', 'customer'],
    ['whom we call has not', 'outbound', 'agent'],
  ])('by the telephone itself: %s', async (_, rel, openedBy) => {
    const via = { channel: 'voice', source: { rel, from: {}, to: {} } };
    const { pages } = await sync(worldOf([], { ...byAgent, via }));

    expect(table(pages, 'tickets')['1']).toMatchObject({ openedBy });
  });
});

describe('tickets of AI agents', () => {
  function aiWorld(): ZendeskWorld {
    const world: ZendeskWorld = { ...seed(), ratings: [] };
    const created = { created_at: '2026-03-06T08:00:00Z', ...MESSAGING, assignee_id: null, group_id: null };
    world.tickets.push(ticket(50, '2026-03-06T09:00:00Z', { ...created, status: 'solved' }));
    world.tickets.push(ticket(51, '2026-03-06T09:00:00Z', { ...created, status: 'open' }));
    world.updates.push(update(500, 50, '2026-03-06T09:00:00Z', -1, [{ status: 'solved' }]));
    for (const id of [50, 51]) world.aiOnly.add(id);
    return world;
  }

  it('are read beside the others, in the bot’s hands', async () => {
    const { pages, asked } = await sync(aiWorld());

    expect(Object.keys(table(pages, 'tickets'))).toEqual(['1', '2', '3', '4', '5', '50', '51']);
    expect(story(pages, '50')).toEqual(['bot has it', 'bot sets solved (solved)']);
    expect(story(pages, '51')).toEqual(['bot has it']);
    expect(asked.filter((line) => line.includes('support_type_scope=all')).length).toBeGreaterThan(0);
  });

  it('come to people when one is given to them', async () => {
    const world = aiWorld();
    const first = await sync(world);
    const at = '2026-03-10T11:50:00Z';
    world.aiOnly.delete(51);
    Object.assign(world.tickets.find(({ id }) => id === 51)!, {
      group_id: 501,
      generated_timestamp: Date.parse(at) / 1000,
      updated_at: at,
    });
    world.updates.push(update(510, 51, at, -1, [{ group_id: 501 }]));
    const second = await first.again(20 * MINUTE);

    expect(story([...first.pages, ...second.pages], '51')).toEqual([
      'bot has it',
      'assigned to - of 501',
      'team has it',
    ]);
  });

  it('are left alone where they are not wanted, and where the account takes no notice of the question', async () => {
    const unwanted = await sync(aiWorld(), { variables: { AI_AGENTS: 'no' } });
    const deaf = { ...aiWorld(), knowsAi: false };
    const unnoticed = await sync(deaf);
    const later = await unnoticed.again(10 * MINUTE);

    expect(unwanted.asked.join()).not.toContain('support_type_scope');
    expect(Object.keys(table(unwanted.pages, 'tickets'))).not.toContain('50');
    for (const id of Object.keys(table(unnoticed.pages, 'tickets'))) {
      expect(story(unnoticed.pages, id), id).not.toContain('bot has it');
    }
    expect(later.asked.join()).not.toContain('support_type_scope=ai_agent');
  });
});

describe('who is who in Zendesk', () => {
  it('leaves what a person does to many tickets at once with that person', async () => {
    const bulk = update(1, 1, '2026-03-02T09:00:00Z', ANA, [{ status: 'solved', via: 'Batch' }]);

    expect(story((await sync(worldOf([{ ...bulk, via: 'Batch' }]))).pages, '1')).toEqual([
      'agent sets solved (solved)',
    ]);
  });

  it('keeps a trigger’s comment a bot’s when comments are read again', async () => {
    const world = worldOf([
      update(1, 1, '2026-03-02T09:00:00Z', ANA, [comment(ANA, true, { via: 'Rule' })]),
      update(2, 1, '2026-03-02T10:00:00Z', ANA, [{ event_type: 'CommentPrivacyChange', comment_id: 11 }]),
    ]);
    world.comments['1'] = [
      {
        id: 11,
        author_id: ANA,
        public: true,
        created_at: '2026-03-02T09:00:00Z',
        via: { channel: 'rule', source: {} },
      },
    ];

    expect(story((await sync(world)).pages, '1')).toEqual(['bot writes']);
  });

  it.each([
    ['was assigned once', (id: number) => ({ assignee_id: String(id) })],
    ['wrote what customers cannot see', (id: number) => comment(id, false)],
  ])('knows who left before the first sync as an agent: who %s', async (_, trace) => {
    const world = worldOf([
      update(1, 1, '2026-03-02T09:00:00Z', 777, [comment(777), trace(777)]),
      update(2, 1, '2026-03-02T10:00:00Z', 888, [comment(888)]),
    ]);
    world.users.push(user(777, 'Gone', { role: 'end-user' }), user(888, 'Colleague of Carla'));
    const { pages } = await sync(world);

    expect(story(pages, '1')[0]).toBe('agent writes');
    expect(story(pages, '1').at(-1)).toBe('customer writes');
    expect(table(pages, 'agents')['777']).toMatchObject({ name: 'Gone', active: false });
  });

  it('does not take a customer for an agent because their mail was kept from the others', async () => {
    const world = worldOf([update(1, 1, '2026-03-02T09:00:00Z', 888, [comment(888, false, { via: 'Mail' })])]);

    expect(table((await sync(world)).pages, 'agents')).not.toHaveProperty('888');
  });
});
