import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestContent } from '../../src/show/content/choose.ts';
import type { DigestContent, Section } from '../../src/show/content/content.ts';
import { SLICE_COLOURS } from '../../src/show/content/content.ts';
import { SLACK_STYLES, slackMessage } from '../../src/show/slack.ts';
import { faultOf } from '../jobs/delivery/slack-receiver.ts';
import { atDesk } from '../jobs/fairclock.ts';
import { POISON, poisoned, simulatedReport } from './sample-report.ts';

/** Every text of a message that Slack reads as mrkdwn, the fallback among them. */
function mrkdwnOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnOf);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = type === 'mrkdwn' && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnOf)];
}

const LINK = /<https?:\/\/[^\s|<>]+\|[^<>|]*>/g;

describe('a digest for Slack', () => {
  it.each(SLACK_STYLES)('pings nobody and links nowhere, whatever is written in names (%s)', async (style) => {
    const report = poisoned(await simulatedReport(atDesk()));
    const content = digestContent(report, {
      cadence: 'weekly',
      locale: 'en-GB',
      about: `Berlin ${POISON}`,
      agents: true,
    });
    const message = slackMessage(content, style);
    const texts = [message.text, ...mrkdwnOf(message.blocks)];

    expect(texts.length).toBeGreaterThan(8);
    for (const text of texts) {
      expect(text.replaceAll(LINK, '')).not.toMatch(/[<>]/);
      for (const [link] of text.matchAll(LINK)) expect(link).toMatch(/^<https:\/\/desk\.example\//);
    }
    expect(faultOf(message)).toBeUndefined();
  });

  it.each(SLACK_STYLES)('keeps to the limits of Slack however long its parts are (%s)', (style) => {
    const text = fc.string({ maxLength: 4000, unit: fc.constantFrom('a', 'w ', '<', '&', '*', '漢', '🟦', '"') });
    const lines = fc.array(text, { maxLength: 6 });
    const table = fc.record({
      head: fc.constant(['Ticket', 'Age', 'Waits for']),
      rows: fc.array(
        fc.tuple(
          fc.record({ text, url: fc.webUrl({ withQueryParameters: true }) }),
          fc.record({ text }),
          fc.record({ text }),
        ),
        { maxLength: 40 },
      ),
    });
    const section = (key: Section['key']) =>
      fc.record({ key: fc.constant(key), heading: text, lines, table: fc.option(table) });
    const slice = fc.record({
      key: fc.constantFrom(...(Object.keys(SLICE_COLOURS) as (keyof typeof SLICE_COLOURS)[])),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      words: fc.constant('12%'),
    });
    const content: fc.Arbitrary<DigestContent> = fc.record({
      subject: text,
      title: text.filter((title) => title.trim() !== ''),
      alerts: lines,
      quiet: fc.option(text),
      summary: lines,
      figures: fc.array(fc.record({ label: text, value: text, note: text }), { maxLength: 4 }),
      spent: fc
        .uniqueArray(slice, { selector: ({ key }) => key, maxLength: 6 })
        .map((slices) => slices.map((each) => ({ ...each, label: each.key }))),
      sections: fc
        .tuple(section('tiers'), section('agents'), section('open'), section('frequent'))
        .map((all) => [...all]),
      footer: lines,
      pageUrl: fc.option(fc.webUrl()),
    });
    fc.assert(
      fc.property(content, (each) => {
        expect(faultOf(slackMessage(each, style))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});
