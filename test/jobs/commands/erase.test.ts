import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { atDesk, type Desk } from '../fairclock.ts';

const OF_CUSTOMER = ['customer-quokka', 'quokka@zylber.example', 'Zylberstein'];
const OF_AGENT = ['agent-wombat', 'Wilma Wombat', 'wilma@desk.example'];
const WINDOW = ['--from', '2026-11-01', '--to', '2026-12-01', '--time-zone', 'UTC'];

/** Which of the words any file of the store holds. */
function wordsIn({ folder }: Desk, words: readonly string[]): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith('store.sqlite'));
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))));
  return words.filter((word) => bytes.includes(word));
}

/** Two accounts of one desk that know the same two people, a customer and an agent, among others. */
async function filledDesk() {
  const desk = atDesk();
  const write = (folder: string, more = ''): void => {
    mkdirSync(join(desk.folder, folder), { recursive: true });
    const put = (name: string, text: string): void => writeFileSync(join(desk.folder, folder, name), text);
    put('agents.csv', 'id,name,email\nagent-wombat,Wilma Wombat,wilma@desk.example\nben,Ben,ben@desk.example\n');
    put(
      'customers.csv',
      'id,email,time_zone\ncustomer-quokka,quokka@zylber.example,America/New_York\ncarl,carl@x.example,Europe/Berlin\n',
    );
    let [tickets, events, ratings] = [
      'id,opened_at,status,agent_id,customer_id,subject\n',
      'ticket_id,at,kind,by,author_id,to\n',
      'id,ticket_id,kind,value,scale_min,scale_max,rated_at,agent_id,customer_id\n',
    ];
    for (let index = 0; index < 24; index++) {
      const day = String(2 + Math.floor(index / 2)).padStart(2, '0');
      const [agent, customer] = index % 2 === 0 ? ['agent-wombat', 'customer-quokka'] : ['ben', 'carl'];
      tickets += `${index},2026-11-${day}T09:00:00Z,solved,${agent},${customer},From ${index % 2 === 0 ? 'Zylberstein' : 'Carl'}\n`;
      events += `${index},2026-11-${day}T09:00:00Z,message,customer,${customer},\n`;
      events += `${index},2026-11-${day}T1${index % 5}:20:00Z,message,agent,${agent},\n`;
      events += `${index},2026-11-${day}T16:${10 + index}:00Z,status,,,solved\n`;
      ratings += `${index},${index},csat,${1 + (index % 5)},1,5,2026-11-${day}T18:00:00Z,${agent},${customer}\n`;
    }
    put('tickets.csv', tickets + more);
    put('events.csv', events);
    put('ratings.csv', ratings);
  };
  write('one');
  write('two');
  const variables = {
    SOURCES: 'file:one,file:two',
    FILE_ONE_PATH: join(desk.folder, 'one'),
    FILE_TWO_PATH: join(desk.folder, 'two'),
    STORE_SUBJECTS: 'true',
    MIN_SAMPLE: '1',
  };
  return { desk, variables, write };
}

/** The figures of a report, without who they are of. */
async function figures(desk: Desk, variables: Readonly<Record<string, string>>) {
  const { overall, byAgent, byTier } = await desk.report(variables, '--no-sync', ...WINDOW);
  const nameless = (group: object) => ({ ...group, key: '', label: '' });
  return {
    overall: nameless(overall),
    byTier,
    agents: byAgent.map((group) => JSON.stringify(nameless(group))).sort(),
    keys: byAgent.map(({ key }) => key).sort(),
  };
}

it.each([
  ['customer', 'file:one/customer-quokka', OF_CUSTOMER, OF_AGENT],
  ['agent', 'file:two/agent-wombat', OF_AGENT, OF_CUSTOMER],
] as const)(
  'takes a %s out of every source and file, keeps the figures, and never takes them in again',
  async (kind, key, gone, stay) => {
    const { desk, variables, write } = await filledDesk();
    expect((await desk.fairclock(['sync'], variables)).code).toBe(0);
    const before = await figures(desk, variables);
    expect(wordsIn(desk, [...gone, ...stay]).sort()).toEqual([...gone, ...stay].sort());

    const done = await desk.fairclock(['erase', `--${kind}`, key], variables);
    expect([done.code, done.out]).toEqual([0, expect.stringContaining(`erased the ${kind} in: file:`)]);
    expect(done.out).toMatch(/file:one.*file:two|file:two.*file:one/);
    expect(wordsIn(desk, gone)).toEqual([]);
    expect(wordsIn(desk, stay).sort()).toEqual([...stay].sort());
    const after = await figures(desk, variables);
    expect([after.overall, after.byTier, after.agents]).toEqual([before.overall, before.byTier, before.agents]);
    if (kind === 'agent') expect(after.keys.filter((each) => each.startsWith('erased-'))).toHaveLength(1);

    // What changed is read anew, and all of it from the start.
    write('one', '99,2026-11-20T09:00:00Z,open,agent-wombat,customer-quokka,Zylberstein again\n');
    expect((await desk.fairclock(['sync'], variables)).code).toBe(0);
    expect(wordsIn(desk, gone)).toEqual([]);
    expect((await desk.fairclock(['sync', 'file:two', '--restart'], variables)).code).toBe(0);
    expect(wordsIn(desk, gone)).toEqual([]);
    expect((await figures(desk, variables)).agents).not.toEqual([]);
  },
);

it('says whom it does not know, and how a person is named', async () => {
  const { desk, variables } = await filledDesk();
  await desk.fairclock(['sync'], variables);
  const stranger = await desk.fairclock(['erase', '--customer', 'file:one/nobody'], variables);

  expect([stranger.code, stranger.err]).toEqual([2, expect.stringContaining('nothing is stored of the customer')]);
  for (const words of [[], ['--customer', 'x'], ['--agent', 'a/b', '--customer', 'a/b'], ['--agent', 'a/']]) {
    expect((await desk.fairclock(['erase', ...words], variables)).code).toBe(2);
  }
});
