/** Runs scenarios for tests: plain data in; result, journal lines and problems out. */
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate, type RunOptions } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** One line of the journal. */
export interface Line {
  readonly t: number;
  readonly event: string;
  readonly source?: string;
  readonly mapping?: string;
  readonly function?: string;
  readonly invocation?: number;
  readonly records?: readonly string[];
  readonly unprocessed?: readonly string[];
  readonly receiveCounts?: readonly number[];
  readonly attempt?: number;
  readonly outcome?: string;
  /** Of a direct call that met a system error. */
  readonly status?: number;
  readonly reason?: string;
  readonly destination?: string;
  readonly cold?: boolean;
  readonly environment?: number;
  readonly provisioned?: boolean;
  readonly suppressedInit?: number;
  readonly ready?: number;
  readonly lane?: string;
  readonly parts?: readonly number[];
  readonly condition?: string;
  readonly approximateInvokeCount?: number;
  /** Absent: nothing was invoked. */
  readonly functionError?: string | null;
  readonly delivered?: boolean;
  readonly deadLetterQueue?: string;
  readonly deadLettered?: boolean;
  /** Of the message in a dead-letter queue: the status of the last attempt. */
  readonly errorCode?: number;
  /** Until an event is delivered again. */
  readonly wait?: number;
  /** Id of the record that this one is about. */
  readonly follows?: string;
  readonly passedOver?: number;
  readonly shard?: number;
  readonly closed?: readonly string[];
  readonly opened?: readonly string[];
  readonly consumers?: number;
  readonly moved?: number;
  /** Why an invocation is the last of a tumbling window. */
  readonly final?: string;
}

const AT_ONCE = { 'sqs.startLatency': 'off', 'async.dispatch': 'off', 'async.handOver': 'off' };

/**
 * The scenario, which must be without errors. So that instants can be worked out by hand, fresh messages and events take no time
 * to reach a function (UNK-25, UNK-13, M.1) unless the scenario itself names `sqs.startLatency`, `async.dispatch` or `async.handOver`.
 */
export function scenarioOf(value: unknown): Scenario {
  const read = readScenarioValue(value);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const { scenario } = read;
  return { ...scenario, facts: { ...AT_ONCE, ...scenario.facts } };
}

/** Runs a scenario given as plain data. */
export function run(value: unknown, options: RunOptions = {}): Result {
  return simulate(scenarioOf(value), options);
}

/** Runs a scenario and keeps its journal, without the header. */
export function journaled(value: unknown, options: RunOptions = {}): { result: Result; lines: Line[] } {
  const lines: Line[] = [];
  const result = run(value, { ...options, journal: (line) => lines.push(JSON.parse(line) as Line) });
  return { result, lines: lines.slice(1) };
}
