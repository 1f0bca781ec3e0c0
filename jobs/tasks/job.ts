import type { z } from 'zod';
import type { Sides } from '../../src/clock/sides.ts';
import type { Settings } from '../../src/config/settings.ts';
import type { Source, Tools } from '../../src/connector/connector.ts';
import type { Store } from '../../src/store/store.ts';
import type { Channel } from '../delivery/channel.ts';
import type { Log } from '../log.ts';

/** Tells a person how far long work is. `total` may be unknown or grow. */
export interface Progress {
  /** Begins or continues the named work. */
  update(work: string, done: number, total?: number): void;
  finish(work: string): void;
}

/** Where words go: a terminal, a pipe, or a test's ear. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Adds a job; while one of the same key waits or runs, a second one changes nothing. */
export type Enqueue = (job: string, payload: object, key: string) => Promise<void>;

/** Runs work when what was asked for before is done. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Everything jobs touch; put together once, by the command line or the worker. */
export interface Deps {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  readonly store: Store;
  /** The calendars that measuring has laid out so far, in bounded memory, so that the next share finds them. */
  readonly sides: Sides;
  /** Where digests go. */
  readonly channels: readonly Channel[];
  /** An agent's own mailbox; undefined where no mail is sent. */
  readonly mailboxOf?: ((address: string) => Channel) | undefined;
  /** Hands further work to the queue; undefined where there is none and a job does all of it itself. */
  readonly enqueue?: Enqueue;
  /** Lets one report after the other be made: each has a whole window in memory. Undefined: nobody makes two at once. */
  readonly inTurn?: InTurn | undefined;
  readonly log: Log;
  readonly progress: Progress;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after the time, or at once when the signal is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  readonly toolsFor: (source: Source, signal: AbortSignal) => Tools;
}

/** How work that is to be done in turn is run. */
export function inTurn({ inTurn: given }: Deps): InTurn {
  return given ?? ((work) => work());
}

/** A piece of work: the same function in one process and on a queue; it may run twice and changes nothing then. */
export interface Job {
  readonly name: string;
  /** Checks the payload as it arrived and runs. */
  run(payload: unknown, deps: Deps, signal: AbortSignal): Promise<void>;
}

/** Ties a job's payload type to its function and hides it, so that a list of jobs needs no `any`. */
export function defineJob<Payload>(spec: {
  readonly name: string;
  /** Ids and windows only: never a token, never a text of a ticket. */
  readonly payload: z.ZodType<Payload>;
  readonly run: (payload: Payload, deps: Deps, signal: AbortSignal) => Promise<void>;
}): Job & { readonly spec: typeof spec } {
  return {
    name: spec.name,
    spec,
    run: (payload, deps, signal) => spec.run(spec.payload.parse(payload), deps, signal),
  };
}
