import { z } from 'zod';

export const Env = z.object({
  PATH: z.string().min(1).meta({
    description:
      'a folder with tables (tickets.csv, events.csv, … or .jsonl, plain or .gz), or a file or folder that FILE_MAPPING explains',
    example: './export',
  }),
  MAPPING: z.string().min(1).optional().meta({
    description:
      'how files with other names and columns are read: a JSON file, or the name of a mapping that comes along (uci498, ravenstack)',
    example: './mapping.json',
  }),
});

export type Settings = z.output<typeof Env>;
