/**
 * How long a backlog should take by the formulas: at the most that can run at once (PLN-05), and with executions that first have to grow
 * to it (PLN-03). A fluid: full batches, no failures, what comes meanwhile at an even rate.
 */
import type { Rules } from '../../aws/rules.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { provisionedPollersOf, queueMappingsOf, type Scenario } from '../../scenario/scenario.ts';
import { ceilingOf } from '../closed-forms/ceiling.ts';
import type { Flow } from '../closed-forms/flow.ts';
import { drainTime, throughputOf } from '../closed-forms/formulas.ts';
import { growthOf, pollerRateOf } from '../closed-forms/queues.ts';

export interface Handling {
  /** Executions at once at the most, and what sets that. */
  readonly ceiling: number;
  readonly boundBy: string;
  /** Messages a second that these handle, or that provisioned pollers bring them. */
  readonly throughput: number;
  /** Executions at first, and how many more there are a second; undefined: all at once. */
  readonly growth: { readonly start: number; readonly slope: number } | undefined;
}

export function handlingOf(flow: Flow, scenario: Scenario, rules: Rules): Handling {
  const { most, boundBy } = ceilingOf(flow, scenario, rules);
  const executions = throughputOf(most, flow.duration, flow.batch);
  const queue = queueMappingsOf(scenario.mappings).find((one) => one === flow.mapping);
  const config = queue === undefined ? undefined : provisionedPollersOf(queue);
  const brought = config === undefined ? Infinity : config.maximumPollers * pollerRateOf(flow, rules).perSecond;
  return {
    ceiling: most,
    boundBy: boundBy.says,
    throughput: Math.min(executions, brought),
    growth: queue === undefined ? undefined : growthOf(queue, rules),
  };
}

/**
 * Until a backlog is gone while executions grow from `start` by `slope` a second up to those whose throughput is the most.
 * Infinity: it never is.
 */
export function drainTimeWithGrowth(
  backlog: number,
  perSecond: number,
  { throughput, growth }: Handling,
  { duration, batch }: Pick<Flow, 'duration' | 'batch'>,
): Micros {
  const perExecution = throughputOf(1, duration, batch);
  const full = throughput / perExecution;
  if (growth === undefined || growth.start >= full) return drainTime(backlog, throughput, perSecond);
  if (throughput <= perSecond) return Infinity;
  const seconds = (full - growth.start) / growth.slope;
  // The backlog at the time t of the ramp: Q + (λ − start·r)·t − slope·r·t²/2.
  const [a, b] = [(growth.slope * perExecution) / 2, growth.start * perExecution - perSecond];
  const after = backlog - b * seconds - a * seconds * seconds;
  if (after > 0) return seconds * SECOND + drainTime(after, throughput, perSecond);
  return ((-b + Math.sqrt(b * b + 4 * a * backlog)) / (2 * a)) * SECOND;
}
