import { readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { exportAll } from '../../../jobs/tasks/export.ts';
import { EXPORT_FORMATS, openRowFile } from '../../../jobs/tasks/export-files.ts';
import { makeReport } from '../../../jobs/tasks/report.ts';
import { ConfigError } from '../../../src/model/errors.ts';
import { EXPORT_TABLES } from '../../../src/store/export-rows.ts';
import { atDesk } from '../fairclock.ts';
import { simulatedDesk } from '../simulated-desk.ts';

const never = new AbortController().signal;

/** The rows that DuckDB finds, which shares nothing with what wrote them. */
async function duckdb(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await (await connection.runAndReadAll(sql)).getRowObjectsJS();
  connection.closeSync();
  return rows as Record<string, unknown>[];
}

it('gives DuckDB the percentiles that the report tells, from several files with several groups of rows', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 1500 });
  const { folder } = atDesk();
  await exportAll({ folder, format: 'parquet', window, rowsPerFile: 700 }, deps, never);
  const told = (await makeReport({ window, cohort: 'solved' }, deps)).overall.finalResolution.net!;

  const [found] = await duckdb(`
    select count(final_resolution_net_ms) as n,
      quantile_cont(final_resolution_net_ms, 0.5) / 1000 as median,
      quantile_cont(final_resolution_net_ms, 0.9) / 1000 as p90
    from '${folder}/tickets-*.parquet'
    where final_solved_at >= ${window.from} and final_solved_at < ${window.to} and resolved_by <> 'bot'`);

  expect(Number(found!.n)).toBe(told.n);
  expect(found!.median as number).toBeCloseTo(told.medianSeconds!, 0);
  expect(found!.p90 as number).toBeCloseTo(told.p90Seconds!, 0);
  const [figure] = await duckdb(
    `select number from '${folder}/figures-*.parquet' where path = 'overall.finalResolution.net.medianSeconds'`,
  );
  expect(figure!.number).toBe(told.medianSeconds);
});

it('holds in every table the cells that CSV holds', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 300 });
  const [csv, parquet] = [atDesk().folder, atDesk().folder];
  await exportAll({ folder: csv, format: 'csv', window }, deps, never);
  await exportAll({ folder: parquet, format: 'parquet', window }, deps, never);
  for (const table of [...EXPORT_TABLES, 'figures']) {
    const texts = `(select columns(*)::text from '${parquet}/${table}-*.parquet')`;
    const read = `read_csv('${csv}/${table}-*.csv', all_varchar = true)`;
    // CSV alone marks what a sheet would take for a formula, and writes numbers in another way: neither is a difference.
    const rows = async (from: string): Promise<string[]> =>
      (await duckdb(`select * from ${from}`)).map((row) =>
        Object.values(row)
          .map((cell) =>
            cell === null || cell === ''
              ? ''
              : Number.isFinite(Number(cell))
                ? String(Number(cell))
                : String(cell).replaceAll("'", ''),
          )
          .join('\n'),
      );
    const [inCsv, inParquet] = [await rows(read), await rows(texts)];
    expect(inParquet.toSorted(), table).toEqual(inCsv.toSorted());
    expect(table === 'accounts' || inCsv.length > 0, table).toBe(true);
  }
});

it('keeps texts, whole numbers beyond 2^31, fractions and nothing as they are, over several groups of rows', async () => {
  const { folder } = atDesk();
  const columns = [
    { name: 'id', holds: 'text' },
    { name: 'at', holds: 'int' },
    { name: 'share', holds: 'float' },
  ] as const;
  const path = join(folder, 'rows.parquet');
  const file = await openRowFile('parquet', path, columns);
  const strange = ['__proto__', "=cmd|' /C calc'!A0", 'a\0b', '\u202eRTL', '😀', '', 'x'.repeat(10_000)];
  file.add(strange.map((id, index) => [id, 1_795_000_000_000 + index, 0.1 * index]));
  file.add([[null, null, null]]);
  file.add(Array.from({ length: 45_000 }, (_item, index) => [`row-${index}`, -index, 1e300]));
  file.close();

  const rows = await duckdb(
    `select * from read_parquet('${path}', file_row_number = true) order by file_row_number limit 8`,
  );
  expect(rows.map(({ id }) => id)).toEqual([...strange, null]);
  expect(rows.map(({ at }) => at)).toEqual([...strange.map((_id, i) => BigInt(1_795_000_000_000 + i)), null]);
  expect(rows.map(({ share }) => share)).toEqual([...strange.map((_id, index) => 0.1 * index), null]);
  const [all] = await duckdb(`select count(*) as n, min("at") as least, count(distinct id) as ids from '${path}'`);
  expect(all).toEqual({ n: 45_008n, least: -44_999n, ids: 45_007n });
  const [groups] = await duckdb(`select count(distinct row_group_id) as n from parquet_metadata('${path}')`);
  expect(Number(groups!.n)).toBeGreaterThan(1);
});

it('takes as many rows at once as a ticket has stints or a report has figures', async () => {
  const { folder } = atDesk();
  const path = join(folder, 'many.parquet');
  const file = await openRowFile('parquet', path, [{ name: 'n', holds: 'int' }]);
  file.add(Array.from({ length: 300_000 }, (_item, index) => [index]));
  file.close();
  expect(await duckdb(`select count(*) as n, max(n) as last from '${path}'`)).toEqual([
    { n: 300_000n, last: 299_999n },
  ]);
});

it.each(EXPORT_FORMATS)('says that there is no room for %s, and goes on once there is', async (format) => {
  const { deps, window } = await simulatedDesk({ tickets: 200 });
  const { folder } = atDesk();
  const part = join(folder, `tickets-0001.${format}.part`);
  symlinkSync('/dev/full', part);
  const told = await exportAll({ folder, format, window }, deps, never).catch((error: unknown) => error);
  expect(told).toBeInstanceOf(ConfigError);
  expect(String(told)).toMatch(/tickets-0001\.\w+\.part cannot be written \(ENOSPC\)/);
  rmSync(part);
  await exportAll({ folder, format, window }, deps, never);
  expect(readdirSync(folder)).toContain(`tickets-0001.${format}`);
});

it('writes a table without rows as a file that has its columns', async () => {
  const { folder } = atDesk();
  const path = join(folder, 'none.parquet');
  (await openRowFile('parquet', path, [{ name: 'id', holds: 'text' }])).close();
  expect(await duckdb(`select column_name, column_type from (describe select * from '${path}')`)).toEqual([
    { column_name: 'id', column_type: 'VARCHAR' },
  ]);
});

it('goes on after the last whole file in the same format, and begins anew in another', async () => {
  const { deps, window } = await simulatedDesk({ tickets: 1500 });
  const { folder } = atDesk();
  const stop = new AbortController();
  const stopped = { folder, format: 'parquet', window, rowsPerFile: 700, onFile: () => stop.abort() } as const;
  await expect(exportAll(stopped, deps, stop.signal)).rejects.toThrow();
  const went: string[] = [];
  await exportAll({ ...stopped, onFile: (file) => went.push(file) }, deps, never);
  expect(went).not.toContain('tickets-0001.parquet');
  expect(went).toContain('tickets-0002.parquet');
  const [twice] = await duckdb(
    `select count(*) - count(distinct source || ' ' || ticket_id) as n from '${folder}/tickets-*.parquet'`,
  );
  expect(Number(twice!.n)).toBe(0);
});
