import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Tools } from '../../src/connector/connector.ts';
import { cursorForm, unchanged } from '../../src/connector/cursor.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { type Message, Ts, tsOf, type Workspace } from './records.ts';

/** What is remembered of a thread young enough to be looked at again. */
export const SeenThread = z.object({
  /** Fingerprint of what the channel's list tells of the thread; the thread is read again when it changes. */
  print: z.string(),
  /** It was brought as a ticket. */
  ticket: z.boolean(),
  /** When the responders' mark was first seen on it, epoch ms. */
  markedAt: z.int().optional(),
  /** The mark was set between two looks. */
  watched: z.boolean().optional(),
});
export type SeenThread = z.infer<typeof SeenThread>;

export const ChannelState = z.object({
  /** The history before this message is still to be read; null when all has been. */
  unreadBefore: Ts.nullable(),
  /** Up to when the channel has been looked through (but for what is unread), epoch ms. */
  lookedAt: z.int(),
  threads: z.record(z.string(), SeenThread),
});
export type ChannelState = z.infer<typeof ChannelState>;

/** Where the sync of a workspace stands. */
export const Cursor = z.object({
  workspace: z.string(),
  channels: z.record(z.string(), ChannelState),
  /** Everybody who ever answered as staff, and in which channels. */
  staff: z.record(z.string(), z.array(z.string())),
});
export type Cursor = z.infer<typeof Cursor>;

/** How a cursor is written down; cursors without a version are read on. */
export const cursorText = cursorForm(Cursor, [unchanged]);

/** Reads a cursor, or makes the first one; a token of another workspace is refused, since its data are not these. */
export function readCursor(text: string | undefined, workspace: Workspace, tools: Tools): Cursor {
  if (text === undefined) return { workspace: workspace.team_id, channels: {}, staff: {} };
  const cursor = cursorText.read(text, tools.source);
  if (cursor.workspace !== workspace.team_id) {
    throw new ConfigError(
      `${tools.variable('TOKEN')}: belongs to the workspace ${workspace.team_id}, but what is stored came from ${cursor.workspace}; use the old workspace's token, or forget the source and sync anew`,
    );
  }
  return cursor;
}

/** The state of a channel never read before: everything before now is unread, and nothing will be missed from now on. */
export function newChannel(now: number): ChannelState {
  return { unreadBefore: tsOf(now), lookedAt: now, threads: {} };
}

/** What the channel's list tells of a thread, in a few characters: replies, reactions, and whether silence is over. */
export function printOf(message: Message, silent: boolean): string {
  const facts = [message.reply_count, message.latest_reply, message.subtype, message.reactions, silent];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 12);
}
