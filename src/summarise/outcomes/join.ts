import { z } from 'zod';
import type { Account } from '../../model/account.ts';
import type { Customer } from '../../model/people.ts';

/** The steps by which a customer is joined to the account that pays, in the order in which they are tried. */
export const JOIN_STEPS = ['manual', 'stated', 'external_id', 'email', 'organisation_id', 'domain'] as const;
export type JoinStep = (typeof JOIN_STEPS)[number];

/** How a customer was joined, or why not. `no_account`: nothing fitted; `ambiguous`: several accounts did. */
export interface Joined {
  readonly accountKey: string | null;
  readonly step: JoinStep | 'no_account' | 'ambiguous';
}

const MATCHED = z.object({
  n: z.int().describe('how many there are'),
  matched: z.int().describe('of these, how many were joined'),
  share: z.number().nullable().describe('matched ÷ n, 0 to 1; null without any'),
});

/** How many customers and tickets each step joined. */
export const MatchRates = z.object({
  customers: MATCHED.describe('customers joined to an account'),
  tickets: MATCHED.describe('tickets joined to an account by their customer'),
  byStep: z
    .array(
      z.object({
        step: z.string().describe('how they were joined, or why not'),
        customers: z.int().describe('customers joined by it'),
        tickets: z.int().describe('tickets of these customers'),
      }),
    )
    .describe('in the order in which the steps are tried'),
});
export type MatchRates = z.infer<typeof MatchRates>;

/** Providers whose addresses say nothing about who pays; with these, so do their national domains (`yahoo.co.uk`). */
const FREE_MAIL = new Set(
  `126 163 aol bigpond bluewin fastmail freenet gmail gmx googlemail hey hotmail icloud laposte libero live mac mail
   mailbox me msn naver orange outlook pm posteo proton protonmail qq rambler rediffmail rocketmail seznam sfr t-online
   tuta tutanota uol wanadoo web wp yahoo yandex ymail zoho`.split(/\s+/),
);

/** Whether a domain is a mail provider's for everybody, whose users share no employer. */
export function isFreeMail(domain: string): boolean {
  const labels = domain.split('.');
  const isNational = labels.length === 3 && labels[1]!.length <= 3;
  return (labels.length === 2 || isNational) && FREE_MAIL.has(labels[0]!);
}

/** The domain of an address in lower case; undefined for what is no address. */
export function domainOf(email: string | undefined): string | undefined {
  const at = email?.lastIndexOf('@') ?? -1;
  const domain = email
    ?.slice(at + 1)
    .trim()
    .toLowerCase();
  return at > 0 && domain ? domain : undefined;
}

/** Accounts by what they are called; a name that several have fits none of them. */
interface Directory {
  readonly keys: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, ReadonlySet<string>>;
  readonly byDomain: ReadonlyMap<string, ReadonlySet<string>>;
}

function note(names: Map<string, Set<string>>, name: string, key: string): void {
  const folded = name.trim().toLowerCase();
  const keys = names.get(folded);
  if (keys === undefined) names.set(folded, new Set([key]));
  else keys.add(key);
}

function directoryOf(accounts: readonly Account[], keys: ReadonlySet<string>): Directory {
  const byId = new Map<string, Set<string>>();
  const byDomain = new Map<string, Set<string>>();
  for (const key of keys) note(byId, key, key);
  for (const account of accounts) {
    if (!keys.has(account.key)) continue;
    for (const id of account.externalIds) note(byId, id, account.key);
    for (const domain of account.domains) note(byDomain, domain, account.key);
  }
  return { keys, byId, byDomain };
}

/** What is known of who asks. */
interface Clues {
  readonly manual: readonly (string | undefined)[];
  readonly stated: string | undefined;
  readonly externalIds: readonly (string | undefined)[];
  readonly email: string | undefined;
  readonly organisationId: string | undefined;
  readonly domains: readonly string[];
}

