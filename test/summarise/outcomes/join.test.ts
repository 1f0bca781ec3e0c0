import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/model/account.ts';
import type { Customer } from '../../../src/model/people.ts';
import { buildOutcomes } from '../../../src/summarise/outcomes/build.ts';
import { domainOf, isFreeMail, joinLadder } from '../../../src/summarise/outcomes/join.ts';
import { agent, FROM, inputOf, subscription } from './input.ts';

const account = (key: string, fields: Partial<Account> = {}): Account => ({
  source: 'billing',
  key,
  domains: [],
  externalIds: [],
  ...fields,
});
const customer = (fields: Partial<Customer>): Customer => ({
  source: 'desk',
  id: 'c1',
  timeZoneOrigin: 'none',
  holidays: [],
  ...fields,
});

const accounts = [
  account('acme', { domains: ['acme.example'], externalIds: ['CRM-1', 'billing@acme.example', 'org-1'] }),
  account('bolt', { domains: ['bolt.example', 'shared.example'], externalIds: ['CRM-2'] }),
  account('cola', { domains: ['shared.example', 'gmail.com', 'ours.example'] }),
  account('helpdesk-org', { source: 'desk', externalIds: ['CRM-2'] }),
];
const join = joinLadder({
  accounts,
  payingKeys: new Set(['acme', 'bolt', 'cola']),
  manual: new Map([
    ['desk/c9', 'cola'],
    ['ceo@acme.example', 'bolt'],
  ]),
  ownDomains: new Set(['ours.example']),
});

describe('the ladder from a customer to the account that pays', () => {
  it.each([
    ['a person’s own list, before everything', { id: 'c9', accountKey: 'acme' }, 'cola', 'manual'],
    ['a person’s own list by address', { email: 'CEO@acme.example' }, 'bolt', 'manual'],
    ['the account the source states', { accountKey: 'acme', externalId: 'CRM-2' }, 'acme', 'stated'],
    ['the external id, in any case', { externalId: 'crm-1', email: 'x@bolt.example' }, 'acme', 'external_id'],
    ['the billing address', { email: 'Billing@Acme.example' }, 'acme', 'email'],
    ['the organisation’s id', { organisationId: 'org-1', email: 'x@bolt.example' }, 'acme', 'organisation_id'],
    ['a corporate domain of one account', { email: 'x@bolt.example' }, 'bolt', 'domain'],
    ['the external id of a helpdesk organisation', { accountKey: 'helpdesk-org' }, 'bolt', 'external_id'],
    ['a domain of two accounts: nobody', { email: 'x@shared.example' }, null, 'ambiguous'],
    ['a mail provider’s domain: nobody', { email: 'x@gmail.com' }, null, 'no_account'],
    ['our own domain: nobody', { email: 'x@ours.example' }, null, 'no_account'],
    ['an unknown domain: nobody', { email: 'x@elsewhere.example' }, null, 'no_account'],
  ] as const)('takes %s', (_, fields, accountKey, step) => {
    expect(join(customer(fields), null)).toEqual({ accountKey, step });
  });

  it('joins a ticket whose helpdesk states the account, also without a customer', () => {
    expect(join(undefined, 'acme')).toEqual({ accountKey: 'acme', step: 'stated' });
    expect(join(undefined, null)).toEqual({ accountKey: null, step: 'no_account' });
  });

  it('falls back on an account without a subscription, so that it can be listed', () => {
    const alone = joinLadder({ accounts, payingKeys: new Set(), manual: new Map(), ownDomains: new Set() });

    expect(alone(customer({ externalId: 'CRM-1' }), null)).toEqual({ accountKey: 'acme', step: 'external_id' });
  });
});

describe('domains', () => {
  it.each(['gmail.com', 'yahoo.co.uk', 'hotmail.com.br', 'web.de'])('%s is a mail provider’s', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
  });

  it.each(['acme.example', 'mail.acme.example', 'gmailish.com'])('%s is corporate', (domain) => {
    expect(isFreeMail(domain)).toBe(false);
  });

  it('are read from addresses, and not from what is none', () => {
    expect([domainOf('A@B.Example '), domainOf('nobody'), domainOf('@x'), domainOf(undefined)]).toEqual([
      'b.example',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('the match rate', () => {
  it('is told by step, for customers and for tickets, and names accounts that do not pay', () => {
    const people = new Map([
      ['desk/1', customer({ id: '1', email: 'a@acme.example' })],
      ['desk/2', customer({ id: '2', accountKey: 'free-rider' })],
      ['desk/3', customer({ id: '3', email: 'c@gmail.com' })],
    ]);
    const facts = ['desk/1', 'desk/1', 'desk/2', 'desk/3', null].map((who, index) => ({
      id: String(index),
      customer: who,
      openedAt: FROM,
    }));
    const { quality } = buildOutcomes(
      inputOf({
        facts,
        customer: (key) => people.get(key),
        accounts: [account('acme', { domains: ['acme.example'] }), account('free-rider')],
        subscriptions: [subscription('acme')],
        agents: [agent('ana', { email: 'ana@ours.example' })],
      }),
    ).section;

    expect(quality.join.customers).toEqual({ n: 3, matched: 2, share: 2 / 3 });
    expect(quality.join.tickets).toEqual({ n: 5, matched: 3, share: 0.6 });
    expect(quality.join.byStep.filter(({ tickets }) => tickets > 0)).toEqual([
      { step: 'stated', customers: 1, tickets: 1 },
      { step: 'domain', customers: 1, tickets: 2 },
      { step: 'no_account', customers: 1, tickets: 2 },
    ]);
    expect(quality.accountsWithoutSubscription).toEqual({ n: 1, examples: ['free-rider'] });
    expect(quality.notes).toContain('60% of tickets were joined to an account; churn is over those alone.');
  });
});
