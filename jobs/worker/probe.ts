/** Long enough for a busy database, short enough that whoever asks has an answer within a second. */
const PATIENCE_MS = 800;

/**
 * Makes a question whose answer may never come one that is answered soon. While one is under way, others wait for the
 * same answer, so that a database that hangs is asked once and not once a second. Rejects when there is no answer in time.
 */
export function probe<Answer>(ask: () => Promise<Answer>, patienceMs = PATIENCE_MS): () => Promise<Answer> {
  let asked: Promise<Answer> | undefined;
  return async () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
    try {
      return await Promise.race([asked, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
