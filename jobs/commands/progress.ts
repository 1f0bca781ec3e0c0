import { SingleBar } from 'cli-progress';
import type { Output, Progress } from '../tasks/deps.ts';

/** Says nothing: for logs, pipes and tests. */
export const silentProgress: Progress = { update() {}, finish() {} };

/** One bar at a time, with rate and remaining time, on a terminal; silent where the stream is none. */
export function terminalProgress(stream: Output): Progress {
  if (stream.isTTY !== true) return silentProgress;
  let current:
    | { readonly work: string; readonly bar: SingleBar; readonly startedAt: number; readonly from: number }
    | undefined;
  const begin = (work: string, done: number, total: number | undefined) => {
    current?.bar.stop();
    const bar = new SingleBar({
      stream,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
      etaBuffer: 50,
      format:
        total === undefined
          ? `${work}  {value}  {rate}/s`
          : `${work}  {bar} {percentage} %  {value} of {total}  {rate}/s  {eta_formatted} left`,
    });
    bar.start(total ?? 0, done, { rate: '0' });
    current = { work, bar, startedAt: performance.now(), from: done };
    return current;
  };
  return {
    update(work, done, total) {
      const running = current?.work === work ? current : begin(work, done, total);
      const seconds = (performance.now() - running.startedAt) / 1000;
      if (total !== undefined) running.bar.setTotal(total);
      running.bar.update(done, { rate: String(seconds > 0 ? Math.round((done - running.from) / seconds) : 0) });
    },
    finish(work) {
      if (current?.work !== work) return;
      current.bar.stop();
      current = undefined;
    },
  };
}
