import { check } from './check.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { digest } from './digest.ts';
import { env } from './documents.ts';
import { forget } from './forget.ts';
import { kpis } from './kpis.ts';
import { rejected } from './rejected.ts';
import { report } from './report.ts';
import { sync } from './sync.ts';
import { schedule, worker } from './worker.ts';

/** Every word of the command line, in the order in which help lists them. */
export const commands: readonly Command[] = [
  demo,
  report,
  digest,
  kpis,
  sync,
  check,
  rejected,
  forget,
  worker,
  schedule,
  env,
];
