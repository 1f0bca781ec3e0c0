import type { Kpi, Kpis } from '../../report/schema.ts';
import { nameCell, table, wrap } from '../layout.ts';
import { type FigureWords, figureWords, kpiName, tooFewWords } from '../words.ts';

/** How the figures are written to a terminal. */
export interface KpiTextOptions {
  readonly width: number;
  readonly colour: boolean;
  /** How numbers and dates are written, as a BCP 47 tag. */
  readonly locale: string;
}

/** All figures of a window in words, what each is made of, and what is missing. Ends with a line break. */
export function renderKpis(kpis: Kpis, options: KpiTextOptions): string {
  const width = Math.max(60, options.width);
  const words = figureWords(options.locale);
  const heading = (text: string): string => (options.colour ? `\u001b[1m${text}\u001b[0m` : text);
  const { timeZone } = kpis.window;
  const sections: (readonly [title: string, lines: readonly string[]])[] = [
    ['Figures', figureTable(kpis.figures, words, width)],
    ['Monthly revenue', revenueLines(kpis, words, width)],
    ['Why and when accounts leave', churnLines(kpis, words, width)],
    ['Use of the product', engagementLines(kpis, words, width)],
    ['Referrals', referralLines(kpis, width)],
    ['And support', kpis.supportLinks.flatMap(({ sentence }) => wrap(`- ${sentence}`, width, '  '))],
    ['Not available', missingLines(kpis.figures, width)],
    ['How they are made', formulaLines(kpis.figures, words, width)],
  ];
  const lines = [
    heading(`Customer success · ${words.window(kpis.window)} · ${timeZone}`),
    `beside ${words.window({ ...kpis.previous, timeZone })}`,
  ];
  for (const [title, body] of sections) if (body.length > 0) lines.push('', heading(title), ...body);
  return `${lines.join('\n')}\n`;
}

/** What the report's text leaves to `fairclock kpis`: what it says elsewhere, and figures that follow from others. */
const LEFT_OUT = new Set(['csat', 'retention_rate', 'mrr_upsell', 'mrr_cross_sell', 'mrr_add_on', 'add_on_rate']);

/** The section of the report's text: the figures that are there, and in one sentence which are not. */
export function kpiLines(kpis: Kpis, words: FigureWords, width: number): string[] {
  const own = kpis.figures.filter(
    ({ key, group, value }) =>
      !LEFT_OUT.has(key) &&
      !key.startsWith('resolution_') &&
      !(group?.startsWith('last ') ?? false) &&
      !(key.startsWith('mrr_') && value === 0),
  );
  const table = figureTable(own, words, width);
  if (table.length === 0) return [];
  const missing = new Set(own.filter(({ value }) => value === null).map(({ label }) => label));
  const rest = `Not available: ${[...missing].join('; ')}. fairclock kpis says what they need.`;
  return [...table, ...(missing.size === 0 ? [] : wrap(rest, width))];
}

const COLUMNS = [
  { head: '', align: 'left' },
  { head: 'now', align: 'right' },
  { head: 'n', align: 'right' },
  { head: 'before', align: 'right', optional: true },
  { head: 'change', align: 'right', optional: true },
  { head: '95% interval', align: 'right', optional: true },
] as const;

function figureTable(figures: readonly Kpi[], words: FigureWords, width: number): string[] {
  const rows = figures
    .filter(({ value }) => value !== null)
    .map((kpi) => [
      nameCell(kpiName(kpi), 60),
      words.kpi(kpi.value!, kpi),
      words.count(kpi.n),
      kpi.previous === null ? '–' : words.kpi(kpi.previous.value, kpi),
      changeWords(kpi, words),
      kpi.interval === null ? '–' : kpi.interval.map((end) => words.kpi(end, kpi)).join(' – '),
    ]);
  if (rows.length === 0) return [];
  const marked = figures.some(({ significant }) => significant);
  return [
    ...table(COLUMNS, rows, width),
    ...(marked ? ['* beyond chance, also after the correction for all of them together'] : []),
  ];
}

/** A change that stands after the correction for all of them is marked. */
function changeWords(kpi: Kpi, words: FigureWords): string {
  if (kpi.difference === null) return '–';
  return `${words.kpiDifference(kpi.difference, kpi)}${kpi.significant ? ' *' : ''}`;
}

function revenueLines({ revenue, window }: Kpis, words: FigureWords, width: number): string[] {
  return revenue.flatMap(({ currency, months }) => {
    const columns = [
      { head: currency ?? 'currency not stated', align: 'left' },
      ...['start', 'new', 'expansion', 'contraction', 'churn', 'back', 'end'].map(
        (head) => ({ head, align: 'right' }) as const,
      ),
    ] as const;
    const rows = months.map((month) => [
      `from ${words.day(Date.parse(month.from), window.timeZone)}`,
      ...[
        month.opening,
        month.new,
        month.upsell + month.crossSell + month.addOn,
        month.contraction,
        month.churn,
        month.reactivation,
        month.closing,
      ].map((amount) => words.money(amount, currency)),
    ]);
    return table(columns, rows, width);
  });
}

