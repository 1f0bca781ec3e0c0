import { z } from 'zod';
import { Zone } from './column-spec.ts';

export const Env = z.object({
  PATH: z.string().min(1).meta({
    description:
      'an export of a helpdesk as it is, a folder with tables (tickets.csv, events.csv, …), or a file or folder that FILE_MAPPING explains; CSV, JSON, XLSX, plain, .gz or .zip',
    example: './export',
  }),
  MAPPING: z.string().min(1).optional().meta({
    description:
      'how files with other names and columns are read: a JSON file, or the name of a mapping that comes along (uci498, ravenstack)',
    example: './mapping.json',
  }),
  TIME_ZONE: Zone.optional().meta({
    description: 'where the clock stood for times without an offset, if the mapping or the file does not say it',
    example: 'Europe/Berlin',
  }),
});

export type Settings = z.output<typeof Env>;
