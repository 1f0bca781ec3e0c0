import { describe, expect, it } from 'vitest';
import { createLog } from '../../jobs/log.ts';

/** A log and what it has written, line by line. */
function listen(secrets: readonly string[], readable = false) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', secrets, readable, destination: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('the log', () => {
  it.each([
    ['as it is', 'hunter"zwei %', 'the server says hunter"zwei % is wrong'],
    ['as it stands in an address', 'hunter"zwei %', 'GET https://example.com/?key=hunter%22zwei%20%25'],
    ['of which another secret is a part', 'hunter"zwei %', 'hunter"zwei %'],
  ])('cuts a secret out %s, in the words and in the facts', (_where, secret, text) => {
    const { log, lines } = listen(['hunter', secret]);
    log.warn({ said: text, err: new Error(text) }, text);

    expect(lines.join('')).toContain('[secret]');
    expect(lines.join('')).not.toMatch(/hunter|zwei/);
  });

  it('says of an error what it is and where it comes from, not what else a library hung on it', () => {
    const { log, lines } = listen([]);
    const refused = Object.assign(new Error('WRONGPASS'), {
      code: 'EAUTH',
      command: { name: 'auth', args: ['default', 'pass-word'] },
      detail: 'Failing row contains (Printer on fire)',
    });
    log.error({ err: refused }, 'Redis has trouble');

    const { err } = JSON.parse(lines[0]!);
    expect(Object.keys(err).toSorted()).toEqual(['code', 'message', 'stack', 'type']);
    expect(err).toMatchObject({ type: 'Error', message: 'WRONGPASS', code: 'EAUTH' });
  });

  it('tells why an error came about, in one sentence for a person', () => {
    const { log, lines } = listen([], true);
    log.warn({ job: 'sync', err: new Error('not sent', { cause: new Error('line broke') }) }, 'interrupted');

    expect(lines).toEqual(['warning: interrupted: not sent: line broke (job=sync)\n']);
  });

  it('leaves texts alone in which a very short secret occurs', () => {
    const { log, lines } = listen(['a']);
    log.info('a man a plan');

    expect(JSON.parse(lines[0]!).msg).toBe('a man a plan');
  });
});
