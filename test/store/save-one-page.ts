import { openStore } from '../../src/store/store.ts';
import { agent, measured, team, ticket } from './records.ts';

/** Saves a page of a ticket and its people, and its measurement, and ends: another process that writes meanwhile. */
const store = await openStore({ url: process.argv[2]! });
await store.tickets.savePage(
  'desk',
  { tickets: [ticket('late')], agents: [agent('late')], teams: [team('late')], cursor: 'late', watermarkAt: 99 },
  1,
);
await store.measurements.save([measured('late', 1)]);
await store.close();
