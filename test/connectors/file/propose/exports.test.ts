import { describe, expect, it } from 'vitest';
import { file } from '../../../../connectors/file/index.ts';
import { folderOf, readAll } from '../export.ts';
import { EXPORTS, type KnownExport } from './exports.ts';

const iso = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());

const lastOf = <T>(values: readonly T[]): T | undefined => values.at(-1);

async function read({ file: name = 'export.csv', content }: KnownExport, zone: string | undefined) {
  const path = `${folderOf({ [name]: content })}/${name}`;
  const run = await readAll(file.open('file', { PATH: path, ...(zone ? { TIME_ZONE: zone } : {}) }, undefined));
  const tickets = run.tickets.map((ticket) => {
    const assigned = run.events.flatMap((event) =>
      event.ticketId === ticket.id && event.kind === 'assignment' ? [event] : [],
    );
    return [
      ticket.id,
      iso(ticket.openedAt),
      iso(ticket.statedSolvedAt),
      ticket.status,
      ticket.agentId ?? lastOf(assigned)?.agentId ?? undefined,
      ticket.teamId ?? lastOf(assigned)?.teamId ?? undefined,
    ];
  });
  return { run, tickets };
}

describe('an export of a known helpdesk', () => {
  it.each(EXPORTS.map((each) => [each.name, each] as const))('is read without a mapping: %s', async (_name, known) => {
    const { run, tickets } = await read(known, '+01:00');

    expect(run.rejected).toEqual([]);
    expect(tickets).toEqual(known.tickets);
    const said = run.warnings.filter((warning) => warning.includes('is read without a mapping'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`as an export of ${known.product ?? 'a helpdesk with these headings'}: id "`);
  });

  it.each(
    EXPORTS.filter(({ content }) => !content.includes('(UTC)') && !content.startsWith('{')).map(
      (each) => [each.name, each] as const,
    ),
  )('asks in one sentence where the clock stood: %s', async (_name, known) => {
    await expect(read(known, undefined)).rejects.toThrow(
      /^export\.csv: .*the times have no offset \(\S.* is \d{4}-.*Z by a clock of UTC and \d{4}-.*Z by one of Berlin\): .*FILE_TIME_ZONE \(Europe\/Berlin.*\)[^\n]*$/,
    );
  });

  it.each(['Zendesk, tickets of the API as JSON', 'Intercom'])(
    'asks nothing where times say their zone: %s',
    async (name) => {
      const known = EXPORTS.find((each) => each.name === name)!;

      expect((await read(known, undefined)).tickets).toEqual(known.tickets);
    },
  );
});
