import { describe, expect, it } from 'vitest';
import { createMeasurer } from '../../../src/measure/measure.ts';
import type { Turns } from '../../../src/model/ticket.ts';
import { definitions } from '../../measure/desk.ts';
import { lines, type Setting, told } from './told.ts';
import {
  assigned,
  became,
  CARLA,
  change,
  comment,
  DONE,
  issue,
  MIA,
  OLAF,
  OPEN,
  type Row,
  RULE,
  SUPPLIER,
  WAITING,
} from './world.ts';

const at = (time: string) => `2026-03-02T${time}:00.000+0000`;
const workflow = { field: 'Workflow', fieldtype: 'jira', from: '1', fromString: 'old', to: '2', toString: 'new' };
const TO_DO = { id: '99', name: 'To Do' };

/** An issue of 08:00 with these changes and comments. */
const story = (histories: object[], comments: object[] = [], more: object = {}): Row =>
  issue('10009', at('08:00'), at('20:00'), more, { histories, comments });

const measure = createMeasurer({
  definitions: definitions({ customerHours: '24/7', turns: { jsm: 'status' satisfies Turns } }),
  people: { agents: [], teams: [], customer: () => undefined },
  now: Date.parse('2026-04-01T00:00:00Z'),
});

function measured(row: Row, setting?: Setting) {
  const { ticket, events } = told(row, setting);
  return measure({ ticket, events, revision: 1 });
}
const HOUR = 3_600_000;

describe('a history of Jira', () => {
  it('is told oldest first, whichever way it came, with what the issue began with', () => {
    const histories = [
      change('3', OLAF, at('11:00'), became(WAITING, DONE)),
      change('2', OLAF, at('10:00'), became(OPEN, WAITING)),
      change('1', MIA, at('09:00'), assigned('a-mia', 'a-olaf')),
    ];
    const expected = [
      '08:00 message customer',
      '08:00 to a-mia',
      '09:00 to a-olaf',
      '09:30 message agent',
      '10:00 waiting_customer by agent',
      '11:00 solved by agent',
    ];
    const comments = [comment('1', OLAF, at('09:30'))];

    expect(lines(told(story(histories, comments, { status: DONE })))).toEqual(expected);
    expect(lines(told(story(histories.toReversed(), comments, { status: DONE })))).toEqual(expected);
  });

  it('tells what happened in one instant as answer, hand-over and change of status', () => {
    const entry = change('1', OLAF, at('09:00'), became(OPEN, WAITING), assigned(null, 'a-olaf'));
    const answer = comment('1', OLAF, at('09:00'));

    expect(lines(told(story([entry], [answer], { status: WAITING }))).slice(1)).toEqual([
      '08:00 to team 10100',
      '09:00 message agent',
      '09:00 to a-olaf',
      '09:00 waiting_customer by agent',
    ]);
  });

  it.each([
    ['nobody', change('1', OLAF, at('09:00'), assigned('a-olaf', null)), '09:00 to null'],
    [
      'another project',
      change('1', OLAF, at('09:00'), {
        field: 'project',
        from: '10100',
        fromString: 'Support',
        to: '10200',
        toString: 'Help',
      }),
      '09:00 to team 10200',
    ],
  ])('gives an issue to %s', (_, entry, expected) => {
    expect(lines(told(story([entry])))).toContain(expected);
  });

  it('reads a wait that an issue begins with: its first change tells what it replaced', () => {
    const approval = { id: '13', name: 'Waiting for approval' };
    const row = story([change('1', OLAF, at('12:00'), became(approval, OPEN))]);

    expect(lines(told(row, { own: new Map([['13', 'waiting_third_party' as const]]) }))).toContain(
      '08:00 waiting_third_party by customer',
    );
  });

  it('reads the status that it still has, since its creation, where none was ever changed', () => {
    expect(
      lines(told(story([], [], { status: SUPPLIER }), { own: new Map([['at the supplier', 'waiting_third_party']]) })),
    ).toContain('08:00 waiting_third_party by customer');
  });

  it('makes a request that an agent raised for a customer the team’s from the start', () => {
    const entry = change('1', OLAF, at('10:00'), became(OPEN, DONE));
    const row = story([entry], [], { creator: OLAF, status: DONE });

    expect(lines(told(row)).slice(0, 2)).toEqual(['08:00 open by agent', '08:00 to team 10100']);
    expect(measured(row).timeSpentMs).toMatchObject({ team_working: 2 * HOUR, customer_wait: 0 });
  });
});

