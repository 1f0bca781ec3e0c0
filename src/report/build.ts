import { byWord } from '../model/by-word.ts';
import { DIMENSION_NAMES, type DimensionName, each, NO_VALUE, PART_DIMENSIONS } from '../model/catalogue.ts';
import type { Definitions } from '../model/definitions.ts';
import type { MeasuredColumns } from '../model/measurement.ts';
import { toIso } from '../model/time.ts';
import type { Cohort, Window } from '../model/window.ts';
import type { GroupName, Names, SharedDimension } from '../summarise/groups.ts';
import type { Population } from '../summarise/lives.ts';
import type { Outcomes } from '../summarise/outcomes/build.ts';
import type { Kpis } from '../summarise/success/build.ts';
import type { GroupSummary, Summary } from '../summarise/summary.ts';
import { changesBetween, findMasking, type WindowGroups } from './changes.ts';
import { describeOpen, type OpenFact, toGroup } from './figures.ts';
import type { Inference } from './inference.ts';
import { partGroups, splitParts, type ToldRows } from './part-groups.ts';
import { describeQuality, type QualityFacts } from './quality.ts';
import type { Group, Rate, Report } from './schema.ts';
import type { PersonFigure } from './schema-inference.ts';
import type { Why } from './schema-why.ts';
import { splitTold, summariseTold, type Told } from './told.ts';
import type { Where } from './where.ts';
import { whyOf } from './why.ts';
import { windowJson } from './window.ts';

/** What the outcomes add to a report: their own section, and satisfaction and churn of each group. */
export interface ReportOutcomes {
  readonly section: Partial<Outcomes>;
  /** Asked once for `overall` and for every group; undefined adds nothing. */
  readonly ofGroup?: (
    dimension: 'overall' | DimensionName,
    group: GroupName,
  ) => { readonly csat?: Rate; readonly churn?: Rate } | undefined;
}

/** All that a report is made of. Instants in epoch ms. */
export interface ReportInput {
  readonly now: number;
  readonly simulated: boolean;
  readonly window: Window;
  readonly cohort: Cohort;
  /** The cohort's tickets. */
  readonly columns: MeasuredColumns;
  /** The same with a row for each who is credited, where that is not whoever solved the ticket; left out: it is. */
  readonly columnsByAgent?: MeasuredColumns;
  /** The answers given in the window, whoever solved the ticket or not. */
  readonly answers: MeasuredColumns;
  /** The same as rows, for groups that a ticket may be in more than once. */
  readonly told: ToldRows;
  /** The same of the window before; undefined: nothing to compare with. */
  readonly previous?: { readonly window: Window; readonly columns: MeasuredColumns; readonly answers: MeasuredColumns };
  /** Tickets open at the end of the window (or now, if that is earlier). */
  readonly open: readonly OpenFact[];
  readonly names: Names;
  readonly definitions: Definitions;
  /** The version of the calendars behind the figures. */
  readonly calendarsVersion: string;
  readonly population: Population;
  /** Figures of fewer values are withheld; figures that judge a person need twice as many. */
  readonly minSample: number;
  readonly quality: QualityFacts;
  /** What may carry a word of change, and what needs somebody. */
  readonly inference: Inference;
  readonly outcomes?: ReportOutcomes;
  readonly kpis?: Kpis | null;
  /** By what its tickets were chosen; undefined: it is of all. */
  readonly where?: Where;
}

interface SplitColumns {
  readonly name: DimensionName;
  readonly split: SharedDimension;
}

/** Builds the report of one window: pure, from measured tickets in columns to the JSON contract. */
export function buildReport(input: ReportInput): Report {
  const dimensions = DIMENSION_NAMES.map((name) => ({ name, split: splitTold(name, input, input.names) }));
  const summary = summariseTold(
    input,
    dimensions.map(({ split }) => split),
    input.minSample,
  );
  if (input.columnsByAgent === undefined) return assemble(input, dimensions, summary);
  const told: Told = { columns: input.columnsByAgent, answers: input.answers };
  const split = splitTold('byAgent', told, input.names);
  const [groups] = summariseTold(told, [split], input.minSample).byPartition;
  return assemble(
    input,
    dimensions.map((each) => (each.name === 'byAgent' ? { ...each, split } : each)),
    {
      ...summary,
      byPartition: summary.byPartition.map((each, index) => (dimensions[index]!.name === 'byAgent' ? groups! : each)),
    },
  );
}

