import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../servers/postgres.ts';
import { atDesk } from '../fairclock.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

const nested = '['.repeat(100_000) + ']'.repeat(100_000);
const at = '2026-11-02T09:00:00Z';
const ticket = (id: string, more = ''): string =>
  `{"id":"${id}","opened_at":"${at}","status":"solved","solved_at":"2026-11-02T12:00:00Z"${more}}`;

it.each(['SQLite', 'PostgreSQL'])(
  'bad rows are set aside by place and reason and the rest is read, on %s',
  async (kind) => {
    const desk = atDesk();
    desk.write(
      'tickets.jsonl',
      [
        ticket('1'),
        ticket('2\\u0000'),
        ticket('3', `,"category":"we\\u0000b"`),
        `{"id":"4","opened_at":${nested}}`,
        ticket('5', `,"category":"${'x'.repeat(2 * 1024 * 1024)}"`),
        ticket('6', `,"custom":${nested}`),
        '{"id":"7","opened_at":"2026-11-02T09:',
        ticket('9007199254740993'),
        ticket('9007199254740994'),
      ].join('\n'),
    );
    desk.write(
      'ratings.csv',
      `id,ticket_id,kind,scale_min,scale_max,value,rated_at\nr1,1,csat,1,5,5,2026-11-03T09:00:00Z\nr2,3,csat,1,5,"4,2026-11-03T09:00:00Z\nr3,1,csat,1,5,1,2026-11-04T09:00:00Z\n`,
    );
    const variables = {
      FILE_PATH: desk.folder,
      LOG_LEVEL: 'error',
      ...(kind === 'SQLite' ? {} : { DATABASE_URL: await server.freshDatabase() }),
    };
    const report = await desk.report(variables, '--from', '2026-11-01', '--to', '2026-12-01', '--time-zone', 'UTC');
    const { out } = await desk.fairclock(['rejected', '--format', 'json'], variables);

    expect(report.overall.tickets).toBe(6);
    const places = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly place: string });
    expect(places.map(({ place }) => place)).toEqual([
      'ratings.csv, line 3',
      'tickets.jsonl, line 2',
      'tickets.jsonl, line 4',
      'tickets.jsonl, line 7',
    ]);
    // Of ticket 1 the last answer counts; the one with the quote is set aside, and the row behind it is read.
    expect(report.overall.csat).toMatchObject({ n: 1, positive: 0 });
  },
);
