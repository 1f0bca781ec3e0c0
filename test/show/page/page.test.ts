import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Group, Report } from '../../../src/report/schema.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import { renderEmail } from '../../../src/show/email.ts';
import { renderPage } from '../../../src/show/page/page.ts';
import type { PageTicket } from '../../../src/show/page/ticket-data.ts';
import { wordingOf } from '../../../src/show/words.ts';
import { atDesk, type Desk } from '../../jobs/fairclock.ts';
import { startChromium } from '../../servers/chromium.ts';
import { POISON, poisoned, SIMULATED, simulatedReport } from '../sample-report.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WINDOW = ['--from', '2026-10-19', '--to', '2026-11-16', '--time-zone', 'Europe/Berlin'];

let browser: Browser;
beforeAll(async () => {
  browser = await startChromium();
}, 600_000);
afterAll(async () => {
  await browser?.close();
});

/** A page that is open, and everything that it did or asked for. */
interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

async function open(file: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, ...options });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on(
    'console',
    (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
  );
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, complaints };
}

const ready = (page: Page) => page.waitForSelector('#tickets[data-ready=true]', { state: 'attached' });

/** What the whole product writes for the simulated company: the page on disk, and the same report as JSON. */
async function written(): Promise<{ readonly desk: Desk; readonly file: string; readonly report: Report }> {
  const desk = atDesk();
  const report = await simulatedReport(desk);
  const { out } = await desk.fairclock(['report', '--no-sync', '--format', 'html', ...WINDOW], SIMULATED);
  return { desk, file: desk.write('report.html', out), report };
}