/** The account that one of the names fits; 'several' when a name fits more than one account. */
function lookUp(
  names: ReadonlyMap<string, ReadonlySet<string>>,
  wanted: readonly (string | undefined)[],
): string | 'several' | undefined {
  const fits = new Set<string>();
  for (const name of wanted) {
    for (const key of names.get(name?.trim().toLowerCase() ?? '') ?? []) fits.add(key);
  }
  if (fits.size === 0) return undefined;
  return fits.size === 1 ? [...fits][0]! : 'several';
}

function climb(clues: Clues, directory: Directory, manual: ReadonlyMap<string, string>): Joined {
  for (const name of clues.manual) {
    const accountKey = name === undefined ? undefined : manual.get(name.trim().toLowerCase());
    if (accountKey !== undefined && directory.keys.has(accountKey)) return { accountKey, step: 'manual' };
  }
  if (clues.stated !== undefined && directory.keys.has(clues.stated))
    return { accountKey: clues.stated, step: 'stated' };
  const steps: readonly (readonly [JoinStep, string | 'several' | undefined])[] = [
    ['external_id', lookUp(directory.byId, clues.externalIds)],
    ['email', lookUp(directory.byId, [clues.email])],
    ['organisation_id', lookUp(directory.byId, [clues.organisationId])],
    ['domain', lookUp(directory.byDomain, clues.domains)],
  ];
  let ambiguous = false;
  for (const [step, found] of steps) {
    if (found === 'several') ambiguous = true;
    else if (found !== undefined) return { accountKey: found, step };
  }
  return { accountKey: null, step: ambiguous ? 'ambiguous' : 'no_account' };
}

/** What the join may look at. */
export interface JoinInput {
  readonly accounts: readonly Account[];
  /** Keys of the accounts that pay, or have paid: those with a subscription. They are preferred. */
  readonly payingKeys: ReadonlySet<string>;
  /** A person's own list: `source/id`, address or organisation of a customer → account key. Names in lower case. */
  readonly manual: ReadonlyMap<string, string>;
  /** Our own domains, which join nobody. */
  readonly ownDomains: ReadonlySet<string>;
}

/** Joins a ticket to an account by its customer and by the account the helpdesk states, either of which may be unknown. */
export type Join = (customer: Customer | undefined, statedAccountKey: string | null) => Joined;

/**
 * Makes the ladder from a customer to the account that pays, first hit wins: the manual list; the account key the source
 * itself states; the customer's external id; their address; their organisation's id (each against an account's key and
 * external ids, which may hold billing addresses); a corporate domain that exactly one account has. Mail providers'
 * domains and our own never join. A helpdesk's organisation that does not pay lends its own external ids and domains.
 * Where no paying account fits, the accounts without a subscription are tried, so that they can be listed.
 */
export function joinLadder({ accounts, payingKeys, manual, ownDomains }: JoinInput): Join {
  const records = new Map(accounts.map((account) => [account.key, account]));
  const paying = directoryOf(accounts, payingKeys);
  const others = directoryOf(accounts, new Set([...records.keys()].filter((key) => !payingKeys.has(key))));
  const corporate = (domain: string): boolean => !isFreeMail(domain) && !ownDomains.has(domain);
  return (customer, statedAccountKey) => {
    const stated = statedAccountKey ?? customer?.accountKey;
    const organisation = records.get(stated ?? '') ?? records.get(customer?.organisationId ?? '');
    const domain = domainOf(customer?.email);
    const clues: Clues = {
      manual: [customer && `${customer.source}/${customer.id}`, customer?.email, customer?.organisationId, stated],
      stated,
      externalIds: [customer?.externalId, ...(organisation?.externalIds ?? [])],
      email: customer?.email,
      organisationId: customer?.organisationId,
      domains: [...(domain === undefined ? [] : [domain]), ...(organisation?.domains ?? [])].filter(corporate),
    };
    const joined = climb(clues, paying, manual);
    if (joined.accountKey !== null) return joined;
    const elsewhere = climb(clues, others, manual);
    return elsewhere.accountKey === null ? joined : elsewhere;
  };
}
