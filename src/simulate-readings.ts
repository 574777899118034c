/**
 * When a run is looked at, and by whom: readings at equal intervals for the series of the result and for metrics, and the end of the
 * warm-up. Beside simulate.ts; what is measured between two looks is for simulate-recorders.ts.
 */
import type { Model } from './assemble.ts';
import { Rank } from './engine/rank.ts';
import { Readings } from './metrics/readings.ts';
import { Sampler } from './metrics/sampler.ts';
import type { Histogram } from './stats/histogram.ts';
import type { Scenario } from './scenario/scenario.ts';
import type { Recorders } from './simulate-recorders.ts';
import type { TierRun } from './simulate-tier.ts';

/** Sets up all looks at a run that has not begun; gives who samples it for the series of the result. */
export function startReadings(
  scenario: Scenario,
  model: Model,
  recorders: Recorders,
  tier: TierRun | undefined,
): Sampler {
  const { recorder, streams, events, downstreams, groups, provisioned, fifo } = recorders;
  const latencies = model.sources.map((_, i) => latenciesOf(i, model, recorders));
  const sampler = new Sampler(scenario.duration, recorder, latencies, { streams, events, downstreams, groups });
  const ofAccount = recorders.account?.watch(
    model.functions.map(({ settings }) => settings),
    sampler.period,
  );
  const readers = [
    sampler,
    ...(ofAccount === undefined ? [] : [ofAccount]),
    ...(tier?.readers ?? []),
    ...recorders.metricsReaders(),
  ];
  const measured = { recorder, provisioned, streams, downstreams, fifo, groups };
  const probes = {
    oldestAges: () => oldestAges(model),
    pollersLimits: () => model.mappings.map(({ pollersLimit }) => pollersLimit),
    concurrencyLimits: () => concurrencyLimits(model),
  };
  schedule(scenario, model, new Readings(scenario.duration, measured, probes, readers), (now) => {
    recorders.restart(now);
    tier?.restart(now);
  });
  return sampler;
}

/** Calls `restart` at the end of the warm-up, where there is one. */
function schedule(
  { duration, warmUp }: Scenario,
  { world: { sim } }: Model,
  readings: Readings,
  restart: (now: number) => void,
): void {
  const timer = sim.timer(Rank.sample, () => {
    readings.take(sim.now);
    if (sim.now < duration) timer.set(readings.next(sim.now));
  });
  timer.set(readings.next(0));
  if (warmUp === 0) return;
  const endOfWarmUp = sim.action(Rank.sample, () => {
    readings.endWarmUp(sim.now, () => restart(sim.now));
  });
  sim.at(warmUp, endOfWarmUp, 0);
}

function concurrencyLimits({ functions, account }: Model): number[] {
  return functions.map(({ settings }) => {
    return settings.reservedConcurrency ?? Math.max(0, account.unreserved) + settings.provisionedConcurrency;
  });
}

/** Age of the oldest record in each source, in microseconds; null where there is none. Brings the counts of all sources up to date. */
export function oldestAges(model: Model): (number | null)[] {
  catchUp(model);
  return model.sources.map((source) => {
    const since = source.oldestSince();
    return since === Infinity ? null : model.world.sim.now - since;
  });
}

/** Sources draw on their producers only when somebody looks at them. */
function catchUp({ sources, mappings }: Model): void {
  for (const source of sources) void source.held;
  for (const mapping of mappings) mapping.countWaits();
}

/** Latencies of a source, by who brings its records to functions. */
export function latenciesOf(source: number, model: Model, { recorder }: Recorders): Histogram[] {
  return ownersOf(source, model).map((owner) => recorder.owners[owner]!.latency);
}

/** Numbers of all that bring the records of a source to functions. */
export function ownersOf(source: number, { owners }: Model): number[] {
  return owners.filter((owner) => owner.source.index === source).map(({ ownerIndex }) => ownerIndex);
}
