/**
 * lagcast in code: read a scenario, run it, look at the result; run many, compare, plan.
 *
 *     const read = readScenario(text);
 *     if (read.ok) console.log(simulate(read.scenario).sources.orders.latency.p99);
 *
 * docs/api.md goes through it by example. What experiments give are versioned plain data; beside each function that runs one here and now
 * stands its generator, for whoever conducts the runs elsewhere. `lagcast/testing` is for tests of your own pipelines.
 */

// Scenarios.
export { formatProblems, type Problem } from './scenario/problem.ts';
export { scenarioJsonSchema } from './scenario/json-schema.ts';
export { readScenario, readScenarioValue, type Ports, type ReadOptions, type ReadResult } from './scenario/read.ts';
export type { Scenario } from './scenario/scenario.ts';
export {
  labelOf,
  Template,
  VariantError,
  type Settings,
  type Variant,
  type VariantResult,
} from './scenario/template.ts';

// One run, and what watches it.
export { Defect } from './engine/assert.ts';
export type { Micros } from './engine/time.ts';
export { checkObjective, figureOf, quantileOf } from './metrics/figure.ts';
export type { MetricRow } from './metrics/metric.ts';
export { RESULT_FORMAT } from './metrics/result.ts';
export type * from './metrics/result.ts';
export type * from './metrics/series-result.ts';
export type * from './metrics/tier/result.ts';
export { Batch, CLOSE_REASONS, Fate, OUTCOMES, Outcome } from './model/batch.ts';
export { Listener, type Named, type Observer } from './model/observer.ts';
export type { Records } from './model/records.ts';
export { EVENT_ENDS, RUN_ENDS, RunEnd, type TierObserver, type TierProbe } from './model/tier/tier-observer.ts';
export type { WatchedTier } from './assemble.ts';
export { tracing, type TraceEnd, type TraceOptions, type Tracing } from './assemble-trace.ts';
export { Run, RunAborted, simulate, type RunOptions, type Watched } from './simulate.ts';

// Many runs.
export { readFigure, type FigureRef, type FigureResult } from './scenario/figure.ts';
export { conduct, conductAsync, runCell, type Cell, type Experiment } from './plan/experiment.ts';
export { closedForms, type ClosedForm, type ClosedFormOptions } from './plan/closed-forms.ts';
export type { Grounds, NotModelled } from './plan/grounds.ts';
export type { Estimate } from './plan/estimate.ts';
export type { Interval } from './stats/student.ts';
export { replicate, replicating, type ReplicateOptions, type Replications } from './plan/replicate.ts';
export { compare, comparing, WrongComparison, type Compared, type CompareOptions } from './plan/compare.ts';
export type { Comparison } from './plan/comparison.ts';
export type { Vary, VaryCases, VaryRange } from './plan/sweep/asked.ts';
export { runSweepCell, type SweepCell } from './plan/sweep/cell.ts';
export { estimatesOf } from './plan/sweep/estimates.ts';
export { SweepError, type MadeSweep } from './plan/sweep/make.ts';
export { pointsOf, type Point } from './plan/sweep/points.ts';
export type { Axis, SweepSpec } from './plan/sweep/spec.ts';
export { sweep, sweeping, sweepRows, sweepSpec, type Sweep, type SweepOptions } from './plan/sweep/sweep.ts';
export { sensing, sensitivity, type SensitivityOptions } from './plan/sensitivity/sensitivity.ts';
export type { MorrisScreening, OneAtATime, Sensitivity, SobolIndices } from './plan/sensitivity/outcome.ts';
export {
  explaining,
  explainResult,
  suspectedOnly,
  type ExplainOptions,
  type ResultExplanation,
} from './explain/explaining.ts';
export { PlanError, type Answer } from './plan/answer.ts';
export { plan, planning, type AnswerTo, type PlanOptions } from './plan/questions.ts';
export { QUESTION_NAMES, type QuestionName } from './plan/question-names.ts';
export { capacityMatrix, mappingCapacity, type MatrixAnswer, type MatrixCell } from './plan/matrix.ts';

export { VERSION } from './version.ts';
