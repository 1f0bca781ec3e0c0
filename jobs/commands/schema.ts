import { z } from 'zod';
import { Report } from '../../src/report/schema.ts';
import type { Command } from './command.ts';
import { OUT_OPTION, writeOut } from './options.ts';

/** The JSON Schema of a report as text that ends with a line. */
export function reportSchema(): string {
  return `${JSON.stringify({ title: 'A report of Fairclock', ...z.toJSONSchema(Report) }, null, 2)}\n`;
}

/** Prints what the JSON of a report holds, for programs that read it. */
export const schema: Command = {
  name: 'schema',
  usage: '[--out FILE]',
  options: { out: OUT_OPTION },
  async run({ options }, console) {
    writeOut(reportSchema(), options, console);
    return 0;
  },
};
