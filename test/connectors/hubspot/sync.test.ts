import { describe, expect, it } from 'vitest';
import type { FakeAnswer } from '../fake.ts';
import { limited } from '../limited.ts';
import { runFake } from '../run-fake.ts';
import { answer, hubspotFake } from './fake.ts';
import { empty, message, type Row, row, seed, stages, thread, ticket, type World } from './world.ts';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

function ticketsOf(run: { readonly tables: Readonly<Record<string, Readonly<Record<string, unknown>>>> }) {
  return (run.tables.tickets ?? {}) as Readonly<Record<string, Record<string, unknown>>>;
}

/** A portal of one ticket. */
function portal(more: Partial<Row> = {}): World {
  const at = '2026-03-01T08:00:00.000Z';
  const world = empty();
  world.objects.tickets.push(ticket('1', at, at, stages(['1', at]), more));
  return world;
}

/** A change of a ticket, as HubSpot would note it. */
function change(world: World, id: string, at: number): void {
  const found = world.objects.tickets.find((each) => each.id === id)!;
  found.updatedAt = iso(at);
  Object.assign(found.properties, { hs_lastmodifieddate: iso(at), hs_pipeline_stage: '4' });
  found.history.hs_pipeline_stage = [...stages(['4', iso(at)]), ...(found.history.hs_pipeline_stage ?? [])];
}

describe('a ticket as it is kept', () => {
  it('has its owner, team, customer, account, link, and nothing that anybody wrote', async () => {
    const { tables } = await runFake(hubspotFake).pull();

    expect(ticketsOf({ tables })['101']).toMatchObject({
      url: 'https://app-eu1.hubspot.com/contacts/424242/record/0-5/101',
      channel: 'email',
      openedAt: Date.parse('2026-03-01T07:59:00Z'),
      openedBy: 'customer',
      customerId: 'contact-51',
      accountKey: '61',
      agentId: '11',
      teamId: '31',
      status: 'solved',
      priority: 'high',
    });
    expect(tables.customers?.['contact-51']).toMatchObject({
      timeZone: 'America/New_York',
      timeZoneOrigin: 'inferred',
    });
    expect(tables.accounts?.['61']).toMatchObject({ name: 'Acme', domains: ['acme.example', 'acme.test'] });
    expect(tables.agents?.['12']).toMatchObject({ name: 'Mia Ott', active: false });
    expect(tables.teams).toHaveProperty('queue-7002');
    expect(JSON.stringify(tables)).not.toMatch(/Secret words|Splendid|does not start/);
  });

  it('belongs to its own primary company, whatever company the contact has', async () => {
    const world = seed();
    world.links['tickets/101/companies'] = [{ id: '61' }, { id: '62', label: 'Primary' }];
    expect(ticketsOf(await runFake(hubspotFake, { world }).pull())['101']).toMatchObject({ accountKey: '62' });
  });

  it('belongs to the contact’s company where it is linked to none, and to none of several', async () => {
    const world = seed();
    world.links['tickets/101/companies'] = [{ id: '61' }, { id: '62' }];
    expect(ticketsOf(await runFake(hubspotFake, { world }).pull())['101']).toMatchObject({ accountKey: '61' });
    world.links['tickets/101/contacts'] = [];
    expect(ticketsOf(await runFake(hubspotFake, { world }).pull())['101']).not.toHaveProperty('accountKey');
  });
});

