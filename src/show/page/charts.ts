import { SLICE_NAMES } from '../../model/catalogue.ts';
import { formatDuration } from '../../model/time.ts';
import { ACCENT, AXIS, AXIS_TEXT, draw, INK, MEAN, QUIET, SURFACE } from '../chart.ts';
import { SLICE_COLOURS, type Slice } from '../content/content.ts';
import { type Bin, placeInBins } from './bins.ts';

/** Bars of hours per ticket, one a period, stacked by where the time went. */
export function overTimeChart(
  periods: readonly {
    readonly label: string;
    readonly tickets: number;
    readonly slices: readonly Slice[];
    readonly hours: number;
  }[],
): string {
  const keys = [...new Set(periods.flatMap(({ slices }) => slices.map(({ key }) => key)))];
  return draw(
    {
      grid: { left: 48, right: 8, top: 28, bottom: 28 },
      xAxis: { type: 'category', data: periods.map(({ label }) => label), ...AXIS, splitLine: { show: false } },
      yAxis: { type: 'value', name: 'hours a ticket', nameGap: 12, ...AXIS },
      series: SLICE_NAMES.filter((key) => keys.includes(key)).map((key) => ({
        type: 'bar',
        stack: 'time',
        barCategoryGap: '25%',
        itemStyle: { color: SLICE_COLOURS[key].fill, borderColor: SURFACE, borderWidth: 0.5 },
        data: periods.map(({ slices, hours, tickets }) => {
          const share = slices.find((slice) => slice.key === key)?.share ?? 0;
          return tickets === 0 ? 0 : Math.round(share * hours * 100) / 100;
        }),
      })),
    },
    720,
    260,
  );
}

/** How long tickets of one tier took, with median and mean marked. */
export function distributionChart(
  bins: readonly Bin[],
  marks: { readonly medianSeconds: number | null; readonly meanSeconds: number | null },
): string {
  const lines = [
    { seconds: marks.medianSeconds, name: 'median', color: INK, type: 'solid' },
    { seconds: marks.meanSeconds, name: 'mean', color: MEAN, type: 'dashed' },
  ].flatMap(({ seconds, name, color, type }, index) => {
    const place = seconds === null ? undefined : placeInBins(bins, seconds);
    if (place === undefined) return [];
    return {
      xAxis: place,
      lineStyle: { color, type, width: 2 },
      label: { formatter: name, color, fontSize: 12, position: 'end', distance: index === 0 ? 2 : 16 },
    };
  });
  return draw(
    {
      grid: { left: 36, right: 12, top: 40, bottom: 26 },
      // Bars stand between the edges, so the axis of values runs from edge to edge.
      xAxis: [
        {
          type: 'value',
          min: 0,
          max: bins.length,
          interval: 1,
          ...AXIS,
          splitLine: { show: false },
          axisLabel: { ...AXIS_TEXT, formatter: (value: number) => edgeLabel(bins, value) },
        },
        { type: 'category', show: false, data: bins.map((_, index) => index) },
      ],
      yAxis: { type: 'value', minInterval: 1, ...AXIS },
      series: [
        {
          type: 'bar',
          xAxisIndex: 1,
          barCategoryGap: '6%',
          itemStyle: { color: ACCENT, opacity: 0.75 },
          data: bins.map(({ n }) => n),
        },
        {
          type: 'line',
          xAxisIndex: 0,
          data: [],
          markLine: { symbol: 'none', animation: false, data: lines },
        },
      ],
    },
    340,
    200,
  );
}

/** Every other edge is named, so that they keep apart. */
function edgeLabel(bins: readonly Bin[], value: number): string {
  const seconds = value < bins.length ? bins[value]?.fromSeconds : bins.at(-1)?.toSeconds;
  if (seconds === undefined || !Number.isFinite(seconds)) return '';
  return bins.length > 8 && value % 2 === 1 ? '' : formatDuration(seconds);
}

