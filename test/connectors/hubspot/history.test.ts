import { describe, expect, it } from 'vitest';
import { CrmObject, Message, Thread } from '../../../connectors/hubspot/answers.ts';
import { toDirectory } from '../../../connectors/hubspot/directory.ts';
import type { ReadThread } from '../../../connectors/hubspot/messages.ts';
import { stageMeanings } from '../../../connectors/hubspot/pipelines.ts';
import { toRecords } from '../../../connectors/hubspot/records.ts';
import { message, type Row, stages, thread, ticket, type Was } from './world.ts';

const BY_INBOX = { sourceType: 'CONVERSATIONS' };
const directory = toDirectory([], 'hubspot', new Set());
const pipeline = (id: string, label: string, last: string) => ({
  id,
  label,
  stages: [
    { id: '1', label: 'New', displayOrder: 0, metadata: { ticketState: 'OPEN' } },
    { id: '2', label: 'Waiting on contact', displayOrder: 1, metadata: { ticketState: 'OPEN' } },
    { id: '3', label: 'Waiting on us', displayOrder: 2, metadata: { ticketState: 'OPEN' } },
    { id: '4', label: last, displayOrder: 3, metadata: { ticketState: 'CLOSED' } },
  ],
});
const context = {
  source: 'hubspot',
  storeSubjects: false,
  fields: new Map<string, string>(),
  app: undefined,
  externalIds: [],
  directory,
  meaningOf: stageMeanings([pipeline('0', 'Support', 'Closed'), pipeline('8', 'Returns', 'Paid back')], {
    customer: new Set(['waiting on contact']),
    thirdParty: new Set(),
  }),
};
const NOBODY = { contactId: undefined, companyId: undefined };

/** The ticket as batch reads show it. */
const asRead = ({ history, ...rest }: Row) => CrmObject.parse({ ...rest, propertiesWithHistory: history });

function told(history: Was[], messages: Record<string, unknown>[] = [], more: Partial<Row> = {}) {
  const row = ticket('1', '2026-03-01T08:00:00.000Z', '2026-03-09T08:00:00.000Z', history, more);
  const threads: ReadThread[] =
    messages.length === 0
      ? []
      : [
          {
            thread: Thread.parse(thread('801', '1', '2026-03-09T08:00:00.000Z')),
            messages: messages.map((each) => Message.parse(each)),
          },
        ];
  const records = toRecords(asRead(row), threads, NOBODY, context);
  if (!records) throw new Error('the ticket must be readable');
  return records;
}

const story = ({ events }: ReturnType<typeof told>) =>
  events.map((event) => {
    const at = new Date(event.at).toISOString().slice(5, 19);
    if (event.kind === 'status') return `${at} ${event.to} (${event.original}) by ${event.by ?? 'unknown'}`;
    if (event.kind === 'message') return `${at} ${event.by} writes`;
    return `${at} ${event.kind}`;
  });

const NEW = ['1', '2026-03-01T08:00:00.000Z', BY_INBOX] as const;

