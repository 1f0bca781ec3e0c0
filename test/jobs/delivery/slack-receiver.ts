import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A message that the receiver took. */
export interface Taken {
  readonly channel: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata: { readonly event_type: string; readonly event_payload: { readonly key: string } } | undefined;
}

export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

/** How the next post goes wrong; `kept` ones are posted all the same. */
export type Fault =
  | { readonly error: string; readonly kept?: boolean }
  | { readonly status: number; readonly kept?: boolean; readonly retryAfter?: number }
  | { readonly silence: true; readonly kept?: boolean };

/** A stand-in for Slack that holds to its documented limits and errors. */
export interface SlackReceiver {
  readonly apiUrl: string;
  readonly webhookUrl: string;
  readonly taken: Taken[];
  readonly faults: Fault[];
  /** Block types that this workspace does not know yet. */
  readonly unknownBlocks: Set<string>;
  /** Without it, history cannot be read. */
  mayReadHistory: boolean;
}

export const TOKEN = 'xoxb-test';
export const CHANNEL = 'C0123ABCD';

/** Listens on a free port until the test ends. */
export async function startSlackReceiver(): Promise<SlackReceiver> {
  const server = createServer((request, response) => void answer(request, response, receiver));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: SlackReceiver = {
    apiUrl: `${origin}/api/`,
    webhookUrl: `${origin}/services/T/B/secret`,
    taken: [],
    faults: [],
    unknownBlocks: new Set(),
    mayReadHistory: true,
  };
  return receiver;
}

async function answer(request: IncomingMessage, response: ServerResponse, receiver: SlackReceiver): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const webhook = request.url!.startsWith('/services/');
  const posts = webhook || request.url === '/api/chat.postMessage';
  const say = (status: number, said: object | string, headers: Record<string, string> = {}): void => {
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    response.writeHead(status, {
      'content-type': typeof said === 'string' ? 'text/plain' : 'application/json',
      ...headers,
    });
    response.end(text);
  };
  const refuse = (error: string): void => (webhook ? say(STATUS[error] ?? 400, error) : say(200, { ok: false, error }));

  if (request.url === '/api/conversations.history') {
    if (!receiver.mayReadHistory) return say(200, { ok: false, error: 'missing_scope' });
    const messages = receiver.taken.map(({ text, metadata }) => ({
      type: 'message',
      text,
      ...(metadata ? { metadata } : {}),
    }));
    return say(200, { ok: true, messages: messages.reverse() });
  }
  if (!posts) return say(404, { ok: false, error: 'unknown_method' });
  if (!webhook && request.headers.authorization !== `Bearer ${TOKEN}`) return refuse('invalid_auth');
  const message = webhook ? fromJson(body) : fromForm(body);
  if (!webhook && message.channel !== CHANNEL) return refuse('channel_not_found');
  const wrong = faultOf(message, receiver.unknownBlocks);
  if (wrong !== undefined) return refuse(wrong);
  const fault = receiver.faults.shift();
  if (fault === undefined || fault.kept === true) receiver.taken.push(message);
  if (fault === undefined) return say(200, webhook ? 'ok' : { ok: true, channel: CHANNEL, ts: '1.1' });
  if ('silence' in fault) return;
  if ('error' in fault) return refuse(fault.error);
  say(fault.status, 'trouble', fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) });
}

const STATUS: Readonly<Record<string, number>> = { action_prohibited: 403, no_service: 404, channel_is_archived: 410 };

function fromForm(body: string): Taken {
  const form = new URLSearchParams(body);
  return {
    channel: form.get('channel') ?? '',
    text: form.get('text') ?? '',
    blocks: JSON.parse(form.get('blocks') ?? '[]') as Block[],
    metadata: form.has('metadata') ? (JSON.parse(form.get('metadata')!) as Taken['metadata']) : undefined,
  };
}

function fromJson(body: string): Taken {
  const { text = '', blocks = [] } = JSON.parse(body) as Partial<Taken>;
  return { channel: 'webhook', text, blocks, metadata: undefined };
}

