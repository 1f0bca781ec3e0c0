const UNITS = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

/**
 * A duration in words, its two largest units: `2 d 4 h`, `35 min`, `1 min 20 s`. A day is 24 hours on every clock. Minutes
 * say no seconds from ten on, hours no minutes from a day on; below a second it is `0 s` or `< 1 s`.
 */
export function formatDuration(seconds: number): string {
  const sign = seconds < 0 ? '-' : '';
  const length = Math.abs(seconds);
  if (length > 0 && length < 1) return `${sign}< 1 s`;
  const [first, second] = unitsFor(length);
  const rounded = Math.round(length / second.seconds) * second.seconds;
  // 59 min 40 s rounds into the next unit.
  const [larger, smaller] = unitsFor(rounded);
  const whole = Math.floor(rounded / larger.seconds);
  const rest = Math.round((rounded - whole * larger.seconds) / smaller.seconds);
  if (first === second || larger === smaller || rest === 0) return `${sign}${whole} ${larger.name}`;
  return `${sign}${whole} ${larger.name} ${rest} ${smaller.name}`;
}

type Unit = (typeof UNITS)[number];

function unitsFor(length: number): readonly [Unit, Unit] {
  const [day, hour, minute, second] = UNITS;
  if (length >= 100 * day.seconds) return [day, day];
  if (length >= day.seconds) return [day, hour];
  if (length >= hour.seconds) return [hour, minute];
  if (length >= 10 * minute.seconds) return [minute, minute];
  if (length >= minute.seconds) return [minute, second];
  return [second, second];
}
