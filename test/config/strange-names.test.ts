import { describe, expect, it } from 'vitest';
import { connectors } from '../../connectors/index.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { strangeNames } from '../../src/config/strange-names.ts';

/** What people typed, and the variable they meant. */
const MISSPELT: Readonly<Record<string, string>> = {
  DATABASE_URL:
    'DATABSE_URL DATABASE_ULR DATBASE_URL DATABASE_URI DATABASEURL DATABASE-URL database_url DATABSE_ULR FAIRCLOCK_DATABASE_URL DATABASE_URLL URL_DATABASE',
  REDIS_URL: 'REDIS_ULR REDISURL RDIS_URL',
  QUEUE_PREFIX: 'QUEUE_PERFIX',
  SOURCES: 'SORUCES SOURCE SOURCS',
  STORE_SUBJECTS: 'STORE_SUBJECT STORE_SUBJETCS',
  TEAM_HOURS: 'TEAM_HOUR TAEM_HOURS TEAMHOURS',
  TEAM_TIME_ZONE: 'TEAM_TIMEZONE TEAM_TIME_ZOEN',
  TEAM_HOLIDAYS: 'TEAM_HOLYDAYS TEAM_HOLIDAY',
  CUSTOMER_HOURS: 'CUSTOMER_HOUR COSTUMER_HOURS CUSTOMERS_HOURS',
  NET_EXCLUDES: 'NET_EXCLUDE NET_EXLUDES',
  AUTO_CLOSE: 'AUTOCLOSE',
  CREDIT_POLICY: 'CREDIT_POLCY',
  MIN_SAMPLE: 'MIN_SAMPLES',
  JOIN_FILE: 'JOIN_FILES',
  REPORT_TIME_ZONE: 'REPORT_TIMEZONE',
  TIER_TAGS: 'TIER_TAG',
  DIGEST_DAILY: 'DIGEST_DAYLY',
  DIGEST_WEEKLY: 'DIGEST_WEEKELY',
  DIGEST_MONTHLY: 'DIGEST_MONTLY',
  DIGEST_SLACK_CHANNELS: 'DIGEST_SLACK_CHANNEL',
  DIGEST_EMAIL_TO: 'DIGEST_EMAILTO',
  DIGEST_EMAIL_FROM: 'DIGEST_EMAIL_FORM',
  SMTP_URL: 'SMTP_ULR SMTPURL',
  PUBLIC_URL: 'PUBLIC_ULR',
  HTTP_PORT: 'HTTP_PROT',
  LOG_LEVEL: 'LOG_LEVL',
  ZENDESK_SUBDOMAIN: 'ZENDESK_SUBDOMIAN',
  ZENDESK_TOKEN: 'ZENDSK_TOKEN ZENDESK_TOEKN',
  GITHUB_REPOS: 'GITHUB_REPO',
  GITHUB_TOKEN: 'GITHB_TOKEN',
  SLACK_CHANNELS: 'SLACK_CHANELS',
  INTERCOM_TOKEN: 'INTERCOM_TOKENS',
  HUBSPOT_TOKEN: 'HUBSPOT_TOKN',
  STRIPE_API_KEY: 'STRIPE_API_KYE STRIPE_APIKEY',
  FILE_PATH: 'FILE_PAHT',
  FILE_MAPPING: 'FILE_MAPING',
  RT_TOKEN: 'RT_TOKE',
  JSM_API_TOKEN: 'JSM_API_TOEKN JSM_APITOKEN',
  HTTPS_PROXY: 'HTTPS_PROXI HTTPS_PORXY',
  NODE_EXTRA_CA_CERTS: 'NODE_EXTRA_CA_CERT',
  SYNC_EVERY_MINUTES: 'SYNC_EVERY_MINUTE',
};

