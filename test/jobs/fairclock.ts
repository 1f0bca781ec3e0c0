import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { Surroundings } from '../../jobs/commands/command.ts';
import { runCommandLine } from '../../jobs/commands/command-line.ts';
import { Report } from '../../src/report/schema.ts';

/** What a command line ended with. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A person at a terminal, with a folder of their own that vanishes when the test ends. */
export interface Desk {
  readonly folder: string;
  /** Writes a file into the folder and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
  /** Runs `fairclock …` with these variables and a store in the folder. */
  readonly fairclock: (
    words: readonly string[],
    variables?: Readonly<Record<string, string>>,
    signal?: AbortSignal,
    around?: Pick<Surroundings, 'graceMs' | 'setVariable'>,
  ) => Promise<Ended>;
  /** Runs `fairclock report … --format json` and parses what it prints. */
  readonly report: (variables: Readonly<Record<string, string>>, ...words: readonly string[]) => Promise<Report>;
}

export const FIXTURES = resolve(import.meta.dirname, '../fixtures');

/** Sits down at an empty desk. */
export function atDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-desk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const fairclock: Desk['fairclock'] = async (
    words,
    variables = {},
    signal = new AbortController().signal,
    around = {},
  ) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const said = Promise.all([text(stdout), text(stderr)]);
    const code = await runCommandLine(words, {
      variables: { DATABASE_URL: join(folder, 'store.sqlite'), ...variables },
      stdout,
      stderr,
      cwd: folder,
      signal,
      ...around,
    });
    stdout.end();
    stderr.end();
    const [out, err] = await said;
    return { code, out, err };
  };
  return {
    folder,
    fairclock,
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async report(variables, ...words) {
      const ended = await fairclock(['report', '--format', 'json', ...words], variables);
      if (ended.code !== 0) throw new Error(`report ended with ${ended.code}: ${ended.err}`);
      return Report.parse(JSON.parse(ended.out));
    },
  };
}

/** Copies a folder of fixtures to a desk, so that a test may change it. */
export function copyFixture(name: string, desk: Desk): string {
  const target = join(desk.folder, name);
  cpSync(join(FIXTURES, name), target, { recursive: true });
  return target;
}
