import { MS_PER_DAY } from '../../model/time.ts';
import { durationWords } from '../durations.ts';
import type { Action } from './content.ts';
import type { Context } from './context.ts';
import { counted, type Situation, staleNames } from './headline.ts';
import { UNANSWERED_TIMES_USUAL } from './thresholds.ts';

/** What would help: the first of these that applies and that a lead can act on; null where none of them is known to be right. */
export function actionOf(context: Context, situation: Situation): Action | null {
  if (situation === 'quiet') return null;
  if (situation === 'stale') return staleAction(context);
  if (situation === 'unanswered' || situation === 'unsolved') return crisisAction(context, situation);
  if (context.report.definitions.teamHours === null) return hoursAction();
  return unansweredAction(context) ?? nothingToDo(context);
}

function staleAction(context: Context): Action {
  const { report, wording } = context;
  const [first] = report.coverage.stale;
  const name = staleNames(context);
  const problem = first?.problem ?? null;
  return {
    title: `Look at ${name}`,
    says: `${problem === null ? `${name} was last read on ${wording.moment(context.readUpToAt)}.` : `${name}: ${problem}`} When it is read again, ask for this digest again to have all of it. fairclock check says what is wrong.`,
    link: null,
    tone: 'longer',
    note: null,
    first: true,
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
      ? `Begin with the ${wording.count(urgent)} of high priority, then the oldest.`
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
  if (n === null) return undefined;
  if (n < report.definitions.minSample || usual === null || n < UNANSWERED_TIMES_USUAL * Math.max(1, usual))
    return undefined;
  const unanswered = report.waiting.tickets.filter(({ need }) => need?.kind.startsWith('unanswered') === true);
  const nobody = unanswered.filter(({ agentId }) => agentId === null).length;
  const oldest = Math.max(0, ...unanswered.map(({ waitingSeconds }) => waitingSeconds));
  const belong =
    nobody === 0 ? '' : `${wording.count(nobody)} of them ${nobody === 1 ? 'belongs' : 'belong'} to nobody; the`;
  return {
    title: `Take the ${wording.count(n)} that have no answer`,
    says: `${belong === '' ? 'The' : belong} oldest has waited ${durationWords(oldest)}. Usually there are about ${wording.number(usual)}.`,
    link: { text: `The ${wording.count(n)} tickets`, opens: 'unanswered' },
    tone: 'plain',
    note: null,
    first: false,
  };
}

/** Only where every part of it is true; elsewhere nothing is said. */
function nothingToDo({ report }: Context): Action | null {
  const { waiting, targets } = report;
  const past = targets.some(({ pastNow }) => pastNow > 0);
  const nobody = waiting.tickets.some(({ agentId, need }) => agentId === null && need !== null);
  const late = waiting.tickets.some(
    ({ need }) =>
      need?.kind === 'past_target' || need?.kind === 'older_than_p90' || need?.kind === 'unanswered_past_target',
  );
  if (past || nobody || late) return null;
  const unanswered = waiting.tickets.filter(({ need }) => need?.kind.startsWith('unanswered') === true);
  const oldest = Math.max(0, ...unanswered.map(({ waitingSeconds }) => waitingSeconds));
  if (oldest * 1000 > MS_PER_DAY) return null;
  const target =
    targets.length > 0 ? 'No ticket is past its target' : 'No ticket is older than nine in ten of its kind';
  const last =
    unanswered.length === 0
      ? 'none is without an answer'
      : `the oldest without an answer has waited ${durationWords(oldest)}`;
  return {
    title: 'Nothing to do',
    says: `${target}, none that waits is without somebody, and ${last}.`,
    link: null,
    tone: 'shorter',
    note: null,
    first: false,
  };
}
