import { readFileSync } from 'node:fs';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { ConfigError } from '../../src/model/errors.ts';

const Rows = z.array(z.object({ customer: z.string().trim().min(1), account_key: z.string().trim().min(1) }));

/**
 * Reads a person's own list of whose customers belong to which account: CSV with the columns `customer` (`source/id`, an
 * address, or an organisation's id) and `account_key`. The first step of the join, in lower case. ConfigError with what
 * is wrong where it cannot be read, or says two things of one customer.
 */
export function readJoinList(path: string | undefined): ReadonlyMap<string, string> {
  const joined = new Map<string, string>();
  if (path === undefined) return joined;
  const refuse = (why: string): never => {
    throw new ConfigError(`JOIN_FILE (${path}) ${why}`);
  };
  const parsed = Rows.safeParse(rowsOf(path, refuse));
  if (!parsed.success) {
    const { path: place } = parsed.error.issues[0]!;
    return refuse(
      `needs the columns customer and account_key filled in; row ${Number(place[0]) + 2} has no ${String(place[1])}`,
    );
  }
  for (const { customer, account_key: accountKey } of parsed.data) {
    const name = customer.toLowerCase();
    if ((joined.get(name) ?? accountKey) !== accountKey) refuse(`gives ${customer} to two accounts; keep one of them`);
    joined.set(name, accountKey);
  }
  return joined;
}

function rowsOf(path: string, refuse: (why: string) => never): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(`cannot be read: ${error instanceof Error && 'code' in error ? error.code : 'unknown error'}`);
  }
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse(`is no CSV: ${error.message}`);
  }
}
