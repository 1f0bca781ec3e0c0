/** A property's value from an instant on. */
export interface Was {
  readonly value: string;
  readonly timestamp: string;
  readonly sourceType?: string;
  readonly sourceId?: string;
  readonly updatedByUserId?: number;
}

/** An object of the CRM as HubSpot keeps it: its properties with all they ever were, newest first. */
export interface Row {
  readonly id: string;
  readonly createdAt: string;
  updatedAt: string;
  archived?: boolean;
  archivedAt?: string;
  properties: Record<string, string | null>;
  history: Record<string, Was[]>;
  [more: string]: unknown;
}

export type Kind = 'tickets' | 'contacts' | 'companies' | 'deals' | 'feedback_submissions';

/** A portal, as its answers show it. */
export interface World {
  readonly objects: Record<Kind, Row[]>;
  /** `tickets/101/contacts`: what it is linked to, the main one marked by its label. */
  readonly links: Record<string, { id: string; label?: string }[]>;
  readonly threads: Record<string, unknown>[];
  readonly messages: Record<string, Record<string, unknown>[]>;
  readonly owners: Record<string, unknown>[];
  /** Rows that a list or a search gives at once; two by default. */
  readonly pageSize?: number;
  /** Values of a property that reading many objects at once brings; all of them by default. */
  readonly keeps?: number;
  /** Scopes that the token has not. */
  readonly without?: readonly string[];
}

/** A row whose change time stands in its properties too. */
export function row(id: string, createdAt: string, updatedAt: string, more: Partial<Row> = {}): Row {
  return {
    id,
    createdAt,
    updatedAt,
    archived: false,
    ...more,
    properties: { createdate: createdAt, hs_lastmodifieddate: updatedAt, hs_object_id: id, ...more.properties },
    history: more.history ?? {},
  };
}

/** Stages as their history, oldest first as one writes them down; changed by a person unless said otherwise. */
export function stages(...was: readonly (readonly [stage: string, at: string, by?: Partial<Was>])[]): Was[] {
  const by = { sourceType: 'CRM_UI', sourceId: 'userId:11', updatedByUserId: 11 };
  return was.map(([value, timestamp, other]) => ({ value, timestamp, ...(other ?? by) })).toReversed();
}

/** A ticket in the default pipeline: stage 1 New, 2 Waiting on contact, 3 Waiting on us, 4 Closed. */
export function ticket(id: string, createdAt: string, updatedAt: string, history: Was[], more: Partial<Row> = {}): Row {
  return row(id, createdAt, updatedAt, {
    ...more,
    properties: {
      hs_pipeline: '0',
      hs_pipeline_stage: history[0]?.value ?? null,
      subject: 'It does not start',
      source_type: 'EMAIL',
      hs_ticket_priority: '',
      hubspot_owner_id: null,
      ...more.properties,
    },
    history: { hs_pipeline: [{ value: '0', timestamp: createdAt }], hs_pipeline_stage: history, ...more.history },
  });
}

/** A message of a thread; `direction` and senders as HubSpot writes them. */
export function message(id: string, from: string, createdAt: string, more: object = {}): Record<string, unknown> {
  const direction = from.startsWith('V-') || from.startsWith('E-') ? 'INCOMING' : 'OUTGOING';
  return {
    type: 'MESSAGE',
    id,
    conversationsThreadId: '1',
    createdAt,
    createdBy: from,
    client: { clientType: 'HUBSPOT' },
    senders: [{ actorId: from, name: 'Somebody' }],
    recipients: [],
    archived: false,
    text: 'Secret words of a customer',
    richText: '<p>Secret words of a customer</p>',
    attachments: [],
    truncationStatus: 'NOT_TRUNCATED',
    status: { statusType: 'SENT' },
    direction,
    channelId: '1002',
    channelAccountId: '9',
    ...more,
  };
}

/** A thread of one ticket. */
export function thread(id: string, ticketId: string | undefined, latest: string, more: object = {}) {
  return {
    id,
    createdAt: '2026-03-01T08:00:00.000Z',
    status: 'OPEN',
    originalChannelId: '1002',
    originalChannelAccountId: '9',
    latestMessageTimestamp: latest,
    inboxId: '5',
    associatedContactId: '51',
    spam: false,
    archived: false,
    ...(ticketId === undefined ? {} : { threadAssociations: { associatedTicketId: ticketId } }),
    ...more,
  };
}

