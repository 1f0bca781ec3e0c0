import { describe, expect, it } from 'vitest';
import { CARLA, DMITRI, seed, zendeskFake } from './fake.ts';
import { ANA, MINUTE, sync, table, worldOf } from './played.ts';

describe('people in Zendesk', () => {
  it('have the zone of their profile, unless it is the one that everybody inherits', async () => {
    const { pages } = await sync(seed());

    expect(table(pages, 'customers')).toMatchObject({
      [CARLA]: { timeZoneOrigin: 'none', organisationId: '701', externalId: 'crm-7' },
      [DMITRI]: { timeZone: 'Europe/Moscow', timeZoneOrigin: 'profile' },
    });
    expect(table(pages, 'customers')[CARLA]).not.toHaveProperty('timeZone');
    expect(table(pages, 'agents')[ANA]).toMatchObject({ timeZone: 'America/Sao_Paulo', teamIds: ['501'] });
  });

  it('work by the account’s one schedule with its holidays', async () => {
    const { pages } = await sync(seed());
    const calendar = {
      hours: 'Mon 09:00-17:00',
      holidays: ['2026-02-16', '2026-02-17'],
      timeZone: 'America/Sao_Paulo',
    };

    expect(table(pages, 'agents')[ANA]).toMatchObject({ calendar });
    expect(table(pages, 'teams')['501']).toMatchObject({ calendar });
  });

  it('work by the schedule that SCHEDULES names, where there are several; else a person is told', async () => {
    const world = seed();
    world.schedules.push({
      id: 32,
      name: 'Night',
      time_zone: 'London',
      intervals: [{ start_time: 2820, end_time: 3240 }],
    });
    const silent = await sync(world);
    const named = await sync(world, { variables: { SCHEDULES: 'Billing=Night' } });

    expect(silent.warned.join()).toContain('ZENDESK_SCHEDULES');
    expect(table(silent.pages, 'teams')['502']).not.toHaveProperty('calendar');
    expect(table(named.pages, 'teams')['502']).toMatchObject({
      calendar: { hours: 'Mon 23:00-24:00; Tue 00:00-06:00', timeZone: 'Europe/London' },
    });
    expect(table(named.pages, 'teams')['501']).not.toHaveProperty('calendar');
  });
});

describe('ratings in Zendesk', () => {
  it('of the two-point survey keep agent and time; a survey without an answer has no value', async () => {
    const world = seed();
    world.ratings.push({
      id: 802,
      ticket_id: 3,
      score: 'offered',
      requester_id: CARLA,
      created_at: '2026-03-04T11:00:00Z',
      updated_at: '2026-03-04T11:00:00Z',
    });
    const { pages } = await sync(world);

    expect(table(pages, 'ratings')).toMatchObject({
      'ticket-1': {
        value: 1,
        scaleMin: 0,
        scaleMax: 1,
        positive: true,
        agentId: String(ANA),
        ratedAt: Date.parse('2026-03-02T13:00:00Z'),
      },
      'ticket-3': { value: null, positive: null, offeredAt: Date.parse('2026-03-04T11:00:00Z') },
    });
  });

  const survey = (ticketId: number, rating: number) => ({
    id: '01J1WB51',
    responder_id: CARLA,
    subjects: [{ id: String(ticketId), type: 'ticket', zrn: `zen:ticket:${ticketId}` }],
    answers: [
      {
        type: 'rating_scale',
        rating,
        question: { sub_type: 'customer_satisfaction' },
        updated_at: '2026-03-02T14:00:00.000Z',
      },
      { type: 'open_ended', value: 'not kept', question: {}, updated_at: '2026-03-02T14:01:00.000Z' },
    ],
  });

  it('are never two for one ticket: the newer survey holds, and the older one is not asked for again', async () => {
    const world = seed();
    world.surveys.push(survey(1, 2));
    const first = await sync(world);
    zendeskFake.touch(world, zendeskFake.now + 60 * MINUTE);
    const second = await first.again(120 * MINUTE);

    expect(Object.keys(table(first.pages, 'ratings'))).toEqual(['ticket-1']);
    expect(table(first.pages, 'ratings')['ticket-1']).toMatchObject({ value: 2, scaleMax: 5, positive: false });
    expect(first.asked.filter((line) => line.includes('satisfaction_ratings'))).toHaveLength(1);
    expect(second.asked.filter((line) => line.includes('satisfaction_ratings'))).toHaveLength(0);
    expect(second.asked.filter((line) => line.includes('survey_responses'))).toHaveLength(1);
  });

  it('are not asked for when no ticket of the run bears one', async () => {
    const { asked } = await sync(worldOf([]));

    expect(asked.filter((line) => /rating|survey/.test(line))).toEqual([]);
  });
});
