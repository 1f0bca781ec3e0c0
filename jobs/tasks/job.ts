import type { z } from 'zod';
import type { Deps } from './deps.ts';

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
