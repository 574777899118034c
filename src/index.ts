/**
 * lagcast in code: read a scenario, run it, look at the result.
 *
 *     const read = readScenario(text);
 *     if (read.ok) console.log(simulate(read.scenario).sources.orders.latency.p99);
 */
export { Defect } from './engine/assert.ts';
export type { Micros } from './engine/time.ts';
export { checkObjective, figureOf, quantileOf } from './metrics/figure.ts';
export type { MetricRow } from './metrics/metric.ts';
export { RESULT_FORMAT } from './metrics/result.ts';
export type * from './metrics/result.ts';
export type * from './metrics/tier/result.ts';
export { Batch, CLOSE_REASONS, Fate, OUTCOMES, Outcome } from './model/batch.ts';
export { Listener, type Named, type Observer } from './model/observer.ts';
export type { Records } from './model/records.ts';
export { EVENT_ENDS, RUN_ENDS, RunEnd, type TierObserver, type TierProbe } from './model/tier/tier-observer.ts';
export { formatProblems, type Problem } from './scenario/problem.ts';
export { scenarioJsonSchema } from './scenario/json-schema.ts';
export { readScenario, readScenarioValue, type ReadOptions, type ReadResult } from './scenario/read.ts';
export type { Scenario } from './scenario/scenario.ts';
export type { WatchedTier } from './assemble.ts';
export { Run, RunAborted, simulate, type RunOptions, type Watched } from './simulate.ts';
export { VERSION } from './version.ts';
