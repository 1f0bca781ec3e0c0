import type { Tools } from '../../src/connector/connector.ts';
import type { HttpClient } from '../../src/connector/http/http.ts';
import type { Page } from '../../src/model/source.ts';
import type { Exports } from './api.ts';
import type { Position } from './cursor.ts';
import type { Directory } from './directory.ts';
import type { PullOptions } from './env.ts';

/** What the steps of one run work with. */
export interface Run {
  readonly options: PullOptions;
  readonly tools: Tools;
  readonly client: HttpClient;
  readonly exports: Exports;
  readonly directory: Directory;
  /** Ids and addresses of machines, lower case. */
  readonly bots: ReadonlySet<string>;
  /** What this run has found out about the account, which the next run asks anew. */
  readonly found: {
    /** Whether messages of messaging tickets can be had; undefined: not asked yet. */
    conversations: boolean | undefined;
    /** Tickets whose answers cannot be had, by channel. */
    readonly unheard: Map<string, number>;
  };
}

/** One step: what it brought and where it stands now. */
export interface Step {
  readonly page: Omit<Page, 'cursor'>;
  readonly position: Position;
}

/** One record a key, the last one. */
export function latest<T>(records: readonly T[], keyOf: (record: T) => string): T[] {
  return [...new Map(records.map((record) => [keyOf(record), record])).values()];
}
