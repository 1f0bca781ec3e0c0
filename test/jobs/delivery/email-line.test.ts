import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emailChannel } from '../../../jobs/delivery/email.ts';
import { RetryableError } from '../../../src/model/errors.ts';
import { makeCertificate } from '../../servers/certificate.ts';

const never = new AbortController().signal;
const certificate = makeCertificate('DNS:mail.test');

afterEach(() => vi.unstubAllEnvs());

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A mail server of few words; `answers` replaces what it says to a command. */
function speaks(socket: Socket, answers: Readonly<Record<string, string>> = {}, taken: string[] = []): void {
  let [inData, body] = [false, ''];
  socket.on('error', () => undefined);
  socket.write('220 mail.test ESMTP\r\n');
  socket.on('data', (chunk) => {
    const text = chunk.toString();
    if (inData) {
      body += text;
      if (!body.endsWith('\r\n.\r\n')) return;
      taken.push(body);
      [inData, body] = [false, ''];
      socket.write('250 taken\r\n');
      return;
    }
    const [word = ''] = text.trim().split(/[ :]/, 1);
    inData = word === 'DATA' && answers.DATA === undefined;
    socket.write(answers[word] ?? (inData ? '354 go on\r\n' : '250 ok\r\n'));
  });
}

const tell = (smtpUrl: string, ca?: string) =>
  emailChannel({
    locale: 'en-GB',
    agents: false,
    from: 'figures@desk.test',
    to: 'lead@desk.test',
    attachPage: false,
    timeoutMs: 3000,
    smtpUrl,
    ...(ca === undefined ? {} : { ca }),
  }).tell!({ subject: 's', text: 't', key: 'k' }, never).then(
    ({ outcome, detail }) => `${outcome}: ${detail}`,
    (error: unknown) => (error instanceof RetryableError ? `again: ${error.message}` : error),
  );

describe('a line to the mail server', () => {
  it('may be one of IPv6', async () => {
    const taken: string[] = [];
    const port = await listening(
      createServer((socket) => speaks(socket, {}, taken)),
      '::1',
    );

    expect(await tell(`smtp://[::1]:${port}`)).toBe('sent: mailed to lead@desk.test: 250 taken');
    expect(taken).toHaveLength(1);
  });

  it('that will not stand is tried again, and what a person can do about it is said', async () => {
    const tls = await listening(createTlsServer(certificate, (socket) => speaks(socket)));
    const plain = await listening(createServer((socket) => speaks(socket)));

    expect(await tell(`smtps://localhost:${tls}`)).toMatch(
      /^again: .*ESOCKET\); its certificate is not trusted: name .* NODE_EXTRA_CA_CERTS/,
    );
    expect(await tell(`smtps://localhost:${tls}`, certificate.ca)).toMatch(
      /^again: .*certificate is for another name: check the host of SMTP_URL/,
    );
    expect(await tell(`smtps://localhost:${plain}`)).toMatch(/^again: .*smtps:\/\/ is TLS from the start/);
  });

  it('goes by the proxy of ALL_PROXY, but for the hosts of NO_PROXY', async () => {
    const asked: string[] = [];
    const port = await listening(createServer((socket) => speaks(socket)));
    const proxy = createHttpServer();
    proxy.on('connect', (request, client: Socket) => {
      asked.push(request.url ?? '');
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 ok\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
    });
    vi.stubEnv('ALL_PROXY', `http://127.0.0.1:${await listening(proxy)}`);
    const by = await tell('smtp://mail.test:2525');
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const past = await tell(`smtp://127.0.0.1:${port}`);

    expect([by, past]).toEqual([
      'sent: mailed to lead@desk.test: 250 taken',
      'sent: mailed to lead@desk.test: 250 taken',
    ]);
    expect(asked).toEqual(['mail.test:2525']);
  });

  it.each([
    ['RCPT', '451 greylisted\r\n', 'again: mail to lead@desk.test: the server says 451 for now'],
    ['RCPT', '550 unknown\r\n', 'refused: the mail server refused lead@desk.test: 550'],
    ['DATA', '552 too large\r\n', 'refused: the mail server refused lead@desk.test: 552'],
    ['DATA', '554 spam\r\n', 'refused: the mail server refused lead@desk.test: 554'],
  ])('on which the server answers %s by %j', async (word, answer, told) => {
    const port = await listening(createServer((socket) => speaks(socket, { [word]: answer })));

    expect(await tell(`smtp://127.0.0.1:${port}`)).toBe(told);
  });
});
