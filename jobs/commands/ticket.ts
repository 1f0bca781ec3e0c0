import { nearest } from '../../src/model/errors.ts';
import { storyContent } from '../../src/show/content/story.ts';
import { sectionsMarkdown } from '../../src/show/markdown.ts';
import { storyText } from '../../src/show/text/story.ts';
import type { Deps } from '../tasks/job.ts';
import { ticketStory } from '../tasks/ticket-story.ts';
import { type Command, UsageError } from './command.ts';
import { failuresToExitCode, OUT_OPTION, oneOf, refresh, writeOut } from './options.ts';

const FORMATS = ['text', 'json', 'md'] as const;

/** Tells one ticket's story: what happened, who held it, where its time went, and how each figure came out of that. */
export const ticket: Command = {
  name: 'ticket',
  usage: `SOURCE/ID [--format ${FORMATS.join('|')}] [--out FILE]`,
  options: {
    format: { type: 'string', value: FORMATS.join('|'), description: 'words for a person, JSON, or Markdown' },
    out: OUT_OPTION,
    'no-sync': { type: 'boolean', description: 'uses what is stored, without asking the sources' },
  },
  positionals: 1,
  async run(args, console) {
    const { options, positionals } = args;
    const format = oneOf('ticket', 'format', options.format ?? 'text', FORMATS);
    const key = keyOf(positionals[0]);
    const deps = await console.deps();
    const failures = await refresh(args, deps, console);
    if (console.signal.aborted) return 1;
    const story = await ticketStory(key, deps);
    if (story === undefined) {
      const known = deps.sources.map(({ name }) => name);
      const what = known.includes(key.source)
        ? `${key.source} has no ticket ${key.ticketId} that was read${await nearTicket(key, deps)}; fairclock sync reads what is new`
        : `there is no source ${key.source}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}`;
      throw new UsageError(`ticket: ${what}`);
    }
    const content = storyContent(story, { locale: deps.settings.DIGEST_LOCALE });
    const text =
      format === 'json'
        ? `${JSON.stringify(story, null, 2)}\n`
        : format === 'md'
          ? sectionsMarkdown(content.title, content.lines, content.sections)
          : storyText(content, Math.max(60, console.width));
    writeOut(text, options, console);
    return failuresToExitCode(failures);
  },
};

/** The id of the source that is most like one that is not there, asked for by name. */
async function nearTicket(
  { source, ticketId }: { readonly source: string; readonly ticketId: string },
  { store }: Deps,
): Promise<string> {
  const ids: string[] = [];
  for await (const page of store.measurements.read()) {
    for (const each of page) if (each.source === source) ids.push(each.ticketId);
  }
  const meant = nearest(ticketId.replace(/^#/, ''), ids);
  return meant === undefined ? '' : `; did you mean ${source}/${meant}?`;
}

/** A source's name holds no slash; an id may. */
function keyOf(text: string | undefined): { readonly source: string; readonly ticketId: string } {
  const cut = text?.indexOf('/') ?? -1;
  if (text === undefined || cut <= 0 || cut === text.length - 1) {
    throw new UsageError('ticket: say which one as SOURCE/ID, such as zendesk/48213');
  }
  return { source: text.slice(0, cut), ticketId: text.slice(cut + 1) };
}
