/** Puts together what measures the tier, for runs that have one: beside simulate.ts, which drives it. */
import { QueueGrid } from './metrics/tier/queues.ts';
import { TierRows } from './metrics/tier/series.ts';
import { TierRecorder, type TierWatched } from './metrics/tier/tier-recorder.ts';
import type { TierMeasure } from './metrics/tier/window.ts';
import { noiseOf } from './scenario/complete/tier/measure.ts';
import type { Scenario, TierScenario } from './scenario/scenario.ts';

/** The observer that measures the tier of a scenario. */
export function tierRecorder({ warmUp, duration }: Scenario, tier: TierScenario, watched: TierWatched): TierRecorder {
  return new TierRecorder(measureOf(tier, warmUp, duration), watched);
}

/** The readers that look at its queues on a grid, and make the series; the first is to be given each reading first. */
export function tierReaders(recorder: TierRecorder): { readonly grid: QueueGrid; readonly rows: TierRows } {
  const { hotAfter, every, duration } = recorder.measure;
  const grid = new QueueGrid(recorder.probe, hotAfter, every, duration);
  return { grid, rows: new TierRows(recorder, grid) };
}

function measureOf(tier: TierScenario, warmUp: number, duration: number): TierMeasure {
  const { measure, pollers, placement, discipline, tenants } = tier;
  return {
    ...{ threshold: measure.threshold, from: measure.from, until: measure.until },
    trigger: triggerOf(tier, duration),
    ...{ hotAfter: measure.hotAfter, every: measure.every, goodWithin: measure.goodWithin ?? Infinity },
    longPoll: pollers.longPoll,
    ...{ warmUp, duration },
    called: new Set(tenants.filter(({ callers }) => callers !== undefined).map(({ name }) => name)),
    ...{ placement: placement.name, discipline: discipline.name, pollerModel: pollers.model },
  };
}

/** From when the noise or the first incident begins until all are over; undefined where there is neither. */
export function triggerOf(
  { tenants, incidents }: Pick<TierScenario, 'tenants' | 'incidents'>,
  duration: number,
): TierMeasure['trigger'] {
  const noise = noiseOf(tenants, duration);
  const broken = incidents
    .filter(({ at }) => at < duration)
    .map(({ at, length }) => ({ from: at, until: at + length }));
  const spans = noise === undefined ? broken : [noise, ...broken];
  if (spans.length === 0) return undefined;
  const until = spans.reduce((most, span) => Math.max(most, span.until), 0);
  return { from: spans.reduce((least, { from }) => Math.min(least, from), Infinity), until: Math.min(until, duration) };
}
