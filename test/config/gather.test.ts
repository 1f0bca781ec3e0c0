import { describe, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.ts';
import { gatherVariables } from '../../src/config/gather.ts';

const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/token': 'zd-token\n',
  '/run/secrets/empty': '\n',
  '/run/secrets/long': 'x'.repeat(70_000),
};

function gather(environment: Record<string, string>, envFile?: string) {
  return gatherVariables({
    environment,
    connectors,
    envFile: envFile === undefined ? undefined : { path: '/opt/.env', label: '.env', bytes: Buffer.from(envFile) },
    read(path) {
      const text = FILES[path];
      if (text === undefined) throw Object.assign(new Error(), { code: 'ENOENT' });
      return Buffer.from(text);
    },
  });
}

describe('what holds', () => {
  it('is the environment’s, then the file’s, and each knows where it is from', () => {
    const { variables, origins } = gather({ MIN_SAMPLE: '7', LOG_LEVEL: 'warn' }, 'MIN_SAMPLE=9\nAUTO_CLOSE=as-is\n');

    expect(variables).toMatchObject({ MIN_SAMPLE: '7', AUTO_CLOSE: 'as-is', LOG_LEVEL: 'warn' });
    expect(origins.get('MIN_SAMPLE')).toEqual({ from: 'environment', hides: '.env' });
    expect(origins.get('LOG_LEVEL')).toEqual({ from: 'environment' });
    expect(origins.get('AUTO_CLOSE')).toEqual({ from: 'env-file', path: '/opt/.env' });
  });
});

describe('what Node itself reads', () => {
  it('is told where it stands in a file, for that is read too late', () => {
    const late = 'NODE_EXTRA_CA_CERTS in .env comes too late: Node reads it as it starts; set it in the environment';

    expect(gather({}, 'NODE_EXTRA_CA_CERTS=/ca.pem\n').warnings).toEqual([late]);
    expect(gather({ NODE_EXTRA_CA_CERTS: '/ca.pem' }, 'NODE_EXTRA_CA_CERTS=/ca.pem\n').warnings).toEqual([]);
  });
});

describe('a secret in a file of its own', () => {
  it('is read from the file that NAME_FILE names, without the line end, also for a second account', () => {
    const { variables, origins, problems } = gather({
      ZENDESK_TOKEN_FILE: '/run/secrets/token',
      ZENDESK_EMEA_TOKEN_FILE: ' /run/secrets/token ',
    });

    expect(problems).toEqual([]);
    expect(variables).toMatchObject({ ZENDESK_TOKEN: 'zd-token', ZENDESK_EMEA_TOKEN: 'zd-token' });
    expect(origins.get('ZENDESK_TOKEN')).toEqual({ from: 'secret-file', path: '/run/secrets/token' });
  });

  it.each([
    ['missing', { PAGE_TOKEN_FILE: '/no/such' }, 'PAGE_TOKEN_FILE: /no/such cannot be read (ENOENT)'],
    ['empty', { PAGE_TOKEN_FILE: '/run/secrets/empty' }, 'PAGE_TOKEN_FILE: the file is empty'],
    ['no secret', { PAGE_TOKEN_FILE: '/run/secrets/long' }, /^PAGE_TOKEN_FILE: the file is longer than any secret/],
    [
      'beside the secret itself',
      { PAGE_TOKEN: 'x', PAGE_TOKEN_FILE: '/run/secrets/token' },
      'PAGE_TOKEN and PAGE_TOKEN_FILE are both set; only one of them can hold',
    ],
  ])('is refused where it is %s', (_what, environment, problem) => {
    expect(gather(environment as Record<string, string>).problems).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  it('is nothing of what is no secret: JOIN_FILE is a file of its own right', () => {
    expect(gather({ JOIN_FILE: '/no/such', MIN_SAMPLE_FILE: '/no/such' }).problems).toEqual([]);
  });
});