describe('a change of workflow', () => {
  it.each([
    ['solves nothing', [change('1', MIA, at('09:00'), workflow, became(OPEN, DONE))], DONE, []],
    [
      'leaves the earlier solution, and counts no reopening',
      [
        change('1', OLAF, at('09:00'), became(OPEN, DONE)),
        change('2', MIA, at('10:00'), became(DONE, TO_DO), workflow),
      ],
      TO_DO,
      ['09:00 solved by agent'],
    ],
    [
      'moves no turn',
      [
        change('1', OLAF, at('09:00'), became(OPEN, WAITING)),
        change('2', MIA, at('10:00'), workflow, became(WAITING, OPEN)),
      ],
      OPEN,
      ['09:00 waiting_customer by agent'],
    ],
  ])('%s', (_, histories, now, expected) => {
    const status = { ...OPEN, ...now };
    const changes = told(story(histories, [], { status })).events.filter(({ kind }) => kind === 'status');

    expect(lines({ events: changes })).toEqual(expected);
  });

  it('takes a solution back without a reopening: the issue is solved when it is solved again', () => {
    const row = story(
      [
        change('1', OLAF, at('09:00'), became(OPEN, DONE)),
        change('2', MIA, at('10:00'), became(DONE, TO_DO), workflow),
        change('3', OLAF, at('15:00'), became(TO_DO, DONE)),
      ],
      [],
      { status: DONE },
    );
    const { reopens, finalSolvedAt } = measured(row);

    expect(told(row).ticket.statedSolvedAt).toBe(Date.parse('2026-03-02T15:00:00Z'));
    expect({ reopens, finalSolvedAt }).toEqual({ reopens: 0, finalSolvedAt: Date.parse('2026-03-02T15:00:00Z') });
  });

  it.each([
    ['a workflow', [change('3', MIA, at('15:00'), became(TO_DO, DONE), workflow)]],
    [
      'people, after people reopened it too',
      [
        change('3', OLAF, at('15:00'), became(TO_DO, DONE)),
        change('4', CARLA, at('16:00'), became(DONE, OPEN)),
        change('5', OLAF, at('17:00'), became(OPEN, DONE)),
      ],
    ],
  ])('states no solution that comes from %s', (_, later) => {
    const histories = [
      change('1', OLAF, at('09:00'), became(OPEN, DONE)),
      change('2', MIA, at('10:00'), became(DONE, TO_DO), workflow),
      ...later,
    ];

    expect(told(story(histories, [], { status: DONE })).ticket.statedSolvedAt).toBeUndefined();
  });

  it('does not hide a reopening by people', () => {
    const row = story(
      [
        change('1', OLAF, at('09:00'), became(OPEN, DONE)),
        change('2', CARLA, at('10:00'), became(DONE, OPEN)),
        change('3', OLAF, at('15:00'), became(OPEN, DONE)),
      ],
      [],
      { status: DONE },
    );

    expect(told(row).ticket.statedSolvedAt).toBeUndefined();
    expect(measured(row)).toMatchObject({ reopens: 1, finalSolvedAt: Date.parse('2026-03-02T15:00:00Z') });
  });
});

describe('the time of an issue', () => {
  it('is the customer’s from waiting for them until they answer, and the supplier’s where the settings say so', () => {
    const row = story(
      [
        change('1', OLAF, at('09:00'), became(OPEN, WAITING)),
        change('2', CARLA, at('12:00'), became(WAITING, OPEN)),
        change('3', OLAF, at('13:00'), became(OPEN, SUPPLIER)),
        change('4', OLAF, at('17:00'), became(SUPPLIER, DONE)),
      ],
      [comment('1', OLAF, at('08:30')), comment('2', CARLA, at('12:00'))],
      { status: DONE },
    );
    const { timeSpentMs, firstResponseMs } = measured(row, { own: new Map([['12', 'waiting_third_party']]) });

    expect(timeSpentMs.team_working).toBe(2 * HOUR);
    expect(timeSpentMs.customer_wait).toBe(3 * HOUR);
    expect(timeSpentMs.third_party_wait).toBe(4 * HOUR);
    expect(firstResponseMs?.calendar).toBe(HOUR / 2);
  });

  it('ends where the customer was last asked, when an automation rule closes the issue for their silence', () => {
    const row = story(
      [change('1', OLAF, at('09:00'), became(OPEN, WAITING)), change('2', RULE, at('19:00'), became(WAITING, DONE))],
      [comment('1', OLAF, at('09:00'))],
      { status: DONE },
    );

    expect(measured(row).finalSolvedAt).toBe(Date.parse('2026-03-02T09:00:00Z'));
  });
});
