import axios from 'axios';
import { ConfigError } from '../../model/errors.ts';

/** What goes over the wire once. */
export interface Outgoing {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly content?: string | undefined;
  readonly timeoutMs: number;
}

/** An answer as it came, its text not read yet. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** No answer: the line broke (worth another try), or will never work (`certificate`, `size`). */
export interface Fault {
  readonly fault: 'line' | 'certificate' | 'size';
  /** The system's word for it: `ECONNRESET`. */
  readonly code: string;
}

const LARGEST_ANSWER_BYTES = 256 * 1024 * 1024;

/** Sends one request and follows no redirect; every status is an answer. Rejects only when the signal is aborted. */
export async function send(outgoing: Outgoing, signal: AbortSignal): Promise<RawAnswer | Fault> {
  try {
    const response = await axios.request<string>({
      url: outgoing.url.href,
      method: outgoing.method,
      headers: outgoing.headers,
      data: outgoing.content,
      responseType: 'text',
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
      timeout: outgoing.timeoutMs,
      signal,
    });
    return { status: response.status, headers: headersOf(response.headers), text: response.data ?? '' };
  } catch (error) {
    signal.throwIfAborted();
    // The error itself is not passed on: it carries the request with its credentials.
    if (axios.isAxiosError(error)) return faultOf(error.code ?? 'no answer', error.message);
    throw error;
  }
}

function faultOf(code: string, message: string): Fault {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return { fault: 'certificate', code };
  // axios has one code for an answer that is too large and one that breaks off.
  return { fault: message.startsWith('maxContentLength') ? 'size' : 'line', code };
}

function headersOf(raw: object): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    // The body is decoded by now: these would describe what was on the wire.
    if (/^(content-encoding|content-length|transfer-encoding)$/i.test(name)) continue;
    if (Array.isArray(value)) for (const one of value) headers.append(name, String(one));
    else if (typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

export function baseOf(text: string, variable: string): URL {
  const base = URL.parse(text);
  if (!base) throw new ConfigError(`${variable}: gives no address that can be read`);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && local)) {
    throw new ConfigError(`${variable}: must be an https address (http is for localhost alone)`);
  }
  if (base.username !== '' || base.password !== '') throw new ConfigError(`${variable}: must hold no user or password`);
  return base;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
