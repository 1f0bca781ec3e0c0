import type { z } from 'zod';
import type { Page } from '../model/source.ts';
import type { Turns } from '../model/ticket.ts';
import type { HttpClient, HttpOptions } from './http/http.ts';
import { storablePage } from './storable.ts';

/** What a connector may touch; nothing else: no process.env, no clock of its own, no HTTP library of its own. */
export interface Tools {
  /** Now, in epoch milliseconds. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** The source's name (`zendesk`, `zendesk:emea`), to be written into every record. */
  readonly source: string;
  readonly storeSubjects: boolean;
  /** Says something a person should read in the log; never a secret, never a ticket's text. */
  readonly warn: (message: string) => void;
  /** Opens the vendor's API; the only way out. Limits are shared by all clients of one source and origin. */
  readonly http: (options: HttpOptions) => HttpClient;
  /** The full name of one of the source's variables: `TOKEN` is `ZENDESK_EMEA_TOKEN`. */
  readonly variable: (name: string) => string;
}

/** One answer of `check`: what works, what is missing, what the first sync will cost. */
export interface CheckResult {
  readonly ok: boolean;
  /** One sentence a line, for an admin. */
  readonly lines: readonly string[];
}

/** A connector with its settings filled in. */
export interface Source {
  /** `zendesk` or `zendesk:emea`. */
  readonly name: string;
  readonly connectorId: string;
  readonly turns: Turns;
  /** What the source is connected to (a host, a folder and its mapping): when it changes, stored data are another's. */
  readonly identity: string;
  /** `replace`: a changed identity drops what was stored; `refuse`: it is an error a person must resolve. */
  readonly onIdentityChange: 'replace' | 'refuse';
  /** Yields pages, oldest change first, until caught up; resuming from any yielded cursor loses nothing. */
  pull(cursor: string | undefined, tools: Tools): AsyncIterable<Page>;
  /** The cheapest question that shows whether the settings work. */
  check(tools: Tools): Promise<CheckResult>;
}

/** One vendor: which variables it needs, how its turns are told, and how to open it. */
export interface Connector {
  /** Folder, variables' prefix and first part of a source's name. */
  readonly id: string;
  readonly title: string;
  /** Variables without the prefix (`SUBDOMAIN` for `ZENDESK_SUBDOMAIN`); each carries `.meta({ description })`. */
  readonly env: z.ZodObject;
  readonly turns: Turns;
  /** Reads the variables (prefix taken off) or throws a ZodError; the caller names them in full. */
  open(name: string, variables: Readonly<Record<string, string>>, turns: Turns | undefined): Source;
}

/** Ties a connector's settings type to its functions and hides it, so that the list of all needs no `any`. */
export function defineConnector<Env extends z.ZodObject>(spec: {
  readonly id: string;
  readonly title: string;
  readonly env: Env;
  readonly turns: Turns;
  readonly onIdentityChange?: 'replace' | 'refuse';
  readonly identity: (settings: z.output<Env>) => string;
  readonly pull: (settings: z.output<Env>, cursor: string | undefined, tools: Tools) => AsyncIterable<Page>;
  readonly check: (settings: z.output<Env>, tools: Tools) => Promise<CheckResult>;
}): Connector {
  return {
    id: spec.id,
    title: spec.title,
    env: spec.env,
    turns: spec.turns,
    open(name, variables, turns) {
      const settings = spec.env.parse(variables);
      return {
        name,
        connectorId: spec.id,
        turns: turns ?? spec.turns,
        identity: spec.identity(settings),
        onIdentityChange: spec.onIdentityChange ?? 'refuse',
        async *pull(cursor, tools) {
          for await (const page of spec.pull(settings, cursor, tools)) yield storablePage(page);
        },
        check: (tools) => spec.check(settings, tools),
      };
    },
  };
}
