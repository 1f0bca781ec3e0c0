import { z } from 'zod';

/** Working hours as written by people (`Mon-Fri 09:00-17:00`), with holidays: ISO dates or country codes. */
export const CalendarText = z.object({
  hours: z.string().optional(),
  holidays: z.array(z.string()).default([]),
  timeZone: z.string().optional(),
});
export type CalendarText = z.infer<typeof CalendarText>;

/** A person (or a bot) who answers. `personKey` joins one person across sources. */
export const Agent = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  name: z.string(),
  email: z.string().optional(),
  personKey: z.string().min(1),
  timeZone: z.string().optional(),
  calendar: CalendarText.optional(),
  teamIds: z.array(z.string()).default([]),
  active: z.boolean().default(true),
  bot: z.boolean().default(false),
});
export type Agent = z.infer<typeof Agent>;

/** The group that owns tickets. */
export const Team = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  name: z.string(),
  calendar: CalendarText.optional(),
});
export type Team = z.infer<typeof Team>;

/** Where a customer's time zone is known from. */
export const TimeZoneOrigin = z.enum(['profile', 'account', 'inferred', 'none']);
export type TimeZoneOrigin = z.infer<typeof TimeZoneOrigin>;

/** A person who asks. */
export const Customer = z.object({
  source: z.string().min(1),
  id: z.string().min(1),
  email: z.string().optional(),
  timeZone: z.string().optional(),
  timeZoneOrigin: TimeZoneOrigin.default('none'),
  hours: z.string().optional(),
  /** ISO dates or country codes on which the customer is not at work. */
  holidays: z.array(z.string()).default([]),
  accountKey: z.string().min(1).optional(),
  /** The helpdesk's organisation of this customer, a step of the join to accounts. */
  organisationId: z.string().min(1).optional(),
  externalId: z.string().min(1).optional(),
});
export type Customer = z.infer<typeof Customer>;

/** The key that joins one person across sources: the lower-cased email, else the source's own id. */
export function personKeyOf(source: string, id: string, email: string | undefined): string {
  const address = email?.trim().toLowerCase();
  return address ? address : `${source}/${id}`;
}
