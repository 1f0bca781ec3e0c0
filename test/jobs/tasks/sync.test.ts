import { describe, expect, it } from 'vitest';
import { failuresToExitCode } from '../../../jobs/commands/options.ts';
import { runHere } from '../../../jobs/tasks/run-here.ts';
import { syncAll, syncJob } from '../../../jobs/tasks/sync.ts';
import { ConfigError, DataError, RetryableError } from '../../../src/model/errors.ts';
import { scriptedSource, testDeps } from '../test-deps.ts';

const NOW = Date.parse('2026-11-04T12:00:00Z');
const signal = new AbortController().signal;

describe('the sync of one source', () => {
  it('resumes from the last page that was stored, as often as the other side fails', async () => {
    const pages = [{ cursor: '1' }, new RetryableError('503'), { cursor: '3' }];
    const source = scriptedSource('desk', pages);
    const deps = await testDeps({ at: NOW, sources: [source] });
    // The fault heals once it has been met.
    const healing = { ...source, pull: source.pull.bind(source) };
    let met = false;
    const sources = [
      {
        ...healing,
        async *pull(cursor: string | undefined) {
          if (cursor === '1' && met) yield { cursor: '3' };
          else {
            met = true;
            yield* source.pull(cursor, deps.toolsFor(source, signal));
          }
        },
      },
    ];
    await runHere(syncJob, { source: 'desk' }, { ...deps, sources }, signal);

    expect((await deps.store.sync.state('desk'))?.cursor).toBe('3');
    expect(deps.clock.at).toBeGreaterThan(NOW);
  });

  it('does not mix what another account left under the same name', async () => {
    const deps = await testDeps({ at: NOW, sources: [scriptedSource('desk', [{ cursor: '1' }], 'acme.example')] });
    await runHere(syncJob, { source: 'desk' }, deps, signal);
    const moved = { ...deps, sources: [scriptedSource('desk', [{ cursor: '1' }], 'other.example')] };

    await expect(runHere(syncJob, { source: 'desk' }, moved, signal)).rejects.toThrow(
      /came from acme\.example, the settings now say other\.example.*fairclock forget desk/,
    );
  });

  it('of a name that is not configured says where names come from', async () => {
    const deps = await testDeps({ at: NOW });

    await expect(runHere(syncJob, { source: 'desk' }, deps, signal)).rejects.toThrow(/SOURCES lists those to read/);
  });
});

describe('the sync of all sources', () => {
  it('goes on with the others when one needs a person, and says which', async () => {
    const good = scriptedSource('good', [{ cursor: '1' }]);
    const refused = scriptedSource('refused', [new ConfigError('401, check REFUSED_TOKEN')]);
    const garbled = scriptedSource('garbled', [new DataError('an answer without tickets')]);
    const deps = await testDeps({ at: NOW, sources: [refused, good, garbled] });
    const failures = await syncAll(deps.sources, deps, signal);

    expect((await deps.store.sync.state('good'))?.syncedAt).toBe(NOW);
    expect(failures).toEqual([
      { source: 'refused', message: 'refused: 401, check REFUSED_TOKEN', kind: 'settings' },
      { source: 'garbled', message: 'garbled: an answer without tickets', kind: 'data' },
    ]);
    expect(failuresToExitCode(failures)).toBe(1);
    expect(failuresToExitCode(failures.slice(0, 1))).toBe(2);
    expect(failuresToExitCode([])).toBe(0);
  });

  it('does not hide a bug as a failure of the source', async () => {
    const deps = await testDeps({ at: NOW, sources: [scriptedSource('desk', [new TypeError('x is undefined')])] });

    await expect(syncAll(deps.sources, deps, signal)).rejects.toThrow(TypeError);
  });
});
