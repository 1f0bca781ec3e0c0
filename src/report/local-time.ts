const DAY = 86_400_000;

/** Whether the runtime's time zone database knows this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone at an instant, written as if it were UTC, in ms (whole seconds of the offset). */
export function localOf(at: number, timeZone: string): number {
  return at + offsetAt(at, timeZone);
}

/**
 * The instant at which the wall clock of a zone shows `local` (ms as if UTC). Shown twice, the earlier one; never
 * shown (the clock jumped over it, or a whole day was left out), the first instant after the jump.
 */
export function instantOfLocal(local: number, timeZone: string): number {
  const before = offsetAt(local - DAY, timeZone);
  const after = offsetAt(local + 2 * DAY, timeZone);
  for (const at of [local - Math.max(before, after), local - Math.min(before, after)]) {
    if (localOf(at, timeZone) === local) return at;
  }
  let [early, late] = [local - DAY - Math.max(before, after), local + DAY - Math.min(before, after)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (localOf(middle, timeZone) < local) early = middle;
    else late = middle;
  }
  return late;
}

function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1000) * 1000;
}
