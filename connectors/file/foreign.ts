const SNIFFED_BYTES = 1024;

const BYTES: readonly (readonly [readonly number[], string])[] = [
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'an old Excel file (.xls), or a workbook with a password: open it in Excel or LibreOffice and save it as XLSX without a password',
  ],
  [[0x50, 0x4b, 0x03, 0x04], 'an archive or a document that is no XLSX workbook: save its sheet as XLSX or as CSV'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF: export the tickets as CSV, XLSX or JSON'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file: export the tickets as CSV, XLSX or JSON'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'an SQLite database: export its table as CSV'],
];

const WEB_PAGE =
  'a web page (HTML), whatever its name says: open it in Excel or LibreOffice and save it as XLSX or "CSV UTF-8", or export it as CSV';

/** What a file is, and what to do, where its first bytes show a format that is not read; undefined for others. */
export function foreignFormat(head: Uint8Array): string | undefined {
  const known = BYTES.find(([bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (known) return known[1];
  const start = Buffer.from(head.subarray(0, SNIFFED_BYTES)).toString('latin1').replaceAll('\0', '').toLowerCase();
  const text = start.replace(/^(ÿþ|þÿ|ï»¿)/i, '').trimStart();
  if (/^<(!doctype html|html|head|body|table|meta|div|style)\b/.test(text)) return WEB_PAGE;
  if (text.startsWith('mime-version:')) return WEB_PAGE;
  if (!text.startsWith('<')) return undefined;
  if (text.includes('<html')) return WEB_PAGE;
  if (text.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    return 'an Excel 2003 XML file: open it in Excel or LibreOffice and save it as XLSX';
  }
  return 'XML: export the tickets as CSV, XLSX or JSON';
}
