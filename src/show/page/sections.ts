import { CLOCKS, MEASURES, NO_VALUE } from '../../model/catalogue.ts';
import { formatDuration, SECONDS_PER_HOUR } from '../../model/time.ts';
import type { Group, Report } from '../../report/schema.ts';
import { wholeOutcomes } from '../../report/schema.ts';
import type { Section } from '../content/content.ts';
import { spentSlices } from '../content/headline.ts';
import { figureHtml, html, oneLine, type PageCell, pictureHtml, tableHtml } from '../escape.ts';
import {
  countWords,
  kpiDifferenceWords,
  kpiName,
  kpiValueWords,
  tooFewWords,
  type Wording,
  windowWords,
} from '../words.ts';
import { durationHistogram, spentOverTime } from './bins.ts';
import { distributionChart, fifthsChart, overTimeChart, whiskerChart } from './charts.ts';
import { distinctLabels, type PageTicket } from './ticket-data.ts';

/** The figures of customer success: those that are there with their making, and what the others need; empty without any. */
export function kpisHtml({ kpis }: Report): string {
  if (!kpis) return '';
  const told = kpis.figures.filter(({ value }) => value !== null);
  if (told.length === 0) return '';
  const rows = told.map((kpi): PageCell[] => [
    { text: kpiName(kpi) },
    { text: kpi.value === null ? '–' : kpiValueWords(kpi.value, kpi) },
    { text: countWords(kpi.n) },
    { text: kpi.previous === null ? '–' : kpiValueWords(kpi.previous.value, kpi) },
    {
      text: kpi.difference === null ? '–' : `${kpiDifferenceWords(kpi.difference, kpi)}${kpi.significant ? ' *' : ''}`,
    },
    { text: kpi.interval === null ? '–' : kpi.interval.map((end) => kpiValueWords(end, kpi)).join(' – ') },
    { text: kpi.formula },
  ]);
  const heads = ['Figure', 'Now', 'n', 'Before', 'Change', '95% interval', 'How it is made'];
  const marked = told.some(({ significant }) => significant)
    ? '<p class="quiet">* beyond chance, also after the correction for all of them together</p>'
    : '';
  const missing = kpis.figures.filter(({ value }) => value === null);
  const needs = missing.map((kpi) => `<li>${html(kpiName(kpi))}: ${html(kpi.missing ?? '')}</li>`).join('');
  const absent = needs === '' ? '' : `<details><summary>Not available</summary><ul>${needs}</ul></details>`;
  const links = kpis.supportLinks.map(({ sentence }) => `<p>${html(sentence)}</p>`).join('');
  const beside = windowWords({ ...kpis.previous, timeZone: kpis.window.timeZone });
  return `<section aria-labelledby="kpis"><h2 id="kpis">Customer success</h2><p class="quiet">Beside ${html(beside)}.</p>${tableHtml('Customer success', heads, rows)}${marked}${links}${absent}</section>`;
}

const MOST_GROUPS = 100;

const MOST_WHISKERS = 40;

/** Where the time went, day by day or week by week. */
export function overTimeHtml(
  tickets: readonly PageTicket[],
  window: { readonly from: number; readonly to: number; readonly timeZone: string },
  wording: Wording,
): string {
  const periods = spentOverTime(tickets, window).map((period) => {
    let seconds = 0;
    for (const spent of Object.values(period.timeSpentSeconds)) seconds += spent;
    return {
      label: wording.day(period.from),
      tickets: period.tickets,
      slices: spentSlices(period, wording),
      hours: period.tickets === 0 ? 0 : seconds / SECONDS_PER_HOUR / period.tickets,
    };
  });
  if (periods.length < 2 || periods.every((period) => period.tickets === 0)) return '';
  const rows = periods.map((period): PageCell[] => [
    { text: period.label },
    { text: wording.count(period.tickets) },
    { text: period.tickets === 0 ? '–' : formatDuration(period.hours * SECONDS_PER_HOUR) },
    { text: period.slices.map(({ label, words }) => `${label} ${words}`).join(', ') },
  ]);
  const table = tableHtml('By when they were solved', ['From', 'Tickets', 'Time a ticket', 'Where it went'], rows);
  const says = 'Hours a ticket took, by the day or week of its solution, stacked by where the time went.';
  return `<section aria-labelledby="over-time"><h2 id="over-time">Over the window, by when tickets were solved</h2>${figureHtml(overTimeChart(periods), says, table)}</section>`;
}

