import { describe, expect, it } from 'vitest';
import { TicketStory } from '../../../src/report/schema-story.ts';
import { SIMULATED } from '../../show/sample-report.ts';
import { atDesk } from '../fairclock.ts';

const NAMES = /Dalisay|Götz|Joaquín|Liwayway|Nahla|Rafael|Renée|Thảo|Xóchitl|Zoë|Beauregard/;

const FEW = { ...SIMULATED, SIMULATED_TICKETS: '300' };

describe('fairclock ticket', () => {
  it('tells a story in each format with the figures of the report, and names people only where they may be', async () => {
    const desk = atDesk();
    const listed = await desk.fairclock(
      ['report', '--tickets', 'byTier=complex', '--from', '2026-10-19', '--to', '2026-11-16'],
      FEW,
    );
    const { tickets } = JSON.parse(listed.out) as {
      tickets: { id: string; finalResolutionMs: { net: number } }[];
    };
    const [ticket] = tickets;
    const ask = (format: string, variables = {}) =>
      desk.fairclock(['ticket', `simulated/${ticket!.id}`, '--no-sync', '--format', format], {
        ...FEW,
        ...variables,
      });
    const story = TicketStory.parse(JSON.parse((await ask('json')).out));
    const text = await ask('text');
    const markdown = await ask('md');
    const named = await ask('text', { DIGEST_AGENTS: 'on' });

    expect(story.figures.find(({ measure }) => measure === 'finalResolution')?.clockSeconds?.net).toBe(
      ticket!.finalResolutionMs.net / 1000,
    );
    expect(text.out).toMatch(/^Ticket simulated\//);
    expect(markdown.out).toMatch(/^# Ticket simulated\//);
    expect(markdown.out).toContain('\n## Where its time went\n');
    expect(JSON.stringify([story, text, markdown])).not.toMatch(NAMES);
    expect(named.out).toMatch(NAMES);
    const slip = await desk.fairclock(['ticket', `simulated/#${ticket!.id}`, '--no-sync'], FEW);
    expect(slip.err).toContain(`did you mean simulated/${ticket!.id}?`);
  });

  it.each([
    [['ticket'], 'say which one as SOURCE/ID'],
    [['ticket', '48213'], 'say which one as SOURCE/ID'],
    [['ticket', 'simulated/none', '--no-sync'], 'simulated has no ticket none that was read'],
    [['ticket', 'zendesk/1', '--no-sync'], 'there is no source zendesk; there is simulated'],
    [['ticket', 'simulated/1', '--format', 'html'], '--format accepts text, json, md, not html'],
  ])('%j ends with 2 and says what is meant', async (words, said) => {
    const { code, err } = await atDesk().fairclock(words, FEW);

    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
