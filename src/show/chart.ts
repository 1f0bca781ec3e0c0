import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import type { EChartsCoreOption } from 'echarts/core';
import { ConfigError } from '../model/errors.ts';
import { SLICE_COLOURS, type Slice } from './content/content.ts';

/** The typeface of pictures; it comes with the product, since servers often have none. */
export const CHART_FONT = 'Inter';

const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}`)),
);

/**
 * Makes sure the typeface is there: without it a picture would have no text, and nothing would say so.
 *
 * @throws ConfigError that names the missing file
 */
export function checkChartFonts(files: readonly string[] = FONT_FILES): void {
  for (const file of files) {
    if (!existsSync(file))
      throw new ConfigError(`the typeface of charts is missing: ${file}; install the packages again`);
  }
}

/**
 * Loads what draws, at the first chart: most commands draw none, and it would be a quarter of their start and a third of
 * their memory.
 */
function loadEcharts(): typeof import('echarts/core') {
  const require = createRequire(import.meta.url);
  const core = require('echarts/core') as typeof import('echarts/core');
  const { BarChart, CustomChart, LineChart } = require('echarts/charts') as typeof import('echarts/charts');
  const { GridComponent, LegendComponent, MarkLineComponent } =
    require('echarts/components') as typeof import('echarts/components');
  const { SVGRenderer } = require('echarts/renderers') as typeof import('echarts/renderers');
  core.use([BarChart, LineChart, CustomChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);
  return core;
}

/** Draws a chart as SVG, with nothing on a screen. Sizes in CSS pixels. */
export function chartSvg(option: EChartsCoreOption, size: { readonly width: number; readonly height: number }): string {
  const chart = loadEcharts().init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: CHART_FONT }, ...option });
    return chart.renderToSVGString();
  } finally {
    // Left alive, it would keep the process from ending.
    chart.dispose();
  }
}

/** An SVG as PNG at twice its size, for sharp screens; with the product's own typeface, on opaque white. */
export function toPng(svg: string): Buffer {
  checkChartFonts();
  const image = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: CHART_FONT },
  });
  return image.render().asPng();
}

/** Size of the picture of where the time went, in CSS pixels. */
export const SPENT_SIZE = { width: 544, height: 52 } as const;

/** Shares below this have no room for their figure inside the bar. */
const ROOM_FOR_LABEL = 0.07;

/** Where the time went as one stacked bar, as PNG. */
export function spentPng(slices: readonly Slice[]): Buffer {
  return toPng(chartSvg(spentOption(slices), SPENT_SIZE));
}

function spentOption(slices: readonly Slice[]): EChartsCoreOption {
  return {
    backgroundColor: '#ffffff',
    grid: { left: 0, right: 0, top: 4, bottom: 4 },
    xAxis: { type: 'value', min: 0, max: slices.reduce((sum, { share }) => sum + share, 0), show: false },
    yAxis: { type: 'category', data: [''], show: false },
    series: slices.map(({ key, label, share, words }) => ({
      type: 'bar',
      name: label,
      stack: 'time',
      barWidth: '100%',
      data: [share],
      itemStyle: { color: SLICE_COLOURS[key].fill, borderColor: '#ffffff', borderWidth: 1 },
      label: {
        show: share >= ROOM_FOR_LABEL,
        position: 'inside',
        formatter: words,
        color: SLICE_COLOURS[key].ink,
        fontSize: 13,
        fontWeight: 600,
      },
    })),
  };
}

/** Stand for colours that the page's light and dark style decide; no chart uses them for anything else. */
export const INK = '#010101';

export const QUIET = '#020202';

const RULE = '#030303';

export const SURFACE = '#040404';

export const ACCENT = '#050505';

export const MEAN = '#060606';

const STYLED: readonly (readonly [string, string])[] = [
  [INK, 'var(--ink)'],
  [QUIET, 'var(--quiet)'],
  [RULE, 'var(--rule)'],
  [SURFACE, 'var(--surface)'],
  [ACCENT, 'var(--accent)'],
  [MEAN, 'var(--mean)'],
];

/** An SVG that stands in a page: it scales with it and takes its colours. */
export function draw(option: EChartsCoreOption, width: number, height: number): string {
  let svg = chartSvg({ backgroundColor: 'transparent', ...option }, { width, height });
  for (const [colour, variable] of STYLED) svg = svg.replaceAll(colour, variable);
  return svg
    .replace(/^<svg[^>]*>/, (tag) => tag.replace(/ width="[^"]*"| height="[^"]*"/g, ''))
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '');
}

export const AXIS_TEXT = { color: QUIET, fontSize: 12 };

export const AXIS = {
  axisLine: { lineStyle: { color: RULE } },
  axisTick: { show: false },
  axisLabel: AXIS_TEXT,
  nameTextStyle: AXIS_TEXT,
  splitLine: { lineStyle: { color: RULE } },
};
