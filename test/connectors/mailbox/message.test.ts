import { describe, expect, it } from 'vitest';
import { env } from '../../../connectors/mailbox/env.ts';
import { baseSubject, dateOf, idsIn } from '../../../connectors/mailbox/headers.ts';
import { factsOf } from '../../../connectors/mailbox/message.ts';
import { oursOf } from '../../../connectors/mailbox/sides.ts';
import { zoneOf } from '../../../connectors/mailbox/zones.ts';

const ARRIVED = Date.parse('2026-11-02T09:00:05Z');
const VARIABLES = { HOST: 'imap.acme.test', USER: 'support@acme.test', PASSWORD: 'p' };
const ours = oursOf(
  env.parse({ ...VARIABLES, OUR_ADDRESSES: 'acme.test, freelance@gmail.test', BOTS: 'alerts@monitor.test' }),
);

/** What a message with these header lines is; lines that are given again replace the usual ones. */
function facts(...lines: readonly string[]) {
  const usual = [
    'Message-ID: <m@x.test>',
    'Date: Mon, 2 Nov 2026 10:00:00 +0100',
    'From: ada@x.test',
    'To: support@acme.test',
  ];
  const given = new Set(lines.map((line) => line.split(':')[0]));
  const headers = [...usual.filter((line) => !given.has(line.split(':')[0])), ...lines].join('\r\n');
  return factsOf({ headers, arrivedAt: ARRIVED }, ours)!;
}

describe('whose a message is', () => {
  it.each([
    ['a stranger’s', 'customer', ['From: Ada <ada@x.test>']],
    ['of our domain to somebody outside', 'agent', ['From: ana@acme.test', 'To: ada@x.test']],
    ['of our domain, however written, with a tag', 'agent', ['From: Ana+desk@ACME.test', 'To: ada@x.test']],
    ['of an address of ours at a provider', 'agent', ['From: freelance@gmail.test', 'To: ada@x.test']],
    ['of that address with a tag', 'agent', ['From: freelance+acme@gmail.test', 'To: ada@x.test']],
    ['of another customer at that provider', 'customer', ['From: somebody@gmail.test']],
    ['among ourselves (an alias of ours)', 'note', ['From: ana@acme.test', 'To: help@acme.test']],
    ['from a domain that only ends like ours', 'customer', ['From: eve@notacme.test']],
    ['of a machine that settings name', 'machine', ['From: alerts@monitor.test']],
    ['an out-of-office reply by RFC 3834', 'machine', ['Auto-Submitted: auto-replied']],
    ['a person’s that says so', 'customer', ['Auto-Submitted: no']],
    ['Exchange’s out-of-office reply', 'machine', ['X-Auto-Response-Suppress: All', 'Subject: Automatic reply: Help']],
    ['a person’s through Exchange', 'customer', ['X-Auto-Response-Suppress: DR, OOF', 'Subject: Help']],
    ['a delivery report', 'machine', ['Content-Type: multipart/report;', ' report-type=delivery-status; boundary=x']],
    ['a report that only its sender tells', 'machine', ['From: MAILER-DAEMON@mx.test']],
    ['one that must not be answered', 'machine', ['Return-Path: <>']],
    ['a newsletter', 'machine', ['List-Unsubscribe: <https://x.test/u>']],
    ['a mailing list', 'machine', ['List-Id: Friends <friends.lists.test>', 'Precedence: list']],
    ['a person’s through a group address of ours', 'customer', ['List-Id: <support.acme.test>', 'Precedence: list']],
  ])('%s: %s', (_, side, lines) => {
    expect(facts(...lines).side).toBe(side);
  });

  it('credits a shared address to nobody, and to the sender whom it names', () => {
    const shared = ['From: support@acme.test', 'To: ada@x.test'];
    expect(facts(...shared).author).toBeUndefined();
    expect(facts(...shared, 'Sender: ana@acme.test').author).toBe('ana@acme.test');
  });

  it('takes a form in our name for the customer whom it names, whose clock it does not tell', () => {
    const form = facts('From: form@acme.test', 'Reply-To: Bob <bob@y.test>');
    expect(form).toMatchObject({ side: 'customer', author: 'bob@y.test', offset: undefined });
  });
});

