import { describe, expect, it } from 'vitest';
import { Comment, HistoryEntry, Item, Moment } from '../../../connectors/jsm/answers.ts';
import { readRecord } from '../../../src/connector/records.ts';
import { told } from './told.ts';
import { CARLA, DONE, issue } from './world.ts';

const at = (time: string) => `2026-03-02T${time}:00.000+0000`;
const row = (more: object = {}) => issue('10009', at('08:00'), at('20:00'), more);
const ACME = { id: '3', name: 'Acme', uuid: 'b2-acme' };

describe('a ticket', () => {
  it('has what its issue says', () => {
    const { ticket } = told(row({ labels: ['vip'], status: DONE }), { storeSubjects: true });

    expect(ticket).toEqual({
      source: 'jsm',
      id: '10009',
      url: 'https://acme.atlassian.net/browse/SUP-9',
      subject: 'It does not start',
      channel: 'jira',
      openedAt: Date.parse('2026-03-02T08:00:00Z'),
      openedBy: 'customer',
      customerId: 'qm:carla',
      teamId: '10100',
      status: 'solved',
      originalStatus: 'Resolved',
      statusKnown: true,
      priority: 'Medium',
      tags: ['vip'],
      category: 'Get help',
      fields: {},
      spam: false,
      updatedAt: Date.parse('2026-03-02T20:00:00Z'),
      timelineComplete: true,
    });
    expect(told(row()).ticket.subject).toBeUndefined();
  });

  it.each([
    ['its request type', {}, 'Get help'],
    ['the type of the issue, where it is no request', { customfield_10010: null }, 'Service request'],
    ['nothing, where neither is told', { customfield_10010: null, issuetype: null }, undefined],
  ])('has as category %s', (_, more, expected) => {
    expect(told(row(more)).ticket.category).toBe(expected);
  });

  it.each([
    [
      'an organisation',
      [ACME],
      '3',
      [{ source: 'jsm', key: '3', name: 'Acme', domains: [], externalIds: ['b2-acme'] }],
    ],
    ['none', [], undefined, []],
    [
      'two, which do not say whose it is',
      [ACME, { id: 4, name: 'Beta' }],
      undefined,
      [
        { source: 'jsm', key: '3', name: 'Acme', domains: [], externalIds: ['b2-acme'] },
        { source: 'jsm', key: '4', name: 'Beta', domains: [], externalIds: [] },
      ],
    ],
  ])('is shared with %s', (_, organisations, key, accounts) => {
    const records = told(row({ customfield_10002: organisations }));

    expect([records.ticket.accountKey, records.customer?.accountKey]).toEqual([key, key]);
    expect(records.accounts).toEqual(accounts);
  });

  it.each([
    ['a text', 'Mail', 'Mail'],
    ['a number', 0, '0'],
    ['a choice', { id: '1', value: 'Router' }, 'Router'],
    ['a named thing', { id: '1', name: 'Done' }, 'Done'],
    ['several', [{ value: 'A' }, { value: 'B' }], 'A|B'],
    ['nobody', null, undefined],
    ['a person, who is none of a ticket’s facts', { name: 'olaf', key: 'JIRAUSER1', displayName: 'Olaf' }, undefined],
    ['an object that nobody can name', { ari: 'x' }, undefined],
    ['an empty text', '', undefined],
  ])('keeps a field that is %s', (_, value, expected) => {
    const kept = new Map([['customfield_10050', 'product']]);

    expect(told(row({ customfield_10050: value }), { site: { kept } }).ticket.fields.product).toBe(expected);
  });
});

