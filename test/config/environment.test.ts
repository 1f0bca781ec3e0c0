import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from '../../src/config/environment.ts';
import { type Connector, defineConnector } from '../../src/connector/connector.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { prefixOf } from '../../src/model/source.ts';

const desk: Connector = defineConnector({
  id: 'desk',
  title: 'Desk',
  turns: 'status',
  env: z.object({
    HOST: z.string().meta({ description: 'The host of the desk.' }),
    TOKEN: z
      .string()
      .refine((text) => text.startsWith('tok_'), { error: 'is not a token of the desk; it begins with tok_' })
      .meta({ description: 'The token of the desk.', secret: true }),
    PAGE: z.coerce.number().default(100).meta({ description: 'Page size.' }),
    START_DATE: z.iso.date('accepts a date').optional().meta({ description: 'The first day.' }),
  }),
  renamed: { SINCE: 'START_DATE' },
  identity: ({ HOST, START_DATE }) => [HOST, START_DATE].filter(Boolean).join(' since '),
  async *pull() {},
  check: async () => ({ ok: true, lines: [] }),
});
const chat: Connector = { ...desk, id: 'chat', title: 'Chat', turns: 'message' };

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables, [desk, chat]);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings from the environment', () => {
  it('stand on their own with sensible defaults', () => {
    const { settings, sources } = readEnvironment({}, [desk, chat]);

    expect(settings.NET_EXCLUDES).toEqual(['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap']);
    expect(settings.TEAM_HOURS).toBeUndefined();
    expect(settings.CUSTOMER_HOURS).toBe('Mon-Fri 09:00-17:00');
    expect(settings.TIER_CUTS).toEqual([2, 6]);
    expect(settings.CREDIT_POLICY).toBe('solver');
    expect(sources).toEqual([]);
  });

  it('take an empty value for not set, so that a default applies', () => {
    expect(readEnvironment({ CUSTOMER_HOURS: '', TEAM_TIME_ZONE: '  ' }, []).settings).toMatchObject({
      CUSTOMER_HOURS: 'Mon-Fri 09:00-17:00',
      TEAM_TIME_ZONE: 'UTC',
    });
  });

  it('tell all problems at once, each with its variable, what was found and what is accepted', () => {
    const problems = problemsOf({
      TEAM_TIME_ZONE: 'Berlin',
      NET_EXCLUDES: 'customer_wait,team_working',
      TIER_CUTS: '6,2',
      DESK_HOST: 'desk.example',
    });

    expect(problems).toHaveLength(4);
    expect(problems.find((text) => text.startsWith('TEAM_TIME_ZONE'))).toMatch(
      /"Berlin" is not a time zone.*Europe\/Berlin/,
    );
    expect(problems.find((text) => text.startsWith('NET_EXCLUDES'))).toMatch(/accepts a list of team_time_zone_wait/);
    expect(problems.find((text) => text.startsWith('TIER_CUTS'))).toMatch(/"6,2" accepts two rising scores/);
    expect(problems.find((text) => text.startsWith('DESK_TOKEN'))).toBe(
      'DESK_TOKEN: is not set; The token of the desk.',
    );
  });

  it('never show a secret, not even a wrong one', () => {
    const problems = problemsOf({ DESK_HOST: 'desk.example', DESK_TOKEN: 'hunter2-secret' });

    expect(problems).toEqual(['DESK_TOKEN: its value is not a token of the desk; it begins with tok_']);
  });

  it.each([
    ['TEAM_HOURS', 'Mon-Fry 09:00-17:00'],
    ['CUSTOMER_HOURS', '9 to 5'],
    ['TEAM_HOLIDAYS', '2026-13-01'],
    ['AUTO_CLOSE', 'yes'],
    ['CREDIT_POLICY', 'closer'],
    ['MIN_SAMPLE', '-1'],
    ['CHURN_LOOKBACK_DAYS', '1e3'],
    ['STORE_SUBJECTS', 'maybe'],
    ['TIER_TAGS', 'hard=bug'],
    ['LOG_LEVEL', 'loud'],
    ['REPORT_TIME_ZONE', '+02:00'],
  ])('refuse %s=%s by name', (name, value) => {
    const problems = problemsOf({ [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name}: "${value}"`);
  });

  it('reads hours with versions, tags by tier and lists of holidays', () => {
    const { settings } = readEnvironment(
      {
        TEAM_HOURS: 'Mon-Fri 09:00-12:30,13:30-18:00; Sat 10:00-14:00 | from 2026-03-01: 24/7',
        TIER_TAGS: 'simple=how-to, billing;complex=bug',
        TEAM_HOLIDAYS: 'DE-BE, 2026-12-24',
      },
      [],
    );

    expect(settings.TIER_TAGS).toEqual({ simple: ['how-to', 'billing'], complex: ['bug'] });
    expect(settings.TEAM_HOLIDAYS).toEqual(['DE-BE', '2026-12-24']);
  });
});

describe('sources from the environment', () => {
  const one = { DESK_HOST: 'one.example', DESK_TOKEN: 'tok_1' };

  it('are every connector of which a required variable is set', () => {
    expect(readEnvironment(one, [desk, chat]).sources.map(({ name }) => name)).toEqual(['desk']);
  });

  it('are several accounts of one vendor side by side when SOURCES names them', () => {
    const { sources } = readEnvironment(
      {
        ...one,
        SOURCES: 'desk, desk:emea',
        DESK_EMEA_HOST: 'two.example',
        DESK_EMEA_TOKEN: 'tok_2',
        DESK_EMEA_TURNS: 'message',
      },
      [desk, chat],
    );

    expect(sources.map(({ name, identity, turns }) => [name, identity, turns])).toEqual([
      ['desk', 'one.example', 'status'],
      ['desk:emea', 'two.example', 'message'],
    ]);
  });

  it('must be known, spelt as names and apart from each other', () => {
    expect(problemsOf({ SOURCES: 'desc' })[0]).toMatch(/no connector desc; did you mean desk\? there are desk, chat/);
    expect(problemsOf({ ...one, SOURCES: 'desk,Desk EMEA' })[0]).toMatch(/Desk EMEA is not a source's name/);
    expect(problemsOf({ ...one, SOURCES: 'desk:a-b,desk:a_b' })[0]).toMatch(/would read the same variables DESK_A_B_/);
  });

  it('warn of a variable that looks like theirs and that nothing reads', () => {
    expect(readEnvironment({ ...one, DESK_PAGES: '50', TEAM_HOUR: '24/7' }, [desk]).warnings).toEqual([
      'DESK_PAGES is set, but nothing reads it; did you mean DESK_PAGE?',
      'TEAM_HOUR is set, but nothing reads it; did you mean TEAM_HOURS?',
    ]);
  });

  it('read a variable on under its earlier name, and ask for it to be renamed', () => {
    const { sources, warnings } = readEnvironment({ ...one, DESK_SINCE: '2026-01-31' }, [desk]);

    expect(sources.map(({ identity }) => identity)).toEqual(['one.example since 2026-01-31']);
    expect(warnings).toEqual([
      'DESK_SINCE is now called DESK_START_DATE; the old name is still read, please rename it',
    ]);
    expect(problemsOf({ ...one, DESK_SINCE: 'May' })).toEqual(['DESK_SINCE: "May" accepts a date']);
  });

  it('let a variable’s present name count where both are set', () => {
    const both = { ...one, DESK_SINCE: 'May', DESK_START_DATE: '2026-02-01' };
    const { sources, warnings } = readEnvironment(both, [desk]);

    expect(sources.map(({ identity }) => identity)).toEqual(['one.example since 2026-02-01']);
    expect(warnings).toEqual([
      'DESK_SINCE is now called DESK_START_DATE; the old name is not read beside it, please rename it',
    ]);
  });

  it('read the variables with their own prefix', () => {
    expect(prefixOf('zendesk')).toBe('ZENDESK_');
    expect(prefixOf('zendesk:emea-2')).toBe('ZENDESK_EMEA_2_');
  });
});
