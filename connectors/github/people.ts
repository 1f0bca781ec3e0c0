import type { Side } from '../../src/model/ticket.ts';

/** A GitHub account as answers name it; null for a deleted one ("ghost"). */
export interface Account {
  readonly login: string;
  readonly type?: string | undefined;
}

/** Who stands on which side. Logins are lower-cased. */
export interface Staffing {
  /** The configured staff, which then decides alone; undefined: GitHub's association decides. */
  readonly listed: ReadonlySet<string> | undefined;
  /** Whoever was staff by association once stays it: GitHub tells associations as of today, for old comments too. */
  readonly known: ReadonlySet<string>;
  /** Accounts that are bots although GitHub does not say so. */
  readonly bots: ReadonlySet<string>;
}

/** Associations that come with rights on the repository. https://docs.github.com/graphql/reference/enums#commentauthorassociation */
const STAFF_ASSOCIATIONS = new Set(['OWNER', 'MEMBER', 'COLLABORATOR']);

/** Whether the account is a machine: by its type, by GitHub's `[bot]` suffix for apps, or by the configured list. */
export function isBot(account: Account, staffing: Staffing): boolean {
  const login = account.login.toLowerCase();
  return account.type === 'Bot' || login.endsWith('[bot]') || staffing.bots.has(login);
}

/** Whether the account answers for us; `association` is GitHub's word for it where one was given. */
export function isStaff(account: Account, association: string | undefined, staffing: Staffing): boolean {
  const login = account.login.toLowerCase();
  if (staffing.listed) return staffing.listed.has(login);
  return staffing.known.has(login) || STAFF_ASSOCIATIONS.has(association ?? '');
}

/** The side an author stands on; a deleted account counts as a customer. */
export function sideOf(account: Account | null | undefined, association: string | undefined, staffing: Staffing): Side {
  if (!account) return 'customer';
  if (isBot(account, staffing)) return 'bot';
  return isStaff(account, association, staffing) ? 'agent' : 'customer';
}

/** `known` and everybody whom these authors' associations show to be staff. */
export function withStaffSeen(
  known: ReadonlySet<string>,
  authors: readonly { readonly account: Account | null | undefined; readonly association: string | undefined }[],
): ReadonlySet<string> {
  const seen = new Set(known);
  for (const { account, association } of authors) {
    if (account && STAFF_ASSOCIATIONS.has(association ?? '')) seen.add(account.login.toLowerCase());
  }
  return seen;
}