function assemble(input: ReportInput, dimensions: readonly SplitColumns[], summary: Summary): Report {
  const { columns, minSample, names, outcomes } = input;
  const overall = withOutcomes(toGroup('overall', 'all tickets', summary.overall), 'overall', OVERALL, outcomes);
  let people = input.inference.people;
  const groups = Object.fromEntries(
    dimensions.map(({ name, split }, index) => {
      const found = toGroups(name, split, summary.byPartition[index]!, outcomes);
      const judged = name === 'byAgent' ? withPeople(found, split.groups, input.inference.people) : found;
      if (name === 'byAgent') people = withSatisfaction(input.inference.people, found, split.groups);
      return [name, name === 'byTier' ? judged : mostTicketsFirst(judged)];
    }),
  ) as Record<DimensionName, Group[]>;
  const previous = input.previous === undefined ? null : previousGroups(input.previous, names, minSample);
  const current = { overall, byTier: groups.byTier };
  const changes = previous === null ? [] : changesBetween(current, previous, minSample);
  const { cohort, window } = input;
  return {
    schemaVersion: 2,
    generatedAt: toIso(input.now),
    simulated: input.simulated,
    window: windowJson(window, cohort),
    ...(input.where === undefined
      ? {}
      : { where: byWord(Object.entries(input.where).map(([field, values]) => [field, [...values]])) }),
    definitions: toDefinitions(input),
    ...input.inference,
    people,
    why: explained(input),
    overall,
    ...groups,
    ...each(PART_DIMENSIONS, (_, name) =>
      partGroups(splitParts(name, input.told, names, input.definitions.netExcludes), minSample),
    ),
    open: describeOpen(input.open, summary.finalResolution, groups.byTier, { cohort, window, minSample }),
    previous:
      previous === null || input.previous === undefined
        ? null
        : {
            from: toIso(input.previous.window.from),
            to: toIso(input.previous.window.to),
            overall: previous.overall,
            byTier: [...previous.byTier],
            changes,
          },
    outcomes: { ...outcomes?.section },
    ...(input.kpis === undefined ? {} : { kpis: input.kpis }),
    masking: previous === null ? [] : findMasking(current, previous, changes),
    quality: describeQuality(input.quality, columns, input.definitions, window.to),
  };
}

/** Why the average changed: of solved tickets, where the window before can be compared with. */
function explained({ cohort, previous, inference, ...input }: ReportInput): Why | null {
  if (cohort !== 'solved' || previous === undefined || !inference.coverage.comparable) return null;
  return whyOf({ ...input, previous, changes: inference.changes, facts: inference.facts });
}

const OVERALL: GroupName = { key: 'overall', label: 'all tickets', members: [] };

function previousGroups(told: Told, names: Names, minSample: number): WindowGroups {
  const tiers = splitTold('byTier', told, names);
  const summary = summariseTold(told, [tiers], minSample);
  return {
    overall: toGroup('overall', 'all tickets', summary.overall),
    byTier: toGroups('byTier', tiers, summary.byPartition[0]!, undefined),
  };
}

function toGroups(
  dimension: DimensionName,
  split: SharedDimension,
  summaries: readonly GroupSummary[],
  outcomes: ReportOutcomes | undefined,
): Group[] {
  return split.groups.map((name, index) =>
    withOutcomes(toGroup(name.key, name.label, summaries[index]!), dimension, name, outcomes),
  );
}

function withOutcomes(
  group: Group,
  dimension: 'overall' | DimensionName,
  name: GroupName,
  outcomes: ReportOutcomes | undefined,
): Group {
  return { ...group, ...outcomes?.ofGroup?.(dimension, name) };
}

/** Adds what people took beside all who had tickets like theirs; one person is one group, nobody in particular has none. */
function withPeople(groups: readonly Group[], named: readonly GroupName[], people: readonly PersonFigure[]): Group[] {
  return groups.map((group, index) => {
    const person = people.find(({ agent }) => named[index]!.members.includes(agent));
    if (person === undefined || group.key === NO_VALUE) return group;
    const { n, raw, interval, observedToExpected } = person;
    return { ...group, observedToExpected: { n, value: raw, interval, shrunk: observedToExpected } };
  });
}

/** Adds the satisfaction of those they served to people. */
function withSatisfaction(
  people: readonly PersonFigure[],
  groups: readonly Group[],
  named: readonly GroupName[],
): PersonFigure[] {
  return people.map((person) => {
    const index = named.findIndex(({ members }) => members.includes(person.agent));
    const csat = index < 0 ? undefined : groups[index]!.csat;
    return csat === undefined ? person : { ...person, csat: { n: csat.n, value: csat.value } };
  });
}

/** Groups with something in them, those with most tickets first, then by key. */
function mostTicketsFirst(groups: readonly Group[]): Group[] {
  return groups
    .filter(
      (group) => group.tickets > 0 || group.firstResponse.calendar !== null || group.laterResponse.calendar !== null,
    )
    .sort((a, b) => b.tickets - a.tickets || (a.key < b.key ? -1 : 1));
}

function toDefinitions({ definitions, calendarsVersion, minSample, population }: ReportInput): Report['definitions'] {
  return {
    netExcludes: [...definitions.netExcludes],
    tierRule: definitions.tierRule.name,
    creditPolicy: definitions.creditPolicy,
    turns: { ...definitions.turns },
    autoClose: definitions.autoClose,
    calendars: calendarsVersion,
    teamHours: definitions.teamHours ?? null,
    teamTimeZone: definitions.teamTimeZone,
    customerHours: definitions.customerHours,
    minSample,
    population,
  };
}
