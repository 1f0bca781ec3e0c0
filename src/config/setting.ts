import type { z } from 'zod';

/** Who has to care about a variable; the groups of `.env.example` and of the README's table, in this order. */
export const SETTING_GROUPS = [
  'Sources',
  'Working hours',
  'Figures',
  'Complexity',
  'Digests',
  'Store and server',
] as const;
export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** What `.meta()` of a variable carries, for the rendered documentation. */
export interface SettingMeta {
  readonly description: string;
  readonly group: SettingGroup;
  /** A value a person could start from; shown commented out. */
  readonly example?: string;
  /** Never shown, not even in an error about it. */
  readonly secret?: boolean;
}

/** Hangs what documentation needs on a variable. */
export const described = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta({ ...meta });
