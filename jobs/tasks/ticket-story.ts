import { createAges } from '../../src/measure/ages.ts';
import type { TicketStory } from '../../src/report/schema-story.ts';
import { tellStory } from '../../src/report/ticket-story.ts';
import { currentDefinitions } from './definitions.ts';
import type { Deps } from './job.ts';
import { prepareMeasuring } from './measure.ts';

/**
 * One stored ticket's story, measured now by the measurer of all tickets; undefined where it is not stored. People have
 * their names only where the settings let people be named.
 */
export async function ticketStory(
  key: { readonly source: string; readonly ticketId: string },
  deps: Deps,
): Promise<TicketStory | undefined> {
  const { store, settings, sources, sides } = deps;
  const [history] = await store.tickets.histories([key]);
  if (history === undefined) return undefined;
  const now = deps.now();
  const definitions = await currentDefinitions(settings, sources, store);
  const [measured] = await (await prepareMeasuring(definitions, deps, now))([history]);
  if (measured === undefined) return undefined;
  const agents = new Map((await store.tickets.agents()).map((agent) => [`${agent.source}/${agent.id}`, agent]));
  const teams = new Map((await store.tickets.teams()).map(({ source, id, name }) => [`${source}/${id}`, name]));
  const letters = new Map<string, string>();
  const named = settings.DIGEST_AGENTS === 'on';
  return tellStory({
    history,
    measured,
    sides,
    ages: createAges(definitions.netExcludes)(measured),
    netExcludes: definitions.netExcludes,
    now,
    timeZone: settings.REPORT_TIME_ZONE ?? settings.TEAM_TIME_ZONE,
    personOf(source, id) {
      const agent = agents.get(`${source}/${id}`);
      if (agent?.bot === true) return 'a bot';
      if (named) return agent?.name ?? id;
      const known = letters.get(id) ?? `person ${letterOf(letters.size)}`;
      letters.set(id, known);
      return known;
    },
    teamOf: (source, id) => teams.get(`${source}/${id}`) ?? id,
  });
}

/** A, B, … Z, AA, …: tells people of one story apart without naming them. */
function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}
