/** The languages of CLDR by their codes, and the forms of some of them whose words differ by script or country. */
const CODES =
  'af agq ak am ar ars as asa ast az ba bas be bem bez bg bgc bho blo bm bn bo br brx bs bua ca ccp ce ceb cgg chr ckb cs csw ' +
  'cv cy da dav de dje doi dsb dua dyo dz ebu ee el en eo es et eu ewo fa fa-AF ff fi fil fo fr fur fy ga gaa gd gl gsw ' +
  'gu guz gv ha haw he hi hr hsb hu hy ia id ie ig ii is it ja jgo jmc jv ka kab kam kde kea kgp khq ki kk kkj kl kln km ' +
  'kn ko kok ks ksb ksf ksh ku kw kxv ky lag lb lg lij lkt lmo ln lo lrc lt lu luo luy lv mai mas mer mfe mg mgh mgo mi ' +
  'mk ml mn mni mr ms mt mua my mzn naq nb nd nds ne nl nmg nn nnh no nqo nso nus nyn oc om or os pa pcm pl pms prg ps ' +
  'pt qu raj rm rn ro rof ru rw rwk sa sah saq sat sbp sc scn sd se seh ses sg shi shn si sk sl smn sn so sq sr sr-ME st ' +
  'su sv sw sw-CD sa syr szl ta te teo tg th ti tk tn to tok tr tt twq tyv tzm ug uk ur uz vai vec vi vmw vun wae wo xh ' +
  'xnr xog yav yi yo yrl yue za zgh zh zu ' +
  'ar-EG ar-SA ar-SY ar-MA az-Cyrl bs-Cyrl de-AT de-CH en-AU en-CA en-GB es-ES es-MX fr-CA fr-CH hi-Latn ks-Deva nl-BE ' +
  'pa-Arab pt-BR pt-PT sd-Deva shi-Latn sr-Latn uz-Arab uz-Cyrl vai-Latn yue-Hans zh-Hant zh-TW';

/** Languages in which helpdesks are usually kept: where one word means two months, it is one of theirs. */
const USUAL =
  'ar bg bs ca cs da de el en es et eu fa fi fil fr gl he hi hr hu id is it ja ka kk ko lt lv mk ms nb nl no pl pt ro ru sk ' +
  'sl sq sr sv th tr uk ur uz vi zh';

const usual = new Set(USUAL.split(' '));

/** All languages whose words are known here. */
export function languages(): readonly string[] {
  return [...new Set(Intl.DateTimeFormat.supportedLocalesOf(CODES.split(' ')))];
}

/** Whether a language is one in which helpdesks are usually kept. */
export function isUsual(language: string): boolean {
  return usual.has(language.split('-')[0]!);
}

/** Whether a language is the one of this code, or a form of it. */
export function isForm(language: string, code: string): boolean {
  const [wanted, given] = [code.toLowerCase(), language.toLowerCase()];
  return given === wanted || given.startsWith(`${wanted}-`) || given === wanted.split('-')[0];
}

/** A word as it is compared: lower case, one kind of apostrophe, without dots at its end and doubled spaces. */
export function plainWord(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replace(/['ʼ′׳]/g, '’')
    .replace(/[\s.]+/g, ' ')
    .trim();
}

/** A word without accents, as some exports write it. */
export function withoutAccents(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ı', 'i')
    .normalize('NFC');
}

/** What words mean in each language that knows them. */
export interface Lexicon<Meaning> {
  readonly meanings: (word: string) => ReadonlyMap<string, Meaning>;
}

/** Makes a lexicon from `fill`, which is called once, when the first word is asked for. */
export function createLexicon<Meaning>(
  fill: (add: (language: string, word: string, meaning: Meaning) => void) => void,
): Lexicon<Meaning> {
  const none: ReadonlyMap<string, Meaning> = new Map();
  let words: Map<string, Map<string, Meaning>> | undefined;
  let plain: Map<string, Map<string, Meaning>> | undefined;
  const enter = (into: Map<string, Map<string, Meaning>>, word: string, language: string, meaning: Meaning): void => {
    const known = into.get(word) ?? new Map<string, Meaning>();
    into.set(word, known);
    if (!known.has(language)) known.set(language, meaning);
  };
  function build(): void {
    words = new Map();
    plain = new Map();
    fill((language, text, meaning) => {
      const word = plainWord(text);
      if (word === '' || /^\d+$/.test(word)) return;
      enter(words!, word, language, meaning);
      enter(plain!, withoutAccents(word), language, meaning);
    });
  }
  return {
    meanings(text) {
      if (!words) build();
      const word = plainWord(text);
      return words!.get(word) ?? plain!.get(withoutAccents(word)) ?? none;
    },
  };
}
