import { printable } from '../../src/show/printable.ts';
import type { Command } from './command.ts';

/** Lists the records that could not be read, as lines or as JSON Lines. */
export const rejected: Command = {
  name: 'rejected',
  usage: '[SOURCE] [--format text|json]',
  summary: 'List the records that could not be read, with place and reason.',
  options: { format: { type: 'string', value: 'text|json', description: 'lines to read, or one JSON object a line' } },
  positionals: 1,
  async run({ options, positionals }, console) {
    const { store } = await console.deps();
    let count = 0;
    for await (const { source, place, reason, at } of store.rejected(positionals[0])) {
      count += 1;
      console.out(
        options.format === 'json'
          ? `${JSON.stringify({ source, place, reason, at: new Date(at).toISOString() })}\n`
          : `${source}  ${printable(place)}  ${printable(reason)}\n`,
      );
    }
    if (options.format !== 'json') console.out(count === 0 ? 'nothing was rejected\n' : `${count} rejected\n`);
    return 0;
  },
};
