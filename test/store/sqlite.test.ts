import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { openStore } from '../../src/store/store.ts';
import { storeContract } from './contract.ts';
import { measuredContract } from './measurements/contract.ts';

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
      remove: async () => rmSync(folder, { recursive: true }),
    };
  },
};

storeContract('a store on SQLite', engine);
measuredContract('measured tickets on SQLite', engine);
