import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { rowsOf } from './answers.ts';
import { hiddenRepository, openGitHub, PER_PAGE, pathOf } from './api.ts';
import type { Settings } from './env.ts';
import { membersOf } from './people.ts';

/** Asks for one issue of each repository: what may be read, who is staff, and what the first sync will cost. */
export async function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  const ask = openGitHub({ url: settings.URL, token: settings.TOKEN }, tools);
  const lines: string[] = [];
  const problems: string[] = [];
  let requests = 0;
  try {
    for (const repository of settings.REPOS) {
      const [owner, repo] = repository.split('/');
      const since = settings.START_DATE === undefined ? {} : { since: new Date(settings.START_DATE).toISOString() };
      const page = await ask('GET /repos/{owner}/{repo}/issues', { owner, repo, state: 'all', per_page: 1, ...since });
      if (page.status !== 200) {
        problems.push(hiddenRepository(repository, page.status, tools).message);
        continue;
      }
      const rows = rowsOf(page.data, `${tools.source}: GET ${pathOf(repository, '/issues')}`);
      const issues = rows.length === 0 ? 0 : page.pages;
      // Pull requests stand in the list, too, but cost no request of their own: this is the most it can be.
      if (issues !== undefined) requests += Math.ceil(issues / PER_PAGE) + issues;
      lines.push(`${repository}: ${issues ?? 'an unknown number of'} issues and pull requests can be read`);
    }
    for (const team of settings.STAFF.filter((entry) => entry.includes('/'))) {
      const members = await membersOf(ask, team, tools);
      lines.push(`team ${team}: its ${members.length} members answer for us`);
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  if (problems.length > 0) return { ok: false, lines: [...lines, ...problems] };
  if (settings.STAFF.length === 0) {
    const staff = 'owners, members and collaborators of a repository answer for us';
    lines.push(`${staff}; ${tools.variable('STAFF')} can name others`);
  }
  const minutes = Math.max(Math.ceil(requests / 900), Math.floor(requests / 5000) * 60);
  lines.push(`the first sync costs up to ${requests} requests, about ${minutes} min at 5000 requests an hour`);
  return { ok: true, lines };
}