describe('what a search shows late', () => {
  it('is found up to two hours back, and read once', async () => {
    const run = runFake(hubspotFake, { world: portal() });
    await run.pull();
    run.clock.now += 3 * HOUR;
    await run.pull();
    change(run.world, '1', run.clock.now - HOUR);
    run.clock.now += 60_000;
    expect(ticketsOf(await run.pull())['1']).toMatchObject({ status: 'solved' });

    run.asked.length = 0;
    run.clock.now += 60_000;
    await run.pull();
    expect(run.asked.filter((line) => line.includes('/tickets/batch/read'))).toEqual([]);
  });

  it('is read once where it changed just before the first sync', async () => {
    const world = portal();
    change(world, '1', hubspotFake.now - HOUR);
    const run = runFake(hubspotFake, { world });
    await run.pull();

    expect(run.asked.filter((line) => line.includes('/tickets/batch/read'))).toHaveLength(1);
  });

  it('is never continued by its offset: more tickets of one instant than a page holds are read by id', async () => {
    const run = runFake(hubspotFake, { world: empty() });
    await run.pull();
    const at = run.clock.now + HOUR;
    for (const id of ['11', '12', '13', '14', '15', '16']) {
      const when = id === '16' ? at + 1 : at;
      run.world.objects.tickets.push(ticket(id, iso(when), iso(when), stages(['1', iso(when)])));
    }
    run.clock.now += 2 * HOUR;
    run.asked.length = 0;

    expect(Object.keys(ticketsOf(await run.pull()))).toEqual(['11', '12', '13', '14', '15', '16']);
    expect(run.asked.filter((line) => line.includes('/search') && line.includes('"after"'))).toEqual([]);
  });

  it('stops at a search that says there is more and brings nothing', async () => {
    const run = runFake(hubspotFake, {
      world: portal(),
      answer: (world, request) => {
        const said = answer(world, request);
        if (!request.path.endsWith('/tickets/search') || said === undefined) return said;
        return { body: { ...(said.body as object), paging: { next: { after: '2' } } } };
      },
    });
    await expect(run.pull()).rejects.toThrow('the same page came twice');
  });
});

describe('a message that changes nothing of its ticket', () => {
  it('is read all the same, by the thread it is in', async () => {
    const world = portal();
    const run = runFake(hubspotFake, { world });
    await run.pull();
    run.clock.now += HOUR;
    world.links['tickets/1/conversations'] = [{ id: '801' }];
    world.threads.push(thread('801', '1', iso(run.clock.now - 60_000)), thread('802', undefined, iso(run.clock.now)));
    world.messages['801'] = [message('m1', 'A-11', iso(run.clock.now - 60_000))];

    expect((await run.pull()).tables.events).toHaveProperty('1/msg-m1');
  });

  it('stays where HubSpot has erased its conversation since', async () => {
    const run = runFake(hubspotFake);
    await run.pull();
    run.world.threads.length = 0;
    run.clock.now += HOUR;
    change(run.world, '101', run.clock.now - 60_000);

    expect((await run.pull()).tables.events).toHaveProperty('101/msg-m1');
  });
});

describe('tickets that are archived', () => {
  it('are deleted, or went into the one that is left', async () => {
    const run = runFake(hubspotFake);
    await run.pull();
    run.clock.now += HOUR;
    const at = iso(run.clock.now - 60_000);
    for (const id of ['102', '103']) {
      Object.assign(run.world.objects.tickets.find((each) => each.id === id)!, { archived: true, archivedAt: at });
    }
    change(run.world, '104', run.clock.now - 60_000);
    const winner = run.world.objects.tickets.find(({ id }) => id === '104')!;
    winner.properties.hs_merged_object_ids = '103';
    winner.history.hs_merged_object_ids = [{ value: '103', timestamp: at }];
    const stored = await run.pull();

    expect(ticketsOf(stored)['102']).toMatchObject({ deletedAt: Date.parse(at) });
    expect(stored.tables.events?.['103/merged']).toMatchObject({ kind: 'merged', into: '104' });
    expect(ticketsOf(stored)['105']).not.toHaveProperty('deletedAt');
  });
});

describe('a history that many tickets at once do not bring whole', () => {
  it('is asked for alone', async () => {
    const at = '2026-03-01T08:00:00.000Z';
    const history = stages(['1', at], ['2', '2026-03-02T08:00:00.000Z'], ['4', '2026-03-03T08:00:00.000Z']);
    const world = { ...empty(), keeps: 1 };
    world.objects.tickets.push(ticket('1', at, at, history), ticket('2', at, at, stages(['1', at])));
    const run = runFake(hubspotFake, { world });
    const stored = await run.pull();

    expect(run.asked.filter((line) => /tickets\/\d+\?/.test(line))).toHaveLength(1);
    expect(ticketsOf(stored)['1']).toMatchObject({ timelineComplete: true });
    expect(Object.keys(stored.tables.events ?? {}).filter((key) => key.startsWith('1/stage-'))).toHaveLength(3);
  });
});

