/**
 * Of the numbers of AWS that a run looked up, those that its figures can depend on. Leaves out what the ideal rules set themselves, for that is how
 * they are defined and nobody measured or assumed it of AWS; and what a limit that is turned off has no use for: how a ramp without an end rises.
 * What a scenario overrides is always told. Pure.
 */
import { RULE_SETS, type Fact, type RuleSet } from '../aws/fact.ts';
import { FACTS, type FactPath } from '../aws/facts.ts';
import { factUnder } from '../aws/rules.ts';
import type { Assumption, Result } from '../metrics/result.ts';

/** By a part of a path: facts that decide nothing while all of these are unlimited or off. */
const TURNED_OFF_BY: readonly (readonly [of: RegExp, by: readonly FactPath[]])[] = [
  [/^sqs\.pollers\./, ['sqs.pollers.start']],
  [/^sqs\.backOff\./, ['sqs.backOff']],
  [/^sqs\.startLatency\./, ['sqs.startLatency']],
  [/^async\.dispatch\./, ['async.dispatch']],
  [/^async\.handOver\./, ['async.handOver']],
  [/^kinesis\.put\.retry\./, ['kinesis.write.records', 'kinesis.write.bytes']],
  [/^lambda\.requestRate\./, ['lambda.requestRate']],
  [/^lambda\.environment\./, ['lambda.scaling.burst', 'lambda.coldStart.runtime']],
];
const COLD_START = /^functions\..+\.coldStart\./;

/** What of a result, or of the outcome of an experiment, tells which they are. Without inputs environments may start cold. */
export interface ReliedIn extends Pick<Result, 'rules' | 'assumptions'> {
  readonly inputs?: readonly { readonly path: string }[];
}

export function decisive(of: ReliedIn): Assumption[] {
  return of.assumptions.filter((one) => one.overridden || !(isSetByIdeal(one, of) || isTurnedOff(one, of)));
}

function isSetByIdeal({ path }: Assumption, { rules }: ReliedIn): boolean {
  return rules === 'ideal' && factAt(path)?.under?.ideal !== undefined;
}

function isTurnedOff({ path }: Assumption, of: ReliedIn): boolean {
  return TURNED_OFF_BY.some(([part, by]) => part.test(path) && by.every((one) => isOff(one, of)));
}

function isOff(path: FactPath, { rules, assumptions, inputs }: ReliedIn): boolean {
  // A function may have cold starts of its own.
  if (path === 'lambda.coldStart.runtime' && inputs?.some((input) => COLD_START.test(input.path)) !== false)
    return false;
  const own = assumptions.find((one) => one.path === path && one.overridden);
  const isKnown = (RULE_SETS as readonly string[]).includes(rules);
  const value = own === undefined ? (isKnown ? factUnder(rules as RuleSet, path) : undefined) : (own.value ?? Infinity);
  return value === Infinity || value === 'off' || value === 'none';
}

function factAt(path: string): Fact | undefined {
  return (FACTS as Readonly<Record<string, Fact | undefined>>)[path];
}
