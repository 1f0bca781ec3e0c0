import { describe, expect, it } from 'vitest';
import type { TicketStory } from '../../../src/report/schema-story.ts';
import { eventWords, storyContent } from '../../../src/show/content/story.ts';
import { sectionsMarkdown } from '../../../src/show/markdown.ts';
import { storyText } from '../../../src/show/text/story.ts';
import { POISON } from '../sample-report.ts';

const NO_EVENT = {
  by: null,
  person: null,
  public: null,
  automatic: false,
  status: null,
  original: null,
  into: null,
  estimated: false,
} as const;

const STORY: TicketStory = {
  asOf: '2026-11-16T06:00:00.000Z',
  timeZone: 'Europe/Berlin',
  source: 'zendesk',
  id: '48213',
  url: 'https://desk.example/48213',
  subject: null,
  channel: 'email',
  category: 'billing',
  priority: 'high',
  status: 'solved',
  original: 'Solved',
  tier: 'simple',
  tierBy: 'score',
  tierScore: 2,
  customerZone: 'stated',
  exclusion: null,
  excludedAt: null,
  outbound: false,
  entersAt: '2026-11-09T08:00:00.000Z',
  solvedWithoutDate: false,
  timer: null,
  resolvedBy: 'human',
  events: [
    { ...NO_EVENT, at: '2026-11-09T08:00:00.000Z', kind: 'opened', by: 'customer' },
    { ...NO_EVENT, at: '2026-11-09T09:30:30.000Z', kind: 'message', by: 'agent', person: 'person A', public: true },
  ],
  stints: [
    {
      from: '2026-11-09T08:00:00.000Z',
      to: '2026-11-09T09:30:30.000Z',
      holder: 'team',
      team: 'Berlin',
      person: 'person A',
      spans: [
        {
          cause: 'team_time_zone_wait',
          from: '2026-11-09T08:00:00.000Z',
          to: '2026-11-09T09:00:00.000Z',
          seconds: 3600,
        },
        { cause: 'team_working', from: '2026-11-09T09:00:00.000Z', to: '2026-11-09T09:30:30.000Z', seconds: 1830 },
      ],
    },
  ],
  figures: [
    {
      measure: 'firstResponse',
      from: '2026-11-09T08:00:00.000Z',
      to: '2026-11-09T09:30:30.000Z',
      goesOn: false,
      by: 'human',
      person: 'person A',
      counts: true,
      clockSeconds: { calendar: 5430, net: 1830, business: 1830 },
      causes: [
        { cause: 'team_working', clockSeconds: { calendar: 1830, net: 1830, business: 1830 } },
        { cause: 'team_time_zone_wait', clockSeconds: { calendar: 3600, net: 0, business: 0 } },
      ],
    },
  ],
  ageSeconds: null,
  netExcludes: ['team_time_zone_wait', 'customer_time_zone_wait', 'solved_gap'],
  notes: [],
};
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe("a ticket's story in words", () => {
  it('shows how a figure adds up, to the second', () => {
    const { sections } = storyContent(STORY, { locale: 'en-GB' });
    const figure = sections.at(-1)!;

    expect(plain(figure.heading)).toBe('First answer: 30 min 30 s');
    expect(figure.lines.map(plain)).toEqual([
      'From Mon 9 Nov, 09:00:00 to Mon 9 Nov, 10:30:30, by person A.',
      '1 h 30 min 30 s by the calendar; 30 min 30 s without the hours lost to time zones; 30 min 30 s of our open hours.',
    ]);
    expect(figure.table!.rows.map((row) => row.map(({ text }) => plain(text)))).toEqual([
      ['with us, at work', '30 min 30 s', '30 min 30 s', '30 min 30 s'],
      ['with us, time zones apart', '1 h', '–', '–'],
      ['All', '1 h 30 min 30 s', '30 min 30 s', '30 min 30 s'],
    ]);
  });

  it('says of an answer that is no figure why', () => {
    const [figure] = STORY.figures;
    const lines = (change: Partial<TicketStory['figures'][number]>) =>
      storyContent({ ...STORY, figures: [{ ...figure!, ...change }] }, { locale: 'en-GB' }).sections.at(-1)!;

    expect(lines({ by: 'bot', counts: false, person: null }).lines[2]).toBe(
      'It is in no figure of people: a bot answered.',
    );
    expect(lines({ by: 'bot', counts: false, person: null }).heading).toMatch(/^Answer by a bot: /);
    expect(lines({ clockSeconds: null, to: null, by: null, goesOn: true }).heading).toBe('First answer: none yet');
    expect(lines({ clockSeconds: null, to: null, by: null }).lines.map(plain)).toEqual([
      'Asked on Mon 9 Nov, 09:00:00.',
      'It was solved without an answer by a person: in the time to first answer it counts as still waiting.',
    ]);
  });

  it.each([
    [{ exclusion: 'spam' }, 'It is in no figure: spam.'],
    [
      { exclusion: 'merged', excludedAt: '2026-11-10T08:00:00.000Z' },
      'It was merged on Tue 10 Nov, 09:00:00: until then it counts like any other ticket, since then it is in no figure.',
    ],
    [{ outbound: true, entersAt: null }, 'We began it and the customer has not written: it is in no figure of time.'],
    [{ outbound: true }, 'We began it: its times begin with what the customer wrote on Mon 9 Nov, 09:00:00.'],
    [{ solvedWithoutDate: true }, 'It is solved and its source does not say when: it is in no figure of time.'],
    [
      { timer: { at: '2026-11-10T08:00:00.000Z', knownAt: '2026-11-17T08:00:00.000Z' } },
      'A timer closed it on Tue 17 Nov, 09:00:00: it counts as solved on Tue 10 Nov, 09:00:00, when the customer’s silence began.',
    ],
    [{ resolvedBy: 'bot' }, 'Nobody but a bot has dealt with it.'],
  ] as const)('says what made it another ticket than most: %j', (facts, said) => {
    expect(storyContent({ ...STORY, ...facts }, { locale: 'en-GB' }).lines.map(plain)).toContain(said);
  });

  it.each([
    [{ kind: 'message', by: 'customer', automatic: true }, 'an automatic message (the customer): it answers nobody'],
    [{ kind: 'message', by: 'agent', public: false }, 'an agent wrote where the customer does not see it'],
    [{ kind: 'status', status: 'waiting_customer', original: 'Pending' }, 'status: Pending (waiting customer)'],
    [{ kind: 'status', status: 'solved', original: 'Solved', by: 'bot' }, 'status: Solved, by a bot'],
    [{ kind: 'assignment', assignedTo: null, team: 'Berlin' }, 'assigned to nobody, team Berlin'],
    [{ kind: 'assignment', assignedTo: 'person A' }, 'assigned to person A'],
    [{ kind: 'handover', status: 'bot' }, 'a bot took it'],
    [{ kind: 'merged', into: '7' }, 'merged into 7'],
  ] as const)('%j is "%s"', (event, said) => {
    expect(eventWords({ ...NO_EVENT, at: STORY.asOf, ...event })).toBe(said);
  });

  it('writes the year only of another year', () => {
    const old = { ...STORY, events: [{ ...STORY.events[0]!, at: '2025-03-03T08:00:00.000Z' }] };

    expect(storyText(storyContent(old, { locale: 'en-GB' }), 100)).toMatch(/Mon, 3 Mar 2025, 09:00:00 {2}opened/);
  });

  it('has nothing of a hostile name that a terminal or Markdown would take for more than text', () => {
    const hostile = {
      ...STORY,
      category: POISON,
      events: [{ ...STORY.events[1]!, person: POISON }],
      stints: STORY.stints.map((stint) => ({ ...stint, team: POISON, person: POISON })),
    };
    const content = storyContent(hostile, { locale: 'en-GB' });
    const markdown = sectionsMarkdown(content.title, content.lines, content.sections);

    expect(storyText(content, 100)).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(markdown).not.toMatch(/(?<!\\)<|(?<!\\)\[/);
    expect(markdown.split('\n').filter((line) => line.startsWith('| person A') && !line.endsWith(' |'))).toEqual([]);
  });
});
