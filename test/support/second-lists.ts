import { parseAst } from 'vitest/node';
import {
  CAUSE_NAMES,
  CAUSES,
  CLOCK_NAMES,
  CLOCKS,
  DIMENSION_NAMES,
  MEASURE_NAMES,
  MEASURES,
  TIER_NAMES,
  UNIT_NAMES,
} from '../../src/model/catalogue.ts';
import { CADENCE_NAMES, COHORT_NAMES } from '../../src/model/window.ts';

interface Kind {
  readonly kind: string;
  readonly names: readonly string[];
  /** The one file that may list them. */
  readonly home: string;
  /** So many of them together are a list: more where names are everyday words. */
  readonly least: number;
}

const CATALOGUE = 'src/model/catalogue.ts';
const WINDOW = 'src/model/window.ts';
const KINDS: readonly Kind[] = [
  { kind: 'tiers', names: TIER_NAMES, home: CATALOGUE, least: 2 },
  { kind: 'clocks', names: CLOCK_NAMES, home: CATALOGUE, least: 2 },
  { kind: 'measures', names: MEASURE_NAMES, home: CATALOGUE, least: 2 },
  { kind: 'causes', names: CAUSE_NAMES, home: CATALOGUE, least: 2 },
  { kind: 'dimensions', names: DIMENSION_NAMES, home: CATALOGUE, least: 2 },
  { kind: 'units', names: UNIT_NAMES, home: CATALOGUE, least: 4 },
  { kind: 'cohorts', names: COHORT_NAMES, home: WINDOW, least: 2 },
  { kind: 'cadences', names: CADENCE_NAMES, home: WINDOW, least: 2 },
];

const NAMES = new Set(KINDS.flatMap(({ names }) => names));
const LABELS = [CLOCKS, CAUSES, MEASURES].flatMap((words) => Object.values(words).map(({ label }) => label));

/** Whether a text is a label, or one beside another word: `First answer, net`, `  wall clock`. */
function isLabel(text: string): boolean {
  const parts = text.split(', ').map((part) => part.trim().toLowerCase());
  return LABELS.some((label) => {
    const known = label.toLowerCase();
    if (text.trim().toLowerCase() === known) return !NAMES.has(known);
    return !known.includes(', ') && parts.length === 2 && parts.includes(known);
  });
}

/** A type by which the compiler holds a record against the catalogue: a name too few or too many does not compile. */
const COMPLETE =
  /\bBy(?:Clock|Cause)<|\bRecord<\s*\w*(?:Tier|Clock|Cause|Measure|DimensionName|Unit|Cohort|Cadence)\s*,|\bPick<\w+,\s*Measure>/;

/** A name as it stands in a list of columns or fields: `firstResponse` of `first_response_ms` and `firstResponseMs`. */
const plain = (text: string): string =>
  text.replace(/_?(?:ms|seconds)$/i, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);
const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** What an expression is beneath `as const`, `satisfies …`, a spread or parentheses. */
function bare(node: Node): Node {
  const inner = /^(?:TSAsExpression|TSSatisfiesExpression|ParenthesizedExpression)$/.test(node.type)
    ? node.expression
    : node.type === 'SpreadElement'
      ? node.argument
      : undefined;
  return isNode(inner) ? bare(inner) : node;
}

/** The text of a literal, also of one in back quotes or as a type; undefined for anything else. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TSLiteralType') return textOf(node.literal);
  if (node.type === 'TemplateLiteral') {
    const [only, ...more] = listOf(node.quasis);
    return only === undefined || more.length > 0 ? undefined : (only.value as { cooked: string }).cooked;
  }
  const inner = bare(node);
  return inner === node ? undefined : textOf(inner);
}

/** What a text, a part of one between `${…}`, or a regular expression says. */
function writtenIn(node: Node): string | undefined {
  if (node.type === 'TemplateElement') return (node.value as { cooked: string }).cooked;
  if (node.type === 'Literal' && node.regex) return (node.regex as { pattern: string }).pattern;
  return node.type === 'Literal' ? textOf(node) : undefined;
}

/** The name of a field, a signature or an enum's member. */
function keyOf(node: Node): string | undefined {
  const key = isNode(node.key) ? node.key : node.id;
  if (!isNode(key)) return undefined;
  return key.type === 'Identifier' && node.computed !== true ? String(key.name) : textOf(key);
}

/** The name behind the last dot: `net` of `group.finalResolution.net`. */
function memberOf(node: Node): string | undefined {
  if (node.type === 'TSNonNullExpression' && isNode(node.expression)) return memberOf(node.expression);
  return node.type === 'MemberExpression' && node.computed === false && isNode(node.property)
    ? String(node.property.name)
    : undefined;
}

/** The texts that an element of an array gives: its own, or those directly in it where it is an array or a record itself. */
function textsOf(element: Node): string[] {
  const node = bare(element);
  const own = textOf(node);
  if (own !== undefined) return [own];
  if (node.type === 'ArrayExpression') return listOf(node.elements).flatMap(textsOf);
  if (node.type === 'MemberExpression' || node.type === 'TSNonNullExpression') return [memberOf(node) ?? []].flat();
  if (node.type === 'ObjectExpression') return listOf(node.properties).flatMap(({ value }) => textOf(value) ?? []);
  return [];
}

