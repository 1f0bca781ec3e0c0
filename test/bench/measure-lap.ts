import { openStore } from '../../src/store/store.ts';
import { benchMeasurer, lap, walk } from './race.ts';

/** Measures what a store holds unmeasured and prints a lap as JSON: `node measure-lap.ts STORE`. */
const store = await openStore({ url: process.argv[2] ?? '' });
let peak = 0;
const begun = performance.now();
const measure = benchMeasurer();
const count = await walk(store, async (batch) => {
  await store.measurements.save(batch.map(measure));
  peak = Math.max(peak, process.memoryUsage.rss());
  await new Promise((turn) => setImmediate(turn));
});
console.log(JSON.stringify(lap('read, measure and save', count, performance.now() - begun, peak)));
await store.close();
