import { MEASURES } from '../../model/catalogue.ts';
import type { Curve, PersonFigure, TeamRow } from '../../report/schema-inference.ts';
import { durationWords } from '../durations.ts';
import type { Section, Text } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';
import { needRow } from './needs.ts';
import { DAYS_TOLD, MANY_TEAMS, TICKETS_TOLD } from './thresholds.ts';
import { verdictWords } from './times.ts';

/** Teams by name; over twelve of them only those with a change, and how many have none. Null with fewer than two. */
export function teamSection(context: Context, options: { readonly all: boolean }): Section | null {
  const { report, wording } = context;
  const { teams } = report;
  if (teams.length < 2) return null;
  const changed = teams.filter(({ verdict }) => verdict === 'slower' || verdict === 'faster');
  const shown = options.all || teams.length <= MANY_TEAMS ? teams : changed;
  const rest = teams.filter((team) => !shown.includes(team));
  const few = rest.filter(({ verdict }) => verdict === 'too_few' || verdict === 'not_comparable').length;
  const heading =
    changed.length === 0
      ? `Teams: no clear change in any of the ${wording.count(teams.length)}`
      : options.all || teams.length <= MANY_TEAMS
        ? `Teams: a clear change in ${wording.count(changed.length)} of ${wording.count(teams.length)}`
        : 'Teams with a clear change';
  const comparable = report.coverage.comparable;
  return {
    key: 'teams',
    heading: comparable ? heading : 'Teams',
    beside:
      shown.length < teams.length
        ? `${wording.count(shown.length)} of ${wording.count(teams.length)}`
        : 'half within, on each',
    lines: [],
    table:
      shown.length === 0
        ? null
        : {
            head: [
              { text: 'Team' },
              { text: 'Arrived', right: true, optional: true },
              { text: 'Solved', right: true },
              { text: 'Waiting for us', right: true, optional: true },
              { text: 'No answer yet', right: true },
              { text: MEASURES.firstResponse.label, right: true, optional: true },
              { text: 'In their hands', right: true },
              { text: 'Satisfied', right: true, optional: true },
              { text: 'Change', right: true },
            ],
            rows: shown.map((team) => teamCells(team, context)),
          },
    after:
      rest.length === 0
        ? []
        : [
            `The other ${wording.count(rest.length)}: no clear change in ${wording.count(rest.length - few)}, too few to say in ${wording.count(few)}.`,
          ],
  };
}

function teamCells(team: TeamRow, context: Context): Text[] {
  const { wording } = context;
  const verdict = verdictWords({ verdict: team.verdict, previousSeconds: null }, context);
  return [
    { text: team.label },
    { text: wording.count(team.arrived) },
    { text: wording.count(team.solved), opens: `byTeam=${team.key}` },
    { text: wording.count(team.withUsAtEnd) },
    { text: team.unansweredAtEnd === null ? '–' : wording.count(team.unansweredAtEnd) },
    { text: curveWords(team.timeToFirstAnswer) },
    {
      text: team.heldMedianSeconds === null ? 'too few' : durationWords(team.heldMedianSeconds),
      opens: `byTeamHeld=${team.key}`,
    },
    { text: satisfiedWords(team.csat, context) },
    { text: team.verdict === 'not_comparable' ? '' : (verdict?.text ?? ''), tone: verdict?.tone },
  ];
}

/** People by name, every one of them; only where the desk asked for it. */
export function peopleSection(context: Context): Section | null {
  const { report, options, wording } = context;
  if (options.agents !== true || report.people.length === 0) return null;
  return {
    key: 'people',
    heading: 'People',
    beside: `all ${wording.count(report.people.length)}, in alphabetical order`,
    lines: [
      `Their own time on a ticket, from when they get it until they pass it on, wait or solve it, in open hours, against tickets like theirs (${report.people[0]!.strata}). “Longer” and “shorter” are said only beyond chance. First answers and “satisfied” are as they came, queue and kind of tickets included: they are no comparison.`,
      ...clockLines(report.people),
    ],
    table: {
      head: [
        { text: 'Name' },
        { text: 'Team', optional: true },
        { text: 'Solved', right: true },
        { text: MEASURES.firstResponse.label, right: true, optional: true },
        { text: 'Time, against tickets like theirs', right: true },
        { text: 'Satisfied', right: true, optional: true },
      ],
      rows: report.people.map((person) => [
        { text: person.name },
        { text: person.team ?? '' },
        { text: wording.count(person.solved), opens: `byAgent=${person.agent}` },
        { text: person.firstAnswerMedianSeconds === null ? 'too few' : durationWords(person.firstAnswerMedianSeconds) },
        {
          text: personWords(person, context),
          tone: person.verdict === 'slower' ? 'longer' : person.verdict === 'faster' ? 'shorter' : 'plain',
        },
        { text: satisfiedWords(person.csat, context) },
      ]),
    },
    after: [],
  };
}

