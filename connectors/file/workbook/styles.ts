import { readWholeXml } from './xml.ts';

/** What the number of a cell stands for, by the format it is shown in. */
export type NumberKind = 'number' | 'date' | 'dateTime' | 'time' | 'duration' | 'percent';

/** Formats that every workbook knows by number (ECMA-376, part 1, 18.8.30), those that are dates among them. */
const BUILT_IN: Readonly<Record<number, NumberKind>> = {
  9: 'percent',
  10: 'percent',
  14: 'date',
  15: 'date',
  16: 'date',
  17: 'date',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'dateTime',
  27: 'date',
  28: 'date',
  29: 'date',
  30: 'date',
  31: 'date',
  32: 'time',
  33: 'time',
  34: 'time',
  35: 'time',
  36: 'date',
  45: 'duration',
  46: 'duration',
  47: 'duration',
  50: 'date',
  51: 'date',
  52: 'date',
  53: 'date',
  54: 'date',
  55: 'time',
  56: 'time',
  57: 'date',
  58: 'date',
};

/** What a format of the workbook's own makes of a number: told by its letters, outside of quotes and brackets. */
export function kindOfFormat(code: string): NumberKind {
  const positive = code.split(';')[0]!;
  if (/\[(h+|m+|s+)\]/i.test(positive)) return 'duration';
  const letters = positive
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .replace(/am\/pm|a\/p|general|上午\/下午/gi, ' ')
    .toLowerCase();
  const hasDate = /[yd]|mmm/.test(letters) || (/m/.test(letters) && !/[hs]/.test(letters));
  const hasTime = /[hs]/.test(letters);
  if (hasDate) return hasTime ? 'dateTime' : 'date';
  if (hasTime) return /h/.test(letters) ? 'time' : 'duration';
  return letters.includes('%') ? 'percent' : 'number';
}

/** Reads the styles of a workbook: what the number of a cell with each style stands for. */
export async function readStyles(chunks: AsyncIterable<Uint8Array>): Promise<readonly NumberKind[]> {
  const formats = new Map<number, NumberKind>();
  const kinds: NumberKind[] = [];
  let isInCells = false;
  await readWholeXml(chunks, {
    onOpen(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), kindOfFormat(attributes.formatCode ?? ''));
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells) {
        const id = Number(attributes.numFmtId ?? 0);
        kinds.push(formats.get(id) ?? BUILT_IN[id] ?? 'number');
      }
    },
    onClose(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
  return kinds;
}
