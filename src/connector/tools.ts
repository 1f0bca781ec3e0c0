import { prefixOf } from '../model/source.ts';
import type { Tools } from './connector.ts';
import { createClient } from './http/client.ts';
import type { RequestReport } from './http/http.ts';
import type { Effects, Limiters } from './http/limiter.ts';
import { createVendorClock } from './http/vendor-clock.ts';

/** The real clock, timer and chance. */
export const systemEffects: Effects = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const onAbort = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      signal.addEventListener('abort', onAbort, { once: true });
    }),
};

/** What a run of a source gives its connector to work with. */
export interface ToolsOptions {
  /** The source's name: `zendesk`, `zendesk:emea`. */
  readonly source: string;
  readonly signal: AbortSignal;
  readonly storeSubjects: boolean;
  readonly warn: (message: string) => void;
  /** `createLimiters(effects)`, made once a process: runs of one account share its limits. */
  readonly limiters: Limiters;
  /** Hears of every try: for counting requests and 429s. */
  readonly onRequest?: (report: RequestReport) => void;
  readonly effects?: Effects;
}

/** The only things a connector may touch, for one run of one source. */
export function createTools(options: ToolsOptions): Tools {
  const { source, signal, storeSubjects, warn, limiters, effects = systemEffects } = options;
  const variable = (name: string) => prefixOf(source) + name;
  const clock = createVendorClock((aheadMs) => warn(skewOf(source, aheadMs)));
  const context = {
    source,
    signal,
    effects,
    limiters,
    clock,
    variable,
    onOdd: warn,
    onRequest: options.onRequest ?? (() => {}),
  };
  return {
    source,
    signal,
    storeSubjects,
    warn,
    variable,
    now: effects.now,
    vendorNow: () => clock.shown() ?? effects.now(),
    http: (httpOptions) => createClient(httpOptions, context),
  };
}

function skewOf(source: string, aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return (
    `${source}: this machine's clock is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the source's. What is read ` +
    'follows the source, what is due follows this machine: set its clock (NTP)'
  );
}
