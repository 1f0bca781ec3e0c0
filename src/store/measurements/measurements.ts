import type { Engine } from '../engine.ts';
import { measuringQueue } from './queue.ts';
import { readMeasurements } from './read.ts';
import { saveMeasurements } from './save.ts';

/** What was measured of tickets, and what waits for it. */
export function measurementStore(engine: Engine) {
  return { ...measuringQueue(engine), save: saveMeasurements(engine), read: readMeasurements(engine) };
}

export type MeasurementStore = ReturnType<typeof measurementStore>;