export const OLAF = {
  id: '7001',
  type: 'PERSON',
  email: 'olaf@desk.example',
  firstName: 'Olaf',
  lastName: 'Ott',
  userId: 11,
  userIdIncludingInactive: 11,
  createdAt: '2025-01-01T00:00:00Z',
  updatedAt: '2025-01-01T00:00:00Z',
  archived: false,
  teams: [{ id: '31', name: 'Support', primary: true }],
};
const QUEUE = {
  ...OLAF,
  id: '7002',
  type: 'QUEUE',
  email: '',
  firstName: 'Billing',
  lastName: '',
  userId: null,
  teams: [],
};
/** Who left has no user any more but the one that they were. */
const MIA = {
  ...OLAF,
  id: '7003',
  email: 'mia@desk.example',
  firstName: 'Mia',
  userId: null,
  userIdIncludingInactive: 12,
  archived: true,
};

/** A portal without a ticket. */
export function empty(): World {
  return {
    objects: { tickets: [], contacts: [], companies: [], deals: [], feedback_submissions: [] },
    links: {},
    threads: [],
    messages: {},
    owners: [OLAF, QUEUE, MIA],
  };
}

/** Five tickets, three of which changed in one instant; one with a conversation, a rating, and a company that pays. */
export function seed(): World {
  const same = '2026-03-04T12:00:00.000Z';
  return {
    ...empty(),
    objects: {
      tickets: [
        ticket(
          '101',
          '2026-03-01T08:00:00.000Z',
          '2026-03-03T10:00:00.000Z',
          stages(['1', '2026-03-01T08:00:00.000Z', { sourceType: 'CONVERSATIONS' }], ['4', '2026-03-03T09:00:00.000Z']),
          {
            properties: { hubspot_owner_id: '7001', hs_ticket_priority: 'HIGH', hubspot_team_id: '31' },
            history: {
              hubspot_owner_id: [{ value: '7001', timestamp: '2026-03-01T08:30:00.000Z', sourceType: 'CRM_UI' }],
            },
          },
        ),
        ticket('102', '2026-03-02T10:00:00.000Z', same, stages(['1', '2026-03-02T10:00:00.000Z'])),
        ticket('103', '2026-03-02T11:00:00.000Z', same, stages(['1', '2026-03-02T11:00:00.000Z'])),
        ticket('104', '2026-03-02T12:00:00.000Z', same, stages(['1', '2026-03-02T12:00:00.000Z'])),
        ticket(
          '105',
          '2026-03-05T07:00:00.000Z',
          '2026-03-05T07:00:00.000Z',
          stages(['1', '2026-03-05T07:00:00.000Z']),
        ),
      ],
      contacts: [
        row('51', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', {
          properties: { email: 'carla@acme.example', hs_timezone: 'america_slash_new_york', associatedcompanyid: '61' },
        }),
      ],
      companies: [
        row('61', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', {
          properties: { name: 'Acme', domain: 'Acme.example', hs_additional_domains: 'acme.test' },
        }),
      ],
      deals: [],
      feedback_submissions: [
        row('91', '2026-03-03T12:00:00.000Z', '2026-03-03T12:00:00.000Z', {
          properties: {
            hs_survey_type: 'CSAT',
            hs_survey_id: '5',
            hs_value: '2',
            hs_content: 'Splendid',
            hs_submission_timestamp: '2026-03-03T11:59:00.000Z',
          },
        }),
      ],
    },
    links: {
      'tickets/101/contacts': [{ id: '51' }],
      'tickets/101/companies': [{ id: '62' }, { id: '61', label: 'Primary' }],
      'tickets/101/conversations': [{ id: '801' }],
      'feedback_submissions/91/tickets': [{ id: '101' }],
      'feedback_submissions/91/contacts': [{ id: '51' }],
    },
    threads: [thread('801', '101', '2026-03-02T09:00:00.000Z')],
    messages: {
      '801': [
        message('m1', 'V-51', '2026-03-01T07:59:00.000Z'),
        message('m2', 'A-11', '2026-03-01T09:00:00.000Z'),
        message('m3', 'V-51', '2026-03-02T09:00:00.000Z'),
      ],
    },
  };
}
