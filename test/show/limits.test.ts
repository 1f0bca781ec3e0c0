import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/schema.ts';
import { digestContent } from '../../src/show/content/choose.ts';
import { renderEmail } from '../../src/show/email.ts';
import { SLACK_STYLES, type SlackMessage, slackMessage } from '../../src/show/slack.ts';
import { sampleWeek } from './sample-week.ts';

const HARSH = '&<>"\'|_*'.repeat(400);
const PAGE = 'https://reports.example.com/9-15-nov.html?a=1&b=2';
const week = sampleWeek();
const manyRatings = Array.from({ length: 200 }, (_, index) => ({
  ...week.lowRatings[0]!,
  id: `${90_000 + index}`,
  customerId: `c${index}`,
}));
const content = (over: Partial<Report>) =>
  digestContent({ ...week, ...over }, { locale: 'en-GB', agents: true, pageUrl: PAGE });

/** Every text object of a message with the longest that Slack takes of it: https://docs.slack.dev/reference/block-kit. */
function texts({ blocks }: SlackMessage): readonly (readonly [string, number])[] {
  return blocks.flatMap((block) => {
    const { type, text, fields, elements } = block as unknown as {
      type: string;
      text?: { text: string };
      fields?: readonly { text: string }[];
      elements?: readonly { text: string }[];
    };
    return [
      ...(text === undefined ? [] : [[text.text, type === 'header' ? 150 : 3000] as const]),
      ...(fields ?? []).map((field) => [field.text, 2000] as const),
      ...(elements ?? []).map((element) => [element.text, 2000] as const),
    ];
  });
}

describe('a message to Slack of texts that grow when they are escaped', () => {
  const harsh = content({
    lowRatings: manyRatings.map((rating) => ({ ...rating, agentName: HARSH, category: HARSH })),
  });
  const long = {
    ...harsh,
    flowSum: HARSH,
    facts: [HARSH],
    foot: [HARSH, HARSH],
    under: Array.from({ length: 3 }, () => HARSH),
  };

  it.each(SLACK_STYLES)('keeps every limit, in the style "%s"', (style) => {
    const message = slackMessage(long, style);

    expect(message.blocks.length).toBeLessThanOrEqual(50);
    expect(message.text.length).toBeLessThanOrEqual(4000);
    for (const [text, longest] of texts(message)) expect(text.length).toBeLessThanOrEqual(longest);
  });

  it.each(SLACK_STYLES)('is never cut inside an entity or a link, in the style "%s"', (style) => {
    for (const [text] of texts(slackMessage(long, style))) {
      expect(text.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
      expect(text.replace(/<https:[^<>|]*\|[^<>]*>/g, '')).not.toMatch(/[<>]/);
    }
  });

  it('names the parts it has no room for, with the page', () => {
    const rest = texts(slackMessage(long)).find(([text]) => text.startsWith('There is more'))?.[0];

    expect(rest).toContain('|on the page>');
    expect(rest).toContain('Where the time went');
  });

  it('says of a week that fits nothing of more', () => {
    expect(JSON.stringify(slackMessage(content({})).blocks)).not.toContain('There is more');
  });
});

describe('an email with 200 unhappy customers', () => {
  const { html, text } = renderEmail(content({ lowRatings: manyRatings }));

  it('counts customers and not their answers, and answers where somebody is not known', () => {
    const of = (customerIds: readonly (string | null)[]): string =>
      renderEmail(
        content({ lowRatings: customerIds.map((customerId, index) => ({ ...manyRatings[index]!, customerId })) }),
      ).text;

    expect(of(['ida', 'ida', 'ida'])).toContain('1 unhappy customer to call back (3 answers)');
    expect(of(['ida', 'kim', 'ida'])).toContain('2 unhappy customers to call back (3 answers)');
    expect(of(['ida', null])).toContain('2 unhappy answers to call back about');
    expect(of(['ida'])).toContain('1 unhappy customer to call back');
  });

  it('stays under the 102 KB at which Gmail clips it, and says how many more there are', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html).toContain('200 unhappy customers to call back');
    expect(html).toContain('and 190 more on the page');
    expect(html.match(/#90\d{3}/g)).toHaveLength(10);
  });

  it('names every one of them in its text part', () => {
    for (const { id } of manyRatings) expect(text).toContain(`#${id}`);
  });
});

describe('tickets past their target', () => {
  const [first] = week.waiting.tickets;
  const past = (id: string, waitingSeconds: number, agentId: string | null) => ({
    ...first!,
    id,
    waitingSeconds,
    agentId,
    need: { ...first!.need!, kind: 'past_target' as const },
  });
  const actionOf = (tickets: Report['waiting']['tickets']) =>
    content({
      flow: { ...week.flow, unansweredAtEnd: 0, withUsAtEnd: tickets.length },
      waiting: { ...week.waiting, tickets },
    }).action;

  it('are what to do where nothing is more urgent, with how many and where to see them', () => {
    expect(actionOf([past('1', 7200, 'ilse'), past('2', 10_800, null)])).toMatchObject({
      title: 'Take the 2 past their target',
      says: '1 of them belongs to nobody. The oldest has waited for us for 3\u00a0h.',
      link: { text: 'The 2 tickets', opens: 'late' },
    });
    expect(actionOf([past('1', 7200, 'ilse')])).toMatchObject({
      title: 'Take the one past its target',
      says: 'It has waited for us for 2\u00a0h.',
    });
  });

  it('open no list that holds others', () => {
    const old = { ...past('3', 7200, 'ilse'), need: { ...first!.need!, kind: 'older_than_p90' as const } };

    expect(actionOf([past('1', 7200, 'ilse'), old])?.link).toBeNull();
  });
});

describe('"Nothing to do"', () => {
  const calm = (over: Partial<Report['flow']>, waiting: Report['waiting']['tickets'] = []) =>
    content({
      flow: { ...week.flow, unansweredAtEnd: 0, withUsAtEnd: waiting.length, ...over },
      targets: [],
      waiting: { ...week.waiting, tickets: waiting },
    }).action;

  it('says that none is without an answer where answers are known', () => {
    expect(calm({})?.says).toBe('Nothing waits for us, and none is without an answer.');
  });

  it('says nothing of answers where no source tells them', () => {
    expect(calm({ unansweredAtEnd: null })?.says).toBe('Nothing waits for us.');
  });

  it('says nothing of the oldest of a kind where nothing was compared', () => {
    const [first] = week.waiting.tickets;
    const says = calm({}, [{ ...first!, need: null, agentId: 'ilse' }])?.says;

    expect(says).toBe('None that waits for us is without somebody, and none is without an answer.');
  });
});
