import { addressesIn, first, type Headers, subjectText } from './headers.ts';

/** Why a message is a machine's. */
export type Machine = 'bounce' | 'automatic' | 'list';

/** How mail programs that mark nothing else name an out-of-office reply. */
const AWAY =
  /^(automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|abwesen|automatische antwort|réponse automatique|absence|respuesta automática|fuera de la oficina|risposta automatica|automatisch antwoord|autosvar|resposta automática)/i;

/**
 * Whether a machine wrote the message, by its headers (RFC 3834, RFC 3464, List-*); undefined where nothing says so. A list
 * of our own (a group address as the support address) passes on what people write: it is no machine. A bare
 * X-Auto-Response-Suppress proves nothing, since people's mail through Exchange carries it too.
 */
export function machineOf(headers: Headers, isOurDomain: (domain: string) => boolean): Machine | undefined {
  const [from] = addressesIn(first(headers, 'from'));
  const type = first(headers, 'content-type') ?? '';
  const emptyReturn = headers.get('return-path')?.some((path) => path.replace(/\s/g, '') === '<>') ?? false;
  if (
    /multipart\/report/i.test(type) &&
    /report-type\s*=\s*"?(delivery-status|feedback-report|disposition)/i.test(type)
  )
    return 'bounce';
  if (first(headers, 'x-failed-recipients') !== undefined) return 'bounce';
  if (from !== undefined && /^(mailer-daemon|postmaster)@/.test(from)) return 'bounce';
  const submitted = first(headers, 'auto-submitted');
  if (submitted !== undefined && !/^no\b/i.test(submitted)) return 'automatic';
  if (first(headers, 'x-autoreply') !== undefined || first(headers, 'x-autorespond') !== undefined) return 'automatic';
  const precedence = (first(headers, 'precedence') ?? '').toLowerCase();
  if (precedence === 'auto_reply' || emptyReturn) return 'automatic';
  if (first(headers, 'x-auto-response-suppress') !== undefined && AWAY.test(subjectText(first(headers, 'subject'))))
    return 'automatic';
  const list = first(headers, 'list-id');
  if (list !== undefined && isOurDomain(listDomain(list))) return undefined;
  if (list !== undefined || first(headers, 'list-unsubscribe') !== undefined) return 'list';
  return ['bulk', 'list', 'junk'].includes(precedence) ? 'list' : undefined;
}

/** `Support <support.example.com>` → `support.example.com`. */
function listDomain(list: string): string {
  return (/<([^<>]+)>/.exec(list)?.[1] ?? list).trim().toLowerCase();
}
