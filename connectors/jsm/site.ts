import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { Field, JiraStatus, Myself, Project, ServerInfo } from './answers.ts';
import type { Settings } from './env.ts';
import { type Statuses, statusesOf } from './statuses.ts';

/** Ids of the fields that Service Management adds, where the site has them. */
export interface CustomFields {
  readonly requestType: string | undefined;
  readonly organisations: string | undefined;
  readonly participants: string | undefined;
  readonly satisfaction: string | undefined;
  readonly satisfactionDate: string | undefined;
}

/** What a run knows of the site before it reads issues. */
export interface Site {
  /** Data Center has other searches, histories in one piece, and another mark of internal comments. */
  readonly isCloud: boolean;
  readonly version: string | undefined;
  /** Below it lies the platform's API. */
  readonly root: '/rest/api/2' | '/rest/api/3';
  /** Where people open issues. */
  readonly webUrl: string;
  readonly account: string | undefined;
  /** The zone in which the account's searches are read; undefined where its profile does not say. */
  readonly searchZone: string | undefined;
  /** The zone of every profile in which none was chosen. */
  readonly defaultZone: string | undefined;
  readonly statuses: Statuses;
  readonly custom: CustomFields;
  /** Fields to keep by id, with the name to keep them under. */
  readonly kept: ReadonlyMap<string, string>;
  /** Names of wanted fields that the site does not have. */
  readonly unknownFields: readonly string[];
  readonly rejected: readonly Rejection[];
}

const List = z.array(z.unknown());

/** Reads account, server, fields and statuses: four requests. The first one says whether we are let in. */
export async function readSite(client: HttpClient, settings: Settings): Promise<Site> {
  const me = (await client.json({ path: '/rest/api/2/myself', schema: Myself })).body;
  const server = (await client.json({ path: '/rest/api/2/serverInfo', schema: ServerInfo })).body;
  // Cloud always says so; servers before version 7 say nothing.
  const isCloud = server.deploymentType === 'Cloud';
  const fields = await listed(client, '/rest/api/2/field', Field);
  const statuses = await listed(client, '/rest/api/2/status', JiraStatus);
  const ofKind = (kind: string) =>
    fields.read.find(({ schema }) => schema?.custom === `com.atlassian.servicedesk:${kind}`)?.id;
  const kept = new Map<string, string>();
  const unknownFields: string[] = [];
  for (const [wanted, under] of settings.FIELDS) {
    const field =
      fields.read.find(({ id }) => id === wanted) ??
      fields.read.find(({ name }) => name?.toLowerCase() === wanted.toLowerCase());
    if (field) kept.set(field.id, under);
    else unknownFields.push(wanted);
  }
  const zone = (name: unknown) => (typeof name === 'string' && isTimeZone(name) ? name : undefined);
  return {
    isCloud,
    version: server.version ?? undefined,
    root: isCloud ? '/rest/api/3' : '/rest/api/2',
    webUrl: (server.baseUrl || settings.URL).replace(/\/+$/, ''),
    account: me.displayName ?? me.name ?? undefined,
    searchZone: zone(me.timeZone),
    defaultZone: zone(server.serverTimeZone),
    statuses: statusesOf(statuses.read, settings.STATUSES),
    custom: {
      requestType: ofKind('vp-origin'),
      organisations: ofKind('sd-customer-organizations'),
      participants: ofKind('sd-request-participants'),
      satisfaction: ofKind('sd-request-feedback'),
      satisfactionDate: ofKind('sd-request-feedback-date'),
    },
    kept,
    unknownFields,
    rejected: [...fields.rejected, ...statuses.rejected],
  };
}

async function listed<T>(client: HttpClient, path: string, schema: z.ZodType<T>) {
  const { body } = await client.json({ path, schema: List });
  return readRecords(schema, body, (item) => `${path}: ${idOf(item)}`);
}

/** The project of this key; a ConfigError where the account cannot see it. */
export async function readProject(
  client: HttpClient,
  key: string,
  tools: Pick<Tools, 'source' | 'variable'>,
): Promise<Project> {
  const answer = await client.jsonOr([404], {
    path: `/rest/api/2/project/${encodeURIComponent(key)}`,
    schema: Project,
  });
  if (answer.ok) return answer.body;
  throw new ConfigError(
    `${tools.source}: there is no project ${key}, or its account may not browse it: check ${tools.variable('PROJECTS')}`,
  );
}

/** The fields that a search is to bring. */
export function fieldsOf({ custom, kept }: Pick<Site, 'custom' | 'kept'>): string[] {
  const own = Object.values(custom).filter((id) => id !== undefined);
  return [...new Set([...FIELDS, ...own, ...kept.keys()])];
}

const FIELDS = [
  'summary',
  'project',
  'status',
  'priority',
  'issuetype',
  'resolution',
  'resolutiondate',
  'assignee',
  'reporter',
  'creator',
  'created',
  'updated',
  'labels',
  'comment',
];
