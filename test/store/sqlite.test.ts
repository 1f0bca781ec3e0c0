import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { openStore } from '../../src/store/store.ts';
import { storeContract } from './contract.ts';
import { measuredContract } from './measurements/contract.ts';
import { viewsContract } from './measurements/views-contract.ts';

const engine = {
  setUp: async () => undefined,
  tearDown: async () => undefined,
  async place() {
    const folder = mkdtempSync(join(tmpdir(), 'fairclock-store-'));
    const path = join(folder, 'store.db');
    return {
      open: () => openStore({ url: `sqlite:${path}` }),
      async run(statement: string) {
        const handle = new Driver(path);
        handle.exec(statement);
        handle.close();
      },
      async rows(query: string) {
        const handle = new Driver(path, { readonly: true });
        const rows = handle.prepare(query).all() as Record<string, unknown>[];
        handle.close();
        return rows;
      },
      async comments(relation: string) {
        const handle = new Driver(path, { readonly: true });
        const { sql } = handle.prepare('select sql from sqlite_master where name = ?').get(relation) as { sql: string };
        handle.close();
        const [head, ...lines] = sql.split('\n');
        const commented = lines.flatMap((line) => {
          const found = / as (\w+),? -- (.*)$/.exec(line) ?? /^\s*(\w+) .*?,? -- (.*)$/.exec(line);
          return found ? [[found[1]!, found[2]!] as const] : [];
        });
        return { of: head!.split(' -- ')[1] ?? '', columns: commented };
      },
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
};

storeContract('a store on SQLite', engine);
measuredContract('measured tickets on SQLite', engine);
viewsContract('views on SQLite', engine);
