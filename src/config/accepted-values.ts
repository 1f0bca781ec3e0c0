import { z } from 'zod';
import { Cause, type Tier, TOLD_TIER_NAMES, WAIT_NAMES } from '../model/catalogue.ts';
import { parseHolidays } from '../model/holidays.ts';
import { parseHours } from '../model/hours.ts';
import { parseTargets } from '../model/target.ts';
import { isTimeZone } from '../model/time.ts';
import { type Cadence, parseSchedule } from '../model/window.ts';

/** Turns the message of a parser into a problem with this variable. */
function accepted(parse: (text: string) => unknown) {
  return (text: string, context: z.RefinementCtx): void => {
    try {
      parse(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // The variable's own name comes first already.
      context.addIssue({ code: 'custom', message: message.replace(/^(?:hours|holidays): /, '') });
    }
  };
}

/** Words, comma separated. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** An IANA time zone by name. */
export const TimeZone = z.string().refine(isTimeZone, {
  error: 'is not a time zone; write an IANA name such as Europe/Berlin, America/New_York or UTC',
});

/** Working hours as people write them. */
export const hours = z.string().superRefine(accepted(parseHours));

/** Country or region codes and dates. */
export const holidays = z
  .string()
  .transform((text) =>
    text
      .split(/[,|]/)
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .superRefine((parts, context) => accepted(() => parseHolidays(parts))('', context));

/** A whole number within two bounds, both allowed. */
export const wholeNumber = (from: number, to: number) =>
  z.string().transform((text, context) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    context.addIssue({ code: 'custom', message: `accepts a whole number from ${from} to ${to}` });
    return z.NEVER;
  });

/** When a digest is due. */
export const schedule = (cadence: Cadence) =>
  z.string().transform((text, context) => {
    try {
      return parseSchedule(cadence, text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });

/** `C0123ABCD, C0456EFGH=Berlin`: places, each with the team whose figures go there, where it is not everybody's. */
export const places = (form: RegExp, example: string) =>
  list.transform((parts, context) =>
    parts.map((part) => {
      const [, place = '', team] = /^([^=]+?)\s*(?:=\s*(.+))?$/.exec(part) ?? [];
      if (!form.test(place)) context.addIssue({ code: 'custom', message: `accepts a list like ${example}` });
      return { place, team };
    }),
  );

/** One bare mail address. */
export const ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** An https address, of these hosts if any are named. */
export const webAddress = (hosts?: readonly string[]) =>
  z.string().superRefine((text, context) => {
    const url = URL.parse(text);
    const local = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
    const good = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && local));
    if (!good) context.addIssue({ code: 'custom', message: 'accepts an https address (http on localhost)' });
    else if (url.username !== '' || url.password !== '') {
      context.addIssue({ code: 'custom', message: 'must hold no user or password: it stands in what readers get' });
    } else if (hosts && !local && !hosts.includes(url.hostname)) {
      context.addIssue({ code: 'custom', message: `accepts an address on ${hosts.join(' or ')}` });
    }
  });

/** A mail server, with or without TLS from the start. */
export const smtpUrl = z
  .string()
  .refine((text) => /^smtps?:\/\/[^/\s]+/.test(text) && URL.canParse(text) && !/%(?![\da-f]{2})/i.test(text), {
    error: 'accepts smtp://user:password@host:587, or smtps://…:465 for TLS from the start',
  });

/** A language and country for numbers and dates. */
export const locale = z
  .string()
  .refine(isLocale, { error: 'accepts a language tag such as en-GB, en-US, de-DE or fr-FR' });

function isLocale(text: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
}

/** A Redis, with or without TLS. */
export const redisUrl = z.string().refine((text) => /^rediss?:\/\/[^/\s]+/.test(text), {
  error: 'accepts redis://user:password@host:6379/0, or rediss:// for TLS',
});

/** true or false. */
export const yesNo = z.enum(['true', 'false'], { error: 'accepts true or false' }).transform((text) => text === 'true');

/** Causes of time that the net clock leaves out. */
export const netExcludes = list.pipe(
  z.array(
    Cause.exclude(['team_working'], {
      error: `accepts a list of ${WAIT_NAMES.join(', ')}`,
    }),
  ),
);

/** What is promised: times to a first answer or a solution. */
export const targets = z.string().transform((text, context) => {
  try {
    return parseTargets(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** Tags that make a tier. */
export const tierTags = z.string().transform((text, context) => {
  const tags: { [tier in Tier]?: string[] } = {};
  for (const part of text.split(';').filter((piece) => piece.trim() !== '')) {
    const [name = '', values = ''] = part.split('=', 2);
    const tier = TOLD_TIER_NAMES.find((each) => each === name.trim().toLowerCase());
    const words = values
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '');
    if (tier === undefined || words.length === 0) {
      context.addIssue({
        code: 'custom',
        message: 'accepts lists of tags like simple=how-to,billing;complex=bug,outage',
      });
      return z.NEVER;
    }
    if (Object.hasOwn(tags, tier)) {
      context.addIssue({
        code: 'custom',
        message: `names ${tier} twice; write all its tags in one list: ${tier}=${[...(tags[tier] ?? []), ...words].join(',')}`,
      });
      return z.NEVER;
    }
    tags[tier] = words;
  }
  return tags;
});

/** Two rising scores, or auto. */
export const tierCuts = z.string().transform((text, context): 'auto' | readonly [number, number] => {
  if (text === 'auto') return 'auto';
  const match = /^(\d+)\s*,\s*(\d+)$/.exec(text);
  const cuts = [Number(match?.[1]), Number(match?.[2])] as const;
  if (match && cuts[0] < cuts[1]) return cuts;
  context.addIssue({ code: 'custom', message: 'accepts two rising scores such as 2,6, or auto' });
  return z.NEVER;
});

/** Who has to care about a variable; the groups of `.env.example` and of the table in jobs/README.md, in this order. */
export const SETTING_GROUPS = [
  'Sources',
  'Working hours',
  'Figures',
  'Complexity',
  'Digests',
  'Store and server',
] as const;

export type SettingGroup = (typeof SETTING_GROUPS)[number];

/** What `.meta()` of a variable carries, for the rendered documentation. */
export interface SettingMeta {
  readonly description: string;
  readonly group: SettingGroup;
  /** A value a person could start from; shown commented out. */
  readonly example?: string;
  /** Never shown, not even in an error about it. */
  readonly secret?: boolean;
}

/** Hangs what documentation needs on a variable. */
export const described = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta({ ...meta });
