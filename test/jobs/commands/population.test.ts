import { describe, expect, it } from 'vitest';
import { atDesk } from '../fairclock.ts';

const MONDAY = Date.UTC(2026, 10, 16);
const HOUR = 3_600_000;
const WEEK = ['--from', '2026-11-16', '--to', '2026-11-23', '--time-zone', 'UTC'];

/** A desk where people solve ten tickets in four hours each and a bot twenty in a minute each. */
function desk() {
  const here = atDesk();
  const tickets = ['id,channel,opened_at,opened_by,status'];
  const events = ['ticket_id,at,kind,by,author_id,public,to'];
  for (let n = 0; n < 30; n++) {
    const openedAt = MONDAY + n * HOUR;
    const byBot = n % 3 !== 0;
    const at = openedAt + (byBot ? HOUR / 60 : 4 * HOUR);
    tickets.push(`${n},email,${openedAt},customer,solved`);
    events.push(`${n},${at},message,${byBot ? 'bot' : 'agent'},${byBot ? 'fin' : 'ana'},true,`);
    events.push(`${n},${at + (byBot ? HOUR / 60 : 0)},status,${byBot ? 'customer' : 'agent'},,,solved`);
  }
  here.write('agents.csv', 'id,name,active,bot\nana,Ana,true,false\nfin,Fin,true,true\n');
  here.write('tickets.csv', `${tickets.join('\n')}\n`);
  here.write('events.csv', `${events.join('\n')}\n`);
  return here;
}

describe('whose work times are of', () => {
  it.each([
    ['people', 4 * 3600, 'of what people have in hand'],
    ['all', 120, 'of all tickets, whoever deals with them'],
  ])('is %s, where it is set so, and said', async (POPULATION, medianSeconds, words) => {
    const here = desk();
    const FILE_PATH = here.folder;
    const { definitions, timeToSolution } = await here.report({ FILE_PATH, POPULATION }, ...WEEK);
    const { out } = await here.fairclock(['report', ...WEEK], { FILE_PATH, POPULATION });

    expect(definitions.population).toBe(POPULATION);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(words);
    expect(timeToSolution.net!.medianSeconds).toBe(medianSeconds);
  });

  it('is refused in words where it is something else', async () => {
    const { code, err } = await desk().fairclock(['report'], { POPULATION: 'bots' });

    expect(code).toBe(2);
    expect(err).toContain('POPULATION: "bots" accepts people or all');
  });
});
