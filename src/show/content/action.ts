import { MS_PER_DAY } from '../../model/time.ts';
import type { Report } from '../../report/schema.ts';
import type { TeamRow, WaitingTicket } from '../../report/schema-inference.ts';
import { durationWords } from '../durations.ts';
import type { Action } from './content.ts';
import { areHoursUnknown, type Context } from './context.ts';
import { counted, type Situation, staleNames } from './headline.ts';
import { needsOf } from './needs.ts';
import { MANY_TEAMS, UNANSWERED_TIMES_USUAL } from './thresholds.ts';

/** What would help: the first of these that applies and that a lead can act on; null where none of them is known to be right. */
export function actionOf(context: Context, situation: Situation): Action | null {
  if (situation === 'quiet' || situation === 'unfinished') return null;
  if (situation === 'stale') return staleAction(context);
  if (situation === 'unanswered' || situation === 'unsolved') return crisisAction(context, situation);
  if (situation === 'few') return firstInNeed(context) ?? nothingToDo(context);
  if (areHoursUnknown(context.report) && context.options.own !== 'agent') return hoursAction();
  return unansweredAction(context) ?? pastTargetAction(context) ?? nothingToDo(context);
}

function staleAction(context: Context): Action {
  const { wording, stale } = context;
  const name = staleNames(context);
  const problem = stale.find((source) => source.problem !== null);
  return {
    title: `Look at ${name}`,
    says: `${problem === undefined ? `${name} ${stale.length === 1 ? 'was' : 'were'} last read on ${wording.moment(context.readUpToAt)}.` : `${problem.title}: ${problem.problem}`} When it is read again, ask for this digest again to have all of it. fairclock check says what is wrong.`,
    link: null,
    tone: 'longer',
    note: null,
    first: true,
  };
}

/** Where there are few tickets, the first of those that need somebody is what to do. */
function firstInNeed(context: Context): Action | undefined {
  const [row] = needsOf(context)?.rows ?? [];
  if (row === undefined) return undefined;
  const isAnswer = /answer|wrote again/.test(row.why);
  return {
    title: `${isAnswer ? 'Answer' : 'Look at'} ${row.ticket.text}`,
    says: `${row.why}; it has waited for us for ${row.waiting}.`,
    link: row.ticket.url === undefined ? null : row.ticket,
    tone: 'plain',
    note: null,
    first: false,
  };
}

function crisisAction(context: Context, situation: Situation): Action {
  const { report, wording } = context;
  const { flow, usualSolvedPerDay, lastAnswerAt, waiting } = report;
  const n = flow.withUsAtEnd;
  const urgent = waiting.tickets.filter(
    ({ priority }) => priority !== null && /^(p1|urgent|high|critical|1 - critical|highest)/i.test(priority),
  ).length;
  const begin =
    urgent > 0 && urgent < n
      ? `Begin with the ${urgent === 1 ? 'one' : wording.count(urgent)} of high priority, then the oldest.`
      : 'Begin with the oldest.';
  const pace =
    usualSolvedPerDay === null || usualSolvedPerDay <= 0
      ? ''
      : ` At the usual pace (${wording.number(usualSolvedPerDay)} solved a day) the ${wording.count(n)} take about ${counted(Math.max(1, Math.ceil(n / usualSolvedPerDay)), 'working day', wording.count)}.`;
  const last =
    lastAnswerAt === null
      ? 'No answer by a person is known at all.'
      : `The last answer we know of is from ${wording.moment(Date.parse(lastAnswerAt))}.`;
  return {
    title: 'Put somebody on the queue today',
    says: `${begin}${pace}`,
    link: { text: `All ${wording.count(n)}, in the order to take them`, opens: 'open' },
    tone: 'longer',
    note:
      situation === 'unanswered'
        ? {
            title: 'Or were they answered elsewhere?',
            says: `${last} If your team did answer, a source may be read only in part.`,
          }
        : null,
    first: true,
  };
}

function hoursAction(): Action {
  return {
    title: 'Tell Fairclock your opening hours',
    says: 'It takes one line, TEAM_HOURS=Mon-Fri 09:00-17:00. Then the digest can tell open hours from closed hours and take out the hours lost to time zones.',
    link: null,
    tone: 'plain',
    note: null,
    first: false,
  };
}

