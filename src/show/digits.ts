/**
 * The locale with the digits of the English words beside them, durations among them, so that one sentence never counts in
 * two kinds of digits; a locale that names its digits (`ar-u-nu-arab`) keeps them.
 */
export function latinDigits(locale: string): string {
  const { numberingSystem } = new Intl.Locale(locale);
  return new Intl.Locale(locale, { numberingSystem: numberingSystem ?? 'latn' }).toString();
}
