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
  readonly passedOver?: number;
  readonly shard?: number;
  readonly closed?: readonly string[];
  readonly opened?: readonly string[];
  /** Why an invocation is the last of a tumbling window. */
  readonly final?: string;
}

/**
 * The scenario, which must be without errors. So that instants can be worked out by hand, fresh messages take no time to
 * reach a function (UNK-25) unless the scenario itself names `sqs.startLatency`.
 */
export function scenarioOf(value: unknown): Scenario {
  const read = readScenarioValue(value);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const { scenario } = read;
  return { ...scenario, facts: { 'sqs.startLatency': 'off', ...scenario.facts } };
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
