import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.ts';
import { chat, desk, problemsOf } from './desk.ts';

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
    expect(problems.find((text) => text.startsWith('DESK_TOKEN'))).toContain(
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
    ['TIER_TAGS', 'simple=how-to;complex=bug;simple=billing'],
    ['LOG_LEVEL', 'loud'],
    ['REPORT_TIME_ZONE', '+02:00'],
  ])('refuse %s=%s by name', (name, value) => {
    const problems = problemsOf({ [name]: value });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${name}: "${value}"`);
  });

  it('name the tier whose tags are given twice, and how they are written', () => {
    expect(problemsOf({ TIER_TAGS: 'complex=bug;simple=how-to; Complex=outage' })[0]).toMatch(
      /names complex twice.*complex=bug,outage/,
    );
  });

  it.each([
    ['HTTPS_PROXY', 'proxy.example.com:3128'],
    ['http_proxy', 'proxy'],
    ['ALL_PROXY', '10.0.0.1:3128'],
    ['https_proxy', 'user:hunter2@proxy:3128'],
  ])('refuse %s=%s: without a scheme no client would find it, and its password is not shown', (name, value) => {
    const problems = problemsOf({ [name]: value });

    expect(problems).toEqual([`${name}: has no scheme; write the proxy as http://host:port (or https://host:port)`]);
  });

  it.each(['http://proxy:3128', 'https://user:pass@proxy.example.com', 'HTTP://10.0.0.1:3128/'])(
    'take a proxy like %s',
    (value) => {
      expect(problemsOf({ HTTPS_PROXY: value })).toEqual([]);
    },
  );

  it('refuse a proxy of a kind that is not spoken', () => {
    expect(problemsOf({ ALL_PROXY: 'socks5://proxy:1080' })[0]).toMatch(/^ALL_PROXY: is no proxy that can be used/);
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
