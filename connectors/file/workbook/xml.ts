import { SaxesParser } from 'saxes';

/** What is told of an XML document while it is read. Names come without their prefix. */
export interface XmlEvents {
  readonly onOpen?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly onClose?: (name: string) => void;
  readonly onText?: (text: string) => void;
}

/** Reads an XML document chunk by chunk; gives control back after each chunk, so that its results can be taken. */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  let failure: Error | undefined;
  parser.on('error', (error) => {
    failure ??= error;
  });
  const { onOpen, onClose, onText } = events;
  if (onOpen) parser.on('opentag', ({ name, attributes }) => onOpen(localName(name), attributes));
  if (onClose) parser.on('closetag', ({ name }) => onClose(localName(name)));
  if (onText) {
    parser.on('text', onText);
    parser.on('cdata', onText);
  }
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (failure) throw failure;
    yield;
  }
  parser.write(decoder.decode()).close();
  if (failure) throw failure;
}

/** Reads an XML document to its end. */
export async function readWholeXml(chunks: AsyncIterable<Uint8Array>, events: XmlEvents): Promise<void> {
  for await (const _ of readXml(chunks, events));
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
