import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import { idOf, readRecords } from '../../src/connector/records.ts';
import { ConfigError } from '../../src/model/errors.ts';
import type { Rejection } from '../../src/model/source.ts';
import type { Status } from '../../src/model/ticket.ts';
import { Pipeline, ResultPage, type Stage } from './answers.ts';
import { PATHS } from './api.ts';

/** What a stage means. */
export interface StageMeaning {
  readonly status: Status;
  /** The stage's name, as people see it. */
  readonly original: string;
  /** False for a stage that is in no pipeline any more: it is then named by its id. */
  readonly known: boolean;
}

/** Which stages wait for somebody else, by id or name, lower case. */
export interface WaitingStages {
  readonly customer: ReadonlySet<string>;
  readonly thirdParty: ReadonlySet<string>;
}

/** The pipelines of a kind of objects, and what of them was set aside. */
export interface Pipelines {
  readonly all: readonly Pipeline[];
  readonly rejected: readonly Rejection[];
}

/** Reads the pipelines of tickets or deals with their stages: one request. */
export async function readPipelines(client: HttpClient, kind: 'tickets' | 'deals'): Promise<Pipelines> {
  const path = PATHS.pipelines(kind);
  const { body } = await client.json({ path, schema: ResultPage });
  const { read, rejected } = readRecords(Pipeline, body.results ?? [], (item) => `${path}: ${idOf(item)}`);
  return { all: read, rejected };
}

/** Entries of a setting as they are compared: ids and names, lower case. */
export function namesOf(entries: readonly string[]): ReadonlySet<string> {
  return new Set(entries.map((entry) => entry.trim().toLowerCase()));
}

function isNamed({ id, label }: { readonly id: string; readonly label?: string | null }, names: ReadonlySet<string>) {
  return names.has(id.toLowerCase()) || (label != null && names.has(label.trim().toLowerCase()));
}

/**
 * The ids of the pipelines that a setting names, by id or name; undefined where it names none, which is all. Throws
 * ConfigError for a name that no pipeline has: everything of it would be missing without a word.
 */
export function chosenPipelines(
  all: readonly Pipeline[],
  entries: readonly string[],
  variable: string,
  tools: Pick<Tools, 'source' | 'variable'>,
): ReadonlySet<string> | undefined {
  if (entries.length === 0) return undefined;
  const strange = entries.filter((entry) => !all.some((pipeline) => isNamed(pipeline, namesOf([entry]))));
  if (strange.length > 0) {
    const there = all.map(({ id, label }) => `"${label || id}"`).join(', ');
    throw new ConfigError(
      `${tools.source}: ${tools.variable(variable)} names "${strange.join('", "')}", which is no pipeline; there are ${there || 'none'}`,
    );
  }
  const names = namesOf(entries);
  return new Set(all.filter((pipeline) => isNamed(pipeline, names)).map(({ id }) => id));
}

/** Whether a stage ends a ticket: `ticketState` says so, or `isClosed`. */
export function isClosedStage({ metadata }: Stage): boolean {
  const { ticketState, isClosed } = metadata ?? {};
  return String(ticketState ?? '').toUpperCase() === 'CLOSED' || String(isClosed ?? '').toLowerCase() === 'true';
}

/** What each stage means: closed ones are solved, the settings say what waits, the first of a pipeline is new. */
export function stageMeanings(
  pipelines: readonly Pipeline[],
  waiting: WaitingStages,
): (pipelineId: string | undefined, stageId: string) => StageMeaning {
  const meanings = new Map<string, StageMeaning>();
  const anywhere = new Map<string, StageMeaning | undefined>();
  for (const pipeline of pipelines) {
    const stages = pipeline.stages ?? [];
    const first = Math.min(...stages.map(({ displayOrder }) => displayOrder ?? Number.POSITIVE_INFINITY));
    for (const stage of stages) {
      const status = statusOf(stage, first, waiting);
      const meaning = { status, original: stage.label?.trim() || stage.id, known: true };
      meanings.set(`${pipeline.id}/${stage.id}`, meaning);
      // An id that stands in several pipelines says nothing without its pipeline.
      anywhere.set(stage.id, anywhere.has(stage.id) ? undefined : meaning);
    }
  }
  return (pipelineId, stageId) =>
    meanings.get(`${pipelineId}/${stageId}`) ??
    anywhere.get(stageId) ?? { status: 'open', original: `stage ${stageId}`, known: false };
}

function statusOf(stage: Stage, first: number, { customer, thirdParty }: WaitingStages): Status {
  if (isClosedStage(stage)) return 'solved';
  if (isNamed(stage, customer)) return 'waiting_customer';
  if (isNamed(stage, thirdParty)) return 'waiting_third_party';
  return stage.displayOrder != null && stage.displayOrder === first ? 'new' : 'open';
}
