import { describe, expect, it } from 'vitest';
import { connectors } from '../../../connectors/index.ts';
import { secretsOf } from '../../../src/config/secrets.ts';
import { atDesk } from '../fairclock.ts';

describe('what counts as a secret of the environment', () => {
  it.each([
    ['a token of a source', { ZENDESK_TOKEN: ' zd-token ' }, ['zd-token']],
    ['a token of a second account', { ZENDESK_EMEA_TOKEN: 'zd-emea' }, ['zd-emea']],
    ['the password in an address', { REDIS_URL: 'redis://:pass@example.com' }, ['pass']],
    ['a password with %-codes', { SMTP_URL: 'smtp://me:p%40ss@example.com' }, ['p%40ss', 'p@ss']],
    ['a password with a lone %', { REDIS_URL: 'redis://me:100%sure@example.com' }, ['100%sure']],
    ['a password of its own', { DATABASE_PASSWORD: 'p/a#s?s', SMTP_PASSWORD: 'mail' }, ['p/a#s?s', 'mail']],
    ['the password of a proxy', { https_proxy: 'http://me:prox%79@proxy:3128' }, ['prox%79', 'proxy']],
    ['a password with an @', { REDIS_URL: 'redis://me:p@ss@example.com' }, ['p@ss']],
    ['a password that breaks its address', { REDIS_URL: 'redis://me:pa/ss@example.com' }, ['pa/ss']],
    ['a password behind the question mark', { DATABASE_URL: 'postgres://h/d?user=me&password=pass' }, ['pass']],
    ['a webhook as a whole', { DIGEST_SLACK_WEBHOOK: 'https://hooks.slack.com/services/T/B/x' }, ['/services/T/B/x']],
  ])('%s', (_what, variables, expected) => {
    expect(secretsOf(variables, connectors)).toEqual(expect.arrayContaining(expected));
  });

  it('is neither the place of a store nor what is no secret', () => {
    expect(
      secretsOf({ DATABASE_URL: 'figures.sqlite', TEAM_TIME_ZONE: 'UTC', ZENDESK_SUBDOMAIN: 'acme' }, connectors),
    ).toEqual([]);
  });

  it('is cut out of what a command says of its failure', async () => {
    const { fairclock } = atDesk();
    const { code, err } = await fairclock(['check', '--nonsense-tok-12345'], { ZENDESK_TOKEN: 'tok-12345' });

    expect(code).toBe(2);
    expect(err).toContain('--nonsense-[secret]');
    expect(err).not.toContain('tok-12345');
  });
});
