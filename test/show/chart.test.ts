import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/model/errors.ts';
import { chartSvg, checkChartFonts, spentPng, toPng } from '../../src/show/chart.ts';

const CHART = resolve(import.meta.dirname, '../../src/show/chart.ts');

/** Dark pixels of a PNG as resvg writes it (8 bits, RGBA or RGB, no interlace). */
function darkPixels(png: Buffer): number {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const lines = Buffer.alloc(stride * height);
  let dark = 0;
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? lines[y * stride + x - channels]! : 0;
      const up = y > 0 ? lines[(y - 1) * stride + x]! : 0;
      const corner = x >= channels && y > 0 ? lines[(y - 1) * stride + x - channels]! : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      lines[y * stride + x] = (raw[y * (stride + 1) + 1 + x]! + predicted) & 255;
    }
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = lines.subarray(y * stride + x * channels, y * stride + x * channels + 3);
      if (red! < 60 && green! < 60 && blue! < 60) dark += 1;
    }
  }
  return dark;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

describe('pictures without a browser', () => {
  it('carry their text, in the typeface that comes with the product', () => {
    const empty = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30"></svg>';
    const written = empty.replace(
      '></svg>',
      '><text x="4" y="22" font-family="Inter" font-size="20">36% ąß</text></svg>',
    );

    expect(darkPixels(toPng(empty))).toBe(0);
    expect(darkPixels(toPng(written))).toBeGreaterThan(300);
  });

  it('are the same bytes for the same figures', () => {
    const slices = [
      { key: 'work', label: 'our work', share: 0.4, words: '40%' },
      { key: 'closed', label: 'closed', share: 0.6, words: '60%' },
    ] as const;

    expect(spentPng(slices).equals(spentPng(slices))).toBe(true);
    expect(darkPixels(spentPng(slices))).toBeGreaterThan(100);
  });

  it('need their typeface, and a missing one is named at the start', () => {
    expect(() => checkChartFonts()).not.toThrow();
    expect(() => checkChartFonts(['/nowhere/Inter.ttf'])).toThrow(ConfigError);
    expect(() => checkChartFonts(['/nowhere/Inter.ttf'])).toThrow('/nowhere/Inter.ttf');
  });

  it('write names as text', () => {
    const svg = chartSvg(
      { xAxis: { type: 'category', data: ['<script>"&'] }, yAxis: {}, series: [{ type: 'bar', data: [1] }] },
      { width: 200, height: 100 },
    );

    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toContain('<script');
  });

  it('let the process end', () => {
    const draw = `const { chartSvg } = await import(${JSON.stringify(CHART)}); for (let i = 0; i < 3; i++) chartSvg({ xAxis: {}, yAxis: {}, series: [{ type: 'line', data: [[1, 1]] }] }, { width: 200, height: 100 });`;
    const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', draw], { timeout: 20_000 });

    expect([status, signal]).toEqual([0, null]);
  });
});
