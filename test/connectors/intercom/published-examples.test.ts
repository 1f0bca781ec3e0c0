import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  Admin,
  Contact,
  Conversation,
  IntercomTeam,
  Me,
  Part,
  Parts,
  Row,
  SearchPage,
} from '../../../connectors/intercom/answers.ts';
import { toRecords } from '../../../connectors/intercom/records.ts';
import { Event, Ticket } from '../../../src/model/ticket.ts';

const SPEC = resolve(import.meta.dirname, '../../../../shared/data/specs/intercom/api.intercom.io.2.15.yaml');

const Spec = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Operation = z.object({
  responses: z.object({
    '200': z.object({
      content: z.object({
        'application/json': z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })).default({}) }),
      }),
    }),
  }),
});

/** The examples of what a path answers when all is well. */
function examplesOf(): (path: string, method: string) => unknown[] {
  const { paths } = Spec.parse(parse(readFileSync(SPEC, 'utf8')));
  return (path, method) => {
    const operation = Operation.parse(paths[path]?.[method]);
    return Object.values(operation.responses['200'].content['application/json'].examples).map(
      (example) => example.value,
    );
  };
}

const context = {
  source: 'intercom',
  storeSubjects: false,
  snoozed: 'waiting_customer' as const,
  fields: new Map<string, string>(),
  inbox: 'https://app.intercom.com/a/inbox/abc',
  machines: { listed: new Set<string>(), admins: new Set<string>() },
};

describe.skipIf(!existsSync(SPEC))('Intercom’s published examples (need ../shared/data/specs/intercom)', () => {
  const examples = existsSync(SPEC) ? examplesOf() : () => [];

  it('of conversations and their parts are read whole, and translated into the model', () => {
    const conversations = [
      ...examples('/conversations/{conversation_id}', 'get'),
      ...examples('/conversations/{conversation_id}/reply', 'post'),
      ...examples('/conversations/{conversation_id}/parts', 'post'),
    ];

    expect(conversations.length).toBeGreaterThanOrEqual(8);
    for (const example of conversations) {
      const conversation = Conversation.parse(example);
      const { conversation_parts: items, total_count: total } = Parts.parse(example).conversation_parts ?? {};
      const parts = (items ?? []).map((item) => Part.parse(item));
      const { ticket, events } = toRecords(conversation, parts, total ?? 0, context);

      expect(Ticket.parse(ticket)).toEqual(ticket);
      for (const event of events) expect(Event.parse(event)).toEqual(event);
    }
  });

  it('of a search are read, down to each row', () => {
    const pages = examples('/conversations/search', 'post').map((example) => SearchPage.parse(example));

    expect(pages.length).toBeGreaterThanOrEqual(1);
    for (const page of pages) {
      for (const row of page.conversations ?? []) expect(Row.parse(row).updated_at).toBeGreaterThan(0);
    }
  });

  it('of the workspace, its teammates, teams and contacts are read', () => {
    const List = z.object({ admins: z.array(Admin).optional(), teams: z.array(IntercomTeam).optional() });
    const workspace = examples('/me', 'get').map((example) => Me.parse(example).app);
    const admins = examples('/admins', 'get').flatMap((example) => List.parse(example).admins ?? []);
    const teams = examples('/teams/{team_id}', 'get').map((example) => IntercomTeam.parse(example));
    const contacts = examples('/contacts/{contact_id}', 'get').map((example) => Contact.parse(example));

    expect(workspace[0]).toMatchObject({ timezone: 'America/Los_Angeles', region: 'US' });
    for (const found of [admins, teams, contacts]) expect(found.length).toBeGreaterThanOrEqual(1);
  });
});
