import type { Tools } from '../../src/connector/connector.ts';
import { readRecords } from '../../src/connector/records.ts';
import { sideOf as ruleOfSides } from '../../src/connector/sides.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import type { Side } from '../../src/model/ticket.ts';
import { rowsOf, User } from './answers.ts';
import { type AskGitHub, PER_PAGE } from './api.ts';
import type { Settings } from './env.ts';

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
  const actor = { id: account.login, machine: isBot(account, staffing) };
  // Who opens an issue of their own desk answers it too: nobody is told by what they ask.
  return ruleOfSides(actor, () => false, {
    bots: staffing.bots,
    isAgent: () => isStaff(account, association, staffing),
  });
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

/** Logins of a team's members; `team` is `org/slug`. */
export async function membersOf(ask: AskGitHub, team: string, tools: Tools): Promise<string[]> {
  const [org, slug] = team.split('/');
  const place = `${tools.source}: GET /orgs/${org}/teams/${slug}/members`;
  const logins: string[] = [];
  let page = await ask('GET /orgs/{org}/teams/{team_slug}/members', { org, team_slug: slug, per_page: PER_PAGE });
  for (;;) {
    if (page.status !== 200) {
      const needs = `${tools.variable('TOKEN')} may need "Members: read-only" (classic: read:org)`;
      throw new ConfigError(`${place}: no such team (${page.status}): check ${tools.variable('STAFF')}; ${needs}`);
    }
    const { read } = readRecords(User, rowsOf(page.data, place), () => place);
    logins.push(...read.map((user) => user.login));
    if (page.next === undefined) return logins;
    if (logins.length > 50_000) throw new DataError(`${place}: the list does not end`);
    page = await ask(`GET ${page.next}`);
  }
}

/** The configured staff, lower-cased, teams opened; undefined when none is configured. */
export async function listedStaff(
  ask: AskGitHub,
  settings: Settings,
  tools: Tools,
): Promise<ReadonlySet<string> | undefined> {
  if (settings.STAFF.length === 0) return undefined;
  const logins = new Set<string>();
  for (const entry of settings.STAFF) {
    const members = entry.includes('/') ? await membersOf(ask, entry, tools) : [entry];
    for (const login of members) logins.add(login.toLowerCase());
  }
  return logins;
}
