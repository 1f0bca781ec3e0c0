import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Message } from '../../../connectors/slack/records.ts';
import type { ThreadContext, ThreadRules } from '../../../connectors/slack/solution.ts';
import { toDeleted, toThread } from '../../../connectors/slack/thread.ts';
import type { Side } from '../../../src/model/ticket.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';
import { at } from './fake.ts';

const DAY = 86_400;
const START = Date.UTC(2026, 10, 16);

const RULES: ThreadRules = {
  solvedReactions: new Set(['white_check_mark', 'heavy_check_mark']),
  solvedText: undefined,
  solvedAfterDays: undefined,
  botPosts: 'answered',
};

/** Who a user is, by the first letter of the name. */
function sideOf(user: string | undefined): Side {
  if (user === undefined || user.startsWith('bot')) return 'bot';
  return user.startsWith('anna') || user.startsWith('ben') ? 'agent' : 'customer';
}

function context(more: Partial<ThreadContext> = {}): ThreadContext {
  return {
    source: 'slack',
    channelId: 'C1',
    workspaceUrl: 'https://acme.slack.com/',
    now: START + 30 * DAY * 1000,
    storeSubjects: false,
    rules: RULES,
    sideOfMessage: ({ user }) => sideOf(user),
    sideOfUser: sideOf,
    mark: undefined,
    complete: true,
    ...more,
  };
}

/** A thread typed by hand: `caro 0 text`, seconds after the start, microseconds after a point. */
function thread(...lines: string[]): Message[] {
  return lines.map((line) => {
    const [user = '', when = '', ...words] = line.split(' ');
    const [seconds = '', micros = '0'] = when.split('.');
    return Message.parse({ ts: at(Number(seconds), Number(micros)), user, text: words.join(' ') });
  });
}

function marked(messages: Message[], name: string, ...users: string[]): Message[] {
  const [opening, ...rest] = messages;
  return [{ ...opening!, reactions: [{ name, users }] }, ...rest];
}

/** Status events as `solved@seconds by agent (word)`, with `~` where the time is estimated. */
function statuses(messages: readonly Message[], more: Partial<ThreadContext> = {}): string[] {
  const { events = [] } = toThread(messages, context(more)) ?? {};
  return events.flatMap((event) =>
    event.kind === 'status'
      ? [`${event.to}@${event.estimated ? '~' : ''}${(event.at - START) / 1000} by ${event.by} (${event.original})`]
      : [],
  );
}

