import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/schema.ts';
import type { Why } from '../../../src/report/schema-why.ts';
import { digestContent } from '../../../src/show/content/choose.ts';
import { renderEmail } from '../../../src/show/email.ts';
import { digestMarkdown } from '../../../src/show/markdown.ts';
import { renderPage } from '../../../src/show/page/page.ts';
import { slackMessage } from '../../../src/show/slack.ts';
import { digestText } from '../../../src/show/text/digest.ts';
import { sampleWeek, whyPart } from '../sample-week.ts';

const HOUR = 3600;
const week = sampleWeek();
const why = week.why!;
const said = (change: Partial<Why> | null, verdict: 'slower' | 'faster' | 'no_evidence' = 'slower') => {
  const report: Report = {
    ...week,
    why: change === null ? null : { ...why, ...change },
    changes: week.changes.map((each) => (each.measure === 'timeToSolution' ? { ...each, verdict } : each)),
  };
  return digestContent(report, { locale: 'en-GB' });
};
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const linesOf = (...args: Parameters<typeof said>) => said(...args).why?.lines.map(plain);

describe('why solutions took longer', () => {
  it('adds up to the difference of the averages, part by part', () => {
    expect(said({}).why?.heading).toBe('Why solutions took longer');
    expect(linesOf({})).toEqual([
      'The 79 tickets solved took 1 d 20 h on average, 5 h more than the week before. That is:',
      '+4 h more complex tickets (14, after 11)',
      '+2 h more closed hours (holiday on Wed 11 Nov)',
      '−1 h quicker in our open hours',
    ]);
  });

  it('gives what rounding leaves over to everything else', () => {
    const parts = [whyPart({}, 2.4, 'one'), whyPart({}, 2.4, 'another')];

    expect(linesOf({ parts, differenceSeconds: 5.4 * HOUR, restSeconds: 0.6 * HOUR })!.slice(1)).toEqual([
      '+2 h one',
      '+2 h another',
      '+1 h everything else',
    ]);
  });

  it.each([
    [0.5, 'faster', ['+30 min a', '+5 min everything else'], 35 / 60],
    [2.3, 'slower', ['+2 h 15 min a', '+30 min everything else'], 2.8],
    [50, 'slower', ['+50 h a', '+22 h everything else'], 72.2],
    [250, 'slower', ['+10½ d a', '+10 d everything else'], 24 * 20.6],
  ] as const)('tells parts of %s h in one step with their sum', (hours, verdict, lines, difference) => {
    const parts = [whyPart({}, hours, 'a')];

    expect(
      linesOf({ parts, differenceSeconds: difference * HOUR }, verdict === 'faster' ? 'slower' : verdict)!.slice(1),
    ).toEqual(lines);
  });

  it('is not said where no change is said, where no part is large, or where there is nothing to compare', () => {
    expect(said({}, 'no_evidence').why).toBeNull();
    expect(said({ parts: [] }).why).toBeNull();
    expect(said(null).why).toBeNull();
  });

  it('says instead that halves and averages went opposite ways', () => {
    expect(linesOf({ oppositeToVerdict: true, differenceSeconds: 5 * HOUR }, 'faster')).toEqual([
      'Half are solved sooner, but those that took very long pull the average up.',
    ]);
    expect(said({ oppositeToVerdict: true }).headline).not.toContain(':');
  });
});

describe('the causes in the headline', () => {
  it('are the largest that went the way of the change, without their counts', () => {
    expect(said({}).headline).toBe('Solutions took about 5 hours longer: more complex tickets, and more closed hours');
  });

  it('are left out from the end where there is no room for them', () => {
    const parts = [whyPart({}, 4, 'more tickets of a kind with a rather long name'), whyPart({}, 2, 'closed hours')];

    expect(said({ parts }).headline).toBe(
      'Solutions took about 5 hours longer: more tickets of a kind with a rather long name',
    );
    expect(said({ parts: [whyPart({}, 4, 'x'.repeat(80))] }).headline).toBe('Solutions took about 5 hours longer');
  });
});

it('says the same in every form', () => {
  const content = said({});
  const forms = [
    digestText(content, { width: 100 }).join(' '),
    digestMarkdown(content),
    JSON.stringify(slackMessage(content).blocks),
    renderEmail(content, {}).html,
    renderPage(week, [], { locale: 'en-GB' }),
  ];

  for (const form of forms) {
    for (const line of content.why!.lines) expect(plain(form).replaceAll(/\s+/g, ' ')).toContain(plain(line));
  }
});
