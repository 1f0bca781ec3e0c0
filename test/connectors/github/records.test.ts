import { describe, expect, it } from 'vitest';
import { Issue, movesTicket, TimelineEvent } from '../../../connectors/github/answers.ts';
import { type Context, deletedTicket, toRecords } from '../../../connectors/github/records.ts';
import { priorityOf } from '../../../connectors/github/timeline.ts';
import { createMeasurer } from '../../../src/measure/measure.ts';
import { responsesOf } from '../../../src/model/measurement.ts';
import { definitions } from '../../measure/desk.ts';

const at = (time: string) => Date.parse(`2026-03-02T${time}:00Z`);
const iso = (time: string) => `2026-03-02T${time}:00Z`;

function issueOf(more: Record<string, unknown> = {}): Issue {
  return Issue.parse({
    number: 7,
    title: 'It does not start',
    user: { login: 'carla', type: 'User' },
    author_association: 'NONE',
    state: 'open',
    created_at: iso('08:00'),
    updated_at: iso('20:00'),
    ...more,
  });
}

/** A row of a timeline: what, who, when. */
function row(event: string, login: string, time: string, more: Record<string, unknown> = {}): TimelineEvent {
  const actor = { login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
  return TimelineEvent.parse({ event, id: `${event}${time}${login}`, actor, created_at: iso(time), ...more });
}

const said = (login: string, time: string, association = 'NONE') =>
  row('commented', login, time, { user: { login, type: 'User' }, author_association: association });

const context: Context = {
  source: 'github',
  repository: 'acme/app',
  storeSubjects: false,
  staffing: { listed: undefined, known: new Set<string>(), bots: new Set<string>() },
  labels: { waitingCustomer: new Set(['needs-info']), waitingThirdParty: new Set(['upstream']) },
};

/** Events in short: `09:00 agent olaf`, `10:00 solved by agent`, `11:00 → olaf`. */
function told(issue: Issue, timeline: TimelineEvent[], more: Partial<Context> = {}): string[] {
  const { events } = toRecords(issue, timeline, { ...context, ...more });
  return events.map((event) => {
    const time = new Date(event.at).toISOString().slice(11, 16);
    if (event.kind === 'message') return `${time} ${event.by} ${event.authorId ?? '?'}`;
    if (event.kind === 'status') return `${time} ${event.to}${event.by ? ` by ${event.by}` : ''}`;
    return event.kind === 'assignment' ? `${time} → ${event.agentId}` : `${time} ${event.kind}`;
  });
}

const CLOSED = { state: 'closed', state_reason: 'completed', closed_at: iso('12:00') };

describe('an issue’s history', () => {
  it('tells staff from customers by association, and bots by type', () => {
    const timeline = [
      said('olaf', '09:00', 'MEMBER'),
      said('mia', '10:00', 'COLLABORATOR'),
      said('nils', '11:00', 'CONTRIBUTOR'),
      row('commented', 'stale[bot]', '12:00'),
    ];

    expect(told(issueOf(), timeline)).toEqual([
      '08:00 customer carla',
      '09:00 agent olaf',
      '10:00 agent mia',
      '11:00 customer nils',
      '12:00 bot stale[bot]',
    ]);
  });

  it('lets a list of staff decide alone, in any spelling', () => {
    const staffing = { ...context.staffing, listed: new Set(['nils']) };
    const timeline = [said('olaf', '09:00', 'OWNER'), said('Nils', '10:00')];

    expect(told(issueOf(), timeline, { staffing })).toEqual([
      '08:00 customer carla',
      '09:00 customer olaf',
      '10:00 agent Nils',
    ]);
  });

  it('keeps as staff who was staff before, though GitHub now says otherwise', () => {
    const staffing = { ...context.staffing, known: new Set(['olaf']) };

    expect(told(issueOf(), [said('olaf', '09:00')], { staffing }).at(-1)).toBe('09:00 agent olaf');
  });

  it('knows an app by its login where the type is not told', () => {
    const row = TimelineEvent.parse({
      event: 'commented',
      created_at: iso('09:00'),
      user: { login: 'stale[bot]' },
      author_association: 'MEMBER',
    });

    expect(told(issueOf(), [row]).at(-1)).toBe('09:00 bot stale[bot]');
  });

  it('counts listed machines as bots', () => {
    const staffing = { ...context.staffing, bots: new Set(['acme-ci']) };

    expect(told(issueOf(), [said('acme-ci', '09:00', 'MEMBER')], { staffing }).at(-1)).toBe('09:00 bot acme-ci');
  });

  it.each([
    ['by the staff', row('closed', 'olaf', '12:00', { state_reason: 'completed' }), '12:00 solved by agent'],
    ['by the customer', row('closed', 'carla', '12:00'), '12:00 solved by customer'],
    ['by a bot', row('closed', 'stale[bot]', '12:00', { state_reason: 'not_planned' }), '12:00 closed by bot'],
    ['as a duplicate', row('closed', 'olaf', '12:00', { state_reason: 'duplicate' }), '12:00 closed by agent'],
    ['by a deleted account', row('closed', 'x', '12:00', { actor: null }), '12:00 solved'],
  ])('is closed %s', (_, closing, expected) => {
    expect(told(issueOf(CLOSED), [closing]).at(-1)).toBe(expected);
  });

  it('does not guess who closed an issue when the staff is listed', () => {
    const staffing = { ...context.staffing, listed: new Set(['nils']) };

    expect(told(issueOf(CLOSED), [row('closed', 'olaf', '12:00')], { staffing }).at(-1)).toBe('12:00 solved');
  });

  it('takes the time of closing from the issue when the timeline does not tell it', () => {
    expect(told(issueOf({ ...CLOSED, closed_by: { login: 'olaf' } }), [])).toEqual([
      '08:00 customer carla',
      '12:00 solved by agent',
    ]);
  });

  it('says that a history is incomplete when the issue is open and its timeline ends closed', () => {
    const { ticket, events } = toRecords(issueOf(), [row('closed', 'olaf', '12:00')], context);

    expect(ticket.timelineComplete).toBe(false);
    expect(events.at(-1)).toMatchObject({ kind: 'status', to: 'open', at: at('20:00') });
  });

  it('puts a comment before the closing and after the reopening that it came with', () => {
    const timeline = [
      row('closed', 'olaf', '12:00'),
      said('olaf', '12:00', 'MEMBER'),
      said('carla', '13:00'),
      row('reopened', 'carla', '13:00'),
    ];

    expect(told(issueOf(), timeline)).toEqual([
      '08:00 customer carla',
      '12:00 agent olaf',
      '12:00 solved by agent',
      '13:00 open',
      '13:00 customer carla',
    ]);
  });

  it('leaves the order of two people within one second as GitHub has it', () => {
    const timeline = [row('closed', 'olaf', '12:00'), said('carla', '12:00')];

    expect(told(issueOf(CLOSED), timeline).slice(1)).toEqual(['12:00 solved by agent', '12:00 customer carla']);
  });

  it('follows assignments: the last one named who is still assigned, and no customer', () => {
    const person = (login: string) => ({ assignee: { login } });
    const timeline = [
      row('assigned', 'olaf', '09:00', person('olaf')),
      row('assigned', 'olaf', '10:00', person('mia')),
      row('assigned', 'olaf', '10:30', person('carla')),
      row('unassigned', 'olaf', '11:00', person('mia')),
      row('unassigned', 'olaf', '12:00', person('olaf')),
    ];
    const { ticket, agents } = toRecords(issueOf(), timeline.slice(0, 3), context);

    expect(told(issueOf(), timeline).slice(1)).toEqual(['09:00 → olaf', '10:00 → mia', '11:00 → olaf', '12:00 → null']);
    expect(ticket.agentId).toBe('mia');
    expect(agents.map((agent) => agent.id)).toEqual(['olaf', 'mia']);
  });

  it('waits while a waiting label is on, and never by a label on a closed issue', () => {
    const label = (event: string, name: string, time: string) => row(event, 'olaf', time, { label: { name } });
    const timeline = [
      label('labeled', 'bug', '08:30'),
      label('labeled', 'Needs-Info', '09:00'),
      label('unlabeled', 'Needs-Info', '10:00'),
      label('labeled', 'upstream', '11:00'),
      row('closed', 'olaf', '12:00'),
      label('unlabeled', 'upstream', '12:00'),
    ];

    expect(told(issueOf(CLOSED), timeline).slice(1)).toEqual([
      '09:00 waiting_customer',
      '10:00 open',
      '11:00 waiting_third_party',
      '12:00 solved by agent',
    ]);
  });

  it('ends with a conversion to a discussion', () => {
    expect(told(issueOf({ state: 'closed' }), [row('converted_to_discussion', 'olaf', '12:00')]).at(-1)).toBe(
      '12:00 closed by agent',
    );
  });

  it('starts a turn with the question that reopens an issue, and none with a thank-you', () => {
    const measure = createMeasurer({
      definitions: definitions({ netExcludes: [], customerHours: '24/7', turns: { github: 'message' } }),
      people: { agents: [], teams: [], customer: () => undefined },
      now: at('23:00'),
    });
    const timeline = [
      said('olaf', '09:00', 'MEMBER'),
      row('closed', 'olaf', '10:00'),
      said('carla', '11:00'),
      said('carla', '13:00'),
      row('reopened', 'carla', '13:00'),
      said('olaf', '15:00', 'MEMBER'),
      row('closed', 'olaf', '16:00'),
    ];
    const { ticket, events } = toRecords(issueOf({ ...CLOSED, closed_at: iso('16:00') }), timeline, context);
    const measured = measure({ ticket, events, revision: 1 });

    expect(measured.reopens).toBe(1);
    expect(
      responsesOf(measured)
        .slice(1)
        .map(({ clocks }) => clocks.calendar),
    ).toEqual([2 * 3_600_000]);
    expect(measured.finalResolutionMs?.calendar).toBe(8 * 3_600_000);
    expect(measured.agentId).toBe('olaf');
  });
});

describe('an issue as a ticket', () => {
  it('carries what the issue says, and its title only when asked to', () => {
    const issue = issueOf({
      html_url: 'https://github.com/acme/app/issues/7',
      labels: [{ name: 'bug' }, 'Priority: High', { name: null }],
      type: { name: 'Bug' },
      ...CLOSED,
      state_reason: 'not_planned',
    });

    expect(toRecords(issue, [], context).ticket).toEqual({
      source: 'github',
      id: 'acme/app#7',
      url: 'https://github.com/acme/app/issues/7',
      channel: 'github',
      openedAt: at('08:00'),
      openedBy: 'customer',
      customerId: 'carla',
      status: 'closed',
      originalStatus: 'closed (not_planned)',
      statusKnown: true,
      priority: 'high',
      tags: ['bug', 'Priority: High'],
      category: 'Bug',
      fields: { repository: 'acme/app' },
      spam: false,
      updatedAt: at('20:00'),
      timelineComplete: true,
    });
    expect(toRecords(issue, [], { ...context, storeSubjects: true }).ticket.subject).toBe('It does not start');
  });

  it.each([
    ['staff', { author_association: 'OWNER' }, 'agent', undefined],
    ['an app', { user: { login: 'sentry[bot]', type: 'Bot' } }, 'bot', undefined],
    ['a deleted account', { user: null }, 'customer', undefined],
    ['a stranger', {}, 'customer', 'carla'],
  ])('opened by %s', (_, more, openedBy, customerId) => {
    const { ticket } = toRecords(issueOf(more), [], context);

    expect([ticket.openedBy, ticket.customerId]).toEqual([openedBy, customerId]);
  });

  it.each([
    [{ labels: ['needs-info'] }, 'waiting_customer', true],
    [{ labels: ['UPSTREAM'] }, 'waiting_third_party', true],
    [{}, 'open', true],
    [{ state: 'frozen' }, 'open', false],
  ])('%j stands at %s', (more, status, known) => {
    const { ticket } = toRecords(issueOf(more), [], context);

    expect([ticket.status, ticket.statusKnown]).toEqual([status, known]);
  });

  it('is spam when it was locked as spam', () => {
    expect(toRecords(issueOf({ locked: true, active_lock_reason: 'spam' }), [], context).ticket.spam).toBe(true);
    expect(toRecords(issueOf({ locked: true, active_lock_reason: 'resolved' }), [], context).ticket.spam).toBe(false);
  });

  it('that was deleted keeps only its opening', () => {
    const records = deletedTicket(toRecords(issueOf(), [said('olaf', '09:00', 'OWNER')], context), at('21:00'));

    expect(records.ticket.deletedAt).toBe(at('21:00'));
    expect(records.events.map((event) => event.id)).toEqual(['opened']);
  });
});

describe('labels', () => {
  it.each([
    [['bug', 'Priority: High'], 'high'],
    [['prio/low'], 'low'],
    [['P1'], 'p1'],
    [['p9', 'severity'], undefined],
    [[], undefined],
  ])('%j give the priority %s', (labels, priority) => {
    expect(priorityOf(labels)).toBe(priority);
  });
});

describe('a timeline’s rows', () => {
  it('are read where they move a ticket, and passed over where they do not', () => {
    expect(movesTicket({ event: 'closed' })).toBe(true);
    expect(movesTicket({ event: 'subscribed' })).toBe(false);
    expect(movesTicket(null)).toBe(false);
    expect(movesTicket({})).toBe(false);
  });
});
