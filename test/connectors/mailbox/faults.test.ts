import { expect, it } from 'vitest';
import { faultOf } from '../../../connectors/mailbox/api.ts';
import { env } from '../../../connectors/mailbox/env.ts';
import { hideSecrets } from '../../../src/model/errors.ts';

const PASSWORD = 'correct horse "battery"';
const settings = env.parse({ HOST: 'imap.acme.test', USER: 'support@acme.test', PASSWORD, OUR_ADDRESSES: 'acme.test' });
const tools = { variable: (name: string) => `MAILBOX_${name}` };
const fault = (more: object) =>
  faultOf(Object.assign(new Error('Command failed'), more), 'mailbox: imap', hideSecrets([PASSWORD]), settings, tools);

it.each([
  ['a refused login', { authenticationFailed: true }, 'settings', /refused: check MAILBOX_PASSWORD, MAILBOX_USER/],
  [
    'a login while the server is busy',
    { authenticationFailed: true, serverResponseCode: 'INUSE' },
    'retryable',
    /INUSE/,
  ],
  ['a certificate of nobody known', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'settings', /MAILBOX_TLS/],
  ['a host that does not exist', { code: 'ENOTFOUND' }, 'settings', /check MAILBOX_HOST/],
  ['a command that is refused', { responseStatus: 'NO', responseText: 'no such folder' }, 'data', /no such folder/],
  ['a line that is cut', { code: 'ECONNRESET' }, 'retryable', /Command failed/],
])('says of %s what is to be done', (_, more, kind, words) => {
  const told = fault(more);
  expect(told).toMatchObject({ kind });
  expect(told.message).toMatch(words);
});

it.each(['NO', undefined])(
  'shows no password and no line of control that a server says back (%s)',
  (responseStatus) => {
    const { message } = fault({
      responseStatus,
      responseText: `cannot read\r\n\u001b[31m ${PASSWORD} ${'x'.repeat(900)}`,
    });
    expect(message).not.toContain('battery');
    expect(message).toMatch(/^mailbox: imap: cannot read \[31m \[secret\] x+$/);
    expect(message.length).toBeLessThan(250);
  },
);

it('leaves a mistake of ours what it is', () => {
  const mistake = new TypeError('undefined is not a function');
  expect(faultOf(mistake, '', (text) => text, settings, tools)).toBe(mistake);
});
