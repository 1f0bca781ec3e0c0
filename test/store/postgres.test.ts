import pg from 'pg';
import { TABLES } from '../../src/store/schema.ts';
import { openStore } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { storeContract } from './contract.ts';
import { measuredContract } from './measurements/contract.ts';

let server: PostgresServer;
let url: string;

const engine = {
  async setUp() {
    server = await startPostgres();
    url = await server.freshDatabase();
  },
  tearDown: () => server.stop(),
  async place() {
    const run = async (statement: string) => {
      const client = new pg.Client(url);
      await client.connect();
      await client.query(statement);
      await client.end();
    };
    return {
      open: () => openStore({ url }),
      run,
      // Emptying is many times faster than a new database for every test.
      remove: () => run(`truncate ${Object.keys(TABLES).join(', ')}`),
    };
  },
};

storeContract('a store on PostgreSQL', engine);
measuredContract('measured tickets on PostgreSQL', engine);
