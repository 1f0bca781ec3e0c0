import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  ChannelInfo,
  GroupMembers,
  History,
  Message,
  Replies,
  User,
  Workspace,
} from '../../../connectors/slack/records.ts';

const SPEC = join(resolve(import.meta.dirname, '../../..'), '../shared/data/specs/slack/slack_web_openapi_v2.json');

/** The examples of Slack's own description of its API (2021), by method. */
const Spec = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          responses: z.record(z.string(), z.object({ examples: z.record(z.string(), z.unknown()).optional() })),
        })
        .optional(),
    }),
  ),
});

describe.skipIf(!existsSync(SPEC))('the examples of Slack’s API description (../shared/data/specs/slack)', () => {
  const examples = existsSync(SPEC) ? Spec.parse(JSON.parse(readFileSync(SPEC, 'utf8'))).paths : {};
  const exampleOf = (method: string) => examples[`/${method}`]?.get?.responses['200']?.examples?.['application/json'];

  it('auth.test, conversations.info and usergroups.users.list are read', () => {
    expect(Workspace.parse(exampleOf('auth.test')).team_id).toBe('T12345678');
    expect(ChannelInfo.parse(exampleOf('conversations.info')).channel).toMatchObject({
      id: 'C012AB3CD',
      name: 'general',
      is_member: true,
      is_private: false,
    });
    expect(GroupMembers.parse(exampleOf('usergroups.users.list')).users).toEqual(['U060R4BJ4', 'W123A4BC5']);
  });

  it('conversations.history and conversations.replies are read, message by message', () => {
    const history = History.parse(exampleOf('conversations.history'));
    const replies = Replies.parse(exampleOf('conversations.replies'));

    expect(history.messages.map((message) => Message.parse(message).ts)).toEqual([
      '1512085950.000216',
      '1512104434.000490',
    ]);
    expect(replies.response_metadata?.next_cursor).toBe('bmV4dF90czoxNDg0Njc4MjkwNTE3MDkx');
    expect(replies.messages.map((message) => Message.parse(message))).toMatchObject([
      { ts: '1482960137.003543', thread_ts: '1482960137.003543', reply_count: 3 },
      { ts: '1483037603.017503', thread_ts: '1482960137.003543' },
      { ts: '1483051909.018632' },
      { ts: '1483125339.020269' },
    ]);
  });

  it('users are read, with their zones', () => {
    const list = z.object({ members: z.array(User) }).parse(exampleOf('users.list'));
    const one = z.object({ user: User }).parse(exampleOf('users.info'));

    expect(list.members.map(({ tz }) => tz)).toEqual(['America/Los_Angeles', 'America/Los_Angeles']);
    expect(one.user).toMatchObject({ id: 'W012A3CDE', team_id: 'T012AB3C4', is_restricted: false });
  });
});
