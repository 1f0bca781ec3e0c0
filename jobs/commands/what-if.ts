import { CADENCES, parseSchedule } from '../../src/model/window.ts';
import type { WhatIf, WhatIfSearch } from '../../src/report/schema-what-if.ts';
import { searchHours, type WhatIfInput, whatIf as whatIfOf } from '../../src/report/what-if.ts';
import { nextDue } from '../../src/report/window.ts';
import type { StoryContent } from '../../src/show/content/story.ts';
import { whatIfContent, whatIfSearchContent } from '../../src/show/content/what-if.ts';
import { sectionsMarkdown } from '../../src/show/markdown.ts';
import { storyText } from '../../src/show/text/story.ts';
import type { OtherHours } from '../../src/summarise/other-hours.ts';
import { readReport } from '../tasks/report.ts';
import { type Command, type Console, UsageError } from './command.ts';
import { failuresToExitCode, OUT_OPTION, oneOf, refresh, windowOf, writeOut } from './options.ts';

const FORMATS = ['text', 'json', 'md'] as const;

/** Tells what other opening hours would have changed for the tickets solved in a window, or which would help most. */
export const whatIf: Command = {
  name: 'what-if',
  usage: `[--team NAMES] (--add HOURS | --hours HOURS | --search LENGTH) [--from DATE] [--to DATE] [--time-zone ZONE] [--format ${FORMATS.join('|')}] [--out FILE]`,
  options: {
    team: {
      type: 'string',
      value: 'NAMES',
      description: 'names or ids of teams, separated by commas; default: the whole desk',
    },
    add: { type: 'string', value: 'HOURS', description: 'hours beside those that are kept: "Mon-Fri 05:00-09:00"' },
    hours: { type: 'string', value: 'HOURS', description: 'hours in place of those that are kept' },
    search: {
      type: 'string',
      value: 'LENGTH',
      description: 'the best blocks of so many hours (4h), over all teams or those of --team',
    },
    from: { type: 'string', value: 'DATE', description: 'first day, or an instant with its offset' },
    to: { type: 'string', value: 'DATE', description: 'the day after the last, or an instant with its offset' },
    'time-zone': { type: 'string', value: 'ZONE', description: 'where days begin; default REPORT_TIME_ZONE' },
    format: { type: 'string', value: FORMATS.join('|'), description: 'words for a person, JSON, or Markdown' },
    out: OUT_OPTION,
    'no-sync': { type: 'boolean', description: 'uses what is stored, without asking the sources' },
  },
  async run(args, console) {
    const { options } = args;
    const format = oneOf('what-if', 'format', options.format ?? 'text', FORMATS);
    const asked = questionOf(options);
    const deps = await console.deps();
    const window = windowOf('what-if', args, deps, (timeZone) => {
      const schedule = parseSchedule('monthly', `${CADENCES.monthly.begins} ${timeZone}`);
      return nextDue(schedule, nextDue(schedule, deps.now()).window.from - 1).window;
    });
    const failures = await refresh(args, deps, console);
    if (failures.length > 0 && failures.length === deps.sources.length) return failuresToExitCode(failures);
    if (console.signal.aborted) return 1;
    const { records, context } = await readReport({ window, cohort: 'solved' }, deps, { withHistories: false });
    const chosen = typeof options.team === 'string' ? teamsOf(options.team, records.teams) : undefined;
    const input: WhatIfInput = {
      window,
      tickets: records.tickets,
      definitions: context.definitions,
      agents: records.agents,
      teams: records.teams,
      minSample: context.minSample,
    };
    const words = { locale: deps.settings.DIGEST_LOCALE, minSample: context.minSample };
    const [made, content] = answer(input, asked, chosen, words);
    writeOut(
      format === 'json' ? `${JSON.stringify(made, null, 2)}\n` : written(content, format, console),
      options,
      console,
    );
    return failuresToExitCode(failures);
  },
};

type Question = { readonly kind: OtherHours['kind']; readonly hours: string } | { readonly search: number };

function questionOf(options: Readonly<Record<string, string | boolean | undefined>>): Question {
  const given = (['add', 'hours', 'search'] as const).filter((name) => typeof options[name] === 'string');
  if (given.length !== 1) throw new UsageError('what-if: say one of --add HOURS, --hours HOURS or --search LENGTH');
  const value = String(options[given[0]!]);
  if (given[0] !== 'search') return { kind: given[0] === 'add' ? 'add' : 'replace', hours: value };
  const hours = Number(/^\s*(\d+)\s*h?\s*$/.exec(value)?.[1]);
  if (!(hours >= 1 && hours <= 12)) throw new UsageError(`what-if: --search accepts 1h to 12h, not ${value}`);
  return { search: hours };
}

function answer(
  input: WhatIfInput,
  asked: Question,
  chosen: ReadonlySet<string> | undefined,
  words: { readonly locale: string; readonly minSample: number },
): readonly [WhatIf | WhatIfSearch, StoryContent] {
  if ('search' in asked) {
    const teams = input.teams.filter(({ source, id }) => chosen?.has(`${source}/${id}`) ?? true);
    const made = searchHours(input, asked.search, teams);
    return [made, whatIfSearchContent(made, words)];
  }
  try {
    const made = whatIfOf(input, { ...asked, teams: chosen ?? 'all' });
    return [made, whatIfContent(made, words)];
  } catch (error) {
    // What a person typed cannot be read as hours; the message says what is accepted.
    if (error instanceof Error && error.message.startsWith('hours: '))
      throw new UsageError(`what-if: ${error.message}`);
    throw error;
  }
}

/** The teams that are meant, by name or id, as `source/id`. UsageError for one that nobody knows. */
function teamsOf(text: string, teams: WhatIfInput['teams']): ReadonlySet<string> {
  const found = text.split(',').flatMap((part) => {
    const wanted = part.trim();
    const own = teams.filter(
      ({ source, id, name }) =>
        name.toLowerCase() === wanted.toLowerCase() || id === wanted || `${source}/${id}` === wanted,
    );
    if (own.length === 0) {
      const known = teams.map(({ name }) => name).join(', ');
      throw new UsageError(
        `what-if: there is no team ${wanted}; ${known === '' ? 'no team is known' : `there are ${known}`}`,
      );
    }
    return own.map(({ source, id }) => `${source}/${id}`);
  });
  return new Set(found);
}

function written(content: StoryContent, format: 'text' | 'md', console: Console): string {
  return format === 'md'
    ? sectionsMarkdown(content.title, content.lines, content.sections)
    : storyText(content, Math.max(60, console.width));
}
