/**
 * What the formulas say of a backlog: PLN-05, and the same with executions that have to grow first; both with what comes while it
 * drains. Leaves out what runs say of it.
 */
import type { Rules } from '../../aws/rules.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Flow } from '../closed-forms/flow.ts';
import { drainTime } from '../closed-forms/formulas.ts';
import { meanRateOf } from '../closed-forms/rates.ts';
import { drainTimeWithGrowth, handlingOf } from './expected.ts';

/** Null where nothing can be calculated, and then why. Infinity is null in JSON: `never` says it. */
export interface DrainFormula {
  readonly why: string | null;
  /** PLN-05. */
  readonly atCeiling: Micros | null;
  readonly withGrowth: Micros | null;
  readonly never: boolean;
  /** Of the messages that wait, those that pass its filters. */
  readonly backlog: number | null;
  /** Executions at once at the most, what sets that, messages a second that these handle, and those that come meanwhile. */
  readonly ceiling: number | null;
  readonly boundBy: string | null;
  readonly throughput: number | null;
  readonly arrivals: number | null;
}

export interface Where {
  readonly scenario: Scenario;
  readonly rules: Rules;
  /** Until when what comes meanwhile is looked at. */
  readonly until: Micros;
}

/**
 * What comes while it drains, on average: of a rate that changes, of the time that the formula gives with that rate. Where that goes round,
 * the last of a few steps is taken; of an endless time (a backlog that was put there), the mean of the whole run.
 */
export function formulaFrom(
  flow: Flow,
  backlog: number,
  start: Micros,
  { scenario, rules, until }: Where,
): DrainFormula {
  const of = (arrivals: number): DrainFormula => formulaOf(flow, backlog, arrivals, scenario, rules);
  if (until === Infinity) return of(flow.mean);
  let said = of(arrivalsWithin(flow, scenario, start, start));
  for (let step = 0; step < STEPS; step++) {
    const end = said.never ? until : Math.min(until, start + said.withGrowth!);
    const next = of(arrivalsWithin(flow, scenario, start, end));
    if (next.arrivals === said.arrivals) break;
    said = next;
  }
  return said;
}

const STEPS = 20;

/** Messages a second that come from one instant to another, which is at least a moment later. */
function arrivalsWithin(flow: Flow, scenario: Scenario, from: Micros, until: Micros): number {
  const shares = flow.source.arrivals.map(() => 1);
  const end = Math.max(until, from + SECOND);
  const [before, all] = [from, end].map((at) =>
    at <= 0 ? 0 : meanRateOf(flow.source.arrivals, shares, at) * (at / SECOND),
  );
  const perSecond = (passingOf(flow, scenario) * (all! - before!)) / ((end - from) / SECOND);
  return perSecond > 1e-9 * flow.mean ? perSecond : 0;
}

/** What part of what comes to its source passes the filters of its mapping, over the run. */
export function passingOf({ source, mean }: Flow, { duration }: Scenario): number {
  const all = meanRateOf(
    source.arrivals,
    source.arrivals.map(() => 1),
    duration,
  );
  return all === 0 ? 1 : mean / all;
}

/** Where none can be said. */
export const NOTHING: DrainFormula = {
  why: null,
  atCeiling: null,
  withGrowth: null,
  never: false,
  backlog: null,
  ceiling: null,
  boundBy: null,
  throughput: null,
  arrivals: null,
};

export function formulaOf(
  flow: Flow,
  backlog: number,
  arrivals: number,
  scenario: Scenario,
  rules: Rules,
): DrainFormula {
  const handling = handlingOf(flow, scenario, rules);
  const { ceiling, boundBy, throughput } = handling;
  const atCeiling = drainTime(backlog, throughput, arrivals);
  const never = atCeiling === Infinity;
  return {
    why: null,
    atCeiling: never ? null : atCeiling,
    withGrowth: never ? null : drainTimeWithGrowth(backlog, arrivals, handling, flow),
    never,
    backlog,
    ceiling,
    boundBy,
    throughput,
    arrivals,
  };
}