describe('what settings leave out', () => {
  it('is other pipelines, but not a ticket that went there', async () => {
    const world = portal({ properties: { hs_pipeline: '77' }, history: { hs_pipeline: [] } });
    world.objects.tickets.push(
      ticket('2', '2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z', stages(['1', '2026-03-01T08:00:00.000Z']), {
        properties: { hs_pipeline: '77' },
      }),
    );
    const variables = { PIPELINES: 'support pipeline' };

    expect(Object.keys(ticketsOf(await runFake(hubspotFake, { world, variables }).pull()))).toEqual(['2']);
  });

  it('is no pipeline without a word: a wrong name stops the sync', async () => {
    await expect(runFake(hubspotFake, { variables: { PIPELINES: 'Suport' } }).pull()).rejects.toThrow(
      'HUBSPOT_PIPELINES names "Suport", which is no pipeline; there are "Support Pipeline", "Returns"',
    );
  });

  it('is what changed before START_DATE', async () => {
    const run = runFake(hubspotFake, { variables: { START_DATE: '2026-03-05' } });

    expect(Object.keys(ticketsOf(await run.pull()))).toEqual(['105']);
  });
});

describe('stages that wait', () => {
  it('wait for whom the settings say, by name or id', async () => {
    const world = portal({ properties: { hs_pipeline: '77', hs_pipeline_stage: '770' } });
    const told = async (variables: Record<string, string>) =>
      ticketsOf(await runFake(hubspotFake, { world, variables }).pull())['1']?.status;

    expect(await told({})).toBe('new');
    expect(await told({ WAITING_THIRD_PARTY: 'with the carrier' })).toBe('waiting_third_party');
    expect(await told({ WAITING_CUSTOMER: '770' })).toBe('waiting_customer');
  });
});

describe('what the token may not read', () => {
  it('is said of surveys, and stops nothing', async () => {
    const run = runFake(hubspotFake, { world: { ...seed(), without: ['crm.objects.feedback_submissions.read'] } });
    const { tables } = await run.pull();

    expect(Object.keys(tables.tickets ?? {})).toHaveLength(5);
    expect(tables.ratings).toBeUndefined();
    expect(run.warnings.join()).toContain('crm.objects.feedback_submissions.read');
  });

  it('stops the sync where answers would be missing, and names the scope', async () => {
    const run = runFake(hubspotFake, { world: { ...seed(), without: ['conversations.read'] } });

    await expect(run.pull()).rejects.toThrow('it needs the scope conversations.read');
  });
});

describe('odd answers', () => {
  it('cost the odd value, and are said', async () => {
    const world = portal({ properties: { hs_ticket_priority: 'HIGH' } });
    const found = world.objects.tickets[0]!;
    Object.assign(found.properties, { hs_ticket_category: 7 });
    found.history.hs_pipeline_stage = [{ value: '4', timestamp: 'soon' }, ...(found.history.hs_pipeline_stage ?? [])];
    const { tables, rejected } = await runFake(hubspotFake, { world }).pull();

    expect(ticketsOf({ tables })['1']).toMatchObject({ priority: 'high' });
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatchObject({ place: '/crm/objects/2026-09/tickets/batch/read: 1' });
    expect(rejected[0]?.reason).toMatch(/^kept without .*hs_pipeline_stage\.0\.timestamp.*hs_ticket_category/);
  });

  it('of a day’s used-up requests end the run, to be tried again in an hour', async () => {
    const run = runFake(hubspotFake, {
      answer: (): FakeAnswer => ({
        status: 429,
        body: {
          status: 'error',
          errorType: 'RATE_LIMIT',
          policyName: 'DAILY',
          message: 'You have reached your daily limit',
        },
      }),
    });

    await expect(run.pull()).rejects.toMatchObject({ retryAfterMs: expect.any(Number) });
    expect(run.asked).toHaveLength(1);
  });
});

