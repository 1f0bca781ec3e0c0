import type { CheckResult, Tools } from '../../src/connector/connector.ts';
import { aboutTime, timeNeededMs } from '../../src/connector/cost.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { ResultPage } from './answers.ts';
import { AT_ONCE, openHubspot, PATHS, SCOPES } from './api.ts';
import type { Settings } from './env.ts';
import { LIMITS, MOST } from './limits.ts';
import { chosenPipelines, namesOf, readPipelines, stageMeanings } from './pipelines.ts';

/** A search for anything that changed since an instant: it tells how much there is. */
function searched(kind: string, since: number) {
  const value = new Date(Math.max(1, since)).toISOString();
  return {
    method: 'POST',
    path: PATHS.search(kind),
    lane: 'search',
    body: {
      filterGroups: [{ filters: [{ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value }] }],
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
      limit: 1,
      properties: ['hs_lastmodifieddate'],
    },
    schema: ResultPage,
  } as const;
}

/** One small question for each scope, how each stage is read, and what the first sync takes. */
export async function check(settings: Settings, tools: Tools): Promise<CheckResult> {
  const client = openHubspot(settings, tools);
  const lines: string[] = [];
  const problems: string[] = [];
  /** Asks, or notes the scope that is missing and goes on. */
  const may = async <T>(scope: string, needed: boolean, ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (needed) problems.push(`scope ${scope}: ${error.message}`);
      else lines.push(`without the scope ${scope}: answers to surveys are not read`);
      return undefined;
    }
  };
  const begun = tools.now();
  const pipelines = await may(SCOPES.tickets, true, () => readPipelines(client, 'tickets'));
  const answerMs = tools.now() - begun;
  if (pipelines) {
    const chosen = chosenPipelines(pipelines.all, settings.PIPELINES, 'PIPELINES', tools);
    lines.push(`${tools.variable('TOKEN')} opens ${pipelines.all.length} ticket pipelines`);
    const customer = namesOf(settings.WAITING_CUSTOMER);
    const meaningOf = stageMeanings(pipelines.all, { customer, thirdParty: namesOf(settings.WAITING_THIRD_PARTY) });
    for (const { id, label, stages } of pipelines.all) {
      if (chosen && !chosen.has(id)) continue;
      const told = (stages ?? []).map((stage) => `${stage.label || stage.id} = ${meaningOf(id, stage.id).status}`);
      lines.push(`stages of ${label || id}: ${told.join(', ')}`);
    }
  }
  const tickets = await may(SCOPES.tickets, true, () => client.json(searched('tickets', settings.START_DATE ?? 0)));
  await may(SCOPES.conversations, true, () =>
    client.json({ path: PATHS.threads, query: { limit: 1 }, schema: ResultPage }),
  );
  for (const [scope, path] of [
    [SCOPES.owners, PATHS.owners],
    [SCOPES.contacts, PATHS.list('contacts')],
    [SCOPES.companies, PATHS.list('companies')],
  ] as const) {
    await may(scope, true, () => client.json({ path, query: { limit: 1 }, schema: ResultPage }));
  }
  await may(SCOPES.feedback, false, () => client.json(searched('feedback_submissions', 0)));
  if (settings.DEALS) {
    const deals = await may(SCOPES.deals, true, () => readPipelines(client, 'deals'));
    if (deals) chosenPipelines(deals.all, settings.RENEWAL_PIPELINES, 'RENEWAL_PIPELINES', tools);
  }
  if (tickets) lines.push(costOf(tickets.body.total ?? 0, answerMs, tickets.headers));
  lines.push('this connector follows HubSpot’s documents: it was not yet run on a live account');
  return { ok: problems.length === 0, lines: [...lines, ...problems] };
}

/** A list, values, links, contacts and companies for every fifty; of each ticket a conversation in two requests. */
function costOf(tickets: number, answerMs: number, headers: Headers): string {
  const portions = Math.ceil(tickets / MOST.withHistory);
  const requests = Math.ceil(tickets / MOST.ids) + 6 * portions + 2 * tickets;
  const told = LIMITS.account.read(headers).limit ?? LIMITS.account.requests;
  const limit = { requests: told, windowMs: LIMITS.account.windowMs };
  const ms = timeNeededMs({ requests, limit, answerMs, atOnce: AT_ONCE });
  return `${tickets} tickets: the first sync takes about ${requests} requests, if each has one conversation, and ${aboutTime(ms)}`;
}
