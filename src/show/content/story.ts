import { CAUSES, CLOCK_NAMES, type Clock, MEASURES } from '../../model/catalogue.ts';
import type { StoryEvent, StoryFigure, TicketStory } from '../../report/schema-story.ts';
import { exactWords } from '../durations.ts';
import { type Wording, wordingOf } from '../wording.ts';
import { holderWords } from '../words.ts';
import type { Section, Text } from './content.ts';
import { aboutWords } from './needs.ts';
import { excludedWords } from './times.ts';

/** A ticket's story in words, before any form has its way of writing it. */
export interface StoryContent {
  readonly title: string;
  readonly lines: readonly string[];
  readonly sections: readonly Pick<Section, 'heading' | 'lines' | 'table'>[];
}

/** An instant of the story in words. */
type When = (at: string) => string;

/** What one ticket's story says. Durations are exact to the second: a reader must be able to add them up. */
export function storyContent(story: TicketStory, options: { readonly locale: string }): StoryContent {
  const wording = wordingOf(options.locale, story.timeZone, Date.parse(story.asOf));
  const when: When = (at) => wording.exactMoment(Date.parse(at));
  return {
    title: `Ticket ${story.source}/${story.id}${story.subject === null ? '' : `: ${story.subject}`}`,
    lines: factLines(story, wording),
    sections: [
      { heading: 'What happened', lines: [], table: eventTable(story, when) },
      { heading: 'Who had it', lines: [], table: stintTable(story, when) },
      { heading: 'Where its time went', lines: [], table: causeTable(story, when) },
      ...story.figures.map((figure) => figureSection(figure, story, when)),
    ],
  };
}

function factLines(story: TicketStory, wording: Wording): string[] {
  const about = aboutWords(story);
  const tierBy =
    story.tierBy === 'score'
      ? `by the score of the work, ${wording.number(story.tierScore)}`
      : `by its ${story.tierBy}`;
  return [
    `${about === '' ? '' : `${about}; `}over ${story.channel}; ${wording.tier(story.tier)} (${tierBy}); now ${story.original}.`,
    ...(story.url === null ? [] : [story.url]),
    ...(story.ageSeconds === null
      ? []
      : [
          `Open as of ${wording.moment(Date.parse(story.asOf))}: ${exactWords(story.ageSeconds.calendar)} by the calendar, ${exactWords(story.ageSeconds.net)} without ${excludedWords(story.netExcludes)}, ${exactWords(story.ageSeconds.business)} of our open hours.`,
        ]),
    ...story.notes,
    `Times are those of ${story.timeZone}.`,
  ];
}

function eventTable({ events }: TicketStory, when: When): Section['table'] {
  return {
    head: [{ text: 'When' }, { text: 'What' }],
    rows: events.map((event) => [
      { text: when(event.at) },
      { text: `${eventWords(event)}${event.estimated ? ' (its source does not say when)' : ''}` },
    ]),
  };
}

const BY = { customer: 'the customer', agent: 'an agent', bot: 'a bot' } as const;

/** What happened, without a word of what was written. */
export function eventWords(event: StoryEvent): string {
  const who = event.person ?? (event.by === null ? undefined : BY[event.by]);
  switch (event.kind) {
    case 'opened':
      return `opened by ${who ?? 'somebody'}`;
    case 'message':
      if (event.automatic) return `an automatic message (${who ?? 'nobody'}): it answers nobody`;
      return event.public === false
        ? `${who ?? 'somebody'} wrote where the customer does not see it`
        : `${who ?? 'somebody'} wrote`;
    case 'note':
      return `${who ?? 'an agent'} wrote a note to colleagues`;
    case 'status':
      return `status: ${event.original}${wordsOfStatus(event)}${who === undefined ? '' : `, by ${who}`}`;
    case 'assignment':
      return assignmentWords(event);
    case 'handover':
      return event.status === 'bot' ? 'a bot took it' : 'it was given to the team';
    case 'merged':
      return `merged into ${event.into ?? 'another ticket'}`;
  }
}

