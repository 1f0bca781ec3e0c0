import { MEASURES } from '../../model/catalogue.ts';
import { CLOCK_COLUMNS, MOST_TICKETS } from './ticket-data.ts';

const HEADS: readonly (readonly [key: string, words: string])[] = [
  ['ticket', 'Ticket'],
  ['state', 'Now'],
  ['tier', 'Complexity'],
  ['team', 'Team'],
  ['agent', 'Person'],
  ['category', 'Category'],
  ['priority', 'Priority'],
  ['opened', 'Arrived'],
  ['answer', MEASURES.firstResponse.label],
  ...Object.values(CLOCK_COLUMNS).map(({ key, heading }) => [key, heading] as const),
  ['reopens', 'Reopened'],
];
/** Columns of words: they can be chosen from, and stand to the left. */
const WORDS: readonly string[] = ['state', 'tier', 'team', 'agent', 'category', 'priority'];

/** The list of tickets behind the figures: a frame that the page's script fills, filters, sorts and saves as CSV. */
export function ticketListHtml(
  tickets: number,
  { agents, count }: { readonly agents: boolean; readonly count: (n: number) => string },
): string {
  const n = count(tickets);
  const heads = HEADS.filter(([key]) => agents || key !== 'agent');
  const selects = heads
    .filter(([key]) => WORDS.includes(key))
    .map(([key, words]) => `<label>${words}<select name="${key}"><option value="">all</option></select></label>`)
    .join('');
  const cells = heads
    .map(
      ([key, words]) =>
        `<th scope="col"${WORDS.includes(key) ? ' class="words"' : ''}><button type="button" data-key="${key}">${words}</button></th>`,
    )
    .join('');
  const cut =
    tickets > MOST_TICKETS
      ? `<p>Of more than ${count(MOST_TICKETS)} solved ones the latest are listed here; fairclock report --tickets overall lists all of them.</p>`
      : '';
  return `<section id="tickets" aria-labelledby="tickets-heading"><details><summary><h2 id="tickets-heading" tabindex="-1">All ${n} tickets behind the figures</h2></summary>${cut}<noscript><p>The list needs a script, which this file brings along; it is switched off.</p></noscript>
<form class="filters"><label>Ticket<input type="search" name="search" autocomplete="off"></label>${selects}<button type="reset" class="button">Show all</button><button type="button" class="button" id="csv">Save as CSV</button></form>
<p id="ticket-status" role="status" aria-live="polite"></p>
<div class="scroll" tabindex="0" role="region" aria-label="Table: tickets"><table><thead><tr>${cells}</tr></thead><tbody></tbody></table></div>
<div class="pager"><button type="button" class="button">Before</button><span></span><button type="button" class="button">Next</button></div></details></section>`;
}
