import { describe, expect, it } from 'vitest';
import type { Event, Ticket } from '../../../src/model/ticket.ts';
import { runFake } from '../run-fake.ts';
import { CARLA, conversation, intercomFake, OLAF, part, type World } from './fake.ts';

/** As recorded: the workspace's own bots stand among the admins, and sometimes write as one. */
const OPERATOR = { type: 'admin', id: '274', name: 'Operator', email: 'operator+abcd1234@intercom.io' };
const FIN = { type: 'bot', id: '278', name: 'Fin', email: 'operator+abcd1234@intercom.io' };
/** A person of that name. */
const FINN = { type: 'admin', id: '31', name: 'Fin', email: 'fin@desk.example' };

const OPENED = '2026-03-02T08:00';

/** One conversation with these parts. */
async function synced(
  parts: readonly object[],
  more: object = {},
  options: { variables?: Record<string, string>; admins?: readonly object[] } = {},
) {
  const { admins = [OPERATOR, FINN], variables = {} } = options;
  const row = conversation('101', OPENED, '2026-03-09T20:00', more);
  const world: World = { ...intercomFake.empty(), conversations: [row], parts: { 101: [...parts] as never[] }, admins };
  const run = runFake(intercomFake, { world, variables });
  const stored = await run.pull();
  const events = Object.values(stored.tables.events ?? {}) as Event[];
  return {
    run,
    stored,
    ticket: stored.tables.tickets?.['101'] as Ticket | undefined,
    agents: stored.tables.agents ?? {},
    ratings: stored.tables.ratings ?? {},
    story: events.toSorted((a, b) => a.at - b.at || a.seq - b.seq).map(inWords),
  };
}

function inWords(event: Event): string {
  if (event.kind === 'message') return `${event.by} ${event.authorId ?? '?'}`;
  if (event.kind === 'status') return `${event.to} by ${event.by ?? '?'}`;
  if (event.kind === 'handover') return `${event.to} has it`;
  return event.kind === 'assignment' ? `to ${event.agentId ?? '-'}` : event.kind;
}

const says = (id: string, author: object, at: string, more: object = {}) =>
  part(id, 'comment', author, at, { body: 'text', ...more });

describe('machines in Intercom', () => {
  it('are no agents, also where they stand among the admins', async () => {
    const { agents } = await synced([]);

    expect(agents).toMatchObject({ 274: { bot: true }, 11: { bot: false }, 31: { name: 'Fin', bot: false } });
  });

  it('answer as bots under an admin’s type, also where only the list of admins shows it', async () => {
    const { email: _, ...nameless } = OPERATOR;
    const { story } = await synced([says('1', OPERATOR, '2026-03-02T08:01'), says('2', nameless, '2026-03-02T08:02')]);

    expect(story.slice(1)).toEqual(['bot bot:274', 'bot bot:274']);
  });

  it('hold what is assigned to them, as a bot does', async () => {
    const { story } = await synced([
      part('1', 'assignment', OLAF, '2026-03-02T09:00', { assigned_to: { type: 'admin', id: '274' } }),
    ]);

    expect(story.slice(1)).toEqual(['bot has it']);
  });

  it('are whom the settings name, and never a person who is called like one', async () => {
    const robot = { type: 'admin', id: '40', name: 'Robot', email: 'robot@desk.example' };
    const parts = [says('1', robot, '2026-03-02T08:01'), says('2', FINN, '2026-03-02T09:00')];
    const { story, agents } = await synced(
      parts,
      {},
      { variables: { BOTS: 'Robot@desk.example' }, admins: [robot, FINN] },
    );

    expect(story.slice(1)).toEqual(['bot bot:40', 'agent 31']);
    expect(agents).toMatchObject({ 40: { bot: true } });
  });

  it('close what waits for the customer: a timer’s closing is told as a machine’s', async () => {
    const parts = [
      says('1', OLAF, '2026-03-02T08:05'),
      part('2', 'close', OPERATOR, '2026-03-09T08:05', { state: 'closed' }),
    ];
    const byPerson = [parts[0]!, { ...parts[1]!, author: OLAF }];
    const byWorkflow = [
      parts[0]!,
      {
        ...byPerson[1]!,
        event_details: { workflow: { name: 'Close after a week' }, event: { type: 'wait_finished' } },
      },
    ];
    const closed = { state: 'closed', open: false };

    expect((await synced(parts, closed)).story.slice(1)).toEqual(['agent 11', 'solved by bot']);
    expect((await synced(byWorkflow, closed)).story.at(-1)).toBe('solved by bot');
    expect((await synced(byPerson, closed)).story.at(-1)).toBe('solved by agent');
  });

  it.each([
    ['274', 'solved by bot'],
    ['11', 'solved by agent'],
  ])('are told as who closed it where only the statistics tell (%s)', async (last_closed_by_id, last) => {
    const statistics = { last_close_at: Date.parse('2026-03-09T08:05:00Z') / 1000, last_closed_by_id };
    const { story } = await synced([says('1', OLAF, '2026-03-02T08:05')], { state: 'closed', open: false, statistics });

    expect(story.at(-1)).toBe(last);
  });

  it('get their own rating: Fin’s is nobody else’s, and how it ended is kept', async () => {
    const ai_agent = {
      source_type: 'workflow',
      last_answer_type: 'ai_answer',
      resolution_state: 'assumed_resolution',
      rating: 2,
      rating_remark: 'Useless',
      created_at: Date.parse('2026-03-02T10:00:00Z') / 1000,
      updated_at: Date.parse('2026-03-02T10:05:00Z') / 1000,
    };
    const parts = [says('1', { ...FIN, from_ai_agent: true }, '2026-03-02T08:01'), says('2', OLAF, '2026-03-02T09:00')];
    const { ratings, agents, ticket, stored } = await synced(parts, { ai_agent, ai_agent_participated: true });

    expect(ratings).toEqual({
      '101/ai': {
        source: 'intercom',
        id: '101/ai',
        ticketId: '101',
        agentId: 'bot:278',
        customerId: 'c-carla',
        kind: 'csat',
        value: 2,
        scaleMin: 1,
        scaleMax: 5,
        positive: false,
        ratedAt: Date.parse('2026-03-02T10:05:00Z'),
      },
    });
    expect(agents).toMatchObject({ 'bot:278': { name: 'Fin', bot: true } });
    expect(ticket?.fields).toEqual({ ai_resolution_state: 'assumed_resolution' });
    expect(JSON.stringify(stored)).not.toContain('Useless');
  });

  it('get the rating that Intercom gives them as teammates', async () => {
    const conversation_rating = { rating: 5, updated_at: 1772445600, teammate: { type: 'admin', id: '274' } };
    const { ratings } = await synced([says('1', OLAF, '2026-03-02T09:00')], { conversation_rating });

    expect(ratings['101']).toMatchObject({ agentId: 'bot:274' });
  });
});

