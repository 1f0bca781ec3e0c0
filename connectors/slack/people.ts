import type { Tools } from '../../src/connector/connector.ts';
import type { Agent, Customer } from '../../src/model/people.ts';
import type { Side } from '../../src/model/ticket.ts';
import type { SlackApi } from './api.ts';
import type { Settings } from './env.ts';
import {
  type Message,
  type StaffRule,
  sideOfMessage,
  sideOfUser,
  toAgent,
  toCustomer,
  type User,
  type Workspace,
} from './records.ts';

/** The people of one run: each is asked for once. */
export interface People {
  /** Asks for those not asked for yet; afterwards the sides of these people are known. */
  readonly meet: (ids: readonly (string | undefined)[]) => Promise<void>;
  readonly sideOfMessage: (message: Message) => Side;
  readonly sideOfUser: (id: string) => Side;
  /** The authors of a ticket's messages as agents and customers; agents are noted as staff of the channel. */
  readonly authorsOf: (
    messages: readonly Message[],
    channelId: string,
  ) => { readonly agents: readonly Agent[]; readonly customers: readonly Customer[] };
}

/**
 * Reads who is staff: `listed` are ids of people and of user groups, undefined means every full member. `staff` (who
 * ever answered, and where) is read and added to; it is the cursor's, so that history keeps its sides.
 */
export async function meetPeople(
  api: SlackApi,
  workspace: Workspace,
  { STAFF: listed, BOTS }: Pick<Settings, 'STAFF' | 'BOTS'>,
  staff: Record<string, string[]>,
  tools: Tools,
): Promise<People> {
  const rule: StaffRule = {
    workspace,
    listed: listed && new Set(await membersOf(api, listed)),
    isFormer: (id) => Object.hasOwn(staff, id),
    bots: new Set(BOTS.map((bot) => bot.toLowerCase())),
  };
  const users = new Map<string, User>();
  const asked = new Set<string>();

  return {
    async meet(ids) {
      for (const id of ids) {
        if (id === undefined || asked.has(id)) continue;
        const user = await api.user(id);
        asked.add(id);
        if (user) users.set(id, user);
      }
    },
    sideOfMessage: (message) => sideOfMessage(message, users, rule),
    sideOfUser: (id) => sideOfUser(id, users.get(id), rule),
    authorsOf(messages, channelId) {
      const agents = new Map<string, Agent>();
      const customers = new Map<string, Customer>();
      for (const message of messages) {
        const id = message.user;
        if (id === undefined) continue;
        const side = sideOfMessage(message, users, rule);
        const user = users.get(id);
        if (side === 'customer') {
          customers.set(id, toCustomer(tools.source, id, user, message.user_team ?? message.team, workspace));
          continue;
        }
        const channels =
          side === 'agent' ? [...new Set([...(Object.hasOwn(staff, id) ? staff[id]! : []), channelId])].sort() : [];
        if (side === 'agent') staff[id] = channels;
        agents.set(id, toAgent(tools.source, id, user, side, channels));
      }
      return { agents: [...agents.values()], customers: [...customers.values()] };
    },
  };
}

async function membersOf(api: SlackApi, listed: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const id of listed) {
    if (id.startsWith('S')) ids.push(...(await api.groupMembers(id)));
    else ids.push(id);
  }
  return ids;
}
