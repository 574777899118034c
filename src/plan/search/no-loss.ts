/**
 * The question `no-loss`: of each mapping of a queue the smallest maximumConcurrency, visibilityTimeout and maxReceiveCount with which
 * nothing is lost and no backlog grows: each with the others as written, and all three together. The objectives of the scenario are not
 * looked at.
 */
import { Rules } from '../../aws/rules.ts';
import { SECOND } from '../../engine/time.ts';
import { formatQuantity } from '../../scenario/quantities.ts';
import {
  queueMappingsOf,
  queuesOf,
  type QueueMapping,
  type Scenario,
  type VariedSetting,
} from '../../scenario/scenario.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from '../answer.ts';
import { closedForms, type ClosedForm } from '../closed-forms.ts';
import type { Experiment } from '../experiment.ts';
import { growsNot, nothingLost, type Demand } from './demands.ts';
import { hintsOf } from './hints.ts';
import type { SearchOutcome } from './outcome.ts';
import { fewestRuns, search } from './search.ts';

/** One of the three, or all together. */
export interface LimitOutcome {
  /** `maximumConcurrency`, `visibilityTimeout`, `maxReceiveCount` or `together`. */
  readonly limit: string;
  /** By path, as the file has it; null: not said. */
  readonly written: Readonly<Record<string, unknown>>;
  /** Null: no runs were left for it. */
  readonly search: SearchOutcome | null;
}

export interface MappingLimits {
  readonly mapping: string;
  readonly queue: string;
  /** What must hold in a run. */
  readonly demands: readonly string[];
  readonly limits: readonly LimitOutcome[];
  /** How many can be at work, and how long a message may be refused (PLN-01, PLN-02, PLN-16), of the scenario as it is. */
  readonly closedForms: readonly ClosedForm[];
}

export interface NoLossAnswer extends Answer {
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  readonly mappings: readonly MappingLimits[];
}

export const noLoss: Question<NoLossAnswer> = {
  says: 'the smallest maximumConcurrency, visibilityTimeout and maxReceiveCount of each queue that lose nothing',
  ask,
};

/** Values of a single limit, and of each of three together. */
const MOST_STEPS = 200;
const MOST_CONCURRENCIES = 1000;
const MOST_TOGETHER = 12;
/** Visibility timeouts are looked for up to so many times the timeout of the function. */
const TIMEOUTS = 12;
const LEAST_RECEIVES = 10;

function* ask({ template, base, plan }: Planning): Experiment<NoLossAnswer> {
  const { risk, confidence, maxRuns } = plan;
  const mappings = queueMappingsOf(base.mappings);
  if (mappings.length === 0) throw new PlanError('no mapping reads a queue: there is nothing to ask about');
  const least = fewestRuns(plan);
  const answers: MappingLimits[] = [];
  let runs = 0;
  for (const mapping of mappings) {
    const demands = demandsOf(mapping, base);
    const limits: LimitOutcome[] = [];
    for (const [limit, vary] of Object.entries(variedOf(mapping, base))) {
      const written = Object.fromEntries(vary.map(({ path }) => [path, template.written(path) ?? null]));
      const left = maxRuns - runs;
      const spec = { template, demands, vary, price: undefined, risk, confidence, maxRuns: left };
      const found = left < least ? null : yield* search({ ...spec, hints: hintsOf(base, vary) });
      runs += found?.runs ?? 0;
      limits.push({ limit, written, search: found });
    }
    const about = closedForms(base).filter((form) => form.about === `mappings.${mapping.name}`);
    answers.push({
      mapping: mapping.name,
      queue: mapping.source,
      demands: demands.map(({ text }) => text),
      limits,
      closedForms: about.filter(({ id }) => ['PLN-01', 'PLN-02', 'PLN-16'].includes(id)),
    });
  }
  const met = answers.every(({ limits }) => limits.every((one) => one.search?.status === 'found'));
  return { ...answerHead('no-loss', base), runs, met, risk, confidence, maxRuns, mappings: answers };
}

function demandsOf({ source }: QueueMapping, base: Scenario): Demand[] {
  return [...nothingLost(base, (name) => name === source), growsNot(source)];
}

/** What may vary, by the name of the limit. A queue without a dead-letter queue has no maxReceiveCount. */
function variedOf(mapping: QueueMapping, base: Scenario): Record<string, readonly VariedSetting[]> {
  const singles = [concurrencies(mapping, base), visibilities(mapping, base), receives(mapping, base)];
  const known = singles.filter((one) => one !== undefined);
  const named = known.map((one): [string, readonly VariedSetting[]] => [
    one.path.slice(one.path.lastIndexOf('.') + 1),
    [one],
  ]);
  if (known.length < 2) return Object.fromEntries(named);
  const together = known.map(({ path, values }) => ({ path, values: thinned(values) }));
  return { ...Object.fromEntries(named), together };
}

/** Undefined where pollers are provisioned, which take none. */
function concurrencies(mapping: QueueMapping, base: Scenario): VariedSetting | undefined {
  const { account, functions, rules, facts } = base;
  if (mapping.provisionedPollerConfig !== undefined) return undefined;
  const known = new Rules(rules, facts);
  const [min, max] = [known.number('sqs.maximumConcurrency.min'), known.number('sqs.maximumConcurrency.max')];
  const reserved = functions.find(({ name }) => name === mapping.function)?.reservedConcurrency;
  const path = `mappings.${mapping.name}.maximumConcurrency`;
  const need = hintsOf(base, [{ path, values: [] }])[path] ?? 0;
  // Every number up to here; of a load that needs more, steps that are small beside it.
  const most = Math.min(max, reserved ?? account.concurrency, Math.max(MOST_CONCURRENCIES, 4 * Math.ceil(need)));
  return { path, values: steps(min, Math.max(min, most), MOST_CONCURRENCIES) };
}

/** From the timeout of the function, below which none is accepted. */
function visibilities(mapping: QueueMapping, { functions, sources }: Scenario): VariedSetting {
  const queue = queuesOf(sources).find(({ name }) => name === mapping.source)!;
  const timeout = functions.find(({ name }) => name === mapping.function)!.timeout;
  const from = Math.ceil(timeout / SECOND);
  const to = Math.max(TIMEOUTS * from, Math.ceil(queue.options.visibilityTimeout / SECOND));
  const values = steps(from, to, MOST_STEPS).map((seconds) => formatQuantity('duration', seconds * SECOND));
  return { path: `sources.${queue.name}.visibilityTimeout`, values };
}

function receives(mapping: QueueMapping, { sources }: Scenario): VariedSetting | undefined {
  const queue = queuesOf(sources).find(({ name }) => name === mapping.source)!;
  if (queue.redrivePolicy === undefined) return undefined;
  const to = Math.max(LEAST_RECEIVES, queue.redrivePolicy.maxReceiveCount);
  return { path: `sources.${queue.name}.redrivePolicy.maxReceiveCount`, values: steps(1, to, MOST_STEPS) };
}

/** Whole numbers, every one or as many as there is room for. */
function steps(from: number, to: number, most: number): number[] {
  const by = Math.max(1, Math.ceil((to - from) / (most - 1)));
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);
}

/** Closer together at the beginning. */
function thinned<T>(values: readonly T[]): T[] {
  if (values.length <= MOST_TOGETHER) return [...values];
  const factor = Math.log(values.length) / (MOST_TOGETHER - 1);
  const places = Array.from({ length: MOST_TOGETHER }, (_, i) => Math.round(Math.exp(factor * i)) - 1);
  return [...new Set(places)].map((place) => values[Math.min(place, values.length - 1)]!);
}