/** Ours beside the source's word, where the two differ. */
function wordsOfStatus({ status, original }: StoryEvent): string {
  const own = (status ?? '').replaceAll('_', ' ');
  return own === '' || own === (original ?? '').toLowerCase() ? '' : ` (${own})`;
}

function assignmentWords({ assignedTo, team }: StoryEvent): string {
  const parts = [
    ...(assignedTo === undefined ? [] : [assignedTo === null ? 'assigned to nobody' : `assigned to ${assignedTo}`]),
    ...(team === undefined ? [] : [team === null ? 'in no team' : `team ${team}`]),
  ];
  return parts.length === 0 ? 'assigned' : parts.join(', ');
}

function stintTable({ stints, asOf }: TicketStory, when: When): Section['table'] {
  return {
    head: [
      { text: 'From' },
      { text: 'To', optional: true },
      { text: 'Waits for' },
      { text: 'With' },
      { text: 'Team', optional: true },
      { text: 'How long', right: true },
    ],
    rows: stints.map(({ from, to, holder, person, team }) => [
      { text: when(from) },
      { text: to === null ? 'now' : when(to) },
      { text: holderWords(holder) },
      { text: person ?? 'nobody' },
      { text: team ?? '–' },
      { text: exactWords((Date.parse(to ?? asOf) - Date.parse(from)) / 1000) },
    ]),
  };
}

function causeTable({ stints }: TicketStory, when: When): Section['table'] {
  return {
    head: [{ text: 'From' }, { text: 'To', optional: true }, { text: 'Cause' }, { text: 'How long', right: true }],
    rows: stints.flatMap(({ spans }) =>
      spans.map(({ cause, from, to, seconds }): Text[] => [
        { text: when(from) },
        { text: when(to) },
        { text: CAUSES[cause].label },
        { text: exactWords(seconds) },
      ]),
    ),
  };
}

function figureSection(figure: StoryFigure, story: TicketStory, when: When): StoryContent['sections'][number] {
  const { measure, from, to, clockSeconds, causes, counts, person, by } = figure;
  const label = measure === 'laterResponse' ? 'Later answer' : MEASURES[measure].label;
  const isAnswer = !measure.endsWith('Resolution');
  const who = isAnswer ? (by === 'bot' ? ', by a bot' : person === null ? '' : `, by ${person}`) : '';
  const span = `From ${when(from)} to ${to === null ? 'now' : when(to)}${who}.`;
  const net = `without ${excludedWords(story.netExcludes)}`;
  const sum =
    clockSeconds === null
      ? 'It has no answer yet: this is no figure, the wait goes on.'
      : `${exactWords(clockSeconds.calendar)} by the calendar; ${exactWords(clockSeconds.net)} ${net}; ${exactWords(clockSeconds.business)} of our open hours.`;
  return {
    heading: clockSeconds === null ? `${label}: none yet` : `${label}: ${exactWords(clockSeconds.net)}`,
    lines: [
      span,
      sum,
      ...(clockSeconds !== null && !counts
        ? [by === 'bot' ? 'It is in no figure of people: a bot answered.' : 'It is in no figure.']
        : []),
    ],
    table: {
      head: [
        { text: 'Cause' },
        { text: 'By the calendar', right: true },
        { text: `${net[0]!.toUpperCase()}${net.slice(1)}`, right: true },
        { text: 'Our open hours', right: true },
      ],
      rows: [
        ...causes.map(({ cause, clockSeconds: own }) => [
          { text: cause === null ? 'after its solution' : CAUSES[cause].label },
          ...CLOCK_NAMES.map((clock) => ({ text: own[clock] === 0 ? '–' : exactWords(own[clock]) })),
        ]),
        [{ text: 'All' }, ...CLOCK_NAMES.map((clock) => ({ text: exactWords(sumOf(causes, clock)) }))],
      ],
      total: true,
    },
  };
}

function sumOf(causes: StoryFigure['causes'], clock: Clock): number {
  return causes.reduce((sum, { clockSeconds }) => sum + clockSeconds[clock], 0);
}
