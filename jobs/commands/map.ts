import { filesAt, isReadable } from '../../connectors/file/files.ts';
import { type FileProposal, proposeFile } from '../../connectors/file/propose/file.ts';
import { mappingOf, previewOf } from '../../connectors/file/propose/preview.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { isTimeZone } from '../../src/model/time.ts';
import { printable } from '../../src/show/escape.ts';
import { type Command, type Console, UsageError } from './command.ts';
import { OUT_OPTION, writeOut } from './options.ts';

/** Files that one mapping is proposed for at most. */
const MOST_FILES = 100;

/** Proposes a mapping of files from their headings and values, and shows how they would be read by it. */
export const map: Command = {
  name: 'map',
  usage: 'FILE… [--time-zone ZONE] [--out FILE]',
  options: {
    'time-zone': {
      type: 'string',
      value: 'ZONE',
      description: 'where the clock stood for times without an offset; default FILE_TIME_ZONE',
    },
    out: OUT_OPTION,
  },
  positionals: MOST_FILES,
  async run({ options, positionals }, console) {
    if (positionals.length === 0) throw new UsageError('map: name a file, or several');
    const zone = String(options['time-zone'] ?? console.variables.FILE_TIME_ZONE ?? '') || undefined;
    if (zone !== undefined && !isTimeZone(zone) && !/^[+-]\d{2}:\d{2}$/.test(zone)) {
      throw new UsageError(`map: ${zone} is neither an IANA zone like Europe/Berlin nor an offset like +02:00`);
    }
    const proposals = await proposalsOf(positionals, zone, console);
    for (const { file, product, undecided, notes } of proposals) {
      console.err(
        `${file.name}: ${product === undefined ? 'no export of a helpdesk known here' : `an export of ${product}`}\n`,
      );
      for (const each of undecided) console.err(`  to decide: ${printable(each)}\n`);
      for (const each of notes) console.err(`  ${printable(each)}\n`);
    }
    await showTickets(proposals, console);
    writeOut(`${JSON.stringify(mappingOf(proposals), null, 2)}\n`, options, console);
    if (typeof options.out === 'string')
      console.err(`written to ${options.out}; set FILE_MAPPING=${options.out} to read by it\n`);
    return 0;
  },
};

async function proposalsOf(
  paths: readonly string[],
  zone: string | undefined,
  console: Console,
): Promise<FileProposal[]> {
  const proposals: FileProposal[] = [];
  for (const path of paths) {
    const files = await filesAt(path);
    const isSingle = files.length === 1 && files[0]!.path === path;
    for (const file of isSingle ? files : files.filter(({ name }) => isReadable(name))) {
      proposals.push(
        await proposeFile(file, zone, { warn: (message) => console.err(`${message}\n`), signal: console.signal }),
      );
    }
  }
  if (proposals.length === 0) throw new ConfigError(`${paths.join(', ')}: there is no file of a format that is read`);
  return proposals;
}

/** Shows the first tickets as they would be read, or what stops the reading until it is decided. */
async function showTickets(proposals: readonly FileProposal[], console: Console): Promise<void> {
  const tools = { now: Date.now, signal: console.signal, source: 'file', storeSubjects: false, warn: () => undefined };
  try {
    const preview = await previewOf(proposals, tools);
    if (!preview) return;
    for (const line of [...preview.tickets, ...preview.lines]) console.err(`  ${printable(line)}\n`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) console.err(`  not read yet: ${printable(problem)}\n`);
  }
}
