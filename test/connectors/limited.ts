import type { LimitRule } from '../../src/connector/http/limiter.ts';
import type { FakeAnswer, FakeRequest, VendorFake } from './fake.ts';

/** A vendor that keeps to its limits, and how often they were broken. */
export interface Limited<World> {
  readonly answer: VendorFake<World>['answer'];
  readonly broken: () => number;
}

/**
 * Makes a fake keep its vendor's limits: a request beyond one of them is answered by 429 and counted. `limitsOf` names
 * the limits that a request falls under. Windows are the vendor's own: fixed ones begin at whole multiples.
 */
export function limited<World>(
  fake: VendorFake<World>,
  limitsOf: (request: FakeRequest) => readonly string[],
  limits: Readonly<Record<string, LimitRule>> = fake.connector.limits,
): Limited<World> {
  const asked = new Map<string, number[]>();
  let broken = 0;
  const waitMs = (name: string, now: number): number => {
    const rule = limits[name];
    if (!rule) throw new Error(`${fake.connector.id} declares no limit ${name}`);
    const from = rule.fixedWindow ? Math.floor(now / rule.windowMs) * rule.windowMs : now - rule.windowMs;
    const within = (asked.get(name) ?? []).filter((at) => at > from || (rule.fixedWindow === true && at === from));
    asked.set(name, within);
    if (within.length < rule.requests) return 0;
    return (rule.fixedWindow ? from : within[0]!) + rule.windowMs - now;
  };
  return {
    broken: () => broken,
    answer(world: World, request: FakeRequest): FakeAnswer | undefined {
      const names = limitsOf(request);
      const wait = Math.max(0, ...names.map((name) => waitMs(name, request.now)));
      if (wait > 0) {
        broken += 1;
        return { status: 429, headers: { 'retry-after': String(Math.ceil(wait / 1000)) }, body: { error: 'too many' } };
      }
      for (const name of names) asked.get(name)!.push(request.now);
      return fake.answer(world, request);
    },
  };
}
