import { z } from 'zod';

/** Text in lists, numbers in single resources. */
const Id = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);

/** ISO 8601 in UTC to epoch ms; a date that is not set is written as 1970. */
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((at) => at > 0, 'is not set');

/** A person where one is named; `id` is the login. Fields that one may not see, or that are not set, are ''. */
export const Person = z.object({
  id: z.string().min(1),
  RealName: z.string().nullish(),
  EmailAddress: z.string().nullish(),
  Timezone: z.string().nullish(),
  Organization: z.string().nullish(),
});
export type Person = z.infer<typeof Person>;

/** The user who owns what nobody owns. */
export const NOBODY = 'Nobody';

/** A custom field of a ticket; a ticket without any has '' for the whole list. */
const CustomFields = z
  .union([z.array(z.object({ name: z.string(), values: z.array(z.unknown()) })), z.literal('').transform(() => [])])
  .nullish()
  .transform((fields) => fields ?? []);

/** https://docs.bestpractical.com/rt/5.0.3/RT/REST2.html */
export const RtTicket = z.object({
  id: Id,
  Subject: z.string().nullish(),
  Status: z.string().min(1),
  Created: Moment.nullish(),
  LastUpdated: Moment.nullish(),
  Priority: z.union([z.string(), z.int()]).transform(String).nullish(),
  Owner: Person.nullish().transform((owner): Person => owner ?? { id: NOBODY }),
  Queue: z.object({ id: Id }).nullish(),
  Requestor: z
    .array(Person)
    .nullish()
    .transform((people) => people ?? []),
  CustomFields,
});
export type RtTicket = z.infer<typeof RtTicket>;

/** One entry of a ticket's history. */
export const Transaction = z.object({
  id: Id,
  ObjectId: Id,
  Type: z.string(),
  Field: z.string().nullish(),
  OldValue: z.string().nullish(),
  NewValue: z.string().nullish(),
  Created: Moment,
  Creator: Person,
});
export type Transaction = z.infer<typeof Transaction>;

/** A user asked for alone; `Privileged` is told nowhere else. */
export const RtUser = z.object({
  Name: z.string().nullable(),
  RealName: z.string().nullish(),
  EmailAddress: z.string().nullish(),
  Privileged: z.union([z.int(), z.string()]).nullish(),
  Disabled: z.union([z.int(), z.string()]).nullish(),
});
export type RtUser = z.infer<typeof RtUser>;
