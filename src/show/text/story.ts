import type { StoryContent } from '../content/story.ts';
import { oneLine } from '../escape.ts';
import { wrap } from '../layout.ts';
import { tableLines } from './digest.ts';

/** A ticket's story for a terminal; ends with a line break. */
export function storyText({ title, lines, sections }: StoryContent, width: number): string {
  const say = (line: string): string[] => wrap(oneLine(line, 4000), width);
  const all = [...say(title), ...lines.flatMap(say)];
  for (const { heading, lines: own, table } of sections) {
    all.push('', ...say(heading), ...own.flatMap(say), ...(table === null ? [] : tableLines(table, width)));
  }
  return `${all.join('\n')}\n`;
}