describe('the history of a ticket’s stage', () => {
  it('is told oldest first, with who changed it and what the stage is called', () => {
    const records = told(
      stages(
        NEW,
        ['2', '2026-03-01T09:00:00.000Z'],
        ['3', '2026-03-02T09:00:00.000Z', { sourceType: 'AUTOMATION_PLATFORM' }],
        ['4', '2026-03-03T09:00:00.000Z', { sourceType: 'CRM_UI', sourceId: 'userId:12' }],
      ),
    );

    expect(story(records)).toEqual([
      '03-01T08:00:00 new (New) by bot',
      '03-01T09:00:00 waiting_customer (Waiting on contact) by agent',
      '03-02T09:00:00 open (Waiting on us) by bot',
      '03-03T09:00:00 solved (Closed) by agent',
    ]);
    expect(records.ticket).toMatchObject({ status: 'solved', originalStatus: 'Closed', timelineComplete: true });
  });

  it('reads a stage by the pipeline in which the ticket was then: ids of stages may stand in several', () => {
    const records = told(stages(NEW, ['4', '2026-03-04T09:00:00.000Z']), [], {
      properties: { hs_pipeline: '8' },
      history: {
        hs_pipeline: [
          { value: '8', timestamp: '2026-03-02T08:00:00.000Z' },
          { value: '0', timestamp: '2026-03-01T08:00:00.000Z' },
        ],
      },
    });

    expect(story(records).at(-1)).toBe('03-04T09:00:00 solved (Paid back) by agent');
  });

  it('names a stage that is in no pipeline any more, and does not guess', () => {
    const { events, ticket: record } = told(stages(NEW, ['999', '2026-03-02T08:00:00.000Z']));

    expect(events.at(-1)).toMatchObject({ kind: 'status', original: 'stage 999', statusKnown: false });
    expect(record).toMatchObject({ originalStatus: 'stage 999', statusKnown: false });
  });

  it('is not whole where the first stage is missing: HubSpot keeps only so many values', () => {
    expect(told(stages(['4', '2026-03-05T08:00:00.000Z'])).ticket.timelineComplete).toBe(false);
    // The stage is set a moment after the ticket was made.
    expect(told(stages(['1', '2026-03-01T08:00:20.000Z'])).ticket.timelineComplete).toBe(true);
  });

  it('says nothing twice: a stage set again is no change', () => {
    const records = told(stages(NEW, ['1', '2026-03-01T08:00:05.000Z'], ['3', '2026-03-01T09:00:00.000Z']));

    expect(story(records)).toHaveLength(2);
  });
});

describe('a ticket that the inbox reopens', () => {
  const closed = ['4', '2026-03-02T08:00:00.000Z'] as const;

  it('is open from the customer’s message on, not from a moment later', () => {
    const records = told(stages(NEW, closed, ['3', '2026-03-03T08:00:04.000Z', BY_INBOX]), [
      message('m1', 'V-51', '2026-03-03T08:00:00.000Z'),
    ]);

    expect(story(records).slice(-2)).toEqual([
      '03-03T08:00:00 open (Waiting on us) by bot',
      '03-03T08:00:00 customer writes',
    ]);
  });

  it.each([
    ['a person reopens', '2026-03-03T08:00:04.000Z', { sourceType: 'CRM_UI', updatedByUserId: 11 }, 'agent'],
    ['more than two minutes later', '2026-03-03T08:02:01.000Z', BY_INBOX, 'bot'],
  ])('keeps its own instant where %s', (_, at, by, side) => {
    const records = told(stages(NEW, closed, ['3', at, by]), [message('m1', 'V-51', '2026-03-03T08:00:00.000Z')]);

    expect(story(records).at(-1)).toBe(`${at.slice(5, 19)} open (Waiting on us) by ${side}`);
  });
});

describe('when a ticket was opened, and by whom', () => {
  const at = (openedAt: number) => new Date(openedAt).toISOString().slice(5, 19);

  it.each([
    ['the first question, if the ticket was made of it', '2026-03-01T07:50:00.000Z', '03-01T07:50:00', 2],
    ['its creation, if the conversation is older than a day', '2026-02-20T07:50:00.000Z', '03-01T08:00:00', 1],
  ])('is %s', (_, asked, openedAt, messages) => {
    const { ticket: record, events } = told(stages(NEW), [
      message('m1', 'V-51', asked),
      message('m2', 'A-11', '2026-03-01T08:30:00.000Z'),
    ]);

    expect(at(record.openedAt)).toBe(openedAt);
    expect(events.filter(({ kind }) => kind === 'message')).toHaveLength(messages);
  });

  it('is a machine’s where it made the ticket and our answer came later', () => {
    const records = told(
      stages(['1', '2026-03-01T08:00:00.000Z', { sourceType: 'INTEGRATION' }]),
      [message('m1', 'A-11', '2026-03-01T10:00:00.000Z')],
      { properties: { source_type: '' } },
    );

    expect(records.ticket.openedBy).toBe('bot');
  });

  it('leaves out what was said before that question, in the same conversation', () => {
    const { events } = told(stages(NEW), [
      message('m0', 'A-11', '2026-02-28T20:00:00.000Z'),
      message('m1', 'V-51', '2026-03-01T07:50:00.000Z'),
    ]);

    expect(events.flatMap(({ kind, id }) => (kind === 'message' ? id : []))).toEqual(['msg-m1']);
  });

  it('is ours where we wrote first, and then the first stage says nothing of whose turn it is', () => {
    const { ticket: record, events } = told(stages(NEW), [message('m1', 'A-11', '2026-03-01T08:00:00.000Z')]);

    expect(record.openedBy).toBe('agent');
    expect(events.map(({ kind }) => kind)).toEqual(['message']);
  });

  it.each([
    ['EMAIL', BY_INBOX, 'customer'],
    ['PHONE', { sourceType: 'CRM_UI', updatedByUserId: 11 }, 'agent'],
    ['', { sourceType: 'INTEGRATION' }, 'bot'],
  ])('without a message is told by how it came: %s', (source_type, by, openedBy) => {
    const history = stages(['1', '2026-03-01T08:00:00.000Z', by]);

    expect(told(history, [], { properties: { source_type } }).ticket.openedBy).toBe(openedBy);
  });
});

