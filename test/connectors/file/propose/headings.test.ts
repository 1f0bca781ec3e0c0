import { describe, expect, it } from 'vitest';
import { languageOf, meaningsIn, readHeading } from '../../../../connectors/file/propose/headings.ts';
import { PRODUCTS, productOf } from '../../../../connectors/file/propose/products.ts';
import { DE } from '../../../../connectors/file/propose/spellings/de.ts';
import { EN } from '../../../../connectors/file/propose/spellings/en.ts';
import { ES } from '../../../../connectors/file/propose/spellings/es.ts';
import { FR } from '../../../../connectors/file/propose/spellings/fr.ts';
import { IT } from '../../../../connectors/file/propose/spellings/it.ts';
import { NL } from '../../../../connectors/file/propose/spellings/nl.ts';
import { PL } from '../../../../connectors/file/propose/spellings/pl.ts';
import { PT } from '../../../../connectors/file/propose/spellings/pt.ts';
import { TARGETS, type Target } from '../../../../connectors/file/propose/targets.ts';

describe('a heading', () => {
  it.each([
    ['Ticket ID', 'ticket id', undefined, undefined, false],
    ['  Created_At ', 'created at', undefined, undefined, false],
    ['ClosedDate', 'closed date', undefined, undefined, false],
    ['HubSpot team', 'hubspot team', undefined, undefined, false],
    ['Date d’ouverture', 'date d ouverture', undefined, undefined, false],
    ['Geöffnet', 'geoffnet', undefined, undefined, false],
    ['Created at (UTC)', 'created at', undefined, 'UTC', false],
    ['Started at (America/New_York)', 'started at', undefined, 'America/New_York', false],
    ['Created (GMT+01:00)', 'created', undefined, '+01:00', false],
    ['First response time (in hrs)', 'first response time', 'hours', undefined, false],
    ['First reply time in minutes', 'first reply time', 'minutes', undefined, false],
    ['Full resolution time in minutes within business hours', 'full resolution time', 'minutes', undefined, true],
    ['MED(Requester wait time (min))', 'requester wait time', 'minutes', undefined, false],
    ['Resolution Time in Business Hours', 'resolution time', undefined, undefined, true],
    ['assignee.name', 'assignee name', undefined, undefined, false],
    ['Days to resolve', 'time to resolve', 'days', undefined, false],
    ['Czas rozwiązania (godz.)', 'czas rozwiazania', 'hours', undefined, false],
  ])('%s', (text, name, unit, zone, business) => {
    expect(readHeading(text)).toEqual({ text, name, unit, zone, business });
  });
});

describe('the known spellings', () => {
  const all = Object.entries({ EN, DE, FR, ES, PT, IT, NL, PL }).flatMap(([language, spellings]) =>
    Object.entries(spellings).flatMap(([target, names]) =>
      names.split('|').map((name): [string, Target, string] => [language, target as Target, name]),
    ),
  );

  it('are written as headings are read', () => {
    const odd = all.filter(([, , name]) => readHeading(name).name !== name);

    expect(odd).toEqual([]);
  });

  it('have one meaning in a language among those whose values look alike', () => {
    const meanings = new Map<string, Set<Target>>();
    for (const [language, target, name] of all) {
      const key = `${language}, ${TARGETS[target]}: ${name}`;
      meanings.set(key, (meanings.get(key) ?? new Set<Target>()).add(target));
    }
    const twice = [...meanings].filter(([, targets]) => targets.size > 1).map(([key]) => key);

    expect(twice).toEqual([]);
  });

  it('are those of the language in which most headings are known, and of English', () => {
    const french = ['Numéro', 'Ouvert le', 'Service', 'Statut'].map(readHeading);
    const english = ['Number', 'Opened', 'Service', 'Status'].map(readHeading);

    expect(languageOf(french)).toBe('fr');
    expect(meaningsIn(french)[2]?.map(({ target }) => target)).toEqual(['team_id']);
    expect(languageOf(english)).toBe('en');
    expect(meaningsIn(english)[2]).toEqual([]);
  });
});

describe('a helpdesk', () => {
  it('is known by its signs, which are headings as they are read', () => {
    const odd = PRODUCTS.flatMap(({ signs }) => signs.split('|')).filter((sign) => readHeading(sign).name !== sign);

    expect(odd).toEqual([]);
    for (const { name, signs } of PRODUCTS) expect(productOf(signs.split('|'))?.name).toBe(name);
  });

  it('is not known by headings that every sheet has', () => {
    expect(productOf(['id', 'created', 'status', 'assignee', 'closed', 'priority', 'customer'])).toBeUndefined();
  });
});
