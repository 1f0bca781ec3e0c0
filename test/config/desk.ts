import { z } from 'zod';
import { type Reading, readEnvironment } from '../../src/config/environment.ts';
import { type Connector, defineConnector } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';

/** A connector with every kind of variable. */
export const desk: Connector = defineConnector({
  id: 'desk',
  title: 'Desk',
  turns: 'status',
  env: z.object({
    HOST: z.string().meta({ description: 'The host of the desk.' }),
    TOKEN: z
      .string()
      .refine((text) => text.startsWith('tok_'), { error: 'is not a token of the desk; it begins with tok_' })
      .meta({ description: 'The token of the desk.', secret: true }),
    START_DATE: z.iso.date().optional().meta({ description: 'The first day that is read.' }),
    PAGE: z.coerce.number().default(100).meta({ description: 'Page size.' }),
  }),
  identity: ({ HOST }) => HOST,
  async *pull() {},
  check: async () => ({ ok: true, lines: [] }),
});
/** Another one with the same variables under its own prefix. */
export const chat: Connector = { ...desk, id: 'chat', title: 'Chat', turns: 'message' };

/** What is wrong with these variables, one sentence each; nothing when they are read. */
export function problemsOf(variables: Record<string, string>, reading: Reading = {}): readonly string[] {
  try {
    readEnvironment(variables, [desk, chat], reading);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
