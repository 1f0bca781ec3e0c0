import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

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
  const secrets = [...new Set(options.secrets.filter((secret) => secret.length >= 4))].sort(
    (a, b) => b.length - a.length,
  );
  const destination: DestinationStream = {
    write(line) {
      let clean = line;
      for (const secret of secrets) {
        clean = clean.replaceAll(secret, '[secret]').replaceAll(JSON.stringify(secret).slice(1, -1), '[secret]');
      }
      options.destination.write(options.readable ? sentence(clean) : clean);
    },
  };
  return pino({ level: options.level, base: null, timestamp: stdTimeFunctions.isoTime }, destination);
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
