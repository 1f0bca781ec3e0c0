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

/** Draws of one stream. Two streams made from the same words give the same draws, in any process. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  readonly next: () => number;
  /** A whole number in [low, high]. */
  readonly whole: (low: number, high: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(list: readonly T[]) => T;
  /** An index drawn in proportion to the weights. */
  readonly weighted: (weights: readonly number[]) => number;
  /** Standard normal (Box-Muller). */
  readonly normal: () => number;
  /** Lognormal with this median and this standard deviation of the logarithm. */
  readonly logNormal: (median: number, sigma: number) => number;
}

/** Four 32-bit words from a text: FNV-1a with four different starts, so that near words give far streams. */
function wordsOf(text: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0x811c9dc5, 0x1b873593, 0xcc9e2d51, 0x9e3779b9];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    for (let word = 0; word < 4; word++) words[word] = Math.imul(words[word]! ^ code, 0x01000193 + word * 2);
  }
  return words;
}

/**
 * A stream of draws named by words (`seed`, `account`, 12): whoever names it gets the same draws whatever was drawn
 * elsewhere. Generator: sfc32 (Doty-Humphrey, PractRand).
 */
export function randomStream(...name: readonly (string | number)[]): Random {
  let [a, b, c, counter] = wordsOf(name.join('/'));
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round++) next();

  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted(weights) {
      let total = 0;
      for (const weight of weights) total += weight;
      let left = next() * total;
      for (let index = 0; index < weights.length; index++) {
        left -= weights[index]!;
        if (left < 0) return index;
      }
      return weights.length - 1;
    },
    normal,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
  };
}