describe('deals', () => {
  const world = (): World => {
    const portalOfOne = portal();
    const deal = (id: string, pipeline: string, isWon: string, closedate: string): Row =>
      row(id, '2025-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', {
        properties: { pipeline, closedate, hs_is_closed: 'true', hs_is_closed_won: isWon, hs_mrr: '100' },
        history: { dealstage: [{ value: 'x', timestamp: `${closedate}T00:00:00.000Z` }] },
      });
    portalOfOne.objects.deals.push(
      deal('1', 'default', 'true', '2025-01-01'),
      deal('2', 'ren', 'false', '2026-01-01'),
      deal('3', 'default', 'true', '2025-01-01'),
    );
    portalOfOne.objects.companies.push(row('61', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z'));
    for (const id of ['1', '2']) portalOfOne.links[`deals/${id}/companies`] = [{ id: '61' }];
    portalOfOne.links['companies/61/deals'] = [{ id: '1' }, { id: '2' }];
    return portalOfOne;
  };

  it('are read only where they are asked for', async () => {
    expect((await runFake(hubspotFake, { world: world() }).pull()).tables.subscriptions).toBeUndefined();
  });

  it('end by a lost renewal of the pipeline that is named; one of no company is named', async () => {
    const variables = { DEALS: 'true', RENEWAL_PIPELINES: 'Renewals' };
    const { tables, rejected } = await runFake(hubspotFake, { world: world(), variables }).pull();

    expect(tables.subscriptions).toMatchObject({
      1: { accountKey: '61', mrrMinor: 10_000, currency: 'EUR', endedAt: Date.parse('2026-01-01T00:00:00Z') },
    });
    expect(Object.keys(tables.accounts ?? {})).toEqual(['61']);
    expect(rejected.map(({ place }) => place)).toEqual(['/crm/objects/2026-09/deals/batch/read: 3']);
  });
});

describe('the limits', () => {
  /** As HubSpot tells them. */
  const ACCOUNT = { requests: 100, windowMs: 10_000 };
  const SEARCH = { requests: 5, windowMs: 1000 };

  it('are kept: of all requests, and of searches apart', async () => {
    const world = empty();
    const limits = limited(hubspotFake, ({ path }) => (path.endsWith('/search') ? ['search'] : ['account']), {
      account: ACCOUNT,
      search: SEARCH,
    });
    const run = runFake(hubspotFake, { world, answer: limits.answer });
    await run.pull();
    for (let n = 0; n < 60; n += 1) {
      const at = iso(run.clock.now + n * 60_000);
      world.objects.tickets.push(ticket(String(100 + n), at, at, stages(['1', at])));
      world.links[`tickets/${100 + n}/conversations`] = [{ id: '801' }];
    }
    world.threads.push(thread('801', undefined, '2026-03-01T08:00:00.000Z'));
    run.clock.now += 2 * HOUR;
    run.asked.length = 0;
    const { tables } = await run.pull();

    expect(Object.keys(tables.tickets ?? {})).toHaveLength(60);
    expect(run.asked.length).toBeGreaterThan(2 * ACCOUNT.requests);
    expect(run.asked.filter((line) => line.includes('/search')).length).toBeGreaterThan(30);
    expect(limits.broken()).toBe(0);
  });

  it('of searches hold by themselves, where nothing is asked between them', async () => {
    const world = empty();
    const limits = limited(hubspotFake, ({ path }) => (path.endsWith('/search') ? ['search'] : []), { search: SEARCH });
    const run = runFake(hubspotFake, { world, answer: limits.answer });
    await run.pull();
    const at = iso(run.clock.now + 60_000);
    for (let n = 0; n < 40; n += 1) world.objects.tickets.push(ticket(String(100 + n), at, at, stages(['1', at])));
    run.clock.now += HOUR;
    await run.pull();

    expect(limits.broken()).toBe(0);
  });
});

describe('check', () => {
  it('says how each stage is read, what the first sync takes, and that no live account was seen', async () => {
    const { ok, lines } = await runFake(hubspotFake).check();

    expect(ok).toBe(true);
    expect(lines.join('\n')).toContain(
      'stages of Support Pipeline: New = new, Waiting on contact = waiting_customer, Waiting on us = open, Closed = solved',
    );
    expect(lines.join('\n')).toContain('5 tickets: the first sync takes about 17 requests');
    expect(lines.join('\n')).toContain('not yet run on a live account');
  });

  it('names every scope that is missing at once', async () => {
    const world = {
      ...seed(),
      without: ['conversations.read', 'crm.objects.contacts.read', 'crm.objects.feedback_submissions.read'],
    };
    const { ok, lines } = await runFake(hubspotFake, { world }).check();

    expect(ok).toBe(false);
    expect(lines.join('\n')).toMatch(/scope conversations\.read: [\s\S]*scope crm\.objects\.contacts\.read: /);
    expect(lines.join('\n')).toContain('answers to surveys are not read');
  });
});
