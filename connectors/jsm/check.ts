import { z } from 'zod';
import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { aboutTime, timeNeededMs } from '../../src/connector/cost.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { openJira, PER_PAGE } from './api.ts';
import type { Settings } from './env.ts';
import { LIMITS } from './limits.ts';
import { boundsOf } from './search.ts';
import { readProject, readSite, type Site } from './site.ts';

/** Names told at once, at most. */
const MOST_NAMES = 20;

const Counted = z.object({ count: z.int().nullish(), total: z.int().nullish() });

/** Four requests for the site, and two a project: what can be read, what the statuses mean, what the first sync takes. */
export async function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  const client = openJira(settings, tools);
  const begun = tools.now();
  const site = await readSite(client, settings);
  const answerMs = (tools.now() - begun) / 4;
  const { variable } = tools;
  const kind = site.isCloud ? 'Jira Cloud' : `Jira Data Center ${site.version ?? ''}`.trim();
  const lines = [
    `${variable('API_TOKEN')} opens ${kind} as ${site.account ?? 'an account without a name'}`,
    'this connector was built from documents and recordings and has not yet run on a live account: compare its first figures with Jira',
  ];
  const problems: string[] = [];
  if (site.isCloud && settings.EMAIL === undefined) {
    lines.push(`${variable('EMAIL')} is not set: an API token of Cloud needs it, a bearer token does not`);
  }
  if (site.searchZone === undefined)
    lines.push("the account's profile tells no time zone: each search overlaps by a day");
  let issues = 0;
  let isCounted = true;
  for (const key of settings.PROJECTS) {
    try {
      const project = await readProject(client, key, tools);
      const count = await countIssues(client, site, project.key, settings, tools.vendorNow());
      if (count === undefined) isCounted = false;
      issues += count ?? 0;
      lines.push(`project ${project.key} (${project.name ?? 'no name'}): ${count ?? 'an unknown number of'} issues`);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(error.message);
    }
  }
  lines.push(...aboutStatuses(site, tools), ...aboutFields(site, tools));
  if (isCounted) lines.push(costOf(issues, site, answerMs));
  if (settings.START_DATE === undefined) lines.push(`set ${variable('START_DATE')} to read less`);
  return { ok: problems.length === 0, lines: [...lines, ...problems] };
}

/** How many issues of a project a first sync reads; undefined where nobody says. */
async function countIssues(client: HttpClient, site: Site, key: string, { START_DATE = 0 }: Settings, now: number) {
  const { from } = boundsOf(START_DATE, now, site.searchZone);
  const jql = `project = "${key}" AND updated >= "${from}"`;
  const request = site.isCloud
    ? ({ method: 'POST', path: `${site.root}/search/approximate-count`, body: { jql }, schema: Counted } as const)
    : ({ path: `${site.root}/search`, query: { jql, maxResults: 0 }, schema: Counted } as const);
  const answer = await client.jsonOr([400, 404], request);
  return answer.ok ? (answer.body.count ?? answer.body.total ?? undefined) : undefined;
}

/** Statuses in progress whose names nobody knows may wait for somebody; nothing is guessed of them. */
function aboutStatuses({ statuses }: Site, { variable }: Tools): string[] {
  const lines: string[] = [];
  const names = statuses.inWork.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  const more = statuses.inWork.length > names.length ? ` and ${statuses.inWork.length - names.length} more` : '';
  if (names.length > 0) {
    lines.push(
      `statuses in progress that count as the team's: ${names.join(', ')}${more}. Say in ${variable('STATUSES')} which of them wait for the customer or a third party`,
    );
  }
  if (statuses.waiting.length === 0) {
    lines.push(
      `no status waits for the customer: name one in ${variable('STATUSES')}, or set ${variable('TURNS')}=message so that replies tell whose turn it is`,
    );
  }
  return lines;
}

function aboutFields({ custom, unknownFields }: Site, { variable }: Tools): string[] {
  const lines: string[] = unknownFields.map((name) => `${variable('FIELDS')}: there is no field "${name}"`);
  if (custom.requestType === undefined)
    lines.push('Service Management is not there: the type of an issue is its category');
  else if (custom.satisfaction === undefined) lines.push('there is no field of satisfaction: no rating is read');
  return lines;
}

/** Of Cloud's issues so many are taken to have more changes or comments than a search brings; desks differ. */
const LONG_ISSUES = 0.2;

/** A page of fifty issues, and a request for each issue whose parts a search does not bring whole. */
function costOf(issues: number, { isCloud }: Site, answerMs: number): string {
  // Data Center tells only in a list of its own which comments are internal.
  const requests = Math.ceil(issues / PER_PAGE) + Math.ceil(issues * (isCloud ? LONG_ISSUES : 1)) + 6;
  const ms = timeNeededMs({ requests, limit: LIMITS.site, answerMs, atOnce: 2 });
  return `${issues} issues: the first sync takes about ${requests} requests and ${aboutTime(ms)}`;
}