describe('the page of a report, in a real browser', () => {
  it('shows the figures of the JSON report, asks nobody for anything and complains of nothing', async () => {
    const { file, report } = await written();
    const { page, requests, complaints } = await open(file);
    await ready(page);
    const wording = wordingOf('en-GB', 'Europe/Berlin');
    const shown = new Map(
      await page.$$eval('[data-figure]', (cells) =>
        cells.map((cell) => [cell.getAttribute('data-figure')!, cell.textContent!] as const),
      ),
    );
    const expected = new Map<string, string>();
    const tell = (path: string, group: Group): void => {
      for (const [clock, field] of [
        ['net', 'medianSeconds'],
        ['net', 'meanSeconds'],
        ['net', 'p90Seconds'],
        ['calendar', 'medianSeconds'],
      ] as const) {
        expected.set(`${path}.finalResolution.${clock}.${field}`, wording.time(group.finalResolution[clock], field));
      }
      expected.set(`${path}.tickets`, wording.count(group.tickets));
      expected.set(`${path}.firstResponse.net.medianSeconds`, wording.time(group.firstResponse.net, 'medianSeconds'));
    };
    for (const [name, groups] of Object.entries({
      byTier: report.byTier,
      byTeam: report.byTeam,
      byAgent: report.byAgent,
    })) {
      for (const group of groups) tell(`${name}=${group.key}`, group);
    }
    tell('overall', report.overall);
    const compared = [...shown].filter(([path]) => expected.has(path) && path !== 'overall.tickets');

    expect(compared.length).toBeGreaterThan(80);
    for (const [path, text] of compared) expect([path, text]).toEqual([path, expected.get(path)]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
  });

  it('opens the tickets behind a figure, with the figure of just these tickets', async () => {
    const { file, report } = await written();
    const { page } = await open(file);
    await ready(page);
    const wording = wordingOf('en-GB', 'Europe/Berlin');
    const groups = [
      ...report.byTier.map((group) => ({ group, selector: '#byTier' })),
      ...report.byTeam.map((group) => ({ group, selector: '#byTeam' })),
      ...report.byAgent.slice(0, 3).map((group) => ({ group, selector: '#byAgent' })),
      ...report.byCategory.slice(0, 3).map((group) => ({ group, selector: '#byCategory' })),
    ];
    for (const { group, selector } of groups) {
      await page
        .locator(`section:has(> ${selector}) .open-figure`, { hasText: new RegExp(`^${group.label}$`) })
        .click();
      const { net } = group.finalResolution;

      expect(await page.textContent('#ticket-status')).toBe(
        `${group.tickets} tickets; net: median ${wording.time(net, 'medianSeconds')}, mean ${wording.time(net, 'meanSeconds')}`,
      );
    }
  });

  it('filters, sorts, pages and saves tickets by keyboard as well', async () => {
    const { file, report } = await written();
    const { page } = await open(file);
    await ready(page);
    await page.focus('select[name=tier]');
    await page.keyboard.type('complex');
    const complex = report.byTier.find(({ key }) => key === 'complex')!.tickets;
    expect(await page.textContent('#ticket-status')).toContain(`${complex} tickets`);

    await page.focus('button[data-key=net]');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const longest = await page.textContent('#tickets tbody tr:first-child td:nth-child(8)');
    expect(await page.getAttribute('th:has(> button[data-key=net])', 'aria-sort')).toBe('descending');
    expect(await page.$$eval('#tickets tbody tr', (rows) => rows.length)).toBe(Math.min(50, complex));

    const [download] = await Promise.all([page.waitForEvent('download'), page.press('#csv', 'Enter')]);
    const lines = readFileSync((await download.path())!, 'utf8')
      .replace('\ufeff', '')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(complex + 1);
    const seconds = lines.slice(1).map((line) => Number(line.split(',')[9]));
    expect(Math.max(...seconds)).toBe(seconds[0]);
    expect(longest).toMatch(/ d/);

    await page.click('text=Show all');
    await expect.poll(() => page.textContent('#ticket-status')).toContain(`${report.overall.tickets} tickets`);
    await page.click('.pager button:last-child');
    expect(await page.textContent('.pager span')).toMatch(/^51 to 100 of /);
  });

  it.each([
    ['light', 1100],
    ['dark', 1100],
    ['light', 390],
  ] as const)(
    'has no serious fault for axe in %s at a width of %d, nor runs over the side',
    async (colorScheme, width) => {
      const { file } = await written();
      const { page } = await open(file, { viewport: { width, height: 900 }, colorScheme });
      await ready(page);
      await page.$$eval('details', (all) => {
        for (const each of all) each.setAttribute('open', '');
      });
      // The page lets no script in but its own, so axe comes by the debugger.
      await page.evaluate(readFileSync(AXE, 'utf8'));
      const faults = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => impact + ' ' + id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))",
      );
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );

      expect((faults as string[]).filter((fault) => /^(serious|critical|moderate)/.test(fault))).toEqual([]);
      expect(overflow).toBe(0);
    },
  );

  it('is read without a script, and printed', async () => {
    const { file, report } = await written();
    const { page } = await open(file, { javaScriptEnabled: false });

    expect(await page.textContent('body')).toContain(
      wordingOf('en-GB', 'UTC').time(report.overall.finalResolution.net, 'medianSeconds'),
    );
    expect(await page.isVisible('noscript p, #tickets p')).toBe(true);
    expect((await page.pdf()).subarray(0, 4).toString()).toBe('%PDF');
  });

  it('with 50,000 tickets is below 2 MB and can be used within a second', async () => {
    const { desk, report } = await written();
    const tickets = manyTickets(50_000);
    const file = desk.write('large.html', renderPage(report, tickets, { locale: 'en-GB' }));
    const size = readFileSync(file).length;
    const { page } = await open(file);
    await ready(page);
    const readyMs = (await page.evaluate('performance.now()')) as number;
    const filterMs = await page.evaluate(
      `(() => { const begun = performance.now(); const select = document.querySelector('select[name=tier]'); select.value = 'complex'; select.dispatchEvent(new Event('change')); return performance.now() - begun; })()`,
    );

    expect(size).toBeLessThan(2_000_000);
    console.info(
      `page of 50,000 tickets: ${(size / 1e6).toFixed(2)} MB, ready after ${Math.round(readyMs)} ms, filtered in ${Math.round(Number(filterMs))} ms`,
    );
    expect(await page.textContent('#ticket-status')).toMatch(/^[\d,]+ tickets; net: /);
  });
});