describe('satisfaction', () => {
  it.each([
    [5, true],
    [4, true],
    [3, false],
    [1, false],
  ])('%i of 5 is positive: %s', (rating, positive) => {
    const { rating: read } = told(row({ customfield_10041: { rating }, customfield_10042: at('19:00') }));

    expect(read).toEqual({
      source: 'jsm',
      id: 'csat-10009',
      ticketId: '10009',
      customerId: 'qm:carla',
      kind: 'csat',
      value: rating,
      scaleMin: 1,
      scaleMax: 5,
      positive,
      ratedAt: Date.parse('2026-03-02T19:00:00Z'),
    });
  });

  it.each([
    ['no star', { rating: 0 }],
    ['six stars', { rating: 6 }],
    ['half a star', { rating: 2.5 }],
    ['a text', { rating: 'good' }],
    ['no rating in it', {}],
  ])('of %s is set aside by name, and the ticket stays', (_, value) => {
    const { rating, rejected, ticket } = told(row({ customfield_10041: value }));

    expect(rating).toBeUndefined();
    expect(rejected.map(({ place }) => place)).toEqual(['issue/10009: customfield_10041']);
    expect(ticket.id).toBe('10009');
  });

  it('that was not given is none, and one without a date has none', () => {
    expect(told(row()).rating).toBeUndefined();
    expect(told(row({ customfield_10041: { rating: 4 } })).rating).not.toHaveProperty('ratedAt');
  });
});

describe('an odd answer', () => {
  it('costs an organisation, not the request', () => {
    const { rejected, accounts, ticket } = told(row({ customfield_10002: [ACME, { name: 'without an id' }] }));

    expect([accounts.map(({ key }) => key), ticket.accountKey]).toEqual([['3'], '3']);
    expect(rejected).toHaveLength(1);
  });

  it('without a creation is opened when something happened first, and without anything is none', () => {
    const bare = { ...row({ created: undefined }) };
    const said = issue(
      '10009',
      at('08:00'),
      at('20:00'),
      { created: undefined },
      { comments: [{ id: '1', created: at('09:00'), author: CARLA }] },
    );

    expect(told(said).ticket.openedAt).toBe(Date.parse('2026-03-02T09:00:00Z'));
    expect(told(bare)).toBeUndefined();
  });

  it.each([
    ['2026-03-02T08:00:00.000+0100', Date.UTC(2026, 2, 2, 7)],
    ['2026-03-02T08:00:00.000+0530', Date.UTC(2026, 2, 2, 2, 30)],
    ['2026-03-02T08:00:00-03:00', Date.UTC(2026, 2, 2, 11)],
    ['2026-03-02T08:00:00Z', Date.UTC(2026, 2, 2, 8)],
    [1_772_438_400_000, Date.UTC(2026, 2, 2, 8)],
    ['2026-03-02T08:00:00', undefined],
    ['yesterday', undefined],
    ['2026-13-02T08:00:00Z', undefined],
    [-1, undefined],
  ])('reads the instant %s', (written, expected) => {
    expect(Moment.safeParse(written).data).toBe(expected);
  });

  it('reads a change by what Jira calls toString, which every object has', () => {
    const change = JSON.parse(
      '{"field":"status","from":"1","fromString":"Open","to":"5","toString":"Done"}',
    ) as unknown;
    const without = JSON.parse('{"field":"status","from":null,"to":"5"}') as unknown;

    expect(Item.parse(change)).toEqual({ field: 'status', from: '1', fromText: 'Open', to: '5', toText: 'Done' });
    expect(Item.parse(without)).toMatchObject({ field: 'status', to: '5', toText: undefined });
  });

  it('costs the field within a change and a comment', () => {
    const entry = readRecord(HistoryEntry, {
      id: 1,
      created: at('09:00'),
      author: 7,
      items: [7, { field: 'status', to: {} }],
    });
    const comment = readRecord(Comment, { id: '1', created: at('09:00'), jsdPublic: 'no' });

    expect(entry.ok && entry.data.items).toMatchObject([{ field: 'status', to: undefined }]);
    expect(comment.ok && comment.data.id).toBe('1');
    expect(comment.reason).toContain('jsdPublic');
  });
});
