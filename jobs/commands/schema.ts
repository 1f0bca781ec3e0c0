import { z } from 'zod';
import { Report } from '../../src/report/schema.ts';
import type { Command } from './command.ts';
import { OUT_OPTION, writeOut } from './options.ts';

/** Prints what the JSON of a report holds, for programs that read it. */
export const schema: Command = {
  name: 'schema',
  usage: '[--out FILE]',
  options: { out: OUT_OPTION },
  async run({ options }, console) {
    const printed = { title: 'A report of Fairclock', ...z.toJSONSchema(Report) };
    writeOut(`${JSON.stringify(printed, null, 2)}\n`, options, console);
    return 0;
  },
};