/** The error with which Slack refuses a message, by the limits that it documents; undefined for a good one. */
export function faultOf(
  { text, blocks }: Pick<Taken, 'text' | 'blocks'>,
  unknown: ReadonlySet<string> = new Set(),
): string | undefined {
  if (text === '' && blocks.length === 0) return 'no_text';
  if (text.length > 4000) return 'msg_too_long';
  if (blocks.length > 50) return 'invalid_blocks';
  if (JSON.stringify(blocks).length > 13_200) return 'msg_blocks_too_long';
  if (blocks.filter(({ type }) => type === 'table').length > 1) return 'invalid_blocks';
  if (blocks.filter(({ type }) => type === 'data_visualization').length > 2) return 'invalid_blocks';
  return blocks.every((block) => !unknown.has(block.type) && isGood(block)) ? undefined : 'invalid_blocks';
}

function isText(value: unknown, longest: number, types: readonly string[]): boolean {
  const { type, text } = (value ?? {}) as { type?: string; text?: string };
  return types.includes(type ?? '') && typeof text === 'string' && text.length >= 1 && text.length <= longest;
}

function isGood(block: Block): boolean {
  switch (block.type) {
    case 'header':
      return isText(block.text, 150, ['plain_text']);
    case 'section': {
      const fields = block.fields as unknown[] | undefined;
      const good =
        fields === undefined || (fields.length <= 10 && fields.every((field) => isText(field, 2000, ['mrkdwn'])));
      return (
        good && (block.text !== undefined ? isText(block.text, 3000, ['mrkdwn', 'plain_text']) : fields !== undefined)
      );
    }
    case 'context': {
      const elements = block.elements as unknown[];
      return (
        elements.length >= 1 &&
        elements.length <= 10 &&
        elements.every((each) => isText(each, 2000, ['mrkdwn', 'plain_text']))
      );
    }
    case 'table': {
      const rows = block.rows as unknown[][];
      const settings = (block.column_settings as unknown[] | undefined) ?? [];
      const width = rows[0]?.length ?? 0;
      const regular = rows.every(
        (row) => row.length === width && row.every((cell) => isText(cell, 2000, ['raw_text']) || isRichText(cell)),
      );
      return rows.length <= 100 && width >= 1 && width <= 20 && settings.length <= 20 && regular;
    }
    case 'divider':
      return Object.keys(block).length === 1;
    case 'data_visualization':
      return isGoodChart(block);
    default:
      return false;
  }
}

/** A cell of links and texts, none of them empty, each link to somewhere on the web. */
function isRichText(cell: unknown): boolean {
  const { type, elements } = cell as { type: string; elements?: { type: string; elements?: RichElement[] }[] };
  const sections = elements ?? [];
  return (
    type === 'rich_text' &&
    sections.length >= 1 &&
    sections.every(
      (section) =>
        section.type === 'rich_text_section' &&
        (section.elements ?? []).length >= 1 &&
        section.elements!.every(
          (part) =>
            typeof part.text === 'string' &&
            part.text.length >= 1 &&
            (part.type === 'text' || (part.type === 'link' && /^https?:\/\//.test(part.url ?? ''))),
        ),
    )
  );
}

interface RichElement {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
}

function isGoodChart({ title, chart }: Block): boolean {
  const {
    type,
    series,
    axis_config: axis,
  } = chart as {
    type: string;
    series: { name: string; data: { label: string; value: unknown }[] }[];
    axis_config: { categories: string[] };
  };
  const { categories } = axis;
  const named =
    new Set(series.map(({ name }) => name)).size === series.length && new Set(categories).size === categories.length;
  return (
    String(title).length <= 50 &&
    ['bar', 'line', 'area'].includes(type) &&
    named &&
    series.length >= 1 &&
    series.length <= 6 &&
    categories.length <= 20 &&
    categories.every((word) => word.length >= 1 && word.length <= 20) &&
    series.every(
      ({ name, data }) =>
        name.length <= 20 &&
        data.length === categories.length &&
        data.every(({ label, value }, index) => label === categories[index] && typeof value === 'number'),
    )
  );
}
