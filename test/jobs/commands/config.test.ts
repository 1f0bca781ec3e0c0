import { describe, expect, it } from 'vitest';
import { atDesk } from '../fairclock.ts';

const SECRETS = {
  ZENDESK_TOKEN: 'zd-token-1',
  ZENDESK_EMEA_TOKEN: 'zd-token-2',
  PAGE_TOKEN: 'page-token-of-20-signs',
  DIGEST_SLACK_WEBHOOK: 'https://hooks.slack.com/services/T1/B1/xyzzy',
  DATABASE_URL: 'postgres://me:datapass@db.example.com:6432/fairclock?password=querypass',
  REDIS_URL: 'redis://:pw@cache:6379/1',
};

describe('config', () => {
  it('says of every setting what holds and where it is from', async () => {
    const desk = atDesk();
    desk.write('.env', 'MIN_SAMPLE=9\nAUTO_CLOSE=as-is\nPOSTGRES_PASSWORD=x\nPAGE_TOKEN_FILE=token\n');
    desk.write('token', 'page-token-of-20-signs\n');
    const { code, out } = await desk.fairclock(['config'], {
      MIN_SAMPLE: '7',
      FILE_PATH: './export',
      DATABASE_URL: '',
    });
    const lines = out.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '));

    expect(code).toBe(0);
    expect(lines).toContain('MIN_SAMPLE 7 (environment; .env says otherwise)');
    expect(lines).toContain(`AUTO_CLOSE as-is (${desk.folder}/.env)`);
    expect(lines).toContain('PAGE_TOKEN [secret] (file token)');
    expect(lines).toContain('DATABASE_URL fairclock.sqlite (default)');
    expect(lines).toContain('FILE_PATH ./export (environment)');
    expect(lines).toContain('Sources that are read: file');
    expect(lines).toContain('In the env file, not read by Fairclock: POSTGRES_PASSWORD');
    expect(out).not.toContain('TEAM_HOURS');
    expect((await desk.fairclock(['config', '--all'])).out).toMatch(/TEAM_HOURS +- {2}\(not set\)/);
  });

  it.each(['text', 'json'])('never shows a secret (%s), but where an address leads', async (format) => {
    const emea = {
      SOURCES: 'zendesk,zendesk:emea',
      ZENDESK_EMEA_SUBDOMAIN: 'acme-emea',
      ZENDESK_EMEA_EMAIL: 'b@acme.example',
    };
    const zendesk = { ZENDESK_SUBDOMAIN: 'acme', ZENDESK_EMAIL: 'a@acme.example', ...emea };
    const { code, out, err } = await atDesk().fairclock(['config', '--format', format], { ...SECRETS, ...zendesk });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const secret of ['zd-token', 'page-token', 'xyzzy', 'datapass', 'querypass', ':pw@']) {
      expect(out).not.toContain(secret);
    }
    expect(out).toContain('postgres://…@db.example.com:6432/fairclock');
    expect(out).toContain('redis://…@cache:6379/1');
    expect(out).toContain('acme-emea');
  });

  it('shows an address that is put together of its parts', async () => {
    const parts = { DATABASE_URL: '', DATABASE_HOST: 'db', DATABASE_NAME: 'f', DATABASE_PASSWORD: 'a#b' };
    const { out } = await atDesk().fairclock(['config'], parts);

    expect(out).toMatch(/DATABASE_URL +postgres:\/\/…@db\/f {2}\(put together of its parts\)/);
  });

  it('shows what is set also where it is wrong, ends with 2, and can be read by a program', async () => {
    const { code, out } = await atDesk().fairclock(['config', '--format', 'json'], { MIN_SAMPLE: 'none' });

    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      sources: [],
      problems: ['MIN_SAMPLE: "none" accepts a whole number from 1 to 1000'],
      variables: expect.arrayContaining([
        { name: 'MIN_SAMPLE', group: 'Figures', secret: false, value: 'none', origin: { from: 'environment' } },
      ]),
    });
  });

  it('makes no store', async () => {
    const desk = atDesk();
    const { code } = await desk.fairclock(['config'], { DATABASE_URL: '/no/such/folder/f.sqlite' });

    expect(code).toBe(0);
  });
});