/** What the environments of machines, builds, containers and other programs hold. */
const INNOCENT = `PATH HOME HOSTNAME USER SHELL PWD LANG LC_ALL TZ TERM EDITOR PYTHONPATH JAVA_HOME GOPATH VIRTUAL_ENV
  SSH_AUTH_SOCK XDG_RUNTIME_DIR DISPLAY npm_config_cache npm_package_name NODE_ENV NODE_PATH NODE_VERSION http_proxy
  https_proxy no_proxy AWS_ACCESS_KEY_ID AWS_REGION POSTGRES_PASSWORD POSTGRES_USER POSTGRES_DB PGPASSWORD PGHOST DB_HOST
  DB_PASSWORD DATABASE_URL_TEST TEST_DATABASE_URL STAGING_DATABASE_URL DATABASE_POOL_SIZE REDIS_HOST REDIS_PORT REDIS_URL_2
  CACHE_REDIS_URL REDIS_SERVICE_HOST REDIS_PORT_6379_TCP_ADDR KUBERNETES_PORT KUBERNETES_SERVICE_HOST SMTP_HOST SMTP_PORT
  SMTP_FROM MAIL_FROM SENDGRID_API_KEY HTTPS_PORT PORT HOST SLACK_BOT_TOKEN SLACK_CHANNEL SLACK_WEBHOOK_URL
  SLACK_SIGNING_SECRET GITHUB_SHA GITHUB_ACTIONS GITHUB_REPOSITORY GITHUB_API_URL GITHUB_PATH GITHUB_REF STRIPE_SECRET_KEY
  STRIPE_WEBHOOK_SECRET ZENDESK_URL TEAM_ID TEAM_NAME TEAMCITY_VERSION CUSTOMER_ID NET_NAME LOG_FORMAT LOG_FILE DEBUG CI
  INVOCATION_ID JOURNAL_STREAM SYSTEMD_EXEC_PID COMPOSE_PROJECT_NAME FILE_NAME RT_HOME TIER PAGE_SIZE PUBLIC_KEY API_TOKEN`
  .trim()
  .split(/\s+/);

const ofFiles = { connectors, sources: ['file'], inFile: false };
const told = (names: readonly string[], rules: Parameters<typeof strangeNames>[2]): readonly string[] =>
  strangeNames(names, new Map(names.map((name) => [name, 'x'])), rules).map(({ sentence }) => sentence);

describe('a name that nothing reads', () => {
  it.each(Object.entries(MISSPELT).flatMap(([meant, typed]) => typed.split(' ').map((name) => [name, meant])))(
    '%s is told with its right spelling, %s, also of a connector that is not read',
    (name, meant) => {
      expect(told([name!], ofFiles)).toEqual([`${name} is set, but nothing reads it; did you mean ${meant}?`]);
    },
  );

  it('is nobody’s concern where it belongs to the machine or to another program', () => {
    expect(INNOCENT.length).toBeGreaterThan(60);
    expect(told(INNOCENT, ofFiles)).toEqual([]);
  });

  it('is told for the beginning of its name alone where that source is read, where none is, and in our own file', () => {
    const [name, sentence] = [
      'ZENDESK_API_TOKEN',
      'ZENDESK_API_TOKEN is set, but nothing reads it; did you mean ZENDESK_TOKEN?',
    ];
    expect(told([name], { ...ofFiles, sources: ['zendesk'] })).toEqual([sentence]);
    expect(told([name], { ...ofFiles, sources: [] })).toEqual([sentence]);
    expect(told([name], { ...ofFiles, inFile: true })).toEqual([sentence]);
    expect(told([name], ofFiles)).toEqual([]);
  });

  it('is left to the runner of a build, whose names begin as a source’s do', () => {
    expect(told(['GITHUB_ACTIONS', 'GITHUB_WORKSPACE'], { ...ofFiles, sources: ['github'] })).toEqual([]);
    expect(told(['GITHUB_WORKSPACE'], { ...ofFiles, sources: ['github'] })).toHaveLength(1);
  });

  it('is one of a second account that SOURCES does not list', () => {
    const names = ['ZENDESK_EMEA_SUBDOMAIN', 'ZENDESK_EMEA_EMAIL', 'ZENDESK_EMEA_TOKEN', 'ZENDESK_EMEA_BOTS'];

    expect(told(names, ofFiles)).toEqual([
      `${names.join(', ')}: nothing reads them, since SOURCES does not list zendesk:emea`,
    ]);
    expect(told(names, { ...ofFiles, sources: ['zendesk:emea'] })).toEqual([]);
  });

  it('is an error in our own file, and a warning in the environment, which belongs to many', () => {
    const variables = { FILE_PATH: '.', DATABSE_URL: 'postgres://db/fairclock', TEAM_ID: '7' };

    expect(() => readEnvironment(variables, connectors, { inFile: new Set(['DATABSE_URL']) })).toThrow(
      'DATABSE_URL is set, but nothing reads it; did you mean DATABASE_URL?',
    );
    expect(readEnvironment(variables, connectors).warnings).toEqual([
      'DATABSE_URL is set, but nothing reads it; did you mean DATABASE_URL?',
    ]);
    expect(readEnvironment(variables, connectors, { inFile: new Set(['TEAM_ID']) }).warnings).toContain(
      'TEAM_ID is set, but nothing reads it',
    );
  });

  it('is told beside what is missing, for that was perhaps only misspelt', () => {
    expect(() => readEnvironment({ GITHUB_TOKEN: 'x', GITHUB_REPO: 'a/b' }, connectors)).toThrow(
      /GITHUB_REPOS: is not set.*\nGITHUB_REPO is set, but nothing reads it; did you mean GITHUB_REPOS\?/,
    );
  });
});
