import type { Condition } from './mapping.ts';
import { keptText, type Places } from './places.ts';

/** Tells whether a condition holds for a kept row. */
export type Test = (kept: readonly unknown[]) => boolean;

/** Compiles a condition; words are compared without letter case, and a cell that says "missing" has no value. */
export function compileCondition(condition: Condition, places: Places, missing: ReadonlySet<string>): Test {
  const { all, any, not, column, occurrence, position } = condition;
  if (all) {
    const tests = all.map((part) => compileCondition(part, places, missing));
    return (kept) => tests.every((test) => test(kept));
  }
  if (any) {
    const tests = any.map((part) => compileCondition(part, places, missing));
    return (kept) => tests.some((test) => test(kept));
  }
  if (not) {
    const test = compileCondition(not, places, missing);
    return (kept) => !test(kept);
  }
  const slot = places.slot({ column, occurrence, position });
  const fits = textTest(condition);
  return (kept) => fits(keptText(kept, slot, missing, places.name(slot)));
}

function textTest({ is, starts_with: start, matches, missing }: Condition): (text: string | undefined) => boolean {
  if (missing !== undefined) return (text) => (text === undefined) === missing;
  if (is !== undefined) {
    const words = new Set(is.map((word) => word.trim().toLowerCase()));
    return (text) => text !== undefined && words.has(text.toLowerCase());
  }
  if (start !== undefined) return (text) => text?.toLowerCase().startsWith(start.toLowerCase()) ?? false;
  const pattern = new RegExp(matches ?? '', 'iu');
  return (text) => text !== undefined && pattern.test(text);
}
