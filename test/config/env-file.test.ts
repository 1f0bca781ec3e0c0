import { describe, expect, it } from 'vitest';
import { type EnvFile, readEnvFile } from '../../src/config/env-file.ts';

const utf16 = (text: string, mark = '\uFEFF'): Uint8Array => Buffer.from(mark + text, 'utf16le');

function read(content: string | Uint8Array): EnvFile {
  return readEnvFile(typeof content === 'string' ? Buffer.from(content) : content, {
    label: '.env',
    isKnown: (name) => !name.startsWith('OTHER'),
    isSecret: (name) => name === 'TOKEN',
    lookup: () => undefined,
  });
}

describe('an env file as an editor saved it', () => {
  const TEXT = 'TEAM_TIME_ZONE=Europe/Berlin\r\nDIGEST_EMAIL_FROM=Büro <buero@example.com>\r\n';
  const VALUES = { TEAM_TIME_ZONE: 'Europe/Berlin', DIGEST_EMAIL_FROM: 'Büro <buero@example.com>' };

  it.each([
    ['UTF-8', Buffer.from(TEXT), []],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), [/^\.env begins with a byte order mark: systemd/]],
    ['UTF-8 with a mark before a comment', Buffer.from(`\uFEFF# ours\n${TEXT}`), []],
    ['UTF-16, as PowerShell writes it', utf16(TEXT), [/^\.env is UTF-16: .* save it as UTF-8$/]],
    ['UTF-16 the other way round', Buffer.from(utf16(TEXT)).swap16(), [/is UTF-16/]],
    ['UTF-16 without a mark', utf16(TEXT, ''), [/is UTF-16/]],
  ])('is read whole: %s', (_how, bytes, warnings) => {
    const file = read(bytes);

    expect(Object.fromEntries(file.values)).toEqual(VALUES);
    expect(file.warnings).toEqual(warnings.map((words) => expect.stringMatching(words)));
  });

  it('is refused where it is no text, with the line', () => {
    expect(() => read(Buffer.from('A=1\nB=B\xfcro\nC=3', 'latin1'))).toThrow(
      '.env, line 2: is not UTF-8; save the file as UTF-8',
    );
    expect(() => read('A=1\nB=2\nC=\0')).toThrow(/line 3/);
  });
});

describe('lines that are not read alike', () => {
  it.each([
    [
      'HOURS=Mon-Fri 09:00-17:00 # summer',
      `.env: HOURS is read otherwise by systemd; read here is "Mon-Fri 09:00-17:00"; if what follows # belongs to it, write HOURS='…' in single quotes, else give the comment a line of its own`,
    ],
    [
      'TOKEN=abc#def',
      ".env: TOKEN is read otherwise by Docker Compose and systemd; if what follows # belongs to it, write TOKEN='…' in single quotes, else give the comment a line of its own",
    ],
    ['TEXT=^done$', ".env: TEXT is read otherwise by Docker Compose; all read TEXT='^done$' as it is read here"],
    ['export NAME=1', '.env: NAME is read otherwise by systemd; all read NAME=1 as it is read here'],
    ['TOKEN="a$b"', ".env: TOKEN is read otherwise by Docker Compose; all read TOKEN='…' alike, in single quotes"],
    [
      'TOKEN=it\'s"$5',
      '.env: TOKEN is read otherwise by Docker Compose; put it into a file and name that in TOKEN_FILE',
    ],
  ])('are told with the spelling that is: %s', (line, warning) => {
    expect(read(line).warnings).toEqual([warning]);
  });

  it('never show a secret', () => {
    expect(read('TOKEN="hunter2$x" # hunter2').warnings.join()).not.toContain('hunter2');
  });

  it('are nobody’s concern in variables of others', () => {
    expect(read('OTHER=abc#def\nNAME=1').warnings).toEqual([]);
  });

  it('are told where Docker Compose would read nothing at all', () => {
    expect(read('NAME="open\nHOURS=24/7').warnings).toContain('.env, line 1: Docker Compose cannot read it');
  });
});

describe('lines that do nothing', () => {
  it('are told: what is no assignment, and what a later line takes back', () => {
    const { values, warnings } = read('DATABASE_URL postgres://db/f\nNAME=1\n\n# comment\nNAME=2\n');

    expect([...values]).toEqual([['NAME', '2']]);
    expect(warnings).toEqual([
      '.env, line 1: Docker Compose cannot read it',
      '.env, line 1: is not read; a line is NAME=value',
      '.env: NAME is set in lines 2 and 5; only the last one holds',
    ]);
  });

  it('are not seen within a value of several lines', () => {
    const key = "KEY='-----BEGIN\nno name here\nNAME=1\n-----END'\nNAME=2\n";

    expect(read(key).values.get('KEY')).toBe('-----BEGIN\nno name here\nNAME=1\n-----END');
    expect(read(key).warnings).toEqual([]);
  });
});
