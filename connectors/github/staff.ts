import type { Tools } from '../../src/connector/connector.ts';
import { readRecords } from '../../src/connector/records.ts';
import { ConfigError, DataError } from '../../src/model/errors.ts';
import { rowsOf, User } from './answers.ts';
import { type AskGitHub, PER_PAGE } from './api.ts';
import type { Settings } from './env.ts';

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
