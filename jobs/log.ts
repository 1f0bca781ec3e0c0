import { type DestinationStream, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { hideSecrets } from '../src/model/errors.ts';

/** How the product speaks of its work: an event's name first, facts as fields. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * A log of one JSON line an event, or of plain sentences where a person watches. Secrets handed over are cut out of
 * every line, wherever they stand in it.
 */
export function createLog(options: {
  readonly level: string;
  readonly secrets: readonly string[];
  readonly destination: { write(line: string): unknown };
  /** Sentences for a person instead of JSON. */
  readonly readable: boolean;
}): Log {
  const hidden = hideSecrets(options.secrets);
  const destination: DestinationStream = {
    write(line) {
      const clean = hidden(line);
      options.destination.write(options.readable ? sentence(clean) : clean);
    },
  };
  const { level } = options;
  return pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, serializers: { err: describeError } },
    destination,
  );
}

/** No more than this: errors of libraries carry what was sent, with its credentials, and rows of tables. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack, code } = stdSerializers.err(error);
  return { type, message, stack, ...(typeof code === 'string' ? { code } : {}) };
}

const LEVELS: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'error: ', 60: 'error: ' };

function sentence(line: string): string {
  const record: unknown = JSON.parse(line);
  if (typeof record !== 'object' || record === null) return line;
  const { level, time: _time, msg, err, ...facts } = record as Record<string, unknown>;
  const details = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const cause = typeof err === 'object' && err !== null && 'message' in err ? `: ${String(err.message)}` : '';
  return `${LEVELS[Number(level)] ?? ''}${String(msg ?? '')}${cause}${details.length > 0 ? ` (${details.join(', ')})` : ''}\n`;
}
