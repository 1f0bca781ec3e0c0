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

function figureLine({ n, verdict, observedToExpected, interval }: PersonFigure, { wording }: Context): string {
  if (observedToExpected === null || interval === null) {
    return `Too few to say how your time on a ticket compares: ${counted(n, 'ticket', wording.count)} with enough like them are not there.`;
  }
  const range = `likely between ${wording.ratio(interval[0])} and ${wording.ratio(interval[1])} times`;
  const times = `${wording.ratio(observedToExpected)} times`;
  if (verdict === 'slower' || verdict === 'faster') {
    const word = verdict === 'slower' ? 'longer' : 'shorter';
    return `Your time on a ticket was ${word} than everybody’s on tickets like yours: ${times}, ${range}.`;
  }
  return `Your time on a ticket was not clearly different from everybody’s on tickets like yours: ${times}, ${range}.`;
}

function madeOfLine({ n, solved, strata }: PersonFigure, { wording, words }: Context): string {
  const like =
    strata === 'all tickets alike' ? 'all tickets count as alike' : `alike are tickets of the same ${strata}`;
  return `It is made of the ${counted(n, 'ticket', wording.count)} that you got this ${words.one}, of which you solved ${wording.count(solved)}: from when you got each until you passed it on, waited for somebody else or solved it, in open hours. Beside it stand all who had such tickets, you among them; ${like}.`;
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