describe('a thread in Slack as a ticket', () => {
  it('is opened by its first message, and tells who wrote when', () => {
    const read = toThread(thread('caro 0 help', 'anna 600.250 sure', 'caro 700 thanks'), context())!;

    expect(Ticket.parse(read.ticket)).toMatchObject({
      id: 'C1:1794787200.000000',
      url: 'https://acme.slack.com/archives/C1/p1794787200000000',
      channel: 'slack',
      openedAt: START,
      openedBy: 'customer',
      customerId: 'caro',
      agentId: 'anna',
      teamId: 'C1',
      status: 'open',
      timelineComplete: true,
      updatedAt: START + 700_000,
    });
    expect(read.events.map((event) => Event.parse(event))).toMatchObject([
      { kind: 'message', at: START, by: 'customer', authorId: 'caro', public: true },
      { kind: 'message', at: START + 600_000, seq: 2500, by: 'agent', authorId: 'anna' },
      { kind: 'message', at: START + 700_000, by: 'customer', authorId: 'caro' },
    ]);
  });

  it('orders messages of one millisecond by their microseconds', () => {
    const { events } = toThread(thread('caro 0.1999', 'anna 0.1001'), context())!;

    expect(events.map(({ at: when, seq }) => [when - START, seq])).toEqual([
      [1, 10],
      [1, 9990],
    ]);
  });

  it('keeps no text; a subject is the first line, and only where subjects are stored', () => {
    const messages = thread('caro 0 printer\nis on fire', 'anna 5 secret');

    expect(JSON.stringify(toThread(messages, context()))).not.toMatch(/printer|fire|secret/);
    expect(toThread(messages, context({ storeSubjects: true }))!.ticket.subject).toBe('printer');
  });

  it.each([
    ['an announcement of staff that nobody answers', ['anna 0 news'], undefined],
    ['an announcement that only staff discuss', ['anna 0 news', 'ben 5 great'], undefined],
    ['a post of staff that a customer answers', ['anna 0 news', 'caro 5 what?'], 'agent'],
    ['a bot’s post that nobody answers', ['bot 0 deployed'], undefined],
    ['a bot’s post that staff answer', ['bot 0 form', 'anna 5 on it'], 'bot'],
    ['a customer’s post that nobody answers', ['caro 0 hello?'], 'customer'],
  ])('%s', (_, lines, openedBy) => {
    expect(toThread(thread(...lines), context())?.ticket.openedBy).toBe(openedBy);
  });

  it.each([
    ['all', ['bot 0 alert'], true],
    ['none', ['bot 0 alert', 'anna 5 on it'], false],
  ] as const)('takes bots’ posts as the rule says: %s', (botPosts, lines, isTicket) => {
    const read = toThread(thread(...lines), context({ rules: { ...RULES, botPosts } }));

    expect(read !== undefined).toBe(isTicket);
  });

  it('passes over joins and pins, and takes a reply that was also sent to the channel once', () => {
    const [opening, join, broadcast] = thread('caro 0', 'dave 1', 'anna 2');
    const messages = [opening!, { ...join!, subtype: 'channel_join' }, { ...broadcast!, subtype: 'thread_broadcast' }];

    expect(toThread(messages, context())!.events).toHaveLength(2);
  });

  it('does not depend on the order in which messages come', () => {
    const messages = marked(thread('caro 0', 'anna 9', 'caro 10', 'ben 10.7', 'bot 11'), 'white_check_mark', 'ben');
    const expected = toThread(messages, context());

    fc.assert(
      fc.property(fc.shuffledSubarray(messages, { minLength: messages.length }), (shuffled) => {
        expect(toThread(shuffled, context())).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves a thread that is gone as a deleted ticket', () => {
    const ticket = toDeleted('slack', 'C1', at(5), START + 99_000);

    expect(Ticket.parse(ticket)).toMatchObject({
      id: `C1:${at(5)}`,
      openedAt: START + 5000,
      deletedAt: START + 99_000,
    });
  });
});

describe('a solution by reaction', () => {
  const mark = { at: START + 1000_000, watched: false };

  it('is dated, by estimate, by the last message of staff before the mark was seen', () => {
    const messages = marked(thread('caro 0', 'anna 60', 'caro 90', 'ben 300', 'caro 310'), 'white_check_mark', 'ben');

    expect(statuses(messages, { mark })).toEqual(['solved@~300 by agent (:white_check_mark:)']);
    expect(toThread(messages, context({ mark }))!.ticket).toMatchObject({
      status: 'solved',
      originalStatus: ':white_check_mark:',
    });
  });

  it('stays where it is when staff write after the mark was seen', () => {
    const messages = marked(thread('caro 0', 'anna 60', 'anna 2000'), 'white_check_mark', 'anna');

    expect(statuses(messages, { mark })).toEqual(['solved@~60 by agent (:white_check_mark:)']);
  });

  it('comes right after the message that it is dated by', () => {
    const { events } = toThread(
      marked(thread('caro 0', 'anna 60.004'), 'white_check_mark', 'anna'),
      context({ mark }),
    )!;
    const solved = events.find(({ kind }) => kind === 'status')!;

    expect(solved.seq).toBe(events.find(({ id }) => id === at(60, 4))!.seq + 1);
  });

  it.each([
    ['a customer’s mark', 'white_check_mark', ['caro']],
    ['another reaction', 'eyes', ['anna']],
    ['a mark that was taken back', 'white_check_mark', []],
  ])('is not %s', (_, name, users) => {
    expect(statuses(marked(thread('caro 0', 'anna 60'), name, ...users), { mark })).toEqual([]);
  });

  it('takes a mark of any skin tone, and of staff among others', () => {
    const messages = marked(thread('caro 0', 'anna 60'), 'heavy_check_mark::skin-tone-3', 'caro', 'anna');

    expect(statuses(messages, { mark })).toEqual(['solved@~60 by agent (:heavy_check_mark:)']);
  });

  it('without a word of staff is dated by the look that found it, if the thread was watched, else by the last word', () => {
    const messages = marked(thread('caro 0', 'caro 30'), 'white_check_mark', 'anna');

    expect(statuses(messages, { mark: { ...mark, watched: true } })).toEqual([
      'solved@~1000 by agent (:white_check_mark:)',
    ]);
    expect(statuses(messages, { mark })).toEqual(['solved@~30 by agent (:white_check_mark:)']);
  });

  it('leaves other reactions of staff as tags, and customers’ none', () => {
    const [opening, ...rest] = thread('caro 0', 'anna 60');
    const reactions = [
      { name: 'white_check_mark', users: ['anna'] },
      { name: 'rotating_light', users: ['ben', 'caro'] },
      { name: 'bug', users: ['anna'] },
      { name: 'pray', users: ['caro'] },
    ];

    expect(toThread([{ ...opening!, reactions }, ...rest], context())!.ticket.tags).toEqual(['bug', 'rotating_light']);
  });
});

describe('a solution by word or by silence', () => {
  const words = { rules: { ...RULES, solvedText: /^(solved|done)[.!]?$/iu } };
  const silence = { rules: { ...RULES, solvedAfterDays: 3 } };

  it('is dated exactly by the word of staff or of a bot, not of a customer', () => {
    expect(statuses(thread('caro 0', 'anna 60 Done!', 'caro 70 thanks'), words)).toEqual([
      'solved@60 by agent (solved)',
    ]);
    expect(statuses(thread('caro 0', 'anna 60 ok', 'bot 90 solved'), words)).toEqual(['solved@90 by bot (solved)']);
    expect(statuses(thread('caro 0', 'anna 60 is it done?', 'caro 70 done'), words)).toEqual([]);
  });

  it('is reopened where the customer wrote, once a second word proves that it was', () => {
    const lines = ['caro 0', 'anna 60 done', 'caro 70 no', 'caro 75 look', 'ben 80 hm', 'ben 99 done'];

    expect(statuses(thread(...lines), words)).toEqual([
      'solved@60 by agent (solved)',
      'open@70 by customer (asked again)',
      'solved@99 by agent (solved)',
    ]);
    expect(statuses(thread(...lines.slice(0, 5)), words)).toEqual(['solved@60 by agent (solved)']);
    expect(statuses(thread('caro 0', 'anna 60 done', 'ben 61 done'), words)).toHaveLength(1);
  });

  it('by word is preferred to a mark, since it has a time', () => {
    const messages = marked(thread('caro 0', 'anna 60 done', 'anna 90 bye'), 'white_check_mark', 'anna');

    expect(statuses(messages, words)).toEqual(['solved@60 by agent (solved)']);
  });

  it('by silence begins when the days after staff’s last message are over, and is a timer’s doing', () => {
    expect(statuses(thread('caro 0', 'anna 60'), { ...silence, now: START + (3 * DAY + 60) * 1000 })).toEqual([
      `solved@${3 * DAY + 60} by bot (silence)`,
    ]);
    expect(statuses(thread('caro 0', 'anna 60'), { ...silence, now: START + (3 * DAY + 59) * 1000 })).toEqual([]);
  });

  it('by silence never hides a customer who still waits', () => {
    expect(statuses(thread('caro 0', 'anna 60', 'caro 70'), silence)).toEqual([]);
    expect(statuses(thread('caro 0'), silence)).toEqual([]);
    expect(statuses(thread('caro 0', 'anna 60', 'bot 70'), silence)).toEqual([
      `solved@${3 * DAY + 60} by bot (silence)`,
    ]);
  });
});
