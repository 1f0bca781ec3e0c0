import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { createZones } from '../../src/clock/zone.ts';
import { isTimeZone } from '../../src/model/time.ts';

const HOUR = 3_600_000;

describe('time zones', () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Asia/Kathmandu', true],
    ['Etc/GMT-14', true],
    ['Berlin', false],
    ['Mars/Olympus', false],
    ['+02:00', false],
    ['', false],
  ])('%s is known: %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known);
    expect(createZones()(name) !== undefined).toBe(known);
  });

  it('gives one zone for one name, however it is written', () => {
    const zones = createZones();

    expect(zones('europe/berlin')).toBe(zones('Europe/Berlin'));
    expect(zones('europe/berlin')?.name).toBe('Europe/Berlin');
  });

  it.each([
    'Europe/Berlin',
    'America/New_York',
    'America/Santiago',
    'Africa/Cairo',
    'Africa/Casablanca',
    'Asia/Beirut',
    'Asia/Gaza',
    'Asia/Tehran',
    'America/Havana',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Antarctica/Troll',
    'Pacific/Apia',
    'Pacific/Chatham',
    'Asia/Kathmandu',
  ])('finds every change of %s from 2005 to 2027, to the second', (name) => {
    const from = Date.UTC(2005, 0, 1);
    const to = Date.UTC(2027, 0, 1);
    const expected: (readonly [number, number])[] = [];
    let next = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(name).getTimeZoneTransition('next');
    while (next && next.epochMilliseconds < to) {
      expected.push([next.epochMilliseconds, next.offsetNanoseconds / 1e6]);
      next = next.getTimeZoneTransition('next');
    }

    const regimes = createZones()(name)!.regimes(from, to);

    const changes = regimes.slice(1).map((regime) => [regime.from, regime.offsetMs] as const);
    expect(changes).toEqual(
      expected.filter(([, offset], i) => offset !== (expected[i - 1]?.[1] ?? regimes[0]!.offsetMs)),
    );
  });

  it('goes on finding changes when it is asked for earlier and later times', () => {
    const grown = createZones()('Europe/Berlin')!;
    grown.regimes(Date.UTC(2020, 5, 1), Date.UTC(2020, 6, 1));
    grown.regimes(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
    const [from, to] = [Date.UTC(2010, 0, 1), Date.UTC(2026, 5, 1)];
    const trim = (regimes: readonly { from: number; to: number; offsetMs: number }[]) =>
      regimes.map((regime) => [Math.max(regime.from, from), Math.min(regime.to, to), regime.offsetMs]);

    const regimes = trim(grown.regimes(from, to));

    expect(regimes).toEqual(trim(createZones()('Europe/Berlin')!.regimes(from, to)));
    expect(regimes.every(([start], i) => i === 0 || start === regimes[i - 1]![1])).toBe(true);
    expect(grown.offsetAt(Date.UTC(2026, 6, 1))).toBe(2 * HOUR);
  });
});