describe('people who have left', () => {
  it('answered as the agents they were', async () => {
    const { story, agents } = await synced([
      says('1', { type: 'admin', id: '99', name: 'Mia', email: 'mia@desk.example' }, '2026-03-02T09:00'),
    ]);

    expect(story.at(-1)).toBe('agent 99');
    expect(agents['99']).toMatchObject({ name: 'Mia', active: false, bot: false });
  });
});

describe('what nobody asked for', () => {
  const campaign = (way: string) => ({
    source: { type: 'conversation', delivered_as: way, author: OLAF, body: 'News!' },
  });

  it.each(['automated', 'campaigns_initiated', 'operator_initiated'])(
    'and nobody answered is no ticket: %s',
    async (way) => {
      const { ticket, run } = await synced([], campaign(way));

      expect(ticket).toBeUndefined();
      expect(run.warnings).toEqual([
        'intercom: 1 messages that went out by themselves and that nobody answered are no tickets',
      ]);
    },
  );

  it('is one as soon as the customer answers, and where a person wrote first', async () => {
    const answered = await synced([says('1', CARLA, '2026-03-03T09:00')], campaign('automated'));
    const personal = await synced([], campaign('admin_initiated'));

    expect(answered.ticket).toMatchObject({ openedBy: 'agent' });
    expect(answered.story).toEqual(['bot ?', 'customer c-carla']);
    expect(personal.ticket).toMatchObject({ openedBy: 'agent' });
  });
});

describe('a conversation without a source', () => {
  it('is kept, and was opened by its first part', async () => {
    const byCustomer = await synced([says('1', CARLA, OPENED), says('2', OLAF, '2026-03-02T09:00')], { source: null });
    const byUs = await synced([says('1', OLAF, OPENED)], { source: null });

    expect(byCustomer.ticket).toMatchObject({ openedBy: 'customer', channel: 'conversation', customerId: 'c-carla' });
    expect(byCustomer.story).toEqual(['customer c-carla', 'agent 11']);
    expect(byUs.ticket).toMatchObject({ openedBy: 'agent' });
    expect(byCustomer.stored.rejected).toEqual([]);
  });
});

describe('Intercom’s address', () => {
  it('can be another one, which a refusal names with everything else that may be wrong', async () => {
    const { run } = await synced([]);
    expect(
      intercomFake.connector.open('intercom', { TOKEN: 'x', URL: 'https://proxy.example/' }, undefined).identity,
    ).toBe('https://api.intercom.io');
    const refused = runFake(intercomFake, { answer: () => ({ status: 401, body: {} }) });

    await expect(refused.pull()).rejects.toThrow(/refused \(401\): check INTERCOM_TOKEN and INTERCOM_REGION; it needs/);
    expect(run.warnings).toEqual([]);
  });
});
