import { openStore } from '../../src/store/store.ts';
import { message, ticket } from './records.ts';

/**
 * Writes page after page as fast as it can and says each number that is saved, until it is killed. Every page adds one
 * event to each of the same tickets: of a page that is whole, all have it.
 */
const [url, source] = process.argv.slice(2) as [string, string];
const store = await openStore({ url });
const state = await store.sync.state(source);
const ids = Array.from({ length: 60 }, (_, index) => String(index));
for (let page = Number(state?.cursor ?? 0) + 1; ; page++) {
  await store.tickets.savePage(
    source,
    {
      tickets: ids.map((id) => ticket(id, { source, priority: String(page) })),
      events: ids.map((id) => message(id, String(page), { source })),
      cursor: String(page),
    },
    page,
  );
  process.stdout.write(`${page}\n`);
}
