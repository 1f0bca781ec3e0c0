import { describe, expect, it } from 'vitest';
import { jsm } from '../../../connectors/jsm/index.ts';
import '../../support/http.ts';
import { runFake } from '../run-fake.ts';
import { answer, jsmFake } from './fake.ts';
import { DONE, OPEN, type World } from './world.ts';

const said = async (options: Parameters<typeof runFake<World>>[1] = {}) => {
  const run = runFake(jsmFake, options);
  const { ok, lines } = await run.check();
  return { ok, text: lines.join('\n'), run };
};

describe('check', () => {
  it('says who opens what, how much there is, what it costs, and that it has not yet run on a live account', async () => {
    const { ok, text, run } = await said();

    expect(ok).toBe(true);
    expect(text).toContain('JSM_API_TOKEN opens Jira Cloud as Olaf');
    expect(text).toContain('has not yet run on a live account');
    expect(text).toContain('project SUP (Support): 5 issues');
    expect(text).toContain('5 issues: the first sync takes about 8 requests and less than a minute');
    expect(text).toContain('set JSM_START_DATE to read less');
    expect(run.asked).toHaveLength(6);
  });

  it('counts what changed since the date that is set, in the zone of the account', async () => {
    const { text, run } = await said({ variables: { START_DATE: '2026-02-01' } });

    expect(run.asked.at(-1)).toBe(
      String.raw`POST /rest/api/3/search/approximate-count {"jql":"project = \"SUP\" AND updated >= \"2026-02-01 01:00\""}`,
    );
    expect(text).not.toContain('JSM_START_DATE');
  });

  it('names statuses in progress that may wait, until the settings say', async () => {
    const supplier = 'At the supplier';

    expect((await said()).text).toContain(`count as the team's: "${supplier}". Say in JSM_STATUSES`);
    expect((await said({ variables: { STATUSES: `${supplier}=waiting_third_party` } })).text).not.toContain(supplier);
  });

  it('says that no status waits for the customer, and what to do', async () => {
    expect((await said()).text).not.toContain('JSM_TURNS');
    expect((await said({ world: { ...jsmFake.seed(), statuses: [OPEN, DONE] } })).text).toContain(
      'no status waits for the customer: name one in JSM_STATUSES, or set JSM_TURNS=message',
    );
  });

  it('names twenty statuses at most', async () => {
    const statuses = Array.from({ length: 25 }, (_, n) => ({ ...OPEN, id: `${100 + n}`, name: `Step ${100 + n}` }));
    const { text } = await said({ world: { ...jsmFake.seed(), statuses } });

    expect(text).toContain('"Step 119" and 5 more');
    expect(text).not.toContain('Step 120');
  });

  it('goes on after a project that is not there', async () => {
    const { ok, text } = await said({ variables: { PROJECTS: 'GONE,SUP' } });

    expect(ok).toBe(false);
    expect(text).toContain('no project GONE');
    expect(text).toContain('project SUP (Support): 5 issues');
  });

  it('tells a site that does not count, and one without Service Management', async () => {
    const { ok, text } = await said({
      answer: (world, request) => {
        if (request.path.endsWith('/approximate-count')) return { status: 404, body: '' };
        return request.path.endsWith('/field') ? { body: [] } : answer(world, request);
      },
    });

    expect(ok).toBe(true);
    expect(text).toContain('an unknown number of issues');
    expect(text).not.toContain('the first sync');
    expect(text).toContain('Service Management is not there');
  });

  it('names a field that is not there', async () => {
    expect((await said({ variables: { FIELDS: 'Colour=colour' } })).text).toContain('there is no field "Colour"');
  });

  it.each([
    ['which Cloud wants', 'Cloud', true],
    ['which Data Center does not', 'Server', false],
  ])('says that no address is set, %s', async (_, deploymentType, isSaid) => {
    const fake = {
      ...jsmFake,
      variables: { URL: 'https://acme.atlassian.net', API_TOKEN: 'tok_geheim', PROJECTS: 'SUP' },
    };
    const run = runFake(fake, {
      answer: (world, request) => {
        const authorization = String(jsmFake.secrets[1]);
        const said = answer(world, {
          ...request,
          headers: { ...request.headers, authorization: `Basic ${authorization}` },
        });
        return request.path.endsWith('/serverInfo') ? { body: { deploymentType } } : (said ?? { body: { total: 0 } });
      },
    });
    const { lines } = await run.check();

    expect(lines.join('\n').includes('JSM_EMAIL is not set')).toBe(isSaid);
  });

  it('tells the version of Data Center, and its count', async () => {
    const fake = {
      ...jsmFake,
      variables: { URL: 'https://acme.atlassian.net', API_TOKEN: 'tok_geheim', PROJECTS: 'SUP' },
    };
    const run = runFake(fake, { world: { ...jsmFake.seed(), server: '9.12.4' } });
    const { lines } = await run.check();

    expect(lines.join('\n')).toContain('opens Jira Data Center 9.12.4 as Olaf');
    expect(lines.join('\n')).toContain('5 issues: the first sync takes about 12 requests');
  });
});

describe('the settings', () => {
  const required = { URL: 'https://acme.atlassian.net', API_TOKEN: 'token', PROJECTS: 'SUP' };

  it.each([
    ['an address that is not safe', { URL: 'http://jira.example' }],
    ['no token', { API_TOKEN: '' }],
    ['no project', { PROJECTS: ' , ' }],
    ['a project that would change the search', { PROJECTS: 'SUP" OR project = "X' }],
    ['a status that means nothing', { STATUSES: 'Waiting=someday' }],
  ])('refuse %s', (_, odd) => {
    expect(() => jsm.open('jsm', { ...required, ...odd }, undefined)).toThrow();
  });

  it.each([
    ['https://acme.atlassian.net/', 'acme.atlassian.net'],
    ['https://jira.example/jira/', 'jira.example/jira'],
    ['https://api.atlassian.com/ex/jira/11-22', 'api.atlassian.com/ex/jira/11-22'],
  ])('identify the site %s by its host and path', (address, identity) => {
    expect(jsm.open('jsm', { ...required, URL: address }, undefined).identity).toBe(identity);
  });
});
