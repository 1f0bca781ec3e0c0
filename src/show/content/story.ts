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
    lines: factLines(story, wording, when),
    sections: [
      { heading: 'What happened', lines: [], table: eventTable(story, when) },
      { heading: 'Who had it', lines: [], table: stintTable(story, when) },
      { heading: 'Where its time went', lines: [], table: causeTable(story, when) },
      ...story.figures.map((figure) => figureSection(figure, story, when)),
    ].filter(({ lines, table }) => lines.length > 0 || (table !== null && table.rows.length > 0)),
  };
}

function factLines(story: TicketStory, wording: Wording, when: When): string[] {
  const about = aboutWords(story);
  const tierBy =
    story.tierBy === 'score'
      ? `by the score of the work, ${wording.number(story.tierScore)}`
      : story.tierBy === 'none'
        ? 'its history is not given'
        : `by its ${story.tierBy}`;
  return [
    `${about === '' ? '' : `${about}; `}over ${story.channel}; ${wording.tier(story.tier)} (${tierBy}); now ${story.original}.`,
    ...(story.url === null ? [] : [story.url]),
    ...(story.ageSeconds === null
      ? []
      : [
          `Open as of ${wording.moment(Date.parse(story.asOf))}: ${exactWords(story.ageSeconds.calendar)} by the calendar, ${exactWords(story.ageSeconds.net)} without ${excludedWords(story.netExcludes)}, ${exactWords(story.ageSeconds.business)} of our open hours.`,
        ]),
    ...fateLines(story, when),
    ...story.notes,
    `Times are those of ${story.timeZone}.`,
  ];
}

/** What made it another ticket than most. */
function fateLines(story: TicketStory, when: When): string[] {
  const { exclusion, excludedAt, outbound, entersAt, solvedWithoutDate, timer, resolvedBy } = story;
  const gone =
    exclusion === null
      ? []
      : excludedAt === null
        ? [`It is in no figure: ${exclusion === 'impossible' ? 'what is told of it cannot be' : exclusion}.`]
        : [
            `It was ${exclusion} on ${when(excludedAt)}: until then it counts like any other ticket, since then it is in no figure.`,
          ];
  return [
    ...gone,
    ...(!outbound
      ? []
      : [
          entersAt === null
            ? 'We began it and the customer has not written: it is in no figure of time.'
            : `We began it: its times begin with what the customer wrote on ${when(entersAt)}.`,
        ]),
    ...(solvedWithoutDate ? ['It is solved and its source does not say when: it is in no figure of time.'] : []),
    ...(timer === null
      ? []
      : [
          `A timer closed it on ${when(timer.knownAt)}: it counts as solved on ${when(timer.at)}, when the customer’s silence began.`,
        ]),
    ...(resolvedBy === 'bot' ? ['Nobody but a bot has dealt with it.'] : []),
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
    case 'deleted':
      return 'deleted';
    case 'stated':
      return 'solved, as its source states';
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
  const { measure, from, to, clockSeconds, causes, counts, person, by, goesOn } = figure;
  const label =
    by === 'bot' ? 'Answer by a bot' : measure === 'laterResponse' ? 'Later answer' : MEASURES[measure].label;
  const isAnswer = !measure.endsWith('Resolution');
  const who = isAnswer ? (by === 'bot' ? ', by a bot' : person === null ? '' : `, by ${person}`) : '';
  const span =
    to === null && !goesOn
      ? `Asked on ${when(from)}.`
      : `From ${when(from)} to ${to === null ? 'now' : when(to)}${who}.`;
  const net = `without ${excludedWords(story.netExcludes)}`;
  const sum =
    clockSeconds === null
      ? goesOn
        ? 'It has no answer yet: this is no figure, the wait goes on.'
        : unansweredWords(story, measure)
      : `${exactWords(clockSeconds.calendar)} by the calendar; ${exactWords(clockSeconds.net)} ${net}; ${exactWords(clockSeconds.business)} of our open hours.`;
  return {
    heading:
      clockSeconds === null ? `${label}: ${goesOn ? 'none yet' : 'none'}` : `${label}: ${exactWords(clockSeconds.net)}`,
    lines: [
      span,
      sum,
      ...(clockSeconds !== null && !counts
        ? [by === 'bot' ? 'It is in no figure of people: a bot answered.' : 'It is in no figure.']
        : []),
    ],
    table:
      causes.length === 0
        ? null
        : {
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

/** Why a question that nobody answered waits no more. */
function unansweredWords(
  { exclusion, excludedAt, solvedWithoutDate }: TicketStory,
  measure: StoryFigure['measure'],
): string {
  if (exclusion !== null) return excludedAt === null ? 'It got no answer.' : `It was ${exclusion} without an answer.`;
  return measure === 'firstResponse' && !solvedWithoutDate
    ? 'It was solved without an answer by a person: in the time to first answer it counts as still waiting.'
    : 'It was solved without an answer.';
}

function sumOf(causes: StoryFigure['causes'], clock: Clock): number {
  return causes.reduce((sum, { clockSeconds }) => sum + clockSeconds[clock], 0);
}