/** One value with its 95% interval under a name. */
export interface Whisker {
  readonly label: string;
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** Names with a value and its interval each, beside a line that means "as expected". */
export function whiskerChart(
  whiskers: readonly Whisker[],
  options: { readonly centre: number; readonly name: string },
): string {
  const rows = whiskers.toReversed();
  const farthest = Math.max(options.centre * 1.2, ...rows.map(({ interval }) => interval[1]));
  return draw(
    {
      grid: { left: 170, right: 20, top: 8, bottom: 40 },
      xAxis: {
        type: 'value',
        min: 0,
        max: Math.ceil(farthest * 2) / 2,
        name: options.name,
        nameLocation: 'middle',
        nameGap: 24,
        ...AXIS,
      },
      yAxis: {
        type: 'category',
        data: rows.map(({ label }) => label),
        ...AXIS,
        axisLabel: { ...AXIS_TEXT, width: 155, overflow: 'truncate' },
      },
      series: [
        {
          type: 'custom',
          data: rows.map(({ value, interval }, index) => [index, value, interval[0], interval[1]]),
          renderItem: drawWhisker,
          encode: { y: 0, x: [1, 2, 3] },
        },
        {
          type: 'line',
          data: [],
          markLine: {
            symbol: 'none',
            animation: false,
            label: { show: false },
            lineStyle: { color: QUIET, type: 'dashed', width: 1 },
            data: [{ xAxis: options.centre }],
          },
        },
      ],
    },
    720,
    56 + rows.length * 24,
  );
}

/** What echarts hands a custom series to place its marks by. */
interface Placing {
  readonly value: (dimension: number) => number;
  readonly coord: (point: readonly [number, number]) => readonly [number, number];
}

function drawWhisker(_params: unknown, { value, coord }: Placing) {
  const row = value(0);
  const [middle, y] = coord([value(1), row]);
  const [left] = coord([value(2), row]);
  const [right] = coord([value(3), row]);
  return {
    type: 'group',
    children: [
      {
        type: 'line',
        shape: { x1: left, y1: y, x2: right, y2: y },
        style: { stroke: ACCENT, lineWidth: 2, opacity: 0.55 },
      },
      { type: 'circle', shape: { cx: middle, cy: y, r: 4.5 }, style: { fill: ACCENT } },
    ],
  };
}

/** Rates in percent by fifths, from the fastest to the slowest, each with its interval. */
export function fifthsChart(
  fifths: readonly { readonly value: number | null; readonly interval: readonly [number, number] | null }[],
  name: string,
): string {
  const labels = ['fastest', '2nd', '3rd', '4th', 'slowest'];
  return draw(
    {
      grid: { left: 44, right: 8, top: 28, bottom: 26 },
      xAxis: { type: 'category', data: labels.slice(0, fifths.length), ...AXIS, splitLine: { show: false } },
      yAxis: { type: 'value', min: 0, name, ...AXIS, nameTextStyle: { ...AXIS_TEXT, align: 'left' } },
      series: [
        {
          type: 'bar',
          barCategoryGap: '35%',
          itemStyle: { color: ACCENT, opacity: 0.75 },
          // What echarts draws nothing for.
          data: fifths.map(({ value }) => value ?? '-'),
        },
        {
          type: 'custom',
          data: fifths.flatMap(({ interval }, index) => (interval === null ? [] : [[index, interval[0], interval[1]]])),
          renderItem: drawSpan,
          encode: { x: 0, y: [1, 2] },
        },
      ],
    },
    360,
    220,
  );
}

function drawSpan(_params: unknown, { value, coord }: Placing) {
  const [x, low] = coord([value(0), value(1)]);
  const [, high] = coord([value(0), value(2)]);
  const style = { stroke: INK, lineWidth: 1.5 };
  return {
    type: 'group',
    children: [
      { type: 'line', shape: { x1: x, y1: low, x2: x, y2: high }, style },
      { type: 'line', shape: { x1: x - 5, y1: low, x2: x + 5, y2: low }, style },
      { type: 'line', shape: { x1: x - 5, y1: high, x2: x + 5, y2: high }, style },
    ],
  };
}
