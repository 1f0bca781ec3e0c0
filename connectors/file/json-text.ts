/** One value of a JSON text that stands for a row: its own text and the line on which it begins, or why it has none. */
export type Item =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly reason: string };

/** The values of a list, and the places of all lists of objects that were found. */
export interface Items {
  /** Read once, in order. */
  readonly items: AsyncIterable<Item>;
  /** Paths of keys, '' for the document itself; to be asked at the end. */
  readonly lists: () => readonly string[];
  /** How many values the text holds one after the other: 1 in a JSON document. */
  readonly documents: () => number;
}

/** A value longer than this is no row. */
const LARGEST_ITEM_CHARS = 64 * 1024 * 1024;

/** A list deeper inside a document is a part of a row, and a key longer than this leads to no list. */
const DEEPEST_LIST = 4;
const LONGEST_KEY = 200;

const [QUOTE, BACKSLASH, COMMA, COLON, NEWLINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

function isBlank(code: number): boolean {
  return code === 0x20 || code === NEWLINE || code === 0x09 || code === 0x0d;
}

/** A list or an object that is open around what is being read. */
interface Container {
  readonly isList: boolean;
  /** Nothing of it was read yet. */
  isFresh: boolean;
  /** The key of the object's value that is being read. */
  key: string;
}

/** Where the reading of the text stands. */
interface State {
  readonly open: Container[];
  readonly lists: Set<string>;
  documents: number;
  line: number;
  inText: boolean;
  isEscaped: boolean;
  /** The last text read while no list is cut: a key, when a colon follows it. */
  word: string;
  /** How many containers are open around the values that are cut; 0 while none are. */
  base: number;
  /** The path of the list that is cut, or was. */
  cut: string | undefined;
  /** What earlier pieces hold of the value that is being read, and where it began. */
  item: string;
  itemLine: number;
  isInItem: boolean;
}

/**
 * Cuts a JSON text of any length into the values of one list, holding no more of it than one value: the list at
 * `wanted` (a path of keys), or where nothing is wanted the first list of objects, which may be the document itself.
 * A damaged value costs no other one, as long as its brackets and quotes are whole.
 */
export function cutItems(pieces: AsyncIterable<string>, wanted: string | undefined): Items {
  const state: State = {
    open: [],
    lists: new Set(),
    documents: 0,
    line: 1,
    inText: false,
    isEscaped: false,
    word: '',
    base: 0,
    cut: undefined,
    item: '',
    itemLine: 1,
    isInItem: false,
  };
  async function* items(): AsyncGenerator<Item> {
    for await (const piece of pieces) yield* cutPiece(state, piece, wanted);
    if (state.isInItem) yield { line: state.itemLine, reason: 'is not closed: the file ends in the middle of it' };
  }
  return { items: items(), lists: () => [...state.lists], documents: () => state.documents };
}

function* cutPiece(state: State, piece: string, wanted: string | undefined): Generator<Item> {
  const { open } = state;
  let start = 0;
  const finish = (end: number): Item[] => {
    const text = state.item + piece.slice(start, end);
    state.item = '';
    state.isInItem = false;
    if (text.length > LARGEST_ITEM_CHARS) return [{ line: state.itemLine, reason: 'is longer than 64 MB' }];
    return [{ line: state.itemLine, text }];
  };

  for (let at = 0; at < piece.length; at += 1) {
    const code = piece.charCodeAt(at);
    if (code === NEWLINE) state.line += 1;
    if (state.inText) {
      if (state.isEscaped) state.isEscaped = false;
      else if (code === BACKSLASH) state.isEscaped = true;
      else if (code === QUOTE) state.inText = false;
      if (state.inText && state.base === 0 && state.word.length < LONGEST_KEY) state.word += piece[at];
      continue;
    }
    if (isBlank(code)) continue;
    const inside = open.at(-1);
    if (!inside && (code === OPEN_LIST || code === OPEN_OBJECT)) state.documents += 1;
    if (inside?.isFresh) {
      inside.isFresh = false;
      if (state.base === 0 && inside.isList && code !== CLOSE_LIST) beginList(state, code, wanted);
    }
    const isBetween = state.base > 0 && open.length === state.base;
    if (isBetween && !state.isInItem && code !== COMMA && code !== CLOSE_LIST) {
      state.isInItem = true;
      state.itemLine = state.line;
      start = at;
    }
    if (code === QUOTE) {
      state.inText = true;
      state.word = '';
    } else if (code === COLON) {
      if (state.base === 0 && inside) inside.key = state.word;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      open.push({ isList: code === OPEN_LIST, isFresh: true, key: '' });
    } else if (code === COMMA) {
      if (isBetween && state.isInItem) yield* finish(at);
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      if (isBetween) {
        if (state.isInItem) yield* finish(at);
        state.base = 0;
      }
      open.pop();
    }
  }
  if (state.isInItem && state.item.length <= LARGEST_ITEM_CHARS) state.item += piece.slice(start);
}

/** A list's first value begins with `code`: decides whether its values are the rows. */
function beginList(state: State, code: number, wanted: string | undefined): void {
  const around = state.open.slice(0, -1);
  if (around.some(({ isList }) => isList) || around.length > DEEPEST_LIST) return;
  const path = around.map(({ key }) => key).join('.');
  if (code === OPEN_OBJECT) state.lists.add(path);
  const isWanted = wanted === undefined ? code === OPEN_OBJECT && state.cut === undefined : path === wanted;
  if (!isWanted) return;
  state.cut = path;
  state.base = state.open.length;
}