/** Why the time of some is not compared, and what to do; nothing where all hours fit. */
function clockLines(people: readonly PersonFigure[]): string[] {
  return CLOCK_LINES.flatMap(([clock, line]) => (people.some((person) => person.clock === clock) ? [line] : []));
}

const CLOCK_LINES: readonly (readonly [PersonFigure['clock'], string])[] = [
  [
    'gets_it_solved',
    '“Got as they are solved”: more than a fifth of their tickets became theirs only as they solved them, so that their work on these is nowhere. Have tickets assigned when work on them begins.',
  ],
  [
    'works_outside',
    '“Works outside the hours set”: more than a fifth of what they did lies outside the hours that are known for them, so that their own time cannot be told. Give them or their team hours of their own.',
  ],
  [
    'often_absent',
    '“Hours not known”: they count as always at work and do next to nothing in a large part of the day or week, so that nights and days off would count as theirs. Set TEAM_HOURS, or give them hours of their own.',
  ],
];

function personWords({ clock, verdict, observedToExpected }: PersonFigure, { wording }: Context): string {
  if (clock === 'works_outside') return 'works outside the hours set';
  if (clock === 'often_absent') return 'hours not known';
  if (clock === 'gets_it_solved') return 'got as they are solved';
  if (verdict === 'slower') return `longer (${wording.ratio(observedToExpected ?? 1)} times)`;
  if (verdict === 'faster') return `shorter (${wording.ratio(observedToExpected ?? 1)} times)`;
  return verdict === 'no_evidence' ? 'no clear difference' : 'too few';
}

function curveWords(curve: Curve | null): string {
  return curve?.medianSeconds == null ? 'too few' : durationWords(curve.medianSeconds);
}

function satisfiedWords(
  csat: { readonly n: number; readonly value: number | null } | null,
  { wording }: Context,
): string {
  if (csat === null || csat.n === 0) return '–';
  return csat.value === null ? 'too few' : `${wording.share(csat.value / 100)} of ${wording.number(csat.n)}`;
}

/**
 * The tickets themselves, where there are too few for a typical time: those that wait for us, as the report carries no
 * others one by one; without a table where there are too many of them to be told so.
 */
export function fewSection(context: Context): Section {
  const { report, wording } = context;
  const { flow, definitions, waiting } = report;
  const { tickets } = waiting;
  const heading = `Too few for a typical time (${wording.count(flow.solved)} solved, ${wording.count(definitions.minSample)} needed)`;
  const told = tickets.length > 0 && tickets.length <= TICKETS_TOLD;
  const others = flow.openAtEnd - flow.withUsAtEnd;
  return {
    key: 'few',
    heading: told ? `${heading}, so here is what waits for us` : heading,
    beside: '',
    lines: [],
    table: told
      ? {
          head: [
            { text: 'Ticket' },
            { text: 'Arrived', optional: true },
            { text: 'Why it needs somebody' },
            { text: 'With', optional: true },
            { text: 'Waiting for us', right: true },
          ],
          rows: tickets.map((ticket) => {
            const { ticket: name, about, why, tone, who, team, waiting: time } = needRow(ticket, context);
            return [
              { ...name, beside: about },
              { text: wording.moment(Date.parse(ticket.openedAt)) },
              { text: why === '' ? 'nothing is wrong yet' : why, tone },
              { text: who, beside: team },
              { text: time },
            ];
          }),
        }
      : null,
    after:
      told && others > 0
        ? [
            `${counted(others, 'more open ticket', wording.count)} ${others === 1 ? 'waits' : 'wait'} for customers or others.`,
          ]
        : [],
  };
}

/** Arrivals and answers day by day: where a queue stands still, this is what to see. */
export function daysSection(context: Context): Section | null {
  const { report, wording } = context;
  if (report.byDay.length === 0 || report.byDay.length > DAYS_TOLD) return null;
  return {
    key: 'days',
    heading: 'Day by day',
    beside: '',
    lines: [],
    table: {
      head: [
        { text: 'Day' },
        { text: 'Arrived', right: true },
        { text: 'First answers', right: true },
        { text: 'Solved', right: true },
      ],
      rows: report.byDay.map(({ day, arrived, firstAnswers, solved }) => [
        { text: wording.weekdayDate(Date.parse(day)) },
        { text: wording.count(arrived) },
        { text: wording.count(firstAnswers) },
        { text: wording.count(solved) },
      ]),
    },
    after: [],
  };
}
