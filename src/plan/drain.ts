/**
 * How long a backlog takes: by the formulas (PLN-05, and with executions that have to grow first), and simulated. The backlog is the one
 * that is asked for, or those that the scenario has itself, after outages and bursts; of a scenario without any, that of ten
 * minutes in which nothing was handled.
 */
import { Rules } from '../aws/rules.ts';
import { MINUTE, SECOND, type Micros } from '../engine/time.ts';
import type { Result } from '../metrics/result.ts';
import { DRAIN_DEFAULTS } from '../scenario/complete/plan-matrix.ts';
import type { DrainScenario, Scenario } from '../scenario/scenario.ts';
import type { Template } from '../scenario/template.ts';
import { Moments } from '../stats/moments.ts';
import { meanInterval, type Interval } from '../stats/student.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from './answer.ts';
import { ceilingOf } from './closed-forms/ceiling.ts';
import { flowOf, joinsOf, needAt, type Flow, type FlowResult, type Join } from './closed-forms/flow.ts';
import { causesOf, filled } from './drain/causes.ts';
import { formulaFrom, formulaOf, NOTHING, passingOf, type DrainFormula, type Where } from './drain/formula.ts';
import { drained, type Drained, type Usual } from './drain/measure.ts';
import { replicationsOf, type Experiment } from './experiment.ts';

export interface DrainAnswer extends Answer {
  readonly replications: number;
  readonly confidence: number;
  /** `asked`: of so many messages; `standstill`: of ten minutes, as nobody said and the scenario has none; `scenario`: its own. */
  readonly backlogOf: 'asked' | 'standstill' | 'scenario';
  readonly drains: readonly Drain[];
}

export interface Drain {
  readonly source: string;
  /** Null of direct invocations. */
  readonly mapping: string | null;
  /** All mappings of a stream: its records wait until the last of them is done. */
  readonly together: readonly string[];
  /** For how long a message that was received and failed stays hidden; null where nothing is. */
  readonly hidden: Micros | null;
  /** What held messages up; null: a burst. */
  readonly cause: string | null;
  /** Means over the runs. */
  readonly start: Micros;
  readonly backlog: number;
  /** Messages at which it counts as gone. */
  readonly gone: number;
  /** Of those runs in which it was gone before the end. */
  readonly simulated: {
    readonly runs: number;
    readonly drained: number;
    readonly mean: Micros | null;
    readonly interval: Interval | null;
    readonly min: Micros | null;
    readonly max: Micros | null;
    /** Width of the intervals in which levels are known. */
    readonly resolution: Micros;
  };
  readonly formula: DrainFormula;
}

export const drain: Question<DrainAnswer> = { says: 'how long a backlog takes until it is gone', ask };

/** Runs of one length after another until the backlog is gone in all of them. */
const MOST_LENGTHS = 5;
const STANDSTILL = 10 * MINUTE;

function* ask({ template, base, plan }: Planning): Experiment<DrainAnswer> {
  const asked = plan.drain ?? {};
  const replications = asked.replications ?? DRAIN_DEFAULTS.replications;
  const rules = new Rules(base.rules, base.facts);
  const joins = candidates(asked, base);
  const how = { replications, confidence: plan.confidence };
  if (asked.backlog === undefined) {
    const results = yield replicationsOf(base, 0, replications);
    const own = slowest(joins.flatMap((join) => ownDrain(join, results, base, rules, how) ?? []));
    if (own.length > 0) return answer(base, how, 'scenario', own, replications);
    const { drain: of, runs } = yield* fill(template, only(joins), undefined, { base, rules, ...how });
    return answer(base, how, 'standstill', [of], runs + replications);
  }
  const { drain: of, runs } = yield* fill(template, only(joins), asked.backlog, { base, rules, ...how });
  return answer(base, how, 'asked', [of], runs);
}

interface How {
  readonly replications: number;
  readonly confidence: number;
}

function answer(
  base: Scenario,
  how: How,
  backlogOf: DrainAnswer['backlogOf'],
  drains: readonly Drain[],
  runs: number,
): DrainAnswer {
  const met = drains.every(({ simulated }) => simulated.drained === simulated.runs);
  return { ...answerHead('drain', base), runs, met, ...how, backlogOf, drains };
}

/** All that holds messages until functions take them, or the mapping that is asked about. */
function candidates({ mapping }: DrainScenario, scenario: Scenario): Join[] {
  const all = joinsOf(scenario).filter(({ source }) => source.type !== 'sync');
  if (all.length === 0)
    throw new PlanError('nothing holds a backlog: there is no mapping, and no asynchronous invocation');
  if (mapping === undefined) return all;
  const found = all.filter((one) => one.mapping?.name === mapping);
  if (found.length > 0) return found;
  const names = all.flatMap((one) => one.mapping?.name ?? []);
  throw new PlanError(`no mapping is called ${JSON.stringify(mapping)}; there is ${names.join(', ')}`);
}

function only(joins: readonly Join[]): Join & { readonly mapping: NonNullable<Join['mapping']> } {
  const mapped = joins.flatMap((one) => (one.mapping === undefined ? [] : [{ ...one, mapping: one.mapping }]));
  if (mapped.length === 1) return mapped[0]!;
  if (mapped.length === 0)
    throw new PlanError('no backlog to speak of ever waits, and there is no mapping before which one could be put');
  const names = mapped.map((one) => one.mapping.name);
  throw new PlanError(`the backlog of which mapping? There are ${names.join(', ')}: say it with --mapping`);
}

