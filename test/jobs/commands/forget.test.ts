import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Driver from 'better-sqlite3';
import { expect, it } from 'vitest';
import { atDesk, type Desk } from '../fairclock.ts';

const WORDS = [
  'ticket-quokka',
  'agent-quokka',
  'customer-quokka',
  'Quokka Zylberstein',
  'quokka@zylber.example',
  'queue-quokka',
];

/** Which of the words any file of the store holds. */
function wordsIn({ folder }: Desk): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('store.sqlite'));
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
  return WORDS.filter((word) => bytes.includes(word));
}

/** A desk with a person of many names in every table, and another source that stays. */
async function filledDesk() {
  const desk = atDesk();
  const path = desk.write(
    'tickets.csv',
    'id,opened_at,status,agent_id,customer_id,team_id,subject,solved_at\n' +
      'ticket-quokka,2026-11-02T09:00:00Z,solved,agent-quokka,customer-quokka,queue-quokka,Quokka Zylberstein <quokka@zylber.example>,2026-11-02T10:00:00Z\n',
  );
  const variables = {
    FILE_PATH: path,
    STORE_SUBJECTS: 'true',
    SOURCES: 'file,simulated',
    SIMULATED_TICKETS: '300',
    SIMULATED_UNTIL: '2026-11-23',
  };
  const synced = await desk.fairclock(['sync'], variables);
  expect([synced.code, wordsIn(desk)]).toEqual([0, WORDS]);
  return { desk, variables };
}

it('leaves no word of the source in any file of the store, and the other source as it was', async () => {
  const { desk, variables } = await filledDesk();
  const done = await desk.fairclock(['forget', 'file'], variables);

  expect([done.code, done.out]).toEqual([0, expect.stringContaining('no file of the store holds it any more')]);
  expect(wordsIn(desk)).toEqual([]);
  const store = new Driver(join(desk.folder, 'store.sqlite'), { readonly: true });
  const left = store.prepare('select source, count(*) as n from measured group by source').all() as {
    source: string;
    n: number;
  }[];
  store.close();
  expect(left.map(({ source }) => source)).toEqual(['simulated']);
  const again = await desk.fairclock(['forget', 'file'], variables);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('stored are: simulated')]);
});

it('finishes by the same command what a failure kept from being rewritten', async () => {
  const { desk, variables } = await filledDesk();
  const store = new Driver(join(desk.folder, 'store.sqlite'));
  // As a run leaves it that was killed between the deletion and the rewriting.
  for (const table of [
    'ticket',
    'event',
    'ticket_state',
    'ticket_party',
    'measured',
    'agent',
    'customer',
    'team',
    'sync_state',
  ]) {
    store.exec(`delete from ${table} where source = 'file'`);
  }
  store.exec("insert or replace into setting values ('user:rewrite-due', 'yes')");
  store.close();
  expect(wordsIn(desk).length).toBeGreaterThan(0);
  const done = await desk.fairclock(['forget', 'file'], variables);

  expect([done.code, done.out]).toEqual([0, expect.stringContaining('what was forgotten earlier')]);
  expect(wordsIn(desk)).toEqual([]);
});
