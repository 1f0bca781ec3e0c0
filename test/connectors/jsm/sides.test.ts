import { describe, expect, it } from 'vitest';
import { lines, type Setting, told } from './told.ts';
import { assigned, CARLA, change, comment, issue, MIA, OLAF, RULE } from './world.ts';

const at = (time: string) => `2026-03-02T${time}:00.000+0000`;

/** Who wrote one comment, in an issue with these fields and changes. */
function wrote(
  author: object | undefined,
  more: object = {},
  setting: Setting & { histories?: object[]; hidden?: object[] } = {},
) {
  const { histories = [], hidden = [] } = setting;
  const comments = [...hidden, comment('7', author, at('09:00'))];
  const { events } = told(issue('10009', at('08:00'), at('20:00'), more, { comments, histories }), setting);
  return events.flatMap((event) => (event.id === 'comment-7' && event.kind === 'message' ? [event.by] : []))[0];
}

const PAT = { accountId: 'qm:pat', accountType: 'customer', displayName: 'Pat' };

describe('who wrote a comment', () => {
  it.each([
    ['the reporter', wrote(CARLA), 'customer'],
    ['an agent who asks for themselves', wrote(OLAF, { reporter: OLAF, creator: OLAF, assignee: OLAF }), 'customer'],
    ['another account of Jira', wrote(OLAF), 'agent'],
    ['another portal-only customer', wrote(PAT), 'customer'],
    ['a participant with an account of Jira', wrote(MIA, { customfield_10026: [MIA] }), 'customer'],
    ['a participant who has the issue', wrote(MIA, { customfield_10026: [MIA], assignee: MIA }), 'agent'],
    [
      'a participant who had the issue once',
      wrote(
        MIA,
        { customfield_10026: [MIA] },
        { histories: [change('1', OLAF, at('08:30'), assigned('a-mia', null))] },
      ),
      'agent',
    ],
    [
      'a participant who also writes what customers cannot see',
      wrote(MIA, { customfield_10026: [MIA] }, { hidden: [comment('6', MIA, at('08:40'), { jsdPublic: false })] }),
      'agent',
    ],
    [
      'a portal-only customer whose mail was kept from the others',
      wrote(PAT, {}, { hidden: [comment('6', PAT, at('08:40'), { jsdPublic: false })] }),
      'customer',
    ],
    ['an app: a rule of automation', wrote(RULE), 'bot'],
    ['an app that reported the issue', wrote(RULE, { reporter: RULE, creator: RULE }), 'bot'],
    ['an account that the settings call a machine, by id', wrote(OLAF, {}, { bots: ['a-olaf'] }), 'bot'],
    [
      'an account that the settings call a machine, by address',
      wrote(OLAF, {}, { bots: ['olaf@desk.example'] }),
      'bot',
    ],
    ['nobody who is named', wrote(undefined), 'customer'],
    ['an account that the settings do not name', wrote(MIA, {}, { agents: ['a-olaf'] }), 'customer'],
    ['an account that they name by address', wrote(OLAF, {}, { agents: ['olaf@desk.example'] }), 'agent'],
    [
      'a user of Data Center',
      wrote(
        { key: 'JIRAUSER10100', name: 'olaf', displayName: 'Olaf' },
        { reporter: { key: 'JIRAUSER7', name: 'carla' } },
      ),
      'agent',
    ],
    [
      'a user of Data Center who asks',
      wrote({ key: 'JIRAUSER7', name: 'carla' }, { reporter: { key: 'JIRAUSER7', name: 'carla' } }),
      'customer',
    ],
    [
      'a machine of Data Center, by its name',
      wrote({ key: 'JIRAUSER9', name: 'automation' }, {}, { bots: ['automation'] }),
      'bot',
    ],
  ])('%s', (_, side, expected) => {
    expect(side).toBe(expected);
  });

  it('a change that nobody is named for was made by Jira', () => {
    const entry = change('1', undefined, at('09:00'), {
      field: 'status',
      from: '10',
      fromString: 'Waiting for support',
      to: '5',
      toString: 'Resolved',
    });

    expect(lines(told(issue('10009', at('08:00'), at('20:00'), {}, { histories: [entry] })))).toContain(
      '09:00 solved by bot',
    );
  });
});

describe('what customers cannot see', () => {
  it.each([
    ['internal on Cloud', { jsdPublic: false }, 'note'],
    ['kept to a role', { visibility: { type: 'role', value: 'Service Desk Team' } }, 'note'],
    ['internal on Data Center', { properties: [{ key: 'sd.public.comment', value: { internal: true } }] }, 'note'],
    [
      'public on Data Center',
      { properties: [{ key: 'sd.public.comment', value: { internal: false } }] },
      'message agent',
    ],
    ['kept to nobody', { visibility: {} }, 'message agent'],
    ['public on Cloud', { jsdPublic: true }, 'message agent'],
    ['of a project without a portal', { jsdPublic: undefined }, 'message agent'],
  ])('%s', (_, more, expected) => {
    const row = issue('10009', at('08:00'), at('20:00'), {}, { comments: [comment('1', OLAF, at('09:00'), more)] });

    expect(lines(told(row))).toContain(`09:00 ${expected}`);
  });
});

describe('the people of an issue', () => {
  it('are its agents and machines, each once, and its customer', () => {
    const comments = [
      comment('1', OLAF, at('09:00')),
      comment('2', RULE, at('09:05')),
      comment('3', CARLA, at('09:10')),
    ];
    const { agents, customer } = told(issue('10009', at('08:00'), at('20:00'), { assignee: MIA }, { comments }));

    expect(agents.map(({ id, bot, personKey }) => [id, bot, personKey])).toEqual([
      ['a-olaf', false, 'olaf@desk.example'],
      ['557058:rule', true, 'jsm/557058:rule'],
      ['a-mia', false, 'jsm/a-mia'],
    ]);
    expect(customer).toMatchObject({ id: 'qm:carla', timeZone: 'Asia/Tokyo', timeZoneOrigin: 'profile' });
  });

  it.each([
    ['the site’s own, which nobody chose', 'Europe/Berlin', undefined],
    ['another one', 'Asia/Tokyo', 'Asia/Tokyo'],
    ['no zone', 'Mars/Olympus', undefined],
    ['nothing', null, undefined],
  ])('a customer’s zone: %s', (_, timeZone, expected) => {
    const { customer } = told(issue('10009', at('08:00'), at('20:00'), { reporter: { ...CARLA, timeZone } }));

    expect(customer?.timeZone).toBe(expected);
    expect(customer?.timeZoneOrigin).toBe(expected === undefined ? 'none' : 'profile');
  });

  it('an app that reports asks for nobody', () => {
    const { ticket, customer } = told(issue('10009', at('08:00'), at('20:00'), { reporter: RULE, creator: RULE }));

    expect([ticket.openedBy, ticket.customerId, customer]).toEqual(['bot', undefined, undefined]);
  });

  it('an issue without a reporter is asked by whoever made it', () => {
    const { ticket } = told(issue('10009', at('08:00'), at('20:00'), { reporter: null, creator: CARLA }));

    expect([ticket.openedBy, ticket.customerId]).toEqual(['customer', 'qm:carla']);
  });
});
