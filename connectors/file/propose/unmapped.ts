import { ConfigError } from '../../../src/model/errors.ts';
import { type InputFile, isReadable, stemOf } from '../files.ts';
import { mappedInput } from '../input.ts';
import { Mapping } from '../mapping.ts';
import { type Plan, planFrom } from '../plan.ts';
import type { ReadingTools } from '../read.ts';
import { TABLE_NAMES, tableHeader } from '../tables.ts';
import { createWords } from '../words/words.ts';
import { type FileProposal, isOfTickets, proposeFile } from './file.ts';
import { knownHeadings } from './headings.ts';
import { tryOut } from './try-out.ts';

/**
 * How files are read that no mapping explains and that are no tables of the model: by what their headings and values
 * say without a doubt. Undefined where they are tables, or look like no tickets at all; ConfigError where they look like
 * tickets and something about them must be asked.
 */
export async function readUnmapped(
  path: string,
  files: readonly InputFile[],
  zone: string | undefined,
  tools: ReadingTools,
): Promise<Plan | undefined> {
  const isSingle = files.length === 1 && files[0]!.path === path;
  const readable = isSingle ? files : files.filter(({ name }) => isReadable(name));
  const tables = readable.filter(({ name }) => TABLE_NAMES.some((table) => table === stemOf(name).toLowerCase()));
  const isExport = tables.length === 1 && stemOf(tables[0]!.name).toLowerCase() === 'tickets';
  if (tables.length > 0 && !isExport) return undefined;
  const proposals: FileProposal[] = [];
  let failure: ConfigError | undefined;
  for (const file of isExport ? tables : readable) {
    const proposal = await proposeFile(file, zone, tools).catch((error: unknown) => {
      if (!(error instanceof ConfigError) || isSingle) throw error;
      failure = error;
      return undefined;
    });
    if (!proposal) {
      tools.warn(`${file.name} is not read: ${failure?.message}`);
      continue;
    }
    // A table of the model has its own headings; an export of a helpdesk that is called tickets has others.
    if (isExport && tableHeader('tickets', file.name, proposal.headings).problems.length === 0) return undefined;
    if (!isExport && proposal.isEmpty && knownHeadings(proposal.headings) > 1) {
      tools.warn(`${file.name} has headings and no row below them: export it with its tickets`);
      failure ??= new ConfigError(`${file.name} has headings and no row below them: nothing to read in ${path}`);
      continue;
    }
    if (isOfTickets(proposal, !isExport)) proposals.push(proposal);
    else if (!isExport) tools.warn(`${file.name} does not look like tickets and is not read`);
  }
  // The one file that may be meant cannot be opened: that is why.
  if (proposals.length === 0 && failure && readable.length === 1) throw failure;
  if (proposals.length === 0) return undefined;
  const tried = [];
  for (const proposal of proposals) {
    const found = proposal.undecided.length > 0 ? [] : await tryOut(proposal, tools);
    tried.push({ ...proposal, undecided: [...proposal.undecided, ...found] });
  }
  refuseDoubts(path, tried);
  const mapping = Mapping.parse({ files: tried.map((each) => ({ ...each.mapping, file: each.file.name })) });
  const words = createWords();
  return planFrom(
    tried.map(({ file }, index) => mappedInput(file, mapping.files[index]!, words)),
    mapping,
    tried.flatMap((each) => [sentenceOf(each), ...each.leftOut.map((note) => `${each.file.name}: ${note}`)]),
  );
}

/** Asks for what is not sure of any of the files, and where several of them are of several kinds. */
function refuseDoubts(path: string, proposals: readonly FileProposal[]): void {
  const problems = proposals.flatMap(({ file, undecided }) => undecided.map((each) => `${file.name}: ${each}`));
  const isOneKind = proposals.every((each) => areAlike(each, proposals[0]!));
  if (problems.length === 0 && !isOneKind) {
    problems.push(
      `${path} holds tickets with different columns (${proposals.map(({ file }) => file.name).join(', ')}): say in a mapping which are meant`,
    );
  }
  if (problems.length === 0) return;
  // One setting tells it all: no mapping is needed.
  const isZoneAlone = proposals.every(({ lacksZone, undecided }) => undecided.length <= (lacksZone ? 1 : 0));
  if (isZoneAlone && isOneKind) throw new ConfigError(problems);
  const looks = proposals.find(({ product }) => product !== undefined)?.product;
  throw new ConfigError([
    ...problems,
    `${looks === undefined ? 'what is known of it' : `what is known of an export of ${looks}`} is written down by: fairclock map ${path} --out mapping.json; correct it and set FILE_MAPPING=mapping.json`,
  ]);
}

/**
 * Whether two files are of one export: the same headings, of which one may have left a column empty that the other fills,
 * or the same columns of tickets. Words of a status that only one of them has are no difference.
 */
function areAlike(one: FileProposal, other: FileProposal): boolean {
  const columns = ({ mapping }: FileProposal): Record<string, string> =>
    Object.fromEntries(
      Object.entries(mapping.columns).map(([name, { comment: _, values: __, ...place }]) => [
        name,
        JSON.stringify(place),
      ]),
    );
  const [here, there] = [columns(one), columns(other)];
  const isSame = (name: string): boolean => here[name] === there[name];
  const names = Object.keys({ ...here, ...there });
  if (names.every(isSame)) return true;
  const both = names.filter((name) => name in here && name in there);
  return JSON.stringify(one.headings) === JSON.stringify(other.headings) && both.every(isSame);
}

/** How a file is read without a mapping, in one line. */
function sentenceOf({ file, product, mapping }: FileProposal): string {
  const named = (name: string): string | undefined => {
    const { column } = mapping.columns[name] ?? {};
    return column === undefined
      ? undefined
      : [column]
          .flat()
          .map((heading) => `"${heading}"`)
          .join(', else ');
  };
  const parts = [
    ['id', named('id')],
    ['opened', named('opened_at')],
    ['solved', named('solved_at')],
    ['status', named('status')],
    ['agent', named('agent_id')],
    ['team', named('team_id')],
  ].flatMap(([what, columns]) => (columns === undefined ? [] : `${what} ${columns}`));
  const sheets = mapping.sheet === undefined ? '' : ', all sheets with these headings together';
  return `${file.name} is read without a mapping${sheets}, as an export of ${product ?? 'a helpdesk with these headings'}: ${parts.join('; ')}`;
}
