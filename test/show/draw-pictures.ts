// Draws the README's pictures of a digest anew: node test/show/draw-pictures.ts
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { runCommandLine } from '../../jobs/commands/command-line.ts';
import { Report } from '../../src/report/schema.ts';
import { digestContent } from '../../src/show/content/choose.ts';
import { renderEmail } from '../../src/show/email.ts';
import { slackMessage } from '../../src/show/slack.ts';
import { startChromium } from '../servers/chromium.ts';
import { drawSlack } from './draw-slack.ts';

const OUT = resolve(import.meta.dirname, '../fixtures/digest-pictures');

const folder = mkdtempSync(join(tmpdir(), 'fairclock-pictures-'));
const code = await runCommandLine(['demo', '--out', folder], {
  variables: { PATH: process.env.PATH },
  stdout: new PassThrough().resume(),
  stderr: new PassThrough().resume(),
  cwd: folder,
  signal: new AbortController().signal,
});
if (code !== 0) throw new Error(`the demo ended with ${code}`);
const report = Report.parse(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
const content = digestContent(report, {
  locale: 'en-GB',
  pageUrl: 'https://fairclock.example.com/reports',
});
const email = renderEmail(content);
writeFileSync(join(folder, 'slack.html'), drawSlack(slackMessage(content)));
writeFileSync(join(folder, 'email.html'), email.html);

mkdirSync(OUT, { recursive: true });
const browser = await startChromium();
for (const [name, file, width, height] of [
  ['slack', 'slack.html', 690, 0],
  ['email', 'email.html', 640, 0],
  ['page', 'report.html', 1080, 1400],
] as const) {
  const page = await browser.newPage({ viewport: { width, height: height || 600 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, file)).href);
  await page.screenshot({ path: join(OUT, `${name}.png`), fullPage: height === 0 });
  await page.close();
}
await browser.close();
rmSync(folder, { recursive: true });
