import { measureJob } from '../tasks/measure.ts';
import { runHere } from '../tasks/run-here.ts';
import { type Command, UsageError } from './command.ts';
import { REWRITE_DUE } from './sync.ts';

/** Takes one person out of every table, and keeps the figures. */
export const eraseCommand: Command = {
  name: 'erase',
  usage: '--customer SOURCE/ID | --agent SOURCE/ID',
  options: {
    customer: { type: 'string', value: 'SOURCE/ID', description: 'a customer, by the id that the source gives them' },
    agent: { type: 'string', value: 'SOURCE/ID', description: 'an agent' },
  },
  async run({ options }, console) {
    const { customer, agent } = options;
    const kind = typeof customer === 'string' ? 'customer' : 'agent';
    const word = kind === 'customer' ? customer : agent;
    if (typeof word !== 'string' || (customer !== undefined && agent !== undefined)) {
      throw new UsageError('erase: name one person with --customer SOURCE/ID or --agent SOURCE/ID');
    }
    const cut = word.indexOf('/');
    if (cut < 1 || cut === word.length - 1) throw new UsageError(`erase: --${kind} is written SOURCE/ID (zendesk/123)`);
    const deps = await console.deps();
    const { store } = deps;
    const wasDue = (await store.sync.setting(REWRITE_DUE)) === 'yes';
    await store.sync.setSetting(REWRITE_DUE, 'yes');
    const people = await store.people.erase(kind, { source: word.slice(0, cut), id: word.slice(cut + 1) });
    if (people.length === 0 && !wasDue) {
      await store.sync.setSetting(REWRITE_DUE, 'no');
      throw new UsageError(`erase: nothing is stored of the ${kind} ${word}; an id is written as its source writes it`);
    }
    // Measurements name people too: only when they are made anew is nothing left to be rewritten.
    await runHere(measureJob, {}, deps, console.signal);
    if (console.signal.aborted) return 1;
    await store.rewrite();
    await store.sync.setSetting(REWRITE_DUE, 'no');
    const as = people.map(({ source }) => source).join(', ');
    console.out(
      people.length > 0
        ? `erased the ${kind} in: ${as}. No file of the store names them any more, and a later sync keeps it so; backups, exports, digests that were sent and your own settings are yours to look through\n`
        : 'what was erased earlier is out of the files of the store now\n',
    );
    return 0;
  },
};
