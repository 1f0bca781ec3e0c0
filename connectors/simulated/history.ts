import type { ToldTier } from '../../src/model/catalogue.ts';
import type { Desk, Pairing, SimulatedAgent } from './desks.ts';
import { PLANTED } from './effects.ts';
import type { Random } from './random.ts';
import { storyteller, type Timeline } from './timeline.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Who and what a ticket's story is about. */
export interface Plot {
  readonly source: string;
  readonly ticketId: string;
  readonly openedAt: number;
  readonly tier: ToldTier;
  readonly channel: string;
  readonly customerId: string;
  /** Who solves it. */
  readonly agent: SimulatedAgent;
  /** A colleague of the same desk, for tickets that pass through two hands. */
  readonly colleague: SimulatedAgent;
  /** An agent of another desk, where there is one, for tickets that begin there. */
  readonly elsewhere: SimulatedAgent | undefined;
  readonly pairing: (desk: Desk) => Pairing;
}

/** A told ticket, with what is true about it beyond its records. Durations in ms. */
export interface Story {
  readonly timeline: Timeline;
  readonly openedBy: 'customer' | 'agent' | 'bot';
  /** One, or two where the customer came back. */
  readonly solutions: readonly Solution[];
  /** When the customer came back; Infinity where they did not. */
  readonly reopenedAt: number;
}

/** One solution of a ticket. Durations in ms since the opening. */
export interface Solution {
  readonly at: number;
  /** What the net clock should find. */
  readonly netMs: number;
  /** What the business clock should find: the working time that was planted, as far as it was needed until here. */
  readonly businessMs: number;
  /** What the helpdesk itself would state as the end: of a ticket closed by a timer, the timer's instant. */
  readonly vendorAt: number;
}

/** What the work of a ticket consists of, which is what its tier is told by. */
interface Work {
  /** Public replies of the agents, the solving one included. */
  readonly replies: number;
  readonly passesHands: boolean;
  readonly changesDesk: boolean;
  readonly thirdParty: boolean;
  readonly reopens: boolean;
  readonly notes: number;
}

/** Draws work whose score lies in the tier, by the default cuts: at most 2 simple, at most 6 moderate, more complex. */
function drawWork(tier: ToldTier, canChangeDesk: boolean, random: Random): Work {
  const plain = { passesHands: false, changesDesk: false, thirdParty: false, reopens: false, notes: 0 };
  if (tier === 'simple') return { ...plain, replies: random.chance(0.6) ? 1 : 2, notes: random.chance(0.2) ? 1 : 0 };
  if (tier === 'moderate') {
    const turn = random.next();
    if (turn < 0.2) return { ...plain, replies: random.whole(2, 3), thirdParty: true, notes: 1 };
    if (turn < 0.35) return { ...plain, replies: random.whole(2, 3), reopens: true };
    if (turn < 0.5) return { ...plain, replies: random.whole(2, 3), passesHands: true, notes: random.whole(1, 2) };
    return { ...plain, replies: random.whole(3, 5), notes: random.whole(0, 1) };
  }
  const changesDesk = canChangeDesk && random.chance(0.2);
  return {
    replies: random.whole(4, 6),
    changesDesk,
    passesHands: !changesDesk && random.chance(0.4),
    thirdParty: random.chance(0.35),
    reopens: random.chance(0.2),
    notes: random.whole(4, 6),
  };
}

/** Cuts a whole into so many parts of whole seconds, none empty, by exponential spacings. */
function parts(total: number, count: number, random: Random): number[] {
  const spacings = Array.from({ length: count }, () => 0.3 - Math.log(1 - random.next()));
  let sum = 0;
  for (const spacing of spacings) sum += spacing;
  const cut = spacings.map((spacing) => Math.max(SECOND, Math.floor((total * spacing) / sum / SECOND) * SECOND));
  let left = total;
  for (const part of cut) left -= part;
  cut[0] = cut[0]! + left;
  return cut;
}

const wholeSeconds = (ms: number): number => Math.max(SECOND, Math.round(ms / SECOND) * SECOND);

