import { describe, expect, it } from 'vitest';
import { EXPORTS } from '../../connectors/file/propose/exports.ts';
import { atDesk } from '../fairclock.ts';

const FRESHDESK = EXPORTS.find(({ name }) => name === 'Freshdesk')!.content;

const SERVICENOW = EXPORTS.find(({ name }) => name === 'ServiceNow by field names')!.content.replace(
  'In Progress',
  'On Hold',
);

describe('fairclock map', () => {
  it('writes a mapping with a comment on each column, by which the file is then read', async () => {
    const desk = atDesk();
    const path = desk.write('export.csv', FRESHDESK);
    const out = `${desk.folder}/mapping.json`;
    const mapped = await desk.fairclock(['map', path, '--time-zone', 'Europe/Berlin', '--out', out]);
    const variables = { FILE_PATH: path, FILE_MAPPING: out, MIN_SAMPLE: '1' };
    const checked = await desk.fairclock(['check'], variables);
    const reported = await desk.report(variables, '--from', '2026-11-02', '--to', '2026-11-03');

    expect(mapped.code).toBe(0);
    expect(mapped.out).toBe('');
    expect(mapped.err).toContain('export.csv: an export of Freshdesk');
    expect(mapped.err).toContain(`written to ${out}; set FILE_MAPPING=${out} to read by it`);
    expect(checked.out).toContain('export.csv is read as tickets: 2 rows, all of them read');
    expect(reported.overall.tickets).toBe(1);
    expect(reported.overall.finalResolution.calendar?.meanSeconds).toBe(4 * 3600);
  });

  it('prints the mapping apart from what is for a person, who sees the first tickets without subjects', async () => {
    const desk = atDesk();
    const { out, err } = await desk.fairclock(['map', desk.write('export.csv', FRESHDESK)], {
      FILE_TIME_ZONE: 'Europe/Berlin',
    });
    const mapping = JSON.parse(out) as { comment: string; columns: Record<string, { comment: string }> };

    expect(mapping.comment).toContain('it looks like an export of Freshdesk; nothing is left open');
    expect(mapping.columns.solved_at).toEqual({
      column: ['Resolved time', 'Closed time'],
      comment: 'known headings: the solution, else the closing',
    });
    for (const column of Object.values(mapping.columns)) expect(column.comment).toBeTruthy();
    expect(err).toContain(
      'ticket 301: opened 2026-11-02T08:00Z; first answer 2026-11-02T08:30Z (after 30 min); solved 2026-11-02T12:00Z (after 4 h); status "Closed", which is closed; agent "Ana Ruiz"; team "Support"',
    );
    expect(err).toContain('rated 101 of -103 to 103');
    expect(err).not.toMatch(/Login|Invoice|acme\.example/);
  });

  it('says what it could not tell, in the mapping too', async () => {
    const desk = atDesk();
    const { code, out, err } = await desk.fairclock(['map', desk.write('incidents.csv', SERVICENOW)]);

    expect(code).toBe(0);
    expect(err).toContain('to decide: "state": does "On Hold" wait for the customer (waiting_customer)');
    expect(err).toContain('say where the clock stood with FILE_TIME_ZONE');
    expect(err).toContain('as if the clock had stood at UTC:');
    expect(out).toContain('to be decided: ');
    expect(out).toContain('a known heading; to be added: \\"On Hold\\"');
  });

  it('leaves a column to be named where no heading is known for it', async () => {
    const desk = atDesk();
    const { out, err } = await desk.fairclock(['map', desk.write('x.csv', 'Foo,Bar\na,b\n')]);

    expect(JSON.parse(out)).toMatchObject({ columns: { opened_at: { column: '?' } } });
    expect(err).toContain('to decide: which column says when a ticket was opened ("opened_at")?');
  });

  it('proposes a log of changes where a ticket has several rows, and asks whether it is one', async () => {
    const desk = atDesk();
    const log =
      'Ticket ID,Updated at,Status\n1,2026-11-02T09:00Z,Open\n1,2026-11-02T10:00Z,Solved\n2,2026-11-02T09:00Z,Open\n';
    const { out, err } = await desk.fairclock(['map', desk.write('log.csv', log)]);

    expect(JSON.parse(out)).toMatchObject({
      rows: 'changes',
      columns: { ticket_id: { column: 'Ticket ID' }, at: { column: 'Updated at' } },
    });
    expect(err).toContain('is each row a change?');
  });

  it('takes several files as parts of one mapping', async () => {
    const desk = atDesk();
    const paths = [desk.write('a.csv', FRESHDESK), desk.write('b.csv', SERVICENOW)];
    const { out } = await desk.fairclock(['map', ...paths], { FILE_TIME_ZONE: 'UTC' });

    expect((JSON.parse(out) as { files: { file: string }[] }).files.map(({ file }) => file)).toEqual([
      'a.csv',
      'b.csv',
    ]);
  });

  it.each([
    [[], 2, 'name a file'],
    [['nowhere.csv'], 2, 'no such file or folder: nowhere.csv'],
    [['x.csv', '--time-zone', 'Mars'], 2, 'Mars is neither an IANA zone'],
  ])('refuses %j in words', async (words, code, message) => {
    const ended = await atDesk().fairclock(['map', ...words]);

    expect(ended.code).toBe(code);
    expect(ended.err).toContain(message);
  });
});
