import type { Tools } from './connector.ts';

/**
 * Where to go on from an instant of a cursor, epoch ms: there, unless it lies ahead of everything that the vendor has
 * shown. Then it was written under a wrong clock, what happened meanwhile was passed over, and the reading goes back to
 * `safe`, before which everything is surely read; a person is told. To be asked after the run's first answer, since
 * only answers tell the vendor's time.
 */
export function notAhead(at: number, safe: number, tools: Pick<Tools, 'source' | 'vendorNow' | 'warn'>): number {
  if (at <= tools.vendorNow()) return at;
  const back = Math.min(at, safe);
  tools.warn(
    `${tools.source}: its last sync ended in the future (${new Date(at).toISOString()}), under a wrong clock; what it ` +
      `passed over is read again from ${new Date(back).toISOString()} on`,
  );
  return back;
}