/** Of a stream it is known when all its mappings are done with it: of several the one that should take longest stands for them. */
function slowest(drains: readonly Drain[]): Drain[] {
  const expected = ({ formula }: Drain): number => (formula.never ? Infinity : (formula.withGrowth ?? 0));
  return [...new Set(drains.map(({ source }) => source))].map((source) => {
    const own = drains.filter((one) => one.source === source);
    const last = own.reduce((most, one) => (expected(one) > expected(most) ? one : most));
    return { ...last, together: own.flatMap(({ mapping }) => mapping ?? []) };
  });
}

/** Undefined where there never was one. */
function ownDrain(
  join: Join,
  results: readonly Result[],
  scenario: Scenario,
  rules: Rules,
  how: How,
): Drain | undefined {
  const load = flowOf(join, scenario, rules);
  const causes = causesOf(join, scenario);
  const all = results.map((result) => drained(result, join.source.name, causes, usualOf(load, scenario, rules)));
  const known = all.filter((one) => one !== undefined);
  // In some runs there was one and in others not: too little to speak of.
  if (known.length < results.length) return undefined;
  return summed(join, known, load, { scenario, rules, until: scenario.duration }, how);
}

/** Messages that are in batches as a rule. */
function usualOf(load: FlowResult, scenario: Scenario, rules: Rules): Usual | undefined {
  if (!load.ok) return undefined;
  const { flow } = load;
  const { most } = ceilingOf(flow, scenario, rules);
  const held = (perSecond: number): number => (Math.min(most, needAt(perSecond, flow)) + 1) * flow.batch;
  return { mean: held(meanWhileSent(flow, scenario)), peak: held(flow.peak) };
}

/** Messages a second until the last of its arrivals ends: a quiet tail makes what is in batches no less. */
function meanWhileSent({ source, mean }: Flow, { duration }: Scenario): number {
  const ends = source.arrivals.map(({ endAt }) => Math.min(endAt ?? duration, duration));
  const last = Math.max(0, ...ends);
  return last === 0 ? mean : (mean * duration) / last;
}

interface Filling extends How {
  readonly base: Scenario;
  readonly rules: Rules;
}

/** Runs with a backlog that was put there, longer and longer until it is gone, unless it never will be. */
function* fill(
  template: Template,
  join: ReturnType<typeof only>,
  asked: number | undefined,
  { base, rules, ...how }: Filling,
): Experiment<{ readonly drain: Drain; readonly runs: number }> {
  const load = flowOf(join, base, rules);
  const usual = usualOf(load, base, rules);
  const backlog = asked ?? standstill(load, join);
  const expected = load.ok ? formulaOf(load.flow, backlog, load.flow.mean, base, rules) : undefined;
  const isHopeless = expected?.never === true;
  let lasts = isHopeless || expected === undefined ? base.duration : MINUTE + 1.5 * expected.withGrowth!;
  let runs = 0;
  for (let length = 1; ; length++) {
    const { settings, begins } = filled(template, join.mapping, join, { backlog, lasts: whole(lasts) }, rules);
    const { scenario } = template.variant(settings);
    const cause = { says: '', until: begins };
    const results = yield replicationsOf(scenario, 0, how.replications);
    runs += results.length;
    const all = results.flatMap((result) => drained(result, join.source.name, [cause], usual) ?? []);
    const isGone = all.length === results.length && all.every(({ took }) => took !== undefined);
    if (!isGone && !isHopeless && length < MOST_LENGTHS) lasts *= 2;
    else if (all.length > 0)
      return {
        drain: { ...summed(join, all, load, { scenario: base, rules, until: Infinity }, how), cause: null },
        runs,
      };
    else throw new PlanError(`a backlog of ${backlog} is no more than what ${join.source.name} holds as a rule`);
  }
}

function standstill(load: FlowResult, { source }: Join): number {
  if (!load.ok) throw new PlanError(`how large a backlog? ${load.why}: say it with --backlog`);
  const { mean } = load.flow;
  if (mean === 0) throw new PlanError(`how large a backlog? Nothing comes to ${source.name}: say it with --backlog`);
  return Math.max(1, Number(((mean * STANDSTILL) / SECOND).toPrecision(2)));
}

function whole(time: Micros): Micros {
  return Math.ceil(time / SECOND) * SECOND;
}

function summed(
  { source, mapping }: Join,
  all: readonly Drained[],
  load: FlowResult,
  { scenario, rules, until }: Where,
  { confidence }: How,
): Drain {
  const mean = (of: (one: Drained) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const [start, backlog] = [mean((one) => one.start), mean((one) => one.backlog)];
  const times = Moments.of(all.flatMap(({ took }) => took ?? []));
  const isKnown = times.count > 0;
  return {
    source: source.name,
    mapping: mapping?.name ?? null,
    together: mapping === undefined ? [] : [mapping.name],
    hidden: 'visibilityTimeout' in source.options ? source.options.visibilityTimeout : null,
    cause: all[0]!.cause?.says ?? null,
    start,
    backlog,
    gone: mean((one) => one.gone),
    simulated: {
      runs: all.length,
      drained: times.count,
      mean: isKnown ? times.mean : null,
      interval: meanInterval(times, confidence) ?? null,
      min: isKnown ? times.min : null,
      max: isKnown ? times.max : null,
      resolution: all[0]!.resolution,
    },
    formula: load.ok
      ? formulaFrom(load.flow, backlog * passingOf(load.flow, scenario), start, { scenario, rules, until })
      : { ...NOTHING, why: load.why },
  };
}