/** The tiers: a table, and how their times are spread. */
export function tiersHtml(
  report: Report,
  tickets: readonly PageTicket[],
  wording: Wording,
  warnings: readonly string[],
): string {
  const tiers = report.byTier.filter((tier) => tier.tickets > 0);
  if (tiers.length === 0) return '';
  const spread = tiers.map((tier) => {
    const seconds = tickets.flatMap(({ tier: key, netMs }) =>
      key === tier.key && netMs !== null ? [netMs / 1000] : [],
    );
    const bins = durationHistogram(seconds);
    if (bins.length === 0) return '';
    const { net } = tier.finalResolution;
    const marks = { medianSeconds: net?.medianSeconds ?? null, meanSeconds: net?.meanSeconds ?? null };
    const says = `${tier.label}: how many tickets took how long; median ${wording.time(net, 'medianSeconds')}, mean ${wording.time(net, 'meanSeconds')}.`;
    const rows = bins.map(({ fromSeconds, toSeconds, n }): PageCell[] => [
      {
        text: Number.isFinite(toSeconds)
          ? `${formatDuration(fromSeconds)} to ${formatDuration(toSeconds)}`
          : `${formatDuration(fromSeconds)} and more`,
      },
      { text: wording.count(n) },
    ]);
    const table = tableHtml(`${tier.label}, ${CLOCKS.net.label}`, ['Solved in', 'Tickets'], rows);
    return `<div><h3>${html(tier.label)}</h3>${figureHtml(distributionChart(bins, marks), says, table)}</div>`;
  });
  const warned = warnings.map((line) => `<p class="alert">${html(line)}</p>`).join('');
  return groupTable(
    'By complexity',
    'byTier',
    'tier',
    tiers,
    wording,
    warned,
    `<div class="side" style="margin-top:18px">${spread.join('')}</div>`,
  );
}

/** A table of groups; each opens its tickets. */
export function groupTable(
  heading: string,
  path: string,
  filter: string,
  groups: readonly Group[],
  wording: Wording,
  before = '',
  after = '',
): string {
  const shown = groups.filter(({ tickets }) => tickets > 0).slice(0, MOST_GROUPS);
  if (shown.length === 0) return '';
  const labels = distinctLabels(groups);
  const rows = shown.map((group): PageCell[] => {
    const { net, calendar } = group.finalResolution;
    const at = `${path}=${group.key}`;
    const opens = { [filter]: filter === 'tier' || filter === 'category' ? group.key : labels.get(group.key)! };
    return [
      group.key === NO_VALUE ? { text: group.label } : { text: group.label, opens },
      { text: wording.count(group.tickets), figure: `${at}.tickets` },
      { text: wording.time(net, 'medianSeconds'), figure: `${at}.finalResolution.net.medianSeconds` },
      { text: wording.time(net, 'meanSeconds'), figure: `${at}.finalResolution.net.meanSeconds` },
      { text: wording.time(net, 'p90Seconds'), figure: `${at}.finalResolution.net.p90Seconds` },
      { text: wording.time(calendar, 'medianSeconds'), figure: `${at}.finalResolution.calendar.medianSeconds` },
      { text: wording.time(group.firstResponse.net, 'medianSeconds'), figure: `${at}.firstResponse.net.medianSeconds` },
      { text: group.reopenRate === null ? '–' : wording.share(group.reopenRate), figure: `${at}.reopenRate` },
      { text: group.csat === undefined || group.csat.n === 0 ? '–' : wording.rate(group.csat), figure: `${at}.csat` },
    ];
  });
  const head = [
    '',
    'Tickets',
    `Median, ${CLOCKS.net.label}`,
    `Mean, ${CLOCKS.net.label}`,
    '9 in 10 within',
    `Median, ${CLOCKS.calendar.label}`,
    `${MEASURES.firstResponse.label}, ${CLOCKS.net.label}`,
    'Reopened',
    'Satisfied',
  ];
  return `<section aria-labelledby="${path}"><h2 id="${path}">${html(heading)}</h2>${before}${tableHtml(heading, head, rows)}${after}</section>`;
}