/** Tells one ticket from its opening to its end, and the little that happens after it. */
export function tellStory(plot: Plot, random: Random): Story {
  const { agent, customerId } = plot;
  const drawn = drawWork(plot.tier, plot.elsewhere !== undefined, random);
  const workMs = wholeSeconds(
    random.logNormal(PLANTED.workMedianMs[plot.tier], PLANTED.workSigma) * agent.workFactor + MINUTE,
  );
  const begun = random.next();
  const openedBy = begun < 0.9 ? 'customer' : begun < 0.95 ? 'bot' : 'agent';
  // The message that opens an outbound ticket is a reply more; the tier stays what it was drawn to be.
  const work = openedBy === 'agent' && drawn.replies > 1 ? { ...drawn, replies: drawn.replies - 1 } : drawn;
  const firstAgent = work.changesDesk ? plot.elsewhere! : work.passesHands ? plot.colleague : agent;
  const story = storyteller(plot.source, plot.ticketId, plot.openedAt, plot.pairing(firstAgent.desk));

  open();
  const turns = parts(workMs, work.replies + (work.thirdParty ? 1 : 0) + (work.reopens ? 1 : 0), random);
  let notesLeft = work.notes;
  let holds = firstAgent;
  const thirdPartyTurn = work.thirdParty ? Math.floor(work.replies / 2) : -1;
  const note = (): void => {
    if (notesLeft > 0) story.note(holds.id);
    notesLeft--;
  };

  for (let reply = 0; reply < work.replies; reply++) {
    const last = reply === work.replies - 1;
    if (reply === thirdPartyTurn) waitForThirdParty();
    if (holds !== agent && (last || reply >= work.replies / 2)) passOn();
    story.teamWorks(turns.pop()!);
    note();
    if (last) break;
    story.message('agent', holds.id);
    story.status('waiting_customer', 'agent');
    story.customerThinks(wholeSeconds(random.logNormal(1.2 * HOUR, 0.9)));
    story.message('customer', customerId);
    story.status('open', 'customer');
  }
  while (notesLeft > 0) note();
  const solutions = [solve()];
  let reopenedAt = Number.POSITIVE_INFINITY;
  if (work.reopens) reopen();
  afterwards();
  return { timeline: story.timeline(), openedBy, solutions, reopenedAt };

  function open(): void {
    story.status(openedBy === 'agent' ? 'waiting_customer' : 'new', openedBy);
    if (openedBy === 'agent') {
      story.assign(firstAgent);
      story.message('agent', firstAgent.id, { via: 'outbound' });
      story.customerThinks(wholeSeconds(random.logNormal(3 * HOUR, 0.8)));
      story.message('customer', customerId);
      story.status('open', 'customer');
      return;
    }
    story.message(openedBy, openedBy === 'bot' ? 'monitor' : customerId);
    if (openedBy === 'customer' && plot.channel === 'email' && random.chance(0.3)) {
      story.message('bot', 'receipt', { automatic: true });
    }
    if (openedBy === 'customer' && plot.channel === 'chat' && random.chance(0.5)) {
      story.handover('bot');
      story.botHolds(random.whole(2, 40) * SECOND);
      story.message('bot', 'assistant');
      story.botHolds(random.whole(30, 600) * SECOND);
      story.message('customer', customerId);
      story.handover('team');
    }
    if (random.chance(0.5)) story.assign(null, firstAgent.desk.id);
    story.assign(firstAgent);
  }

  function waitForThirdParty(): void {
    story.teamWorks(turns.pop()!);
    note();
    story.status('waiting_third_party', 'agent');
    story.thirdPartyHolds(wholeSeconds(random.logNormal(DAY, 0.6)));
    story.status('open', 'agent');
  }

  function passOn(): void {
    story.usePairing(plot.pairing(agent.desk));
    story.assign(agent);
    holds = agent;
  }

  /** The solution; a few are never confirmed by the customer and closed by a timer, which solved nothing. */
  function solve(): Solution {
    story.message('agent', agent.id);
    const { at, netMs, businessMs } = story.timeline();
    if (!work.reopens && random.chance(0.04)) {
      story.status('waiting_customer', 'agent');
      const timerAt = at + 5 * DAY;
      story.aside(timerAt, () => story.status('solved', 'bot'));
      return { at, netMs, businessMs, vendorAt: timerAt };
    }
    story.status('solved', 'agent');
    return { at, netMs, businessMs, vendorAt: at };
  }

  function reopen(): void {
    story.solvedFor(wholeSeconds(random.logNormal(6 * HOUR, 0.7)));
    reopenedAt = story.timeline().at;
    story.status('open', 'customer');
    story.message('customer', customerId);
    story.teamWorks(turns.pop()!);
    solutions.push(solve());
  }

  function afterwards(): void {
    const solvedAt = story.timeline().at;
    const isConfirmed = solutions.at(-1)!.vendorAt === solvedAt;
    if (isConfirmed && random.chance(0.08))
      story.aside(solvedAt + random.whole(5, 300) * MINUTE, () => story.message('customer', customerId));
    // A colleague takes the solved ticket over, or says a last word: credit policies differ on such tickets.
    if (plot.tier === 'complex' && isConfirmed && random.chance(0.2)) {
      const takesOver = random.chance(0.5);
      story.aside(solvedAt + random.whole(5, 50) * MINUTE, () =>
        takesOver ? story.assign(plot.colleague) : story.message('agent', plot.colleague.id),
      );
    }
    if (random.chance(0.5)) story.aside(solvedAt + 9 * DAY, () => story.status('closed', 'bot'));
  }
}
