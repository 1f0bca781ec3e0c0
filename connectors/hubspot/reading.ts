import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { AccountInfo } from './answers.ts';
import { PATHS } from './api.ts';
import { readDirectory } from './directory.ts';
import type { Settings } from './env.ts';
import { type Kind, listObjects } from './objects.ts';
import { chosenPipelines, namesOf, readPipelines, stageMeanings } from './pipelines.ts';
import type { Reading } from './tickets.ts';

/** What is asked before anything is read: pipelines, the portal, owners. */
export async function openReading(client: HttpClient, settings: Settings, tools: Tools) {
  const { source } = tools;
  const pipelines = await readPipelines(client, 'tickets');
  const answer = await client.jsonOr([400, 403, 404], { path: PATHS.account, schema: AccountInfo });
  const account = answer.ok ? answer.body : {};
  const directory = await readDirectory(client, source, namesOf(settings.BOTS));
  const waiting = {
    customer: namesOf(settings.WAITING_CUSTOMER),
    thirdParty: namesOf(settings.WAITING_THIRD_PARTY),
  };
  const app = account.portalId
    ? `https://${account.uiDomain || 'app.hubspot.com'}/contacts/${account.portalId}`
    : undefined;
  const reading: Reading = {
    client,
    settings,
    directory,
    pipelines: chosenPipelines(pipelines.all, settings.PIPELINES, 'PIPELINES', tools),
    context: {
      source,
      directory,
      meaningOf: stageMeanings(pipelines.all, waiting),
      storeSubjects: tools.storeSubjects,
      fields: settings.FIELDS,
      app,
      externalIds: settings.EXTERNAL_ID_PROPERTIES,
    },
  };
  const rejected = [...pipelines.rejected, ...directory.rejected];
  return { reading, rejected, currency: account.companyCurrency ?? undefined };
}

/** Whether the token may read a kind that a portal can do without; a person is told what is missing then. */
export async function mayRead(client: HttpClient, kind: Kind, scope: string, tools: Tools): Promise<boolean> {
  try {
    await listObjects(client, kind, false, undefined);
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    tools.warn(`${tools.source}: ${kind} are not read: the token has not the scope ${scope}`);
    return false;
  }
}
