import { expect } from 'vitest';
import { zendesk } from '../../../connectors/zendesk/index.ts';
import type { CheckResult } from '../../../src/connector/connector.ts';
import { createLimiters } from '../../../src/connector/http/limiter.ts';
import { createTools } from '../../../src/connector/tools.ts';
import type { Page } from '../../../src/model/source.ts';
import type { Event } from '../../../src/model/ticket.ts';
import { playHost, requestLine } from '../../support/http.ts';
import { dated, type FakeAnswer, type FakeRequest } from '../fake.ts';
import { storedAfter } from '../stored.ts';
import { answer, seed, ticket, type ZendeskWorld, zendeskFake } from './fake.ts';

export const ANA = 6130907993101;
export const MINUTE = 60_000;

/** One sync, as it went. */
export interface Played {
  readonly pages: readonly Page[];
  readonly asked: readonly string[];
  readonly warned: readonly string[];
  /** This machine's clock at the end. */
  readonly now: number;
  readonly check: () => Promise<CheckResult>;
  /** The next sync, so much later, from where this one ended. */
  readonly again: (later: number) => Promise<Played>;
}

export type Instead = (request: FakeRequest) => FakeAnswer | undefined;

/** One sync of a world; `aheadMs` is how far this machine's clock is ahead of Zendesk's. */
export async function sync(
  world: ZendeskWorld,
  options: {
    variables?: Record<string, string>;
    instead?: Instead;
    cursor?: string;
    now?: number;
    aheadMs?: number;
    /** How long Zendesk takes for an answer. */
    answerMs?: number;
    answer?: typeof answer;
  } = {},
): Promise<Played> {
  const aheadMs = options.aheadMs ?? 0;
  let now = options.now ?? zendeskFake.now + aheadMs;
  const asked: string[] = [];
  const warned: string[] = [];
  const effects = {
    now: () => now,
    random: () => 0,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  playHost(zendeskFake.origin, (request) => {
    asked.push(requestLine(request));
    expect(asked.length).toBeLessThan(2000);
    now += options.answerMs ?? 0;
    const seen = { ...request, now: now - aheadMs };
    const said = options.instead?.(seen) ??
      (options.answer ?? answer)(world, seen) ?? { status: 418, body: requestLine(request) };
    return dated(said, now - aheadMs);
  });
  const source = zendesk.open('zendesk', { ...zendeskFake.variables, ...options.variables }, undefined);
  const tools = createTools({
    source: 'zendesk',
    signal: new AbortController().signal,
    storeSubjects: false,
    warn: (message) => warned.push(message),
    limiters: createLimiters(effects),
    effects,
  });
  const pages: Page[] = [];
  for await (const page of source.pull(options.cursor, tools)) pages.push(page);
  const again = (later: number) => sync(world, { ...options, cursor: pages.at(-1)!.cursor, now: now + later });
  return { pages, asked, warned, now, again, check: () => source.check(tools) };
}

/** What a store would hold of one kind. */
export const table = (pages: readonly Page[], name: string) => storedAfter(pages).tables[name] ?? {};

/** A ticket's events in words, in their order. */
export const story = (pages: readonly Page[], ticketId: string): string[] =>
  (Object.values(table(pages, 'events')) as Event[])
    .filter((event) => event.ticketId === ticketId)
    .sort((a, b) => a.at - b.at || a.seq - b.seq)
    .map(words);

function words(event: Event): string {
  if (event.kind === 'message') return `${event.by} writes`;
  if (event.kind === 'status') return `${event.by} sets ${event.original} (${event.to})`;
  if (event.kind === 'assignment') return `assigned to ${event.agentId ?? '-'} of ${event.teamId ?? '-'}`;
  if (event.kind === 'handover') return `${event.to} has it`;
  return event.kind === 'merged' ? `merged into ${event.into}` : event.kind;
}

/** A world of one ticket with these updates. */
export function worldOf(updates: ZendeskWorld['updates'], more: Record<string, unknown> = {}): ZendeskWorld {
  return { ...seed(), tickets: [ticket(1, '2026-03-02T12:00:00Z', more)], updates, ratings: [] };
}
