import { type ClientRequest, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import axios from 'axios';

/** Why no answer came. Its message holds no address and no credentials. */
export interface NoAnswer extends Error {
  /** The system's word for it: `ECONNRESET`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE`, `PROXY_407`. */
  readonly code: string;
  /** Whether any of the request may have left this machine: false only when none of it surely has. */
  readonly left: boolean;
}

/** Whether, and why, a request got no answer; looked for among the causes of what a client threw. */
export function noAnswerIn(error: unknown): NoAnswer | undefined {
  for (let each = error; each instanceof Error; each = causeOf(each)) {
    if ('left' in each && typeof each.left === 'boolean') return each as NoAnswer;
  }
  return undefined;
}

function causeOf(error: Error): unknown {
  return 'original' in error ? error.original : error.cause;
}

const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/**
 * A `fetch` for vendors' own clients, over what every other request of the product goes out by: HTTPS_PROXY and NO_PROXY
 * hold for it too. Follows no redirect. What it throws says whether any of the request left this machine: a client that
 * must not post twice needs to know.
 */
export async function fetchOut(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const way: Way = { left: false, proxyAnswered: false };
  try {
    const answer = await axios.request<ArrayBuffer>({
      url: String(url instanceof Request ? url.url : url),
      method: init.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init.headers)),
      data: init.body,
      responseType: 'arraybuffer',
      transformRequest: [(data: unknown) => data],
      validateStatus: () => true,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
      transport: { request: watched(way) },
      ...(init.signal ? { signal: init.signal } : {}),
    });
    if (way.proxyAnswered) throw noAnswer(`PROXY_${answer.status}`, false);
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      // The body is decoded by now: these would describe what was on the wire.
      if (!/^(content-encoding|content-length|transfer-encoding)$/i.test(name)) headers.set(name, String(value));
    }
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : answer.data, { status: answer.status, headers });
  } catch (error) {
    if (noAnswerIn(error) !== undefined) throw error;
    // The error itself is not passed on: it carries the request with its credentials.
    if (axios.isAxiosError(error)) throw noAnswer(error.code ?? 'unknown', way.left);
    throw error;
  }
}

function noAnswer(code: string, left: boolean): NoAnswer {
  return Object.assign(new Error(`no answer (${code})`), { code, left });
}

/** How far a request came. */
interface Way {
  left: boolean;
  proxyAnswered: boolean;
}

/** Sends nothing before its line stands: until then, and until TLS has agreed, all of a request is still here. */
function watched(way: Way) {
  return (options: RequestOptions, answered: (answer: never) => void): ClientRequest => {
    const secure = options.protocol === 'https:';
    const request = (secure ? httpsRequest : httpRequest)(options, answered as never);
    request.once('socket', (socket: Socket | TLSSocket) => {
      if (secure && !('encrypted' in socket)) {
        // A proxy that lets nobody through answers itself, and is never handed the request.
        way.proxyAnswered = true;
      } else if (request.reusedSocket || (!secure && !socket.connecting)) way.left = true;
      else {
        socket.once(secure ? 'secureConnect' : 'connect', () => {
          way.left = true;
        });
      }
    });
    return request;
  };
}

/** What a person can do about a line that will not stand, beyond waiting; '' where there is nothing. */
export function remedyOf(code: string): string {
  if (/^PROXY_407/.test(code)) return '; the proxy asks for a user and password: write them into HTTPS_PROXY';
  if (/^PROXY_/.test(code)) return '; the proxy of HTTPS_PROXY lets nobody through to there';
  if (/ALTNAME/.test(code)) return '; the certificate is for another name: check the address';
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return '; its certificate is not trusted: name the authority that signed it in NODE_EXTRA_CA_CERTS (a PEM file)';
  }
  if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) return '; the two agree on no TLS: is that the right port?';
  return '';
}
