import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { type ParsedMail, simpleParser } from 'mailparser';
import { ensurePrograms, pathOf } from './debian.ts';
import { freePort, startServer, untilReady } from './server-process.ts';

/** A message as it lies in a mailbox. */
export interface ReceivedMail {
  readonly raw: string;
  readonly parsed: ParsedMail;
}

/**
 * A real mail server: Exim takes the mail, Dovecot gives it back. Any address is taken and lands in the mailbox of its local
 * part. Some local parts mean something: `reject…` is refused, `defer…` refused for now, `full…` refused after the message
 * was sent, `slow…` keeps its sender waiting.
 */
export interface MailServer {
  readonly smtpUrl: string;
  /** The same with a wrong password. */
  readonly wrongUrl: string;
  /** Where Dovecot answers, without TLS; every name is a login with this password and has a mailbox of its own. */
  readonly imap: { readonly port: number; readonly password: string };
  /** The folder of a mailbox, and what gives all in it to the servers' user. */
  readonly box: (mailbox: string) => string;
  readonly own: (mailbox: string) => void;
  /** Certificate of the server, PEM. */
  readonly ca: string;
  /** Waits for mail in a mailbox and gives all of it. */
  readonly mailOf: (mailbox: string, count?: number) => Promise<readonly ReceivedMail[]>;
  readonly stop: () => Promise<void>;
}

const USER = 'digest';
const PASSWORD = 'smtp pass/with:signs';
const IMAP_PASSWORD = 'imap-pass';

/** Starts both servers on free ports, with these mailboxes (all other mail goes to `other`) and everything in a folder that vanishes with them. */
export async function startMailServer(mailboxes: readonly string[]): Promise<MailServer> {
  ensurePrograms(['exim4', 'dovecot', 'openssl'], ['exim4-daemon-light', 'dovecot-imapd', 'openssl']);
  if (process.getuid?.() !== 0) throw new Error('this test starts a mail server, which needs root');
  const folder = mkdtempSync(join(tmpdir(), 'fairclock-mail-'));
  const [smtpPort, imapPort] = [await freePort(), await freePort()];
  const exim = userOf('Debian-exim');
  const ca = certificate(folder);
  for (const name of ['box', 'spool', 'log', 'dovecot']) mkdirSync(join(folder, name));
  const boxes = ['other', ...mailboxes].map((name) => join('box', name));
  for (const box of boxes) mkdirSync(join(folder, box));
  writeFileSync(join(folder, 'exim.conf'), eximConfig(folder, smtpPort));
  writeFileSync(join(folder, 'dovecot.conf'), dovecotConfig(folder, imapPort));
  for (const name of ['', 'box', ...boxes, 'spool', 'log', 'key.pem', 'cert.pem'])
    chownSync(join(folder, name), exim.uid, exim.gid);
  // As its own user: with a configuration that is not the system's, it would let go of root anyway.
  const smtp = startServer([pathOf('exim4')!, '-C', join(folder, 'exim.conf'), '-bdf', '-q5s'], folder, exim);
  const imap = startServer([pathOf('dovecot')!, '-F', '-c', join(folder, 'dovecot.conf')], folder, undefined);
  await untilReady(smtp, 'Exim', () => greets(smtpPort, /^220 /));
  await untilReady(imap, 'Dovecot', () => greets(imapPort, /^\* OK/));
  const auth = (password: string) => `smtp://${USER}:${encodeURIComponent(password)}@127.0.0.1:${smtpPort}`;
  return {
    smtpUrl: auth(PASSWORD),
    wrongUrl: auth('wrong'),
    box: (mailbox) => join(folder, 'box', mailbox),
    own: (mailbox) => {
      execFileSync('chown', ['-R', `${exim.uid}:${exim.gid}`, join(folder, 'box', mailbox)]);
    },
    imap: { port: imapPort, password: IMAP_PASSWORD },
    ca,
    mailOf: (mailbox, count = 1) => readMail(imapPort, mailbox, count),
    async stop() {
      await Promise.all([smtp.stop(), imap.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function readMail(port: number, mailbox: string, count: number): Promise<readonly ReceivedMail[]> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    auth: { user: mailbox, pass: IMAP_PASSWORD },
    logger: false,
  });
  await client.connect();
  try {
    const until = Date.now() + 10_000;
    for (;;) {
      const { exists } = await client.mailboxOpen('INBOX');
      const sources: string[] = [];
      if (exists > 0)
        for await (const { source } of client.fetch('1:*', { source: true })) sources.push(String(source));
      if (sources.length >= count) {
        return await Promise.all(sources.map(async (raw) => ({ raw, parsed: await simpleParser(raw) })));
      }
      if (Date.now() > until) throw new Error(`${mailbox} has ${sources.length} messages, not ${count}`);
      await sleep(50);
    }
  } finally {
    await client.logout();
  }
}

function userOf(name: string): { readonly uid: number; readonly gid: number } {
  const [, , uid, gid] = execFileSync('getent', ['passwd', name], { encoding: 'utf8' }).split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

function certificate(folder: string): string {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=localhost'],
      ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  return readFileSync(join(folder, 'cert.pem'), 'utf8');
}

function greets(port: number, greeting: RegExp): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('data', (data) => end(greeting.test(data.toString())));
  });
}

function eximConfig(folder: string, port: number): string {
  return `
primary_hostname = mail.desk.test
domainlist local = *
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%s
pid_file_path = ${folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${port}
deliver_drop_privilege = true
tls_advertise_hosts = *
tls_certificate = ${folder}/cert.pem
tls_privatekey = ${folder}/key.pem
auth_advertise_hosts = *
smtputf8_advertise_hosts = *
message_size_limit = 5M
host_lookup =
rfc1413_hosts =
qualify_domain = desk.test
keep_environment =
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  deny    !authenticated = *
          message = 5.7.1 log in first
  deny    local_parts = ^reject
          message = 5.1.1 no such user here
  defer   local_parts = ^defer
          message = 4.3.0 try again later
  accept  domains = +local
data:
  deny    condition = \${if match{$recipients}{\\N^full\\N}}
          message = 5.2.2 mailbox full
  warn    condition = \${if match{$recipients}{\\N^slow\\N}}
          delay = 8s
  accept
begin routers
box:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = ${folder}/box/\${lookup{\${lc:$local_part}}dsearch,filter=dir{${folder}/box}{$value}{other}}/Maildir
  directory_mode = 0700
  create_directory
  envelope_to_add
  return_path_add
begin retry
* * F,1m,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{$auth2}{${USER}}}{eq{$auth3}{${PASSWORD}}}}}
  server_set_id = $auth2
`;
}

function dovecotConfig(folder: string, port: number): string {
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/dovecot
log_path = ${folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${folder}/box/%n/Maildir
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
}
mail_uid = Debian-exim
mail_gid = Debian-exim
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = dovecot
default_login_user = dovenull
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${IMAP_PASSWORD}
}
userdb {
  driver = static
  args = uid=Debian-exim gid=Debian-exim home=${folder}/box/%n
}
`;
}