function churnLines(kpis: Kpis, words: FigureWords, width: number): string[] {
  const { churnPatterns } = kpis;
  if (churnPatterns === null) return [];
  const lines: string[] = [];
  const reasons = Object.entries(churnPatterns.reasons).sort(([, some], [, others]) => others - some);
  if (reasons.length > 0) {
    lines.push(`Reasons: ${reasons.map(([reason, count]) => `${nameCell(reason, 40)} ${count}`).join(', ')}.`);
  }
  const tenures = churnPatterns.byTenure.filter(({ n }) => n > 0);
  const said = tenures.map(({ tenure, positive, n }) => `${tenure} ${words.count(positive)} of ${words.count(n)}`);
  if (said.length > 0)
    lines.push(`Of those there twelve months ago, lost since by how long they had been there: ${said.join(', ')}.`);
  const months = churnPatterns.byMonth.filter(({ n, positive }) => n > 0 || positive > 0);
  const [worst, next] = months.toSorted((a, b) => b.positive - a.positive);
  if (worst !== undefined && worst.positive > 1 && worst.positive > (next?.positive ?? 0)) {
    const total = months.reduce((sum, { positive }) => sum + positive, 0);
    const when = words.window({ ...worst, timeZone: kpis.window.timeZone });
    lines.push(
      `Of the ${total} lost in the last twelve months, more left in ${when} than in any other month: ${worst.positive}.`,
    );
  }
  return lines.flatMap((line) => wrap(line, width, '  '));
}

const LISTED = 5;

function engagementLines({ engagement }: Kpis, words: FigureWords, width: number): string[] {
  if (engagement === null) return [];
  const tiers = engagement.byTier.map(({ tier, active, daysPerWeek, adoption }) => [
    nameCell(tier, 30),
    active.value === null
      ? tooFewWords(words.count(active.n))
      : `${words.percent(active.value)} of ${words.count(active.n)}`,
    daysPerWeek === null ? '–' : words.decimals(daysPerWeek, 1),
    adoption === null ? '–' : words.percent(adoption),
  ]);
  const columns = ['tier of account', 'active', 'days a week', 'features used'].map((head, index) => ({
    head,
    align: index === 0 ? ('left' as const) : ('right' as const),
  }));
  const features = engagement.features
    .slice(0, LISTED)
    .map(({ feature, positive, n }) => `${nameCell(feature, 30)} by ${words.count(positive)} of ${words.count(n)}`);
  const quiet = engagement.quietest
    .slice(0, LISTED)
    .map(({ label, days }) => `${nameCell(label, 30)} ${days} ${days === 1 ? 'day' : 'days'}`);
  return [
    ...table(columns, tiers, width),
    ...(features.length === 0 ? [] : wrap(`Most used: ${features.join(', ')} active accounts.`, width, '  ')),
    ...wrap(`Least use: ${quiet.join(', ')}.`, width, '  '),
  ];
}

function referralLines({ referrals }: Kpis, width: number): string[] {
  if (referrals === null) return [];
  const lines: string[] = [];
  const top = referrals.byReferrer
    .slice(0, LISTED)
    .map(({ label, referrals: made, converted }) => `${nameCell(label, 30)} ${made} (${converted} converted)`);
  if (top.length > 0) lines.push(`Most by: ${top.join(', ')}.`);
  const standings = referrals.byStanding
    .filter(({ referrals: made }) => made > 0)
    .map(({ standing, referrals: made, converted }) => `${standing} ${made} (${converted} converted)`);
  if (standings.length > 0) lines.push(`By what the referrer answered: ${standings.join(', ')}.`);
  return lines.flatMap((line) => wrap(line, width, '  '));
}

/** Figures that need the same are told together. */
function missingLines(figures: readonly Kpi[], width: number): string[] {
  const absent = figures.filter(({ missing }) => missing !== null);
  return [...Map.groupBy(absent, ({ missing }) => missing)].flatMap(([missing, own]) => {
    const names = [...new Set(own.map((kpi) => nameCell(kpiName(kpi), 80)))];
    return wrap(`- ${names.join('; ')}: ${missing}.`, width, '  ');
  });
}

/** Each figure's formula once, with the numbers that went into each of its values. */
function formulaLines(figures: readonly Kpi[], words: FigureWords, width: number): string[] {
  return [...Map.groupBy(figures, ({ label }) => label)].flatMap(([label, own]) => {
    const made = own
      .filter(({ value, inputs }) => value !== null && inputs.length > 0)
      .map((kpi) =>
        `${nameCell([kpi.currency, kpi.group].filter((part) => part !== null).join(', '), 40)} ${inputsWords(kpi, words)}`.trim(),
      );
    const notes = [...new Set(own.flatMap((kpi) => kpi.notes))];
    return [
      ...wrap(`- ${label}: ${own[0]!.formula}.`, width, '  '),
      ...[...made.slice(0, LISTED), ...notes].flatMap((line) => wrap(line, width - 4)).map((line) => `    ${line}`),
    ];
  });
}

function inputsWords({ inputs, currency }: Kpi, words: FigureWords): string {
  const isMoney = /MRR|revenue|cost|value|ARPA|expansion|contraction|^churn$/;
  return inputs
    .map(({ name, value }) => {
      if (value === null) return `${name}: not known`;
      const said =
        isMoney.test(name) && (currency !== null || /MRR|cost|revenue/.test(name))
          ? words.money(value, currency)
          : words.decimals(value, 2);
      return `${name}: ${said}`;
    })
    .join('; ');
}