describe('texts from outside', () => {
  it('are shown as text in the page: nothing runs, nothing is loaded, no link leads where it should not', async () => {
    const { desk, report } = await written();
    const tickets = manyTickets(60).map((ticket) => ({
      ...ticket,
      id: `${ticket.id}${POISON}`,
      source: `s${POISON}`,
      agent: `a${POISON}`,
      team: `t${POISON}`,
      category: `c${POISON}`,
      url:
        ['javascript:window.hit=6', 'https://desk.example/x"onclick="window.hit=7', null][(ticket.reopens ?? 0) % 3] ??
        null,
    }));
    const file = desk.write('poisoned.html', renderPage(poisoned(report), tickets, { locale: 'en-GB' }));
    const { page, requests } = await open(file);
    await ready(page);
    await page.click('.open-figure >> nth=1');

    expect(await harm(page)).toEqual({ hit: null, images: 0, scripts: 2, links: [] });
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(await page.textContent('body')).toContain('<script>window.hit=2</script>');
  });

  it('are shown as text in the email', async () => {
    const { desk, report } = await written();
    const { html } = renderEmail(
      digestContent(poisoned(report), { cadence: 'weekly', locale: 'en-GB', about: `x${POISON}`, agents: true }),
      {
        unsubscribeUrl: 'https://fairclock.example/unsubscribe/x"><script>',
      },
    );
    const file = join(desk.folder, 'email.html');
    writeFileSync(file, html);
    const { page, requests } = await open(file);

    expect(await harm(page)).toEqual({ hit: null, images: 0, scripts: 0, links: [] });
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(html.length).toBeLessThan(80_000);
  });
});

/** What poison has done to a document: what ran, what was put in, where links lead. */
function harm(page: Page): Promise<unknown> {
  return page.evaluate(`({
    hit: window.hit ?? null,
    images: document.querySelectorAll('img').length,
    scripts: document.querySelectorAll('script').length,
    links: [...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((href) => !/^(#main|https:\\/\\/(desk|fairclock)\\.example\\/[^"<>\\s]*)$/.test(href))
      .concat([...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on')))),
  })`);
}

/** Tickets as a busy desk has them, without a generator: different in every column. */
function manyTickets(n: number): PageTicket[] {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  return Array.from({ length: n }, (_, index) => {
    const netMs = Math.round(Math.exp(8 + 6 * random()) * 1000);
    const calendarMs = netMs + (random() < 0.3 ? Math.round(random() * 4e7) : 0);
    const openedAt = Date.UTC(2026, 9, 19) + Math.round(random() * 28 * 86_400_000);
    return {
      source: 'zendesk',
      id: String(1_000_000 + index * 3 + Math.floor(random() * 3)),
      url: `https://desk.example/agent/tickets/${1_000_000 + index}`,
      tier: ['simple', 'moderate', 'complex'][Math.floor(random() * 3)]!,
      team: `Team ${Math.floor(random() * 12)}`,
      agent: `Agent ${Math.floor(random() * 120)}`,
      category: `Category ${Math.floor(random() * 40)}`,
      openedAt,
      finalSolvedAt: openedAt + calendarMs,
      reopens: random() < 0.1 ? 1 : 0,
      timeSpentMs: {
        team_working: Math.round(netMs * 0.2),
        team_time_zone_wait: calendarMs - netMs,
        team_off_hours: Math.round(netMs * 0.3),
        customer_wait: netMs - Math.round(netMs * 0.2) - Math.round(netMs * 0.3),
        customer_time_zone_wait: 0,
        customer_off_hours: 0,
        third_party_wait: 0,
        bot: 0,
        solved_gap: 0,
      },
      firstResponseNetMs: Math.round(netMs * random()),
      netMs,
      calendarMs,
      businessMs: Math.round(netMs * 0.2),
    };
  });
}
