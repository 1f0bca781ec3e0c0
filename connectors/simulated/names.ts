/** Invented people's names of the regions the company works in; no list is anybody's roll. */
export interface NameList {
  readonly given: readonly string[];
  readonly family: readonly string[];
}

/** By desk: who works there. */
export const AGENT_NAMES: Readonly<Record<string, NameList>> = {
  manila: {
    given: ['Marisol', 'Joaquín', 'Liwayway', 'Rafael', 'Amihan', 'Dalisay', 'Iñigo', 'Corazón', 'Bayani', 'Tala'],
    family: ['Dimaculangan', 'Peñaflor', 'Magsaysayin', 'Batungbakal', 'Agbayani', 'Muñoz-Reyes', 'Catacutan'],
  },
  berlin: {
    given: ['Jürgen', 'Anneliese', 'Çiğdem', 'Bjørn', 'Zoë', 'Łukasz', 'Renée', 'Götz', 'Siobhán', 'Andrzej'],
    family: ['Großkreuz', 'Müllerschön', 'Öztürkoğlu', 'Świątek', 'Lindqvist', 'Käfer', 'van der Æbel'],
  },
  denver: {
    given: ['María José', 'Dakota', 'Xóchitl', 'Wyatt', 'Nahla', 'Itzel', 'Beauregard', 'Noë', 'Keoni', 'Thảo'],
    family: ['Ibáñez', 'Blackwater', 'Nguyễn', 'O’Callaghan', 'Whitehorse', 'Kahananui', 'St. Clairmont'],
  },
};

/** Words that company names are made of. */
export const COMPANY_WORDS: NameList = {
  given: [
    'Aurora',
    'Blåbær',
    'Cedro',
    'Dünya',
    'Étoile',
    'Føroya',
    'Ginkgo',
    'Hoshi',
    'Índigo',
    'Jökull',
    'Kōbe',
    'Lumière',
  ],
  family: [
    'Analytics',
    'Logistik',
    'Robótica',
    'Sağlık',
    'Foods',
    'Éditions',
    'Marine',
    'Textil',
    'Energie',
    'Studio',
    'Labs',
  ],
};

/** Lower-case ASCII of a name, for addresses. */
export function asciiOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
