import { type Actor, isListedBot, sideOf } from '../../src/connector/sides.ts';
import type { Side } from '../../src/model/ticket.ts';
import type { Admin, Author, Conversation, Part } from './answers.ts';

/** Machines of a workspace: what the settings list, and the ids under which its own bots stand among the admins. */
export interface Machines {
  /** Ids and addresses, lower case. */
  readonly listed: ReadonlySet<string>;
  /** Ids of admins that are bots. */
  readonly admins: ReadonlySet<string>;
}

/** The workspace's own bots, Operator and Fin, which some answers call admins. */
const OWN_BOT = /^(operator|fin)(\+[^@]*)?@intercom\.io$/i;

/** Tells which admins are machines. */
export function machinesOf(admins: readonly Admin[], bots: readonly string[]): Machines {
  const listed = new Set(bots.map((bot) => bot.toLowerCase()));
  const found = admins.filter(
    ({ id, email }) => OWN_BOT.test(email ?? '') || isListedBot({ id, names: [email] }, listed),
  );
  return { listed, admins: new Set(found.map(({ id }) => id)) };
}

/** Who did something, as the record names them: bots may write under an admin's name, campaigns under a team's. */
function actorOf(author: Author | null | undefined, machines: Machines): Actor {
  const { type, id, email } = author ?? {};
  const isAdmin = type === 'admin';
  const machine =
    author?.from_ai_agent === true ||
    author?.is_ai_answer === true ||
    type === 'bot' ||
    type === 'team' ||
    OWN_BOT.test(email ?? '') ||
    (isAdmin && id != null && machines.admins.has(id));
  return { id: id ?? undefined, names: [email], machine, staff: isAdmin };
}

/** The side of an author; a teammate who has left is still an admin in what they wrote. */
export function sideOfAuthor(author: Author | null | undefined, machines: Machines): Side {
  return sideOf(actorOf(author, machines), () => false, { bots: machines.listed, isAgent: () => false });
}

/** The side of whoever made a part; what a workflow did is a machine's, whoever made the workflow. */
export function sideOfPart({ author, event_details: details }: Part, machines: Machines): Side {
  return details?.workflow ? 'bot' : sideOfAuthor(author, machines);
}

/** Whether the author is the AI agent and not one of the bots that only greet or ask for an address. */
export function isAiAgent(author: Author | null | undefined, conversation: Conversation): boolean {
  if (author?.from_ai_agent || author?.is_ai_answer) return true;
  return conversation.ai_agent_participated === true && author?.type === 'bot' && /^fin\b/i.test(author.name ?? '');
}

/** An author's id in the model: bots have numbers of their own, which admins may have, too. */
export function authorIdOf(author: Author | null | undefined, machines: Machines): string | undefined {
  if (!author?.id) return undefined;
  return sideOfAuthor(author, machines) === 'bot' ? `bot:${author.id}` : author.id;
}
