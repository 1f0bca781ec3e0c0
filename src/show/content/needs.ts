import type { NEED_KINDS, WaitingTicket } from '../../report/schema-inference.ts';
import { durationWords } from '../durations.ts';
import type { NeedRow, Needs } from './content.ts';
import type { Context } from './context.ts';
import { counted } from './headline.ts';

type Kind = (typeof NEED_KINDS)[number];

const CHIPS: Readonly<Record<Kind, string>> = {
  unanswered_nobody: 'Nobody has it',
  unanswered_past_target: 'No answer, past the target',
  unanswered: 'No answer yet',
  past_target: 'Past the target',
  wrote_again: 'Wrote again',
  handed_over: 'Handed over',
  reopened: 'Reopened',
  older_than_p90: 'Older than most',
};

/** Orange for the first three reasons: nobody has answered, or a promise is broken. */
const URGENT: readonly Kind[] = ['unanswered_nobody', 'unanswered_past_target', 'unanswered', 'past_target'];

/** The open tickets that wait for us and need somebody, in the order in which to look; null where none is open. */
export function needsOf(context: Context): Needs | null {
  const { report, wording } = context;
  const { waiting, flow } = report;
  if (flow.openAtEnd === 0) return null;
  const rows = waiting.tickets.filter(({ need }) => need !== null);
  const counts = Object.entries(CHIPS).flatMap(([kind, text]) => {
    const n = waiting.byNeed[kind as Kind] ?? 0;
    return n === 0 ? [] : [{ kind: kind as Kind, text, n }];
  });
  return {
    heading: 'Open tickets that need somebody',
    of: `${wording.count(flow.withUsAtEnd)} waiting for us`,
    all: `All ${counted(flow.withUsAtEnd, 'ticket', wording.count)} waiting for us`,
    rows: rows.map((ticket) => needRow(ticket, context)),
    counts,
    nothing:
      rows.length > 0
        ? null
        : flow.withUsAtEnd === 0
          ? 'Nothing waits for us.'
          : 'Of the tickets that wait for us none needs somebody more than usual.',
    beside:
      flow.openAtEnd === flow.withUsAtEnd
        ? ''
        : flow.withUsAtEnd === 0
          ? `The ${counted(flow.openAtEnd, 'open ticket', wording.count)} ${flow.openAtEnd === 1 ? 'waits' : 'wait'} for customers or others.`
          : `The other ${counted(flow.openAtEnd - flow.withUsAtEnd, 'open ticket', wording.count)} ${flow.openAtEnd - flow.withUsAtEnd === 1 ? 'waits' : 'wait'} for customers or others.`,
  };
}

/** A waiting ticket as lists of them show it. */
export function needRow(ticket: WaitingTicket, context: Context): NeedRow {
  const { options, wording } = context;
  const kind = ticket.need?.kind;
  return {
    ticket: { text: `#${ticket.id}`, url: ticket.url ?? undefined },
    about: ticket.subject ?? aboutWords(ticket),
    why: needWords(ticket, context),
    tone: kind !== undefined && URGENT.includes(kind) ? 'longer' : 'plain',
    who:
      ticket.agentId === null ? 'nobody' : options.agents === true ? (ticket.agentName ?? ticket.agentId) : 'somebody',
    nobody: ticket.agentId === null,
    team: ticket.teamName ?? ticket.teamId ?? '',
    tier: wording.tier(ticket.tier),
    waiting: durationWords(ticket.waitingSeconds),
  };
}

/** `billing, high priority` */
export function aboutWords({
  category,
  priority,
}: {
  readonly category: string | null;
  readonly priority: string | null;
}): string {
  const urgent =
    priority !== null && priority !== ''
      ? /priority|^p\d|^\d/i.test(priority)
        ? priority
        : `${priority} priority`
      : undefined;
  return [category ?? undefined, urgent].filter((word) => word !== undefined).join(', ');
}

/** Why an open ticket needs somebody, in a sentence without its end; empty where it does not. */
export function needWords({ need, tier }: WaitingTicket, { wording }: Context): string {
  if (need === null) return '';
  const target = need.targetSeconds === null ? 'its target' : `the target of ${durationWords(need.targetSeconds)}`;
  const day = need.at === null ? '' : ` on ${wording.weekday(Date.parse(need.at))}`;
  const times = need.times ?? 1;
  switch (need.kind) {
    case 'unanswered_nobody':
      return 'No answer yet, and nobody has it';
    case 'unanswered_past_target':
      return `No answer yet; past ${target}`;
    case 'unanswered':
      return 'No answer yet';
    case 'past_target':
      return `Past ${target}`;
    case 'wrote_again':
      return times === 1 ? 'The customer wrote again' : `The customer wrote again ${wording.times(times)}`;
    case 'handed_over':
      return `Handed over ${wording.times(times)}${day === '' ? '' : `, untouched since ${wording.weekday(Date.parse(need.at!))}`}`;
    case 'reopened':
      return `Reopened${day}`;
    case 'older_than_p90':
      return tier === 'unknown' ? 'Older than 9 in 10 tickets' : `Older than 9 in 10 ${wording.tier(tier)} tickets`;
  }
}
