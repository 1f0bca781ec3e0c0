import type { Page } from '../../../src/model/source.ts';
import type { Event, Ticket } from '../../../src/model/ticket.ts';
import { formatDuration } from '../../../src/model/time.ts';
import { linesOf } from '../check.ts';
import { mappedInput } from '../input.ts';
import { Mapping } from '../mapping.ts';
import { inZone, planFrom } from '../plan.ts';
import { type ReadingTools, readFiles } from '../read.ts';
import { signsOf } from '../signs.ts';
import { createWords } from '../words/words.ts';
import type { FileProposal } from './file.ts';
import { TO_BE_NAMED } from './part.ts';

/** How many tickets are shown. */
const SHOWN_TICKETS = 3;

/** What reading files as proposed comes to. */
export interface Preview {
  /** The first tickets, a line each, without subject, text or address. */
  readonly tickets: readonly string[];
  /** What check would say. */
  readonly lines: readonly string[];
}

/** The mapping of all proposals as it is written in JSON; a single one names no file. */
export function mappingOf(proposals: readonly FileProposal[]): object {
  const [only, ...more] = proposals;
  if (only && more.length === 0) return only.mapping;
  return { files: proposals.map(({ file, mapping }) => ({ file: file.name, ...mapping })) };
}

/**
 * Reads files as proposed to their end and keeps nothing. Throws a ConfigError with what stops the reading, also where a
 * column is still to be named.
 */
export async function previewOf(proposals: readonly FileProposal[], tools: ReadingTools): Promise<Preview | undefined> {
  const isOpen = proposals.some(({ mapping }) =>
    Object.values(mapping.columns).some(({ column }) => column === TO_BE_NAMED),
  );
  if (isOpen) return undefined;
  const lacksZone = proposals.some((each) => each.lacksZone);
  const mapping = inZone(
    Mapping.parse({ files: proposals.map((each) => each.mapping) }),
    lacksZone ? 'UTC' : undefined,
  );
  const words = createWords();
  const inputs = proposals.map(({ file }, index) => mappedInput(file, mapping.files[index]!, words));
  const said: string[] = [];
  const reading = readFiles(planFrom(inputs, mapping), undefined, { ...tools, warn: (message) => said.push(message) });
  const tickets: string[] = [];
  for await (const page of reading.pages) {
    for (const ticket of page.tickets ?? []) {
      if (tickets.length < SHOWN_TICKETS) tickets.push(lineOf(ticket, page));
    }
    tools.signal.throwIfAborted();
  }
  if (lacksZone) tickets.unshift('as if the clock had stood at UTC:');
  return { tickets, lines: [...new Set([...linesOf(reading), ...said, ...signsOf(reading.facts)])] };
}

function lineOf(ticket: Ticket, page: Page): string {
  const events = (page.events ?? []).filter(({ ticketId }) => ticketId === ticket.id);
  const answer = events.find((event) => event.kind === 'message' && event.by === 'agent' && event.public);
  const rating = page.ratings?.find(({ ticketId }) => ticketId === ticket.id);
  const after = (at: number): string => `${iso(at)} (after ${formatDuration((at - ticket.openedAt) / 1000)})`;
  const facts: (string | undefined)[] = [
    `ticket ${ticket.id}: opened ${iso(ticket.openedAt)}`,
    answer && `first answer ${after(answer.at)}`,
    ticket.statedSolvedAt === undefined ? undefined : `solved ${after(ticket.statedSolvedAt)}`,
    `status ${ticket.originalStatus === ticket.status ? ticket.status : `${ticket.originalStatus}, which is ${ticket.status}`}`,
    named('agent', ticket.agentId ?? lastAgent(events)),
    named('team', ticket.teamId),
    ticket.customerId === undefined ? undefined : 'a customer is named',
    named('account', ticket.accountKey),
    named('priority', ticket.priority),
    named('channel', ticket.channel === 'unknown' ? undefined : ticket.channel),
    named('category', ticket.category),
    ticket.tags.length === 0 ? undefined : `tags ${ticket.tags.join(', ')}`,
    rating && `rated ${rating.value ?? 'nothing'} of ${rating.scaleMin} to ${rating.scaleMax}`,
  ];
  return facts.filter((fact) => fact !== undefined).join('; ');
}

function lastAgent(events: readonly Event[]): string | undefined {
  let agent: string | undefined;
  for (const event of events) if (event.kind === 'assignment') agent = event.agentId ?? undefined;
  return agent;
}

function named(what: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${what} ${value.length > 40 ? `${value.slice(0, 40)}…` : value}`;
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(/:00\.000Z$|\.000Z$/, 'Z');
}
