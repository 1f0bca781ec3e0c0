import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atDesk, copyFixture, FIXTURES } from '../fairclock.ts';

const HOUR = 3_600_000;
const NEW_YORK = { TEAM_HOURS: 'Mon-Fri 09:00-17:00', TEAM_TIME_ZONE: 'America/New_York', MIN_SAMPLE: '1' };
const NOVEMBER = ['--from', '2026-11-01', '--to', '2026-12-01', '--time-zone', 'UTC'];
const worked = { ...NEW_YORK, FILE_PATH: join(FIXTURES, 'worked-ticket') };

describe('a report of the ticket that the README works by hand', () => {
  it('has the causes and figures of the README, to the millisecond', async () => {
    const { out } = await atDesk().fairclock(['report', ...NOVEMBER, '--tickets', 'overall'], {
      ...worked,
      DIGEST_AGENTS: 'on',
    });

    expect(JSON.parse(out).tickets).toEqual([
      {
        source: 'file',
        id: '1',
        url: null,
        tier: 'simple',
        agentId: 'ben',
        teamId: null,
        category: 'export',
        priority: 'normal',
        channel: 'email',
        rating: null,
        openedAt: '2026-11-10T09:00:00.000Z',
        firstSolvedAt: '2026-11-11T16:30:00.000Z',
        finalSolvedAt: '2026-11-11T16:30:00.000Z',
        reopens: 0,
        timeSpentMs: {
          team_working: 9.5 * HOUR,
          team_time_zone_wait: 9 * HOUR,
          team_off_hours: 0,
          customer_wait: 1 * HOUR,
          customer_time_zone_wait: 1 * HOUR,
          customer_off_hours: 11 * HOUR,
          third_party_wait: 0,
          bot: 0,
          solved_gap: 0,
        },
        firstResponseMs: { calendar: 12 * HOUR, net: 7 * HOUR, business: 7 * HOUR },
        laterResponsesMs: [{ calendar: 6.5 * HOUR, net: 2.5 * HOUR, business: 2.5 * HOUR }],
        firstResolutionMs: { calendar: 31.5 * HOUR, net: 21.5 * HOUR, business: 9.5 * HOUR },
        finalResolutionMs: { calendar: 31.5 * HOUR, net: 21.5 * HOUR, business: 9.5 * HOUR },
      },
    ]);
  });

  it('says the same in the JSON report, in seconds, and credits Ben', async () => {
    const report = await atDesk().report(worked, ...NOVEMBER);

    expect(report.overall.finalResolution.net).toMatchObject({ n: 1, meanSeconds: 77_400, medianSeconds: 77_400 });
    expect(report.overall.timeSpentSeconds.team_time_zone_wait).toBe(32_400);
    expect(report.byAgent.map(({ key, label }) => [key, label])).toEqual([['ben', 'Ben']]);
    expect(report.definitions).toMatchObject({ tierRule: 'score@1', turns: { file: 'status' } });
  });

  it('says that a source counts which is configured no more, and how to drop it', async () => {
    const desk = atDesk();
    await desk.report(worked, ...NOVEMBER);
    const renamed = { ...NEW_YORK, SOURCES: 'file:other', FILE_OTHER_PATH: join(FIXTURES, 'worked-ticket') };
    const both = await desk.report(renamed, ...NOVEMBER);
    await desk.fairclock(['forget', 'file'], renamed);
    const one = await desk.report(renamed, ...NOVEMBER);

    expect([both.overall.tickets, one.overall.tickets]).toEqual([2, 1]);
    const note = 'file is configured no more and its tickets are still counted; fairclock forget file drops them.';
    expect(both.quality.notes).toContain(note);
    expect(one.quality.notes).not.toContain(note);
  });

  it('goes to a file where one is named, and nowhere else', async () => {
    const desk = atDesk();
    const file = join(desk.folder, 'report.json');
    const { code, out } = await desk.fairclock(['report', ...NOVEMBER, '--format', 'json', '--out', file], worked);
    const refused = await desk.fairclock(['report', ...NOVEMBER, '--out', join(desk.folder, 'none', 'x.json')], worked);

    expect([code, out]).toEqual([0, '']);
    expect(JSON.parse(readFileSync(file, 'utf8')).overall.tickets).toBe(1);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--out: cannot write') });
  });

  it('claims no time-zone wait when the desk is in London too', async () => {
    const desk = atDesk();
    const folder = copyFixture('worked-ticket', desk);
    writeFileSync(join(folder, 'agents.csv'), 'id,name,time_zone,hours\nben,Ben,Europe/London,Mon-Fri 09:00-17:00\n');
    const { timeSpentSeconds } = (
      await desk.report({ ...NEW_YORK, TEAM_TIME_ZONE: 'Europe/London', FILE_PATH: folder }, ...NOVEMBER)
    ).overall;

    expect(timeSpentSeconds.team_time_zone_wait + timeSpentSeconds.customer_time_zone_wait).toBe(0);
  });
});

