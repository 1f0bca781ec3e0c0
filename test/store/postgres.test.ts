import pg from 'pg';
import { TABLES } from '../../src/store/schema.ts';
import { openStore } from '../../src/store/store.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { storeContract } from './contract.ts';
import { measuredContract } from './measurements/contract.ts';
import { viewsContract } from './measurements/views-contract.ts';

/** Whole numbers as numbers, as the store reads them. */
const types = {
  getTypeParser: (oid: number) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid)),
} as unknown as pg.CustomTypesConfig;

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
    const rows = async (query: string) => {
      const client = new pg.Client({ connectionString: url, types });
      await client.connect();
      const found = await client.query(query);
      await client.end();
      return found.rows as Record<string, unknown>[];
    };
    return {
      rows,
      async comments(relation: string) {
        const columns = await rows(
          `select attname as name, col_description(attrelid, attnum) as words from pg_attribute
           where attrelid = '${relation}'::regclass and attnum > 0 order by attnum`,
        );
        const [of] = await rows(`select obj_description('${relation}'::regclass) as words`);
        return {
          of: String(of!.words),
          columns: columns.map(({ name, words }) => [String(name), String(words)] as const),
        };
      },
      open: () => openStore({ url }),
      run,
      // Emptying is many times faster than a new database for every test.
      remove: () => run(`truncate ${Object.keys(TABLES).join(', ')}`),
    };
  },
};

storeContract('a store on PostgreSQL', engine);
measuredContract('measured tickets on PostgreSQL', engine);
viewsContract('views on PostgreSQL', engine);
