import type { PersonFigure } from '../../report/schema-inference.ts';
import type { Section } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';

/** What a person's own digest says of their own time, and what that is made of; null in any other digest. */
export function ownSection(context: Context): Section | null {
  const { report, options, words } = context;
  if (options.own !== 'agent') return null;
  const [person] = report.people;
  const lines =
    person === undefined
      ? [`You got no ticket this ${words.one}.`]
      : [figureLine(person, context), madeOfLine(person, context)];
  return { key: 'own', heading: 'Your own time', beside: '', lines, table: null, after: [] };
}

function figureLine(person: PersonFigure, { wording }: Context): string {
  const { compared, clock, verdict, observedToExpected, interval } = person;
  if (clock === 'works_outside') {
    return 'How your time on a ticket compares cannot be told: much of what you did lies outside the hours that are known for you. Ask for your hours to be set.';
  }
  if (clock === 'often_absent') {
    return 'How your time on a ticket compares cannot be told: you count as always at work, and there are many hours in which you never are. Ask for your hours to be set.';
  }
  if (clock === 'gets_it_solved') {
    return 'How your time on a ticket compares cannot be told: many tickets became yours only as you solved them, so that your work on these is nowhere.';
  }
  if (observedToExpected === null || interval === null) {
    return `Too few to say how your time on a ticket compares: you got ${counted(compared, 'ticket', wording.count)} of a kind that somebody else had too.`;
  }
  const range = `likely between ${wording.ratio(interval[0])} and ${wording.ratio(interval[1])} times`;
  const times = `${wording.ratio(observedToExpected)} times`;
  if (verdict === 'slower' || verdict === 'faster') {
    const word = verdict === 'slower' ? 'longer' : 'shorter';
    return `Your time on a ticket was ${word} than everybody’s on tickets like yours: ${times}, ${range}.`;
  }
  return `Your time on a ticket was not clearly different from everybody’s on tickets like yours: ${times}, ${range}.`;
}

function madeOfLine({ n, compared, solved, strata }: PersonFigure, { wording, words }: Context): string {
  const like =
    strata === 'all tickets alike' ? 'all tickets count as alike' : `alike are tickets of the same ${strata}`;
  const only =
    compared === n
      ? ''
      : ` Compared ${compared === 1 ? 'is' : 'are'} ${wording.count(compared)}: what nobody else had too tells nothing of you.`;
  return `It is made of the ${counted(n, 'ticket', wording.count)} that you got this ${words.one}, of which you solved ${wording.count(solved)}: from when you got each until you passed it on, waited for somebody else or solved it, in open hours. Beside it stand all who had such tickets, you among them; ${like}.${only}`;
}

/** What the figures of a digest are of that is for one team or one agent; null where it is for all. */
export function ownFootLine({ options, words }: Context): string | null {
  if (options.own === undefined) return null;
  const whose =
    options.own === 'agent'
      ? `tickets that you had at the end of the ${words.one} or are credited with`
      : `tickets that the team had at the end of the ${words.one}, or when they were solved`;
  return `All else here is of the ${whose}. Times of tickets run from when they came in, so they hold the queue’s time and that of whoever had them before.`;
}
