const OTHER_DIGIT = /[^\P{Nd}0-9]/gu;

/** Decimal digits of any script as those of ASCII, and the signs that Arabic puts between them. */
export function asciiDigits(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replace(OTHER_DIGIT, (digit) => String(digitValue(digit.codePointAt(0)!)))
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')
    .replaceAll('−', '-')
    .replaceAll(/[\u200e\u200f\u061c]/g, '');
}

/** Unicode keeps the digits of a script together, from 0 to 9. */
function digitValue(code: number): number {
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
