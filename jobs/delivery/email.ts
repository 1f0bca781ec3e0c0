import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { RetryableError } from '../../src/model/errors.ts';
import { MS_PER_MINUTE } from '../../src/model/time.ts';
import { SPENT_SIZE, spentPng } from '../../src/show/chart.ts';
import { renderEmail } from '../../src/show/email.ts';
import { type Audience, type Channel, contentOf, type Delivery, type DigestMessage, type Writing } from './channel.ts';

/** The key that signs outgoing mail. */
export interface Dkim {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/** What a mailbox is reached by. */
export interface EmailOptions extends Writing {
  /** `smtp://user:password@host:587`, `smtps://…:465`. */
  readonly smtpUrl: string;
  readonly from: string;
  readonly to: string;
  readonly audience?: Audience | undefined;
  readonly dkim?: Dkim | undefined;
  readonly attachPage: boolean;
  /** A certificate authority of one's own, as PEM. */
  readonly ca?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

const CHART_CID = 'where-the-time-went@fairclock';

type Mail = Parameters<ReturnType<typeof createTransport>['sendMail']>[0];

/** One mailbox. Each message goes to one address, with a Message-ID that stays the same at every try. */
export function emailChannel(options: EmailOptions): Channel {
  const { from, to, audience } = options;
  const send = async (key: string, parts: Partial<Mail>): Promise<Delivery> =>
    hand(
      {
        ...parts,
        from,
        to,
        messageId: messageIdOf(key, to, from),
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          ...(parts.headers as Record<string, string> | undefined),
        },
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      options,
    );
  return {
    id: `email:${to}${audience === undefined ? '' : `/${audience.kind === 'agent' ? 'own' : audience.name}`}`,
    audience,
    personal: true,
    deliver: async (message) => send(message.key, await partsOf(message, options)),
    tell: ({ key, subject, text }) => send(key, { subject, text: `${text}\n` }),
  };
}

/** The same for the same digest to the same mailbox, so that a second copy is known as one. */
export function messageIdOf(key: string, to: string, from: string): string {
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'fairclock.invalid';
  return `<${createHash('sha256').update(`${key}\n${to}`).digest('hex').slice(0, 40)}@${domain}>`;
}

async function partsOf(message: DigestMessage, options: EmailOptions): Promise<Partial<Mail>> {
  const content = contentOf(message, options);
  const chart = content.spent.length === 0 ? undefined : spentPng(content.spent);
  const { unsubscribeUrl } = message;
  const { subject, html, text } = renderEmail(content, {
    unsubscribeUrl,
    ...(chart === undefined ? {} : { chart: { cid: CHART_CID, ...SPENT_SIZE } }),
  });
  const page = options.attachPage ? await message.page?.() : undefined;
  return {
    subject,
    html,
    text,
    attachments: [
      ...(chart === undefined
        ? []
        : [
            {
              filename: 'where-the-time-went.png',
              cid: CHART_CID,
              contentDisposition: 'inline' as const,
              contentType: 'image/png',
              content: chart,
            },
          ]),
      ...(page === undefined
        ? []
        : [{ filename: 'report.html', contentType: 'text/html; charset=utf-8', content: page }]),
    ],
    ...(unsubscribeUrl === undefined
      ? {}
      : {
          // Nested, since each entry of the outer list becomes a header of its own.
          list: { unsubscribe: [[unsubscribeUrl]] },
          headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
        }),
  };
}

/** What the signature covers: the usual fields, and those of the one-click unsubscribing, as RFC 8058 wants it. */
const SIGNED_FIELDS =
  'from:to:subject:date:message-id:mime-version:content-type:content-transfer-encoding:auto-submitted:list-unsubscribe:list-unsubscribe-post';

async function hand(mail: Mail, { smtpUrl, dkim, ca, timeoutMs = MS_PER_MINUTE, to }: EmailOptions): Promise<Delivery> {
  let handedOver = false;
  const hear = (entry: unknown): void => {
    if (Whole.safeParse(entry).success) handedOver = true;
  };
  const ignore = (): void => undefined;
  const logger = {
    level: ignore,
    trace: ignore,
    debug: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
    info: hear,
  };
  const transport = createTransport({
    ...serverOf(smtpUrl),
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(dkim === undefined ? {} : { dkim: { ...dkim, headerFieldNames: SIGNED_FIELDS } }),
    logger,
    connectionTimeout: Math.min(timeoutMs, 20_000),
    greetingTimeout: Math.min(timeoutMs, 30_000),
    socketTimeout: timeoutMs,
  });
  try {
    const { response } = await transport.sendMail(mail);
    return { outcome: 'sent', detail: `mailed to ${to}: ${response.slice(0, 60)}` };
  } catch (error) {
    return verdictOf(error, to, handedOver);
  } finally {
    transport.close();
  }
}

/** What nodemailer says when the last byte of a message has left: from here on only the server knows. */
const Whole = z.object({ tnx: z.literal('message'), outByteCount: z.number() });

/** How the server of an SMTP_URL is reached: host, port, TLS, and who signs in. */
export function serverOf(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    // A password is never sent in the clear over a network.
    requireTLS: !secure && !local && user !== '',
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
  };
}

const SmtpError = z.object({ code: z.string().optional(), responseCode: z.number().optional() });

function verdictOf(error: unknown, to: string, handedOver: boolean): Delivery {
  const { code = 'unknown', responseCode } = SmtpError.safeParse(error).data ?? {};
  if (responseCode !== undefined && responseCode >= 400) {
    if (responseCode < 500) throw new RetryableError(`mail to ${to}: the server says ${responseCode} for now`);
    const hint = code === 'EAUTH' ? '; check user and password of SMTP_URL' : '';
    return { outcome: 'refused', detail: `the mail server refused ${to}: ${responseCode}${hint}` };
  }
  if (handedOver) return { outcome: 'uncertain', detail: `the mail server took ${to} and gave no answer` };
  if (['EDNS', 'ECONNECTION', 'ESOCKET', 'ETIMEDOUT'].includes(code)) {
    throw new RetryableError(`mail to ${to}: the server of SMTP_URL cannot be reached (${code})`);
  }
  return { outcome: 'refused', detail: `mail to ${to} could not be sent: ${code}` };
}
