import { ConfigError } from '../../src/model/errors.ts';
import type { InputFile } from './bytes.ts';
import { readBytes } from './bytes.ts';
import { createDecoder, type Decoder } from './encoding.ts';
import { foreignFormat } from './foreign.ts';
import type { Reading } from './rows.ts';

/**
 * The text of a plain or gzipped file in pieces, with every line end as `\n` and without a byte order mark. ConfigError
 * when it cannot be read: gone, empty, cut short, or of a format that is no text, with what to do.
 */
export async function* readText(
  file: InputFile,
  encoding: string | undefined,
  reading: Reading,
): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let carry = '';
  let isFirst = true;
  for await (const bytes of readBytes(file, reading)) {
    decoder ??= decoderFor(file, bytes, encoding);
    let text = carry + decoder.decode(bytes);
    if (isFirst && text.startsWith('\ufeff')) text = text.slice(1);
    isFirst = isFirst && text === '';
    // A carriage return at the end may be the first half of a line end.
    carry = text.endsWith('\r') ? '\r' : '';
    const ready = carry ? text.slice(0, -1) : text;
    if (ready !== '') yield ready.includes('\r') ? ready.replace(/\r\n?/g, '\n') : ready;
  }
  if (!decoder) throw new ConfigError(`${file.name} is empty: nothing to read in ${file.path}`);
  const rest = decoder.end();
  if (carry || rest) yield (carry ? '\n' : '') + rest;
  for (const notice of decoder.notices(file.name)) reading.warn(notice);
}

function decoderFor(file: InputFile, head: Uint8Array, encoding: string | undefined): Decoder {
  const foreign = foreignFormat(head);
  if (foreign !== undefined) throw new ConfigError(`${file.name} is ${foreign}`);
  const decoder = createDecoder(head, encoding);
  if (decoder) return decoder;
  throw new ConfigError(`${file.name} is not text and no workbook: export it as CSV, XLSX or JSON`);
}
