import type { z } from 'zod';

/**
 * Refuses an address in which a sign of the password was left as it is that cuts it short or leads it to another host; the
 * words name the variable in which the password may stand as it is. A path is no address.
 */
export function uncut<T extends z.ZodType<string, string>>(schema: T, passwordVariable: string) {
  return schema.refine((text) => !/^[a-z]+:\/\//i.test(text) || isUncut(text), {
    error: `is cut short by a sign in its password; write / ? # % @ : as %2F %3F %23 %25 %40 %3A, or the password as it is in ${passwordVariable}`,
  });
}

function isUncut(text: string): boolean {
  if (/%(?![\da-f]{2})/i.test(text) || text.includes('#')) return false;
  const [, rest = ''] = /^[a-z]+:\/\/[^/?]*(.*)$/is.exec(text) ?? [];
  return !rest.replaceAll(/[?&][\w-]+=[^&]*/g, '').includes('@');
}
