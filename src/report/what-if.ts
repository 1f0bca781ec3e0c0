import { createPresence } from '../clock/presence.ts';
import { createSides, type Sides } from '../clock/sides.ts';
import { ALONE } from '../measure/cause-spans.ts';
import { CAUSE_NAMES, type Cause } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredTicket } from '../model/measurement.ts';
import type { Agent, Team } from '../model/people.ts';
import { toIso } from '../model/time.ts';
import type { Window } from '../model/window.ts';
import { CAUSES_N, createJointCauses, type JointCauses } from '../summarise/joint-causes.ts';
import { isSolvedIn } from '../summarise/life.ts';
import { type OtherHours, withOtherHours } from '../summarise/other-hours.ts';
import { createReplay, type ReplayedStint } from '../summarise/replayed-hours.ts';
import { medianInterval, medianSorted } from '../summarise/statistics/averages.ts';
import { addTicketTo, type OtherSides, sumsOf } from '../summarise/what-if.ts';
import type { WhatIf, WhatIfSearch } from './schema-what-if.ts';

/** What the question is asked of: the measured tickets, and the desk as it is. */
export interface WhatIfInput {
  readonly window: Window;
  readonly tickets: readonly MeasuredTicket[];
  readonly definitions: Definitions;
  readonly agents: readonly Agent[];
  readonly teams: readonly Team[];
  readonly minSample: number;
}

interface Asked {
  readonly solved: readonly MeasuredTicket[];
  readonly sides: Sides;
  readonly joint: JointCauses;
}

/** Answers what other hours of the desk would have changed for the tickets solved in a window. Throws an Error for hours that cannot be read. */
export function whatIf(input: WhatIfInput, change: OtherHours): WhatIf {
  return answer(input, change, prepare(input));
}

/** Tries every block of so many hours, for each of these teams (the desk where there are none), on weekdays and at weekends. */
export function searchHours(input: WhatIfInput, hours: number, teams: readonly Team[]): WhatIfSearch {
  const asked = prepare(input);
  const blocks = blocksOf(hours, teams);
  const answers = blocks.flatMap((block) => {
    const made = answer(input, block.change, asked);
    return made.touched === 0 || made.replayed === null ? [] : [{ block, made }];
  });
  const saved = ({ replayed }: WhatIf) => (replayed === null ? 0 : replayed.mean.seconds - replayed.mean.otherSeconds);
  const ranked = answers.filter(({ made }) => saved(made) > 0).sort((a, b) => saved(b.made) - saved(a.made));
  // Blocks that overlap a better one are that one told again.
  const best = ranked.filter(
    (one, place) => !ranked.slice(0, place).some((better) => areLike(one.block, better.block, hours)),
  );
  return { hours, tried: blocks.length, best: best.slice(0, 5).map(({ made }) => made) };
}

function prepare({ window, tickets }: WhatIfInput): Asked {
  const solved = tickets.filter(
    ({ exclusion, solutions, finalResolutionMs, causesKnown }) =>
      exclusion === null &&
      causesKnown &&
      finalResolutionMs !== null &&
      solutions.at(-1)?.reopenedAt === null &&
      isSolvedIn(solutions, window),
  );
  const sides = createSides();
  return { solved, sides, joint: createJointCauses(sides) };
}

function answer(input: WhatIfInput, change: OtherHours, { solved, sides, joint }: Asked): WhatIf {
  const { window, definitions, teams } = input;
  const other = otherSides(input, change, sides);
  const matrix = new Float64Array(CAUSES_N * CAUSES_N);
  let touched = 0;
  for (const ticket of solved) {
    addTicketTo(matrix, ticket, sides, other, joint);
    if (isTouched(ticket, sides, other)) touched++;
  }
  const n = solved.length;
  const perTicket = (ms: number): number => (n === 0 ? 0 : ms / n / 1000);
  const [was, would] = [sumsOf(matrix, 'rows').map(perTicket), sumsOf(matrix, 'columns').map(perTicket)];
  const netOf = (seconds: readonly number[]): number =>
    CAUSE_NAMES.reduce((sum, cause, i) => (definitions.netExcludes.includes(cause) ? sum : sum + seconds[i]!), 0);
  const made = {
    window: { from: toIso(window.from), to: toIso(window.to), timeZone: window.timeZone },
    change: {
      teams:
        change.teams === 'all'
          ? null
          : teams
              .filter(({ source, id }) => change.teams !== 'all' && change.teams.has(`${source}/${id}`))
              .map(({ name }) => name),
      kind: change.kind,
      hours: change.hours,
    },
    netExcludes: [...definitions.netExcludes],
    tickets: n,
    touched,
    causes: CAUSE_NAMES.map((cause, i) => ({ cause, seconds: was[i]!, otherSeconds: would[i]! })),
    matrix: CAUSE_NAMES.flatMap((from, i) =>
      CAUSE_NAMES.flatMap((to, j) => {
        const ms = matrix[i * CAUSES_N + j]!;
        return ms === 0 ? [] : [{ from, to, seconds: perTicket(ms) }];
      }),
    ),
    netMean: { seconds: netOf(was), otherSeconds: netOf(would) },
    replayed: replayedFigures(solved, definitions.netExcludes, sides, other, joint),
  };
  return { ...made, sentence: sentenceOf(made, input.minSample) };
}

