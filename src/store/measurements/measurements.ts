import type { MeasuredFilter } from '../../model/window.ts';
import type { Engine } from '../engine.ts';
import { measuringQueue } from './queue.ts';
import { readMeasured, readMeasuredColumns, readQuality } from './read.ts';
import { saveMeasurements } from './save.ts';

/** What was measured of tickets, and what waits for it. */
export function measurementStore(engine: Engine) {
  return {
    ...measuringQueue(engine),
    save: saveMeasurements(engine),
    /** Measured tickets one by one (excluded ones too), for listing what stands behind a figure. */
    read: (filter: MeasuredFilter) => readMeasured(engine, filter),
    /** Measured tickets that are in the figures, by columns: the report's fast way. `ids` adds the ticket ids. */
    columns: (filter: MeasuredFilter, options?: { readonly ids?: boolean }) =>
      engine.read((session) => readMeasuredColumns(session, engine, filter, options?.ids ?? false), { whole: true }),
    quality: (filter: MeasuredFilter) =>
      engine.read((session) => readQuality(session, engine, filter), { whole: true }),
  };
}

export type MeasurementStore = ReturnType<typeof measurementStore>;
