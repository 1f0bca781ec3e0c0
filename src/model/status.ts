import { z } from 'zod';

/** What a ticket is waiting for, in one vocabulary for all vendors; the vendor's own word is kept beside it. */
export const Status = z.enum(['new', 'open', 'waiting_customer', 'waiting_third_party', 'solved', 'closed']);
export type Status = z.infer<typeof Status>;

/** Whether the status says that the ticket has its solution. */
export function isSolved(status: Status): boolean {
  return status === 'solved' || status === 'closed';
}
