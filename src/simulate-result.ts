/**
 * The result of a run that has ended: what its recorders counted, its bill and its objectives, what it rests on. Beside simulate.ts,
 * which drives the run; simulate-parts.ts has what is said of each part.
 */
import type { Model } from './assemble.ts';
import { namesOf } from './assemble-metrics.ts';
import { COST_NAME } from './metrics/cost/figures.ts';
import { checkObjective } from './metrics/figure.ts';
import { MOST_INPUTS, RESULT_FORMAT, type Result } from './metrics/result.ts';
import type { Sampler } from './metrics/sampler.ts';
import { chainResults, levelResult } from './metrics/summary.ts';
import { TIER_NAME } from './metrics/tier/figures.ts';
import { explain } from './scenario/explain.ts';
import { FIGURES, type FigureKind } from './scenario/objective-figures.ts';
import type { Objective, Scenario } from './scenario/scenario.ts';
import { checkBooks } from './simulate-books.ts';
import { assumptionsOf, soundFactsOf } from './simulate-facts.ts';
import { nameOf, PartResults } from './simulate-parts.ts';
import { oldestAges } from './simulate-readings.ts';
import type { Recorders } from './simulate-recorders.ts';
import type { Luck, TierRun } from './simulate-tier.ts';
import { VERSION } from './version.ts';

export interface EndedRun {
  readonly scenario: Scenario;
  readonly luck: Luck;
  readonly model: Model;
  readonly recorders: Recorders;
  readonly sampler: Sampler;
  /** Only where there is a tier. */
  readonly tier: TierRun | undefined;
}

/** Throws Defect when the books do not balance. */
export function resultOf({ scenario, luck, model, recorders, sampler, tier }: EndedRun): Result {
  const { name, question, seed, rules, duration, warmUp, account, objectives } = scenario;
  const { sim, rules: facts } = model.world;
  // Brings the counts up to date that the books are made of.
  const ages = oldestAges(model);
  checkBooks(model, recorders, tier);
  const of = new PartResults(scenario, model, recorders);
  const parts = { sources: of.sources(ages), mappings: of.mappings(), functions: of.functions() };
  const alarms = recorders.alarms === undefined ? {} : { alarms: recorders.alarms.results() };
  const [downstreams, ofTier] = [of.downstreams(), tier?.result(sim.now) ?? null];
  const figures = { ...parts, downstreams, ...alarms, tier: ofTier, cost: billOf(model, recorders) };
  const { provisioned } = recorders;
  return {
    lagcastResult: RESULT_FORMAT,
    version: VERSION,
    name,
    question: question ?? null,
    seed,
    ...replicationOf(luck),
    rules,
    duration,
    warmUp,
    digest: sim.digest,
    events: sim.events,
    ...parts,
    downstreams,
    chains: chainResults(recorders.recorder.chains, scenario.sources.map(nameOf)),
    account: {
      concurrency: account.concurrency === Infinity ? null : account.concurrency,
      claimed: provisioned === undefined ? null : levelResult(provisioned.claimed, sim.now),
      ...recorders.account?.results(),
    },
    outages: recorders.recorder.outages,
    ...alarms,
    tier: figures.tier,
    cost: figures.cost,
    objectives: objectives.map((objective) => checkObjective(figures, objective, unitOf(objective, figures))),
    assumptions: assumptionsOf(facts, scenario),
    facts: soundFactsOf(facts),
    ...inputsOf(scenario),
    series: { ...sampler.toResult(namesOf(scenario)), ...recorders.account?.series() },
  };
}

/** What it comes to; the prices it has been asked for are among what the run relies on from then on. */
function billOf({ world: { sim, rules } }: Model, recorders: Recorders): Result['cost'] {
  const { cost, facts } = recorders.cost.result(recorders.pollers, sim.now);
  rules.relyOn(facts);
  return cost;
}

/** Said of every run but the first. */
export function replicationOf({ replication }: Luck): { readonly replication?: number } {
  return replication === 0 ? {} : { replication };
}

function unitOf(
  { name, figure }: Objective,
  parts: Pick<Result, 'sources' | 'mappings' | 'functions' | 'downstreams' | 'tier' | 'alarms'>,
): FigureKind['unit'] {
  const owners = [
    name === COST_NAME && figure in FIGURES.cost && FIGURES.cost,
    name === TIER_NAME && FIGURES.tier,
    parts.tier !== null && name in parts.tier.groups && FIGURES.group,
    name in parts.sources && FIGURES.source,
    name in parts.mappings && FIGURES.mapping,
    name in parts.functions && FIGURES.function,
    name in parts.downstreams && FIGURES.downstream,
    name in (parts.alarms ?? {}) && FIGURES.alarm,
  ];
  const kinds = owners.filter((figures) => figures !== false) as Record<string, FigureKind>[];
  return kinds.find((figures) => figure in figures)?.[figure]?.unit ?? 'count';
}

function inputsOf(scenario: Scenario): Pick<Result, 'inputs' | 'inputsLeftOut'> {
  const inputs = explain(scenario).lines.flatMap(({ path, value }) =>
    value === undefined ? [] : [{ path, written: value.written, origin: value.origin }],
  );
  return { inputs: inputs.slice(0, MOST_INPUTS), inputsLeftOut: Math.max(0, inputs.length - MOST_INPUTS) };
}
