import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchOut, noAnswerIn, remedyOf } from '../../../src/connector/http/fetch.ts';
import { makeCertificate } from '../../servers/certificate.ts';
import { freePort } from '../../servers/server-process.ts';

const certificate = makeCertificate();

afterEach(() => vi.unstubAllEnvs());

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const https = (answer: RequestListener) =>
  listening(createHttpsServer({ key: certificate.key, cert: certificate.cert }, answer));

/** What `fetchOut` fails with: its code, and whether anything left. */
async function failure(url: string, init?: RequestInit) {
  const error = await fetchOut(url, init).catch((caught: unknown) => caught);
  const { code, left } = noAnswerIn(error) ?? { code: String(error), left: undefined };
  return [code, left];
}

describe('a request through which a vendor’s own client goes out', () => {
  it('carries method, headers and body, and gives status, headers and body back', async () => {
    const got: string[] = [];
    const port = await listening(
      createHttpServer((request, response) => {
        let body = '';
        request.on('data', (part) => {
          body += String(part);
        });
        request.on('end', () => {
          got.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
          response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' }).end('{"ok":false}');
        });
      }),
    );
    const answer = await fetchOut(`http://127.0.0.1:${port}/api/x`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: 'a=b',
    });

    expect(got).toEqual(['POST /api/x Bearer t a=b']);
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([429, '7', { ok: false }]);
  });

  it('says that nothing left where TLS is refused, broken off or not spoken, or no line stands', async () => {
    const untrusted = await https((_request, response) => response.end('never'));
    const resets = await listening(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    const hangsUp = await listening(createServer((socket) => socket.once('data', () => socket.end())));
    const plain = await listening(createHttpServer((_request, response) => response.end('plain')));

    expect(await failure(`https://localhost:${untrusted}/`)).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false]);
    expect(await failure(`https://localhost:${resets}/`)).toEqual(['ECONNRESET', false]);
    expect(await failure(`https://localhost:${hangsUp}/`)).toEqual(['ECONNRESET', false]);
    expect(await failure(`https://localhost:${plain}/`)).toEqual(['EPROTO', false]);
    expect(await failure(`http://127.0.0.1:${await freePort()}/`)).toEqual(['ECONNREFUSED', false]);
  });

  it('says that it may have left where the line broke or stayed silent afterwards', async () => {
    const resets = await listening(createServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    const silent = await listening(createServer(() => {}));

    expect(await failure(`http://127.0.0.1:${resets}/`)).toEqual(['ECONNRESET', true]);
    expect(await failure(`http://127.0.0.1:${silent}/`, { signal: AbortSignal.timeout(300) })).toEqual([
      'ERR_CANCELED',
      true,
    ]);
  });

  it.each([403, 407, 502])('says that nothing left where the proxy lets nobody through (%i)', async (status) => {
    const asked: string[] = [];
    const proxy = createHttpServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.end(`HTTP/1.1 ${status} no\r\ncontent-length: 0\r\n\r\n`);
    });
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${await listening(proxy)}`);

    expect(await failure('https://slack.test/api/')).toEqual([`PROXY_${status}`, false]);
    expect(asked).toEqual(['slack.test:443']);
  });

  it('goes past the proxy where NO_PROXY says so', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${await freePort()}`);
    vi.stubEnv('NO_PROXY', 'localhost');
    const untrusted = await https((_request, response) => response.end('never'));

    expect(await failure(`https://localhost:${untrusted}/`)).toEqual(['UNABLE_TO_VERIFY_LEAF_SIGNATURE', false]);
  });
});

it.each([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name'],
  ['PROXY_407', 'user and password'],
  ['PROXY_403', 'lets nobody through'],
  ['EPROTO', 'the right port'],
])('of %s a person is told: %s', (code, words) => expect(remedyOf(code)).toContain(words));
