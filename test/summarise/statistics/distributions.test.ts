import { describe, expect, it } from 'vitest';
import {
  fairCoinCdf,
  incompleteBeta,
  lnGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from '../../../src/summarise/statistics/distributions.ts';

describe('the distributions behind the intervals', () => {
  // scipy.special.gammaln([0.25, 10.5, 1e6])
  it.each([
    [0.25, 1.2880225246980774],
    [10.5, 13.940625219403763],
    [1e6, 12815504.569147611],
  ])('has ln gamma(%d)', (x, expected) => {
    expect(Math.abs(lnGamma(x) / expected - 1)).toBeLessThan(1e-13);
  });

  // scipy.special.betainc(a, b, x); R: pbeta(x, a, b)
  it.each([
    [0.4, 2, 3, 0.5248],
    [0.01, 0.5, 10, 0.3420718248432154],
    [0.46, 500, 600, 0.6423843352560348],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('has I_%d(%d, %d)', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 10);
  });

  // scipy.stats.norm.cdf([-8, -6.5, -1.959963984540054, 0.3, 5]); R: pnorm
  it.each([
    [-8, 6.22096057427e-16],
    [-6.5, 4.01600058386e-11],
    [-1.959963984540054, 0.025],
    [0, 0.5],
    [0.3, 0.617911422188953],
    [5, 0.999999713348428],
  ])('has pnorm(%d)', (z, expected) => {
    expect(Math.abs(normalCdf(z) / expected - 1)).toBeLessThan(1e-9);
  });

  // R: qnorm(c(0.975, 0.9, 0.001))
  it.each([
    [0.975, 1.959963984540054],
    [0.9, 1.2815515655446004],
    [0.001, -3.090232306167813],
  ])('has qnorm(%d)', (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 12);
  });

  // R: qt(0.975, c(1, 4, 10, 29, 199, 200, 250, 5000))
  it.each([
    [1, 12.706204736174694],
    [4, 2.7764451051977934],
    [10, 2.228138851986274],
    [29, 2.045229642132703],
    [199, 1.9719565442517533],
    [200, 1.9718962236339088],
    [250, 1.9694983934211532],
    [5000, 1.9604385517065073],
  ])('has qt(0.975, %d)', (df, expected) => {
    expect(studentQuantile(0.975, df)).toBeCloseTo(expected, 9);
  });

  it('has pt(2.1, 7) and its mirror', () => {
    expect(studentCdf(2.1, 7)).toBeCloseTo(0.9630644018935387, 12);
    expect(studentCdf(-2.1, 7)).toBeCloseTo(1 - 0.9630644018935387, 12);
  });

  // R: pbinom(c(13, 469), c(40, 1000), 0.5)
  it.each([
    [13, 40, 0.01923865414210013],
    [469, 1000, 0.026838924822505023],
    [-1, 5, 0],
    [0, 5, 1 / 32],
    [5, 5, 1],
  ])('has pbinom(%d, %d, 0.5)', (k, n, expected) => {
    expect(fairCoinCdf(k, n)).toBeCloseTo(expected, 12);
  });
});