describe('the same export read again', () => {
  it('measures nothing twice, and of a second export only the row that changed', async () => {
    const desk = atDesk();
    const folder = copyFixture('worked-ticket', desk);
    appendFileSync(
      join(folder, 'tickets.csv'),
      '2,email,2026-11-10T09:00:00Z,customer,anna,open,normal,export\n3,email,2026-11-10T10:00:00Z,customer,anna,open,normal,export\n',
    );
    const variables = { ...NEW_YORK, FILE_PATH: folder };

    const first = await desk.fairclock(['sync'], variables);
    const again = await desk.fairclock(['sync'], variables);
    const events = join(folder, 'events.csv');
    appendFileSync(events, '2,2026-11-12T15:00:00Z,status,agent,,,solved,\n');
    const changed = await desk.fairclock(['sync'], variables);

    expect(first.err).toContain('tickets measured (tickets=3)');
    expect(again.err).not.toContain('tickets measured');
    expect(changed.err).toContain('tickets measured (tickets=1)');
    expect((await desk.report(variables, ...NOVEMBER)).overall.tickets).toBe(2);
  });

  it('measures all again, and says so, when a definition changes', async () => {
    const desk = atDesk();
    await desk.report(worked, ...NOVEMBER);
    const { err } = await desk.fairclock(['report', ...NOVEMBER], { ...worked, NET_EXCLUDES: 'customer_wait' });
    const report = await desk.report({ ...worked, NET_EXCLUDES: 'customer_wait' }, ...NOVEMBER);

    expect(err).toMatch(/definitions have changed: all tickets are measured again/);
    expect(report.overall.finalResolution.net?.meanSeconds).toBe(30.5 * 3600);
  });

  it('replaces what another folder brought, and says so', async () => {
    const desk = atDesk();
    const other = copyFixture('worked-ticket', desk);
    writeFileSync(join(other, 'tickets.csv'), readFileSync(join(other, 'tickets.csv'), 'utf8').replace('\n1,', '\n9,'));
    rmSync(join(other, 'events.csv'));
    await desk.report(worked, ...NOVEMBER);
    const { err, out } = await desk.fairclock(['report', ...NOVEMBER, '--tickets', 'overall', '--cohort', 'opened'], {
      ...NEW_YORK,
      FILE_PATH: other,
    });

    expect(err).toContain('file now reads something else');
    expect(JSON.parse(out).tickets.map(({ id }: { id: string }) => id)).toEqual(['9']);
  });
});

describe('what a person typed', () => {
  it.each([
    [['reprot'], 2, /no command reprot; did you mean report\?/],
    [['report', '--form', '2026-11-01'], 2, /did you mean --from\?/],
    [['report', '--from', '2026-11-01'], 2, /--from and --to belong together/],
    [['report', '--from', '2026-11-31', '--to', '2026-12-05'], 2, /--from 2026-11-31: write a date/],
    [['report', '--from', '2026-11-05', '--to', '2026-11-01'], 2, /must lie after/],
    [['report', '--cohort', 'closed'], 2, /--cohort accepts solved, opened, rated, not closed/],
    [['report', '--time-zone', 'Mars/Base'], 2, /Mars\/Base: not a time zone/],
    [['report', ...NOVEMBER, '--tickets', 'byTeir=simple'], 2, /did you mean byTier/],
    [['sync', 'zendesk'], 2, /there is no source zendesk; configured are: file/],
    [['forget', 'nobody'], 2, /nothing is stored of nobody/],
    [['report', '--env-file', 'none.env'], 2, /there is no file .*none\.env/],
  ])('%j ends with %i and a sentence that helps', async (words, code, message) => {
    const ended = await atDesk().fairclock(words, worked);

    expect(ended.err).toMatch(message);
    expect(ended.code).toBe(code);
    expect(ended.out).toBe('');
  });

  it('may be a question for help', async () => {
    const { code, out } = await atDesk().fairclock(['report', '--help']);

    expect(code).toBe(0);
    expect(out).toMatch(/--tickets GROUP +the tickets behind a figure/);
  });
});

describe('settings', () => {
  it('are told all at once when they are wrong, with exit code 2', async () => {
    const { code, err } = await atDesk().fairclock(['report'], {
      FILE_PATH: 'x',
      TEAM_TIME_ZONE: 'Berlin',
      MIN_SAMPLE: 'few',
    });

    expect(code).toBe(2);
    expect(err).toMatch(/settings: TEAM_TIME_ZONE: "Berlin"[\s\S]*settings: MIN_SAMPLE: "few"/);
  });

  it('come from .env in the working directory, and the process wins over it', async () => {
    const desk = atDesk();
    desk.write('.env', `FILE_PATH=${worked.FILE_PATH}\nMIN_SAMPLE=1\nTEAM_TIME_ZONE=America/New_York\n`);

    expect((await desk.report({}, ...NOVEMBER)).definitions.teamTimeZone).toBe('America/New_York');
    expect((await desk.report({ TEAM_TIME_ZONE: 'Asia/Tokyo' }, ...NOVEMBER)).definitions.teamTimeZone).toBe(
      'Asia/Tokyo',
    );
  });

  it('without any source say what to set', async () => {
    const { code, err } = await atDesk().fairclock(['report']);

    expect(code).toBe(2);
    expect(err).toMatch(/no source is configured; set FILE_PATH/);
  });
});
