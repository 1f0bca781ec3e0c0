import type { Tools } from '../../src/connector/connector.ts';
import { notAhead } from '../../src/connector/vendor-time.ts';
import type { Page } from '../../src/model/source.ts';
import { MS_PER_DAY } from '../../src/model/time.ts';
import { exportsOf, openZendesk } from './api.ts';
import { stepAudits } from './audits.ts';
import { stepConversations } from './conversations.ts';
import { cursorText, firstPosition, type Position } from './cursor.ts';
import { readDirectory } from './directory.ts';
import type { PullOptions } from './env.ts';
import { stepBacklog, stepOlder } from './older.ts';
import { botsOf, noteStaff } from './people.ts';
import { stepRatings, stepSurveys } from './ratings.ts';
import type { Run, Step } from './run.ts';
import { settledAt, stepAiTickets, stepLogged, stepTickets } from './tickets.ts';
import { stepUpdates } from './updates.ts';

/** The recent past: thirteen weeks, the four before them, without which they could not be compared, and one more. */
export const RECENT_S = (126 * MS_PER_DAY) / 1000;

/** While what is older is read, what is new is looked at so often. */
const NEWS_EVERY_MS = 15 * 60_000;

/**
 * Everything that changed since the cursor. The first time the recent past comes first, with the tickets that are still
 * unsolved: reports are right for their windows from then on, while what is older is still being read.
 */
export async function* pull(options: PullOptions, cursor: string | undefined, tools: Tools): AsyncGenerator<Page> {
  const client = openZendesk(options, tools);
  const directory = await readDirectory(client, tools, options);
  const bots = botsOf(directory.agents, options.bots);
  const found = { conversations: undefined, unheard: new Map<string, number>() };
  const run: Run = { options, tools, client, exports: exportsOf(client), directory, bots, found };
  const start = Math.floor(options.startAt / 1000);
  let position =
    cursor === undefined
      ? firstPosition(start, settledAt(run) - RECENT_S)
      : healed(cursorText.read(cursor, tools.source), start, run);
  const { agents, teams, rejected } = directory;
  const welcome = await noteStaff(run, position, []);
  position = welcome.position;
  yield { agents: [...agents, ...welcome.agents], teams, rejected, cursor: cursorText.write(position) };

  let newsAt: number | undefined;
  for (;;) {
    tools.signal.throwIfAborted();
    const { phase, older } = position;
    const wantsNews = newsAt === undefined || phase !== 'tickets' || tools.vendorNow() - newsAt >= NEWS_EVERY_MS;
    if (!wantsNews && !older) break;
    const step: Step =
      (await pendingStep(run, position)) ??
      (wantsNews || !older ? await STEPS[phase](run, position) : await stepOlder(run, position, older));
    position = step.position;
    const caughtUp = phase === 'end' && position.phase === 'tickets';
    if (caughtUp) newsAt = tools.vendorNow();
    const watermark = caughtUp ? { watermarkAt: position.covered * 1000 } : {};
    yield { ...step.page, ...watermark, cursor: cursorText.write(position) };
  }
  sayWhatIsUnheard(run);
}

const STEPS: Readonly<Record<Position['phase'], (run: Run, position: Position) => Promise<Step>>> = {
  tickets: stepTickets,
  ai: stepAiTickets,
  ratings: stepRatings,
  surveys: stepSurveys,
  updates: stepUpdates,
  backlog: stepBacklog,
  end: async (_, position) => ({ page: {}, position: { ...position, internal: {}, phase: 'tickets' } }),
};

/** What must be read one by one goes before everything else. */
async function pendingStep(run: Run, position: Position): Promise<Step | undefined> {
  const { audits, conversations, logged } = position.pending;
  if (audits.length > 0) return await stepAudits(run, position);
  if (conversations.length > 0) return await stepConversations(run, position);
  return logged.length > 0 ? await stepLogged(run, position) : undefined;
}

/** A cursor from the future goes back: of version 1 to the start, since nobody knows when its clock went wrong. */
function healed(position: Position, start: number, run: Run): Position {
  const settled = settledAt(run);
  const updates = Math.floor(notAhead(position.updates * 1000, start * 1000, run.tools) / 1000);
  const { covered, rated } = position;
  return { ...position, updates, covered: Math.min(covered, settled), rated: Math.min(rated, settled) };
}

/** Channels whose answers nobody but Zendesk knows: their response times and complexity are unknown, and that is said. */
function sayWhatIsUnheard({ tools, found }: Run): void {
  for (const [channel, count] of found.unheard) {
    tools.warn(
      `${tools.source}: ${count} tickets came by ${channel}, of which Zendesk does not give the answers: their response times and complexity are unknown`,
    );
  }
}