/** Taking the tickets that nobody has answered helps where there are far more of them than usual. */
function unansweredAction({ report, wording }: Context): Action | undefined {
  const n = report.flow.unansweredAtEnd;
  const usual = report.usualUnanswered;
  if (n === null || n < report.definitions.minSample) return undefined;
  if (usual === null || n < UNANSWERED_TIMES_USUAL * Math.max(1, usual)) return undefined;
  const usually = `Usually there are about ${wording.number(usual)}.`;
  const action = { tone: 'plain', note: null, first: false } as const;
  const link = { text: `The ${wording.count(n)} tickets`, opens: 'unanswered' };
  const most = report.teams.reduce(
    (a: TeamRow | undefined, b) => ((b.unansweredAtEnd ?? 0) > (a?.unansweredAtEnd ?? 0) ? b : a),
    undefined,
  );
  if (report.teams.length > MANY_TEAMS && most !== undefined) {
    const there = wording.count(most.unansweredAtEnd ?? 0);
    const says = `${there} of the ${wording.count(n)} tickets without an answer are there. ${usually}`;
    return { ...action, title: `Begin with ${most.label}`, says, link };
  }
  const waiting = unansweredOf(report);
  const nobody = waiting.filter(({ agentId }) => agentId === null).length;
  const oldest = durationWords(Math.max(0, ...waiting.map(({ waitingSeconds }) => waitingSeconds)));
  // Of those that wait for others the report carries only how many there are.
  const who =
    waiting.length < n
      ? ''
      : nobody === 0
        ? `The oldest has waited ${oldest}. `
        : `${wording.count(nobody)} of them ${nobody === 1 ? 'belongs' : 'belong'} to nobody; the oldest has waited ${oldest}. `;
  return { ...action, title: `Take the ${wording.count(n)} that have no answer`, says: `${who}${usually}`, link };
}

/** A promise that was broken and that somebody still waits for. */
function pastTargetAction({ report, wording }: Context): Action | undefined {
  const kinds = report.waiting.tickets.flatMap(({ need }) => need?.kind ?? []);
  const late = report.waiting.tickets.filter(
    ({ need }) => need?.kind === 'past_target' || need?.kind === 'unanswered_past_target',
  );
  const n = late.length;
  if (n === 0) return undefined;
  const nobody = late.filter(({ agentId }) => agentId === null).length;
  const oldest = durationWords(Math.max(...late.map(({ waitingSeconds }) => waitingSeconds)));
  const who =
    nobody === 0
      ? ''
      : n === 1
        ? 'It belongs to nobody. '
        : `${wording.count(nobody)} of them ${nobody === 1 ? 'belongs' : 'belong'} to nobody. `;
  return {
    title: n === 1 ? 'Take the one past its target' : `Take the ${wording.count(n)} past their target`,
    says: `${who}${n === 1 ? 'It' : 'The oldest'} has waited for us for ${oldest}.`,
    // The list of late tickets holds those as well that are only older than most.
    link: kinds.includes('older_than_p90')
      ? null
      : { text: `The ${counted(n, 'ticket', wording.count)}`, opens: 'late' },
    tone: 'plain',
    note: null,
    first: false,
  };
}

function unansweredOf({ waiting }: Report): readonly WaitingTicket[] {
  return waiting.tickets.filter(({ need }) => need?.kind.startsWith('unanswered') === true);
}

/** Only where every part of it is true and nothing else waits for somebody; elsewhere nothing is said. */
function nothingToDo({ report }: Context): Action | null {
  const { waiting, targets, flow } = report;
  if (targets.some(({ pastNow }) => pastNow > 0)) return null;
  const unanswered = unansweredOf(report);
  const others = waiting.tickets.some((ticket) => ticket.need !== null && !unanswered.includes(ticket));
  if (others || waiting.tickets.some(({ agentId }) => agentId === null)) return null;
  const oldest = Math.max(0, ...unanswered.map(({ waitingSeconds }) => waitingSeconds));
  if (oldest * 1000 > MS_PER_DAY) return null;
  // Each part only where it is known: of a source that tells no answers nobody can say that none is without one.
  const parts = [
    ...(targets.length > 0 ? ['no ticket is past its target'] : []),
    ...(flow.withUsAtEnd === 0 ? ['nothing waits for us'] : ['none that waits for us is without somebody']),
    ...(unanswered.length > 0 ? [`the oldest of them without an answer has waited ${durationWords(oldest)}`] : []),
    ...(unanswered.length === 0 && flow.unansweredAtEnd === 0 ? ['none is without an answer'] : []),
  ];
  const words = parts.length === 1 ? parts[0]! : `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`;
  return {
    title: 'Nothing to do',
    says: `${words[0]!.toUpperCase()}${words.slice(1)}.`,
    link: null,
    tone: 'shorter',
    note: null,
    first: false,
  };
}