/** Agents in the order of their names, beside what their mix of work takes. */
export function agentsHtml({ byAgent }: Report, wording: Wording): string {
  const agents = byAgent
    .filter(({ key, tickets }) => key !== NO_VALUE && tickets > 0)
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en') || (a.key < b.key ? -1 : 1));
  if (agents.length === 0) return '';
  const whiskers = agents.flatMap(({ label, observedToExpected: ratio }) =>
    ratio?.value == null || ratio.interval === null
      ? []
      : [{ label: oneLine(label, 40), value: ratio.value, interval: ratio.interval }],
  );
  const labels = distinctLabels(byAgent);
  const rows = agents.slice(0, MOST_GROUPS).map((agent): PageCell[] => {
    const ratio = agent.observedToExpected;
    const at = `byAgent=${agent.key}`;
    const against =
      ratio?.value == null || ratio.interval === null
        ? tooFewWords(ratio?.n ?? 0)
        : wording.ratio(ratio.value, ratio.interval);
    return [
      { text: agent.label, opens: { agent: labels.get(agent.key)! } },
      { text: wording.count(agent.tickets), figure: `${at}.tickets` },
      {
        text: wording.time(agent.finalResolution.net, 'medianSeconds'),
        figure: `${at}.finalResolution.net.medianSeconds`,
      },
      { text: wording.time(agent.finalResolution.net, 'meanSeconds'), figure: `${at}.finalResolution.net.meanSeconds` },
      { text: against, figure: `${at}.observedToExpected` },
      { text: wording.time(agent.firstResponse.net, 'medianSeconds'), figure: `${at}.firstResponse.net.medianSeconds` },
      { text: agent.csat === undefined || agent.csat.n === 0 ? '–' : wording.rate(agent.csat) },
      { text: agent.churn === undefined || agent.churn.n === 0 ? '–' : wording.rate(agent.churn) },
    ];
  });
  const head = [
    '',
    'Tickets',
    `Median, ${CLOCKS.net.label}`,
    `Mean, ${CLOCKS.net.label}`,
    'Against their mix',
    `${MEASURES.firstResponse.label}s, ${CLOCKS.net.label}`,
    'Satisfied',
    'Accounts lost',
  ];
  const table = tableHtml('By agent, in alphabetical order', head, rows);
  const explained =
    '<p>In alphabetical order. Against their mix: 1 is what tickets of the same complexity take here on average, 1.2 is a fifth longer. The line is the range in which it lies with 95% certainty; where it crosses 1, there is nothing to tell apart from chance.</p>';
  const drawn = whiskers.slice(0, MOST_WHISKERS);
  const picture =
    drawn.length === 0
      ? ''
      : `<figure>${pictureHtml(whiskerChart(drawn, { centre: 1, name: 'against their mix (1 = as expected)' }), 'Agents against what their mix of work takes, with 95% intervals; the table below has the figures.')}</figure>`;
  return `<section aria-labelledby="byAgent"><h2 id="byAgent">By agent</h2>${explained}${picture}${table}</section>`;
}

/** Satisfaction and churn, and by fifths of how long tickets took. */
export function outcomesHtml(report: Report, section: Section | undefined, wording: Wording): string {
  if (section === undefined) return '';
  const outcomes = wholeOutcomes(report.outcomes);
  const words = section.lines.map((line) => `<p>${html(line)}</p>`).join('');
  if (outcomes === undefined)
    return `<section aria-labelledby="customers"><h2 id="customers">Customers</h2>${words}</section>`;
  const { link } = outcomes;
  const drawn = [...link.csat, ...link.churn]
    .filter(({ tier, n, fifths }) => tier === 'all' && n > 0 && fifths.some(({ value }) => value !== null))
    .map(({ outcome, fifths, sentence }) => {
      const name = outcome === 'csat' ? '% satisfied' : '% of accounts lost';
      const heading =
        outcome === 'csat'
          ? 'Satisfied, by how fast their ticket was solved'
          : 'Lost accounts, by how fast their tickets were solved';
      const rows = fifths.map((fifth, index): PageCell[] => [
        { text: FIFTHS[index] ?? '' },
        { text: wording.rate(fifth) },
      ]);
      const table = tableHtml(heading, ['Fifth', name], rows);
      return `<div><h3>${html(heading)}</h3>${figureHtml(fifthsChart(fifths, name), sentence, table)}<p class="quiet">${html(sentence)}</p></div>`;
    });
  return `<section aria-labelledby="customers"><h2 id="customers">Customers</h2>${words}<div class="side">${drawn.join('')}</div></section>`;
}

const FIFTHS = ['fastest', 'second', 'third', 'fourth', 'slowest'];