describe('what a message names', () => {
  it.each([
    ['as it should be', '<A@X.Test> <b@y.test>', ['A@x.test', 'b@y.test']],
    ['with a break within an id', '<a@\t x.test> <b@y.test>', ['a@x.test', 'b@y.test']],
    ['cut off', '<a@x.test> <b@y.te', ['a@x.test', 'b@y.te']],
    ['with commas and without brackets', 'a@x.test, b@y.test', ['a@x.test', 'b@y.test']],
    ['with words', 'Message from Ada of "Mon" <a@x.test>', ['a@x.test']],
    ['nothing', 'your letter of Monday', []],
  ])('References %s', (_, value, ids) => {
    expect(idsIn(value)).toEqual(ids);
  });

  it('knows an answer that names nothing by its subject', () => {
    expect(baseSubject('AW: [desk] RE[2]: Help me')).toEqual({ base: 'help me', isReply: true });
    expect(baseSubject('[desk] Help me')).toEqual({ base: 'help me', isReply: false });
    expect(baseSubject('Report: numbers')).toEqual({ base: 'report: numbers', isReply: false });
    expect(facts('Subject: =?utf-8?B?UmU6IEjDqWxw?=')).toMatchObject({ orphan: true, subject: 'Re: Hélp' });
    expect(facts('Subject: Re: Help', 'In-Reply-To: <a@x.test>').orphan).toBe(false);
  });

  it('dates a message by its Date, unless that is a day off its arrival', () => {
    expect(facts().at).toBe(Date.parse('2026-11-02T09:00:00Z'));
    expect(facts('Date: Mon, 2 Nov 2020 10:00:00 +0100').at).toBe(ARRIVED);
    const received = 'Received: from a by b; Sun, 1 Nov 2026 00:00:00 +0000';
    expect(facts('Date: garbage', received).at).toBe(Date.parse('2026-11-01T00:00:00Z'));
    // Clocks two days off, either way: the last server before ours knows better.
    const sent = 'Received: from a by b; Mon, 2 Nov 2026 08:50:00 +0000';
    expect(facts('Date: Sat, 31 Oct 2026 09:00:00 +0000', sent).at).toBe(Date.parse('2026-11-02T08:50:00Z'));
    expect(facts('Date: Wed, 4 Nov 2026 09:00:00 +0000', sent).at).toBe(Date.parse('2026-11-02T08:50:00Z'));
    // Mail that was imported: when it came here says nothing, and its servers bear its date out.
    const old = 'Received: from a by b; Fri, 1 May 2026 08:00:20 +0000';
    expect(facts('Date: Fri, 1 May 2026 08:00:00 +0000', old).at).toBe(Date.parse('2026-05-01T08:00:00Z'));
  });

  it('keeps every address of a long list, for the customer may be the last of them', () => {
    const many = Array.from({ length: 60 }, (_, index) => `p${index}@other.test`).join(', ');
    const answer = facts('From: ana@acme.test', `To: ${many}, ada@x.test`);
    expect([answer.side, answer.to.length, answer.to.at(-1)]).toEqual(['agent', 61, 'ada@x.test']);
  });
});

describe('a customer’s time zone', () => {
  it.each([
    ['Mon, 2 Nov 2026 10:00:00 +0530', 330],
    ['2 Nov 26 10:00 -0330 (NST)', -210],
    ['Mon, 2 Nov 2026 10:00:00 -0000', undefined],
    ['Mon, 2 Nov 2026 10:00:00 GMT', undefined],
    ['Mon, 2 Nov 2026 10:00:00 +0107', undefined],
  ])('%s tells %s minutes', (text, offset) => {
    expect(dateOf(text)?.offset).toBe(offset);
  });

  it('reads no date of an offset that no place has', () => {
    expect(dateOf('Mon, 2 Nov 2026 10:00:00 +2500')).toBeUndefined();
  });

  it.each([
    ['a client at a place', ['Date: Mon, 2 Nov 2026 10:00:00 +0100'], 60],
    ['UTC of nobody knows what', ['Date: Mon, 2 Nov 2026 09:00:00 +0000'], undefined],
    ['UTC of a phone', ['Date: Mon, 2 Nov 2026 09:00:00 +0000', 'X-Mailer: iPhone Mail (22A1)'], 0],
    [
      'UTC of a phone through Exchange Online',
      [
        'Date: Mon, 2 Nov 2026 09:00:00 +0000',
        'X-Mailer: iPhone Mail (22A1)',
        'Message-ID: <1@AB.eurprd01.prod.outlook.com>',
      ],
      undefined,
    ],
    ['Gmail’s API', ['Received: from 1 with HTTPREST; Mon, 2 Nov 2026 01:00:00 -0800'], undefined],
    ['an automatic reply', ['Auto-Submitted: auto-replied'], undefined],
  ])('%s', (_, lines, offset) => {
    const told = facts(...lines);
    expect(told.side === 'customer' ? told.offset : undefined).toBe(offset);
  });

  const day = (text: string, offset: number) => ({ at: Date.parse(`${text}T12:00:00Z`), offset });
  const winter = [day('2026-11-02', 60), day('2026-11-04', 60)];
  it.each([
    ['one day says nothing', [day('2026-11-02', 60)], 'ada@x.de', undefined],
    ['one season and no country: Berlin and Lagos both fit', winter, 'ada@x.com', undefined],
    ['one season and a country', winter, 'ada@x.de', 'Europe/Berlin'],
    ['a country in which nobody writes so', winter, 'ada@x.jp', undefined],
    [
      'a country of two zones that part in summer',
      [day('2026-11-02', -300), day('2026-11-04', -300)],
      'ada@x.ca',
      undefined,
    ],
    ['two winter days and a summer’s that disagree', [...winter, day('2026-11-06', 330)], 'ada@x.de', undefined],
    [
      'no change in summer leaves one half hour',
      [day('2026-01-05', 330), day('2026-07-06', 330)],
      'ada@x.in',
      'Asia/Kolkata',
    ],
  ])('%s', (_, seen, address, zone) => {
    expect(zoneOf(seen, address)?.replace('Calcutta', 'Kolkata')).toBe(zone);
  });
});

describe('its settings', () => {
  const problems = (more: Readonly<Record<string, string>>): string[] =>
    env
      .safeParse({ ...VARIABLES, OUR_ADDRESSES: 'acme.test', ...more })
      .error?.issues.map(({ path }) => String(path[0])) ?? [];

  it.each([
    ['enough', {}, []],
    ['a silence longer than threads are open', { SOLVED_AFTER_DAYS: '30' }, ['SOLVED_AFTER_DAYS']],
    ['no address', { OUR_ADDRESSES: 'us' }, ['OUR_ADDRESSES']],
    [
      'a password and an application',
      { OAUTH_CLIENT_ID: 'c', OAUTH_REFRESH_TOKEN: 'r', OAUTH_TENANT: 't' },
      ['PASSWORD'],
    ],
    ['a token host in the clear', { OAUTH_TOKEN_URL: 'http://token.test/x' }, ['OAUTH_TOKEN_URL']],
  ])('%s', (_, more, wrong) => {
    expect(problems(more)).toEqual(wrong);
  });
});
