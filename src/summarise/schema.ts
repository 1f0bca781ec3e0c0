import { z } from 'zod';

/** What many figures in JSON have in common, each with its description. */

/** A moment, in UTC. */
export const Iso = z.iso.datetime({ offset: true }).describe('ISO 8601');
/** A 95% interval of the figure beside it. */
export const Interval = z
  .tuple([z.number(), z.number()])
  .nullable()
  .describe('95% interval of the figure, lower end first; null where none can be told');
/** The key of a group, a person or a team. */
export const Key = z.string().describe('unique in its list: a plain value, or an id, with its source where ids repeat');
/** What people call it. */
export const Label = z.string().describe('what people call it');
/** Which source a ticket is of. */
export const SourceName = z.string().describe('name of the source');
/** A ticket's id in its source. */
export const TicketId = z.string().describe('id of the ticket in its source');
/** Where a ticket can be opened. */
export const TicketUrl = z
  .string()
  .nullable()
  .describe('where the ticket can be opened; null where its source does not say');
/** A ticket's tier. */
export const TicketTier = z.string().describe('complexity tier of the ticket');
/** A scale's ends. */
export const scaleEnds = {
  scaleMin: z.number().describe('lowest answer that the scale has'),
  scaleMax: z.number().describe('highest answer that the scale has'),
};
/** A two-sided p. */
export const P = z.number().describe('two-sided, before any correction');
/** A p that stands after many comparisons. */
export const PAdjusted = z
  .number()
  .describe('two-sided, after the correction for all comparisons (Benjamini-Hochberg)');
/** What a figure says, in words. */
export const Sentence = z.string().describe('the same in words');
/** Of which outcome of customers a comparison is. */
export const OutcomeKind = z.enum(['csat', 'churn']).describe('satisfaction, or accounts lost');
