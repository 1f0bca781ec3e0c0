import { describe, expect, it } from 'vitest';
import { readStatusWords } from '../../../../connectors/file/propose/status-words.ts';

describe('the words of a status column', () => {
  it.each<[string, string]>([
    ['new', 'New|Neu|Nouveau|Nuevo|Novo|Nuovo|Nieuw'],
    [
      'open',
      'Open|In Progress|2 - In Progress|Offen|In Bearbeitung|Ouvert|En cours|Abierto|En progreso|Aberto|Em andamento|Aperto|In lavorazione|Geopend|In behandeling|W toku|Otwarte|Open (Support Pipeline)',
    ],
    [
      'waiting_customer',
      'Waiting for customer|Warten auf Kunden|En attente du client|Esperando al cliente|Aguardando cliente|In attesa del cliente|Wachten op klant',
    ],
    [
      'waiting_third_party',
      'Waiting on third party|Warten auf Lieferant|En attente de tiers|En espera del proveedor|Aguardando terceiros|In attesa del fornitore|Wachten op leverancier',
    ],
    ['solved', 'Solved|RESOLVED|done|Gelöst|Résolu|Resuelto|Resolvido|Risolto|Opgelost|Rozwiązane'],
    [
      'closed',
      'Closed|Cancelled|Geschlossen|Fermé|Clos|Cerrado|Fechado|Chiuso|Gesloten|Zamknięte|Closed (Support Pipeline)',
    ],
  ])('that mean %s in eight languages', (status, words) => {
    const { values, doubtful, unknown } = readStatusWords(words.split('|'), {});

    expect([...values]).toEqual(words.split('|').map((word) => [word, status]));
    expect([...doubtful, ...unknown]).toEqual([]);
  });

  it('leave open what pending and on hold wait for, unless the helpdesk has one meaning', () => {
    const words = ['Pending', 'On-hold', 'Ausstehend', 'En attente', 'In de wacht'];

    expect(readStatusWords(words, {}).doubtful).toEqual(words);
    const zendesk = { pending: 'waiting_customer', on_hold: 'waiting_third_party' } as const;
    expect([...readStatusWords(words, zendesk).values]).toEqual([
      ['Pending', 'waiting_customer'],
      ['On-hold', 'waiting_third_party'],
      ['Ausstehend', 'waiting_customer'],
      ['En attente', 'waiting_customer'],
      ['In de wacht', 'waiting_third_party'],
    ]);
  });

  it('that nobody knows are told, never guessed', () => {
    const { values, unknown, spam } = readStatusWords(['Open', 'Pending QA', 'Openish', '6', 'Spam'], {});

    expect([...values.keys()]).toEqual(['Open']);
    expect(unknown).toEqual(['Pending QA', 'Openish', '6']);
    expect(spam).toEqual(['Spam']);
  });

  it('are numbers where the helpdesk has them', () => {
    const codes = new Map([['4', 'solved' as const]]);

    expect([...readStatusWords(['4'], {}, codes).values]).toEqual([['4', 'solved']]);
  });
});
