/**
 * A published claim next to what lagcast makes of it: a table, each row with cells that are fixed (what varies, what is published) and
 * cells that are run by the present code. Runs of equal scenarios are made once.
 */
import type { Result } from '../../src/metrics/result.ts';
import type { TierGroupResult, TierResult } from '../../src/metrics/tier/result.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

export interface Claim {
  /** Of its block in the page. */
  readonly name: string;
  /** Of all columns: the fixed ones, then those that are run. */
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly fixed: readonly string[];
  /** Runs what is to be run. */
  readonly run: (play: Play) => readonly string[];
}

/** A tier as a scenario has it. */
export type Tier = Readonly<Record<string, unknown>>;

/** Runs a scenario that is a tier and little more. */
export type Play = (scenario: { readonly duration: string; readonly warmUp?: string; readonly tier: Tier }) => Result;

/** Runs each scenario once and keeps its result. */
export function player(): Play {
  const results = new Map<string, Result>();
  return (scenario) => {
    const key = JSON.stringify(scenario);
    const result = results.get(key) ?? played(scenario);
    results.set(key, result);
    return result;
  };
}

function played(scenario: object): Result {
  const read = readScenarioValue({ lagcast: 1, name: 'claim', rules: 'ideal', ...scenario });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return simulate(read.scenario);
}

export function tierOf({ tier }: Result): TierResult {
  if (tier === null) throw new Error('without a tier');
  return tier;
}

export function groupOf(result: Result, name: string): TierGroupResult {
  return tierOf(result).groups[name]!;
}

/** A table of the page without what is run: what a row must begin with. */
export function beginOf({ fixed }: Row): string {
  return `| ${fixed.join(' | ')} |`;
}

export function tableOf({ head, rows }: Claim, play: Play): string {
  const lines = rows.map((row) => `${beginOf(row)} ${row.run(play).join(' | ')} |`);
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...lines].join('\n');
}

/** Of a mean in microseconds, in seconds. */
export function seconds(micros: number | null, digits: number): string {
  return micros === null ? '–' : (micros / 1e6).toFixed(digits);
}

export function share(of: number | null, digits = 1): string {
  return of === null ? '–' : `${(of * 100).toFixed(digits)} %`;
}

export function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}