function otherSides({ definitions, agents, teams }: WhatIfInput, change: OtherHours, sides: Sides): OtherSides {
  const desk = withOtherHours({ definitions, agents, teams }, change);
  const people = { agents: desk.agents, teams: desk.teams, customer: () => undefined };
  const presence = createPresence(desk.definitions, people, sides, () => {});
  const bySource = new Map<string, ReturnType<typeof presence>>();
  return (source, agentId, teamId) => {
    let own = bySource.get(source);
    if (own === undefined) {
      own = presence(source);
      bySource.set(source, own);
    }
    return own.teamSide(agentId, teamId);
  };
}

function isTouched({ source, stints }: MeasuredTicket, sides: Sides, other: OtherSides): boolean {
  return stints.some(
    ({ holder, teamSide, agentId, teamId }) =>
      (holder === 'team' || holder === 'customer') && sides.sideOfKey(teamSide) !== other(source, agentId, teamId),
  );
}

function replayedFigures(
  solved: readonly MeasuredTicket[],
  netExcludes: readonly Cause[],
  sides: Sides,
  other: OtherSides,
  joint: JointCauses,
): WhatIf['replayed'] {
  const replay = createReplay(sides, other);
  const ms = { was: [] as number[], would: [] as number[], netWas: [] as number[], netWould: [] as number[] };
  let never = 0;
  let sooner = 0;
  let later = 0;
  for (const ticket of solved) {
    const stints = replay(ticket);
    const last = stints?.at(-1);
    if (stints === null) never++;
    if (stints === null || last === undefined) continue;
    const [was, would] = [ticket.finalResolutionMs!.calendar, last.to - stints[0]!.from];
    if (would < was) sooner++;
    if (would > was) later++;
    ms.was.push(was);
    ms.would.push(would);
    ms.netWas.push(ticket.finalResolutionMs!.net);
    ms.netWould.push(netOfReplayed(stints, netExcludes, joint));
  }
  if (ms.was.length === 0) return null;
  for (const list of Object.values(ms)) list.sort((a, b) => a - b);
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length / 1000;
  const median = (was: readonly number[], would: readonly number[]) => {
    const interval = medianInterval(would);
    return {
      seconds: medianSorted(was) / 1000,
      otherSeconds: medianSorted(would) / 1000,
      otherInterval: interval === null ? null : ([interval[0] / 1000, interval[1] / 1000] as [number, number]),
    };
  };
  return {
    never,
    sooner,
    later,
    median: median(ms.was, ms.would),
    mean: { seconds: mean(ms.was), otherSeconds: mean(ms.would) },
    netMedian: median(ms.netWas, ms.netWould),
  };
}

/** The net time of a replayed ticket, under the other hours. */
function netOfReplayed(stints: readonly ReplayedStint[], netExcludes: readonly Cause[], joint: JointCauses): number {
  const matrix = new Float64Array(CAUSES_N * CAUSES_N);
  let ms = 0;
  for (const { stint, from, to, team, customer } of stints) {
    const { holder } = stint;
    if (holder === 'team' || holder === 'customer') {
      joint.add(matrix, { team, customer, otherTeam: team, otherCustomer: customer }, holder === 'team', from, to);
    } else if (!netExcludes.includes(ALONE[holder])) ms += to - from;
  }
  return sumsOf(matrix, 'rows').reduce(
    (sum, part, i) => (netExcludes.includes(CAUSE_NAMES[i]!) ? sum : sum + part),
    ms,
  );
}

const DAYS = ['Mon-Fri', 'Sat-Sun'] as const;

interface Block {
  readonly change: OtherHours;
  readonly days: (typeof DAYS)[number];
  readonly start: number;
}

/** Every block of so many whole hours of a day, on weekdays and at weekends, for each team; of a desk without teams for all. */
function blocksOf(hours: number, teams: readonly Team[]): Block[] {
  const whose: OtherHours['teams'][] =
    teams.length === 0 ? ['all'] : teams.map(({ source, id }) => new Set([`${source}/${id}`]));
  return whose.flatMap((own) =>
    DAYS.flatMap((days) =>
      Array.from({ length: 24 - hours + 1 }, (_, start): Block => {
        const change = { teams: own, kind: 'add' as const, hours: `${days} ${clock(start)}-${clock(start + hours)}` };
        return { change, days, start };
      }),
    ),
  );
}

function areLike(one: Block, other: Block, hours: number): boolean {
  return (
    one.change.teams === other.change.teams && one.days === other.days && Math.abs(one.start - other.start) < hours
  );
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function sentenceOf({ tickets, touched, replayed, change }: Omit<WhatIf, 'sentence'>, minSample: number): string {
  const whose = change.teams === null ? 'the desk' : change.teams.join(' and ');
  const kept = change.kind === 'add' ? `also kept ${change.hours}` : `kept ${change.hours}`;
  if (tickets < minSample) return `Too few to say: ${tickets} solved, ${minSample} needed.`;
  if (touched === 0)
    return `No solved ticket was in hands whose hours change: nothing would be different if ${whose} ${kept}.`;
  if (replayed === null) return `Nobody would be at work: if ${whose} ${kept}, no ticket would be solved.`;
  const { sooner, later, never } = replayed;
  return (
    `If ${whose} had ${kept}, ${sooner} of the ${tickets} tickets would have been solved sooner` +
    `${later === 0 ? '' : `, ${later} later`}${never === 0 ? '' : `, ${never} never`}. It is assumed that the work takes as long as it did.`
  );
}
