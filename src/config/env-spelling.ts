/**
 * A value as it may stand after `NAME=` in an env file so that Node, Docker Compose and systemd all read it alike:
 * bare where it can be, else in single quotes, else in double ones; undefined where no spelling will do.
 *
 * @example spelledForAll('abc#def') // => "'abc#def'"
 */
export function spelledForAll(value: string): string | undefined {
  if (/^[^\s'"`\\#$][^'"`\\#$\n\r]*$/.test(value) && value.trim() === value) return value;
  // NUL ends a value, and a carriage return a line.
  if (/[\0\r]/.test(value)) return undefined;
  if (!/'|\\$/.test(value)) return `'${value}'`;
  return /["\\$`]/.test(value) ? undefined : `"${value}"`;
}