describe('who had a ticket', () => {
  it('goes from a queue to a person and to nobody', () => {
    const owners = toDirectory(
      [
        { id: '7001', type: 'PERSON', userId: null, userIdIncludingInactive: 12, archived: true },
        { id: '7002', type: 'QUEUE', firstName: 'Billing' },
      ],
      'hubspot',
      new Set(),
    );
    const row = ticket('1', '2026-03-01T08:00:00.000Z', '2026-03-09T08:00:00.000Z', stages(NEW), {
      history: {
        hubspot_owner_id: [
          { value: '', timestamp: '2026-03-03T08:00:00.000Z' },
          { value: '7001', timestamp: '2026-03-02T08:00:00.000Z' },
          { value: '7002', timestamp: '2026-03-01T09:00:00.000Z' },
        ],
      },
    });
    const records = toRecords(asRead(row), [], NOBODY, { ...context, directory: owners });

    expect(records?.events.filter(({ kind }) => kind === 'assignment')).toMatchObject([
      { agentId: null, teamId: 'queue-7002' },
      // Who left is the user that they were.
      { agentId: '12' },
      { agentId: null },
    ]);
  });
});

describe('an answer outside the inbox', () => {
  const REPLIED = { properties: { first_agent_reply_date: '2026-03-01T10:00:00.000Z' } };
  const replies = ({ events }: ReturnType<typeof told>) =>
    events.flatMap((event) => (event.kind === 'message' && event.by === 'agent' ? event.id : []));

  it('is HubSpot’s word for the first one, and the history is not whole', () => {
    const records = told(stages(NEW), [message('m1', 'V-51', '2026-03-01T08:00:00.000Z')], REPLIED);

    expect(replies(records)).toEqual(['first-agent-reply']);
    expect(records.ticket.timelineComplete).toBe(false);
  });

  it('is not told where the conversations hold what we wrote', () => {
    const records = told(stages(NEW), [message('m2', 'A-11', '2026-03-01T10:00:00.000Z')], REPLIED);

    expect(replies(records)).toEqual(['msg-m2']);
    expect(records.ticket.timelineComplete).toBe(true);
  });
});

describe('tickets that went into another one', () => {
  it('are told by the one that is left, at the instant at which it took them in', () => {
    const { events } = told(stages(NEW), [], {
      properties: { hs_merged_object_ids: '2;3' },
      history: {
        hs_merged_object_ids: [
          { value: '2;3', timestamp: '2026-03-05T08:00:00.000Z' },
          { value: '2', timestamp: '2026-03-04T08:00:00.000Z' },
        ],
      },
    });

    expect(events.filter(({ kind }) => kind === 'merged')).toMatchObject([
      { ticketId: '2', into: '1', at: Date.parse('2026-03-04T08:00:00Z') },
      { ticketId: '3', into: '1', at: Date.parse('2026-03-05T08:00:00Z') },
    ]);
  });
});
