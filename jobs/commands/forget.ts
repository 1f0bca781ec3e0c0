import type { Command } from './command.ts';
import { UsageError } from './command.ts';

/** Drops what is stored of one source. */
export const forget: Command = {
  name: 'forget',
  usage: 'SOURCE',
  summary: 'Drop everything that is stored of one source.',
  options: {},
  positionals: 1,
  async run({ positionals }, console) {
    const [source] = positionals;
    if (source === undefined) throw new UsageError('forget: name the source to forget');
    const { store } = await console.deps();
    const known = (await store.sources()).map((each) => each.source);
    if (!known.includes(source)) {
      throw new UsageError(`forget: nothing is stored of ${source}; stored are: ${known.join(', ') || 'none'}`);
    }
    await store.forget(source);
    console.out(`everything of ${source} is forgotten; the next sync reads it anew\n`);
    return 0;
  },
};