/** What the branches of `a ? 'x' : b ? 'y' : 'z'` give. */
function outcomesOf(node: unknown): string[] {
  if (!isNode(node)) return [];
  const inner = bare(node);
  if (inner.type === 'ConditionalExpression') return [...outcomesOf(inner.consequent), ...outcomesOf(inner.alternate)];
  return [textOf(inner) ?? []].flat();
}

/** The texts of which a node is a list, if it is one. */
function listed(node: Node): string[] {
  switch (node.type) {
    case 'ArrayExpression':
      return listOf(node.elements).flatMap(textsOf);
    case 'CallExpression':
    case 'NewExpression':
      return listOf(node.arguments).flatMap((argument) => textOf(argument) ?? []);
    case 'TSUnionType':
    case 'TSTupleType':
      return listOf(node.types ?? node.elementTypes).flatMap(
        (type) => textOf(type) ?? keyOf({ ...type, id: type.label }) ?? [],
      );
    case 'ObjectExpression':
      return listOf(node.properties).flatMap((property) => keyOf(property) ?? []);
    case 'ClassBody':
    case 'TSInterfaceBody':
      return listOf(node.body).flatMap((member) => keyOf(member) ?? []);
    case 'TSTypeLiteral':
    case 'TSEnumBody':
      return listOf(node.members).flatMap((member) => keyOf(member) ?? []);
    case 'ObjectPattern': {
      // Taking some out is reading them; taking out all there are is a list.
      const taken = listOf(node.properties).flatMap((property) => keyOf(property) ?? []);
      return taken.filter((key) =>
        KINDS.some(({ names }) => names.includes(key) && names.every((name) => taken.includes(name))),
      );
    }
    case 'SwitchStatement':
      return listOf(node.cases).flatMap(({ test }) => textOf(test) ?? []);
    case 'ConditionalExpression':
      return outcomesOf(node);
    case 'LogicalExpression':
      return comparedIn(node);
    default:
      return [];
  }
}

/** What `x === 'a' || x === 'b'` compares with. */
function comparedIn(node: unknown): string[] {
  if (!isNode(node)) return [];
  const inner = bare(node);
  if (inner.type === 'LogicalExpression') return [...comparedIn(inner.left), ...comparedIn(inner.right)];
  if (inner.type !== 'BinaryExpression' || !/^[!=]==$/.test(String(inner.operator))) return [];
  return [textOf(inner.right) ?? textOf(inner.left) ?? []].flat();
}

/** Whether names stand in a row within one text: `solved|opened`, `simple, moderate`, or nothing but names apart. */
function inARow(text: string, { names, least }: Kind): boolean {
  const words = text.trim().split(/\s+/);
  if (words.length >= least && words.every((word) => names.includes(plain(word)) || names.includes(word))) return true;
  const any = `(?:${names.join('|')})`;
  return new RegExp(`(?<![\\w-])${any}(?:\\s*[|,/;]\\s*${any}){${least - 1},}(?![\\w-])`).test(text);
}

/**
 * Where a file names two or more tiers, clocks, measures, causes, dimensions, cohorts or cadences as a list: in an array
 * or the arguments of a call, a union or tuple of types, the fields of a record, an interface, a type or an enum, the
 * cases of a switch, a chain of conditions, or a text; and where it writes a label of theirs anew. A record that
 * `satisfies` a type made of the catalogue's names is a table of values, not a list: the compiler holds it complete.
 */
export function secondLists(file: string, source: string): string[] {
  const found = new Set<string>();
  const kinds = KINDS.filter(({ home }) => home !== file);
  const report = (node: Node, what: string): void => {
    const line = source.slice(0, node.start).split('\n').length;
    found.add(`${file}:${line} ${what}`);
  };
  const look = (node: Node, held: boolean, inChain: boolean): void => {
    const chained = node.type === 'ConditionalExpression' || node.type === 'LogicalExpression';
    if (!held && !(inChain && chained)) {
      const texts = listed(node);
      const isList = /^(?:Array|TSUnion|TSTuple)/.test(node.type);
      for (const { kind, names, least } of kinds) {
        const told = new Set(texts.map((text) => (isList ? plain(text) : text)));
        const own = names.filter((name) => told.has(isList ? plain(name) : name));
        if (own.length >= least) report(node, `${kind}: ${own.join(', ')}`);
      }
    }
    const text = writtenIn(node);
    if (text !== undefined) {
      for (const kind of kinds) if (inARow(text, kind)) report(node, `${kind.kind} in a text`);
      if (file !== CATALOGUE && isLabel(text)) report(node, `label: ${text}`);
    }
    for (const child of childrenOf(node)) {
      const type =
        node.type === 'TSSatisfiesExpression' && isNode(node.typeAnnotation) ? node.typeAnnotation : undefined;
      const satisfied = type !== undefined && COMPLETE.test(source.slice(type.start, type.end));
      look(child, satisfied && child === node.expression && child.type === 'ObjectExpression', chained);
    }
  };
  look(parseAst(source, { lang: 'ts' }) as unknown as Node, false, false);
  return [...found];
}
