import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.ts';
import { withEnvTable } from '../../jobs/commands/documents.ts';
import { documentedVariables, renderEnvExample } from '../../src/config/documentation.ts';
import { readAsCompose, readAsSystemd } from '../../src/config/env-readings.ts';

const ROOT = resolve(import.meta.dirname, '../..');

describe('the documentation of the variables', () => {
  it('keeps .env.example as the schemas say (npm run env renders it)', () => {
    expect(readFileSync(resolve(ROOT, '.env.example'), 'utf8')).toBe(renderEnvExample(connectors));
  });

  it('keeps the table in jobs/README.md as the schemas say (npm run env renders it)', () => {
    const readme = readFileSync(resolve(ROOT, 'jobs/README.md'), 'utf8');

    expect(withEnvTable(readme)).toBe(readme);
  });

  it('sets nothing until a person takes a # away', () => {
    expect(parseEnv(renderEnvExample(connectors))).toEqual({});
  });

  it('writes every value so that Node, Docker Compose and systemd read it alike', () => {
    const text = renderEnvExample(connectors).replaceAll(/^# ([A-Z0-9_]+=)/gm, '$1');
    const compose = readAsCompose(text, () => undefined);

    expect(Object.keys(parseEnv(text)).length).toBeGreaterThan(60);
    expect('values' in compose ? Object.fromEntries(compose.values) : compose).toEqual(parseEnv(text));
    expect(Object.fromEntries(readAsSystemd(text))).toEqual(parseEnv(text));
  });

  it('has a whole sentence for every variable', () => {
    const bare = documentedVariables(connectors).filter(({ description }) => !/^[A-Z].{10,}[.)…]$/s.test(description));

    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});
