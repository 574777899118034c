/**
 * Explains a scenario: all of it as the simulator takes it, defaults included, each value with where it comes from, and
 * the facts it overrides. Pure: a scenario in, lines and plain data out. Leaves out their layout (report/explain.ts).
 */
import type { Fact } from '../aws/fact.ts';
import { FACTS, type FactPath } from '../aws/facts.ts';
import { factUnder } from '../aws/rules.ts';
import { explainDownstream } from './explain/downstreams.ts';
import { explainFunction } from './explain/functions.ts';
import { explainAlarm } from './explain/alarms.ts';
import { explainGuess } from './explain/guesses.ts';
import { explainEvents, explainMapping } from './explain/mappings.ts';
import { explainPlan } from './explain/plan.ts';
import { explainSweep } from './explain/sweep.ts';
import { Sheet, type ExplainedLine } from './explain/sheet.ts';
import { explainSource } from './explain/sources.ts';
import { explainTier } from './explain/tier.ts';
import { duration } from './explain/words.ts';
import { formatQuantity } from './quantities.ts';
import type { Scenario } from './scenario.ts';

/** A number of the service that the scenario gives another value. */
export interface OverriddenFact {
  readonly path: FactPath;
  readonly id: string;
  readonly says: string;
  /** As a scenario writes it: the scenario's, and what holds under its set of rules. */
  readonly value: string;
  readonly instead: string;
}

export interface Explanation {
  /** In the order in which a scenario is written. */
  readonly lines: readonly ExplainedLine[];
  readonly overrides: readonly OverriddenFact[];
}

export function explain(scenario: Scenario): Explanation {
  const sheet = new Sheet(scenario);
  explainHead(sheet, scenario);
  section(sheet, 'functions', scenario.functions, (part) => explainFunction(sheet, part));
  section(sheet, 'downstreams', scenario.downstreams, (part) => explainDownstream(sheet, part));
  section(sheet, 'sources', scenario.sources, (part) => explainSource(sheet, part));
  section(sheet, 'mappings', scenario.mappings, (part) => explainMapping(sheet, part));
  explainTier(sheet, scenario.tier);
  explainEvents(sheet, scenario);
  section(sheet, 'alarms', scenario.alarms, (part) => explainAlarm(sheet, part));
  section(sheet, 'objectives', scenario.objectives, ({ text }, i) => sheet.entry(['objectives', i], text, text));
  explainPlan(sheet, scenario.plan);
  explainSweep(sheet, scenario.sweep);
  section(sheet, 'guesses', scenario.guesses, (part) => explainGuess(sheet, part));
  return { lines: sheet.lines, overrides: overridesOf(scenario) };
}

function section<T>(sheet: Sheet, name: string, parts: readonly T[], each: (part: T, index: number) => void): void {
  if (parts.length === 0) return;
  sheet.heading([name]);
  parts.forEach(each);
}

function explainHead(sheet: Sheet, scenario: Scenario): void {
  const { name, question, seed, duration: length, warmUp, rules, account, cost } = scenario;
  sheet.value(['name'], name, name);
  if (question !== undefined) sheet.value(['question'], question, question);
  sheet.value(['seed'], String(seed), seed);
  sheet.value(['duration'], duration(length), length);
  sheet.value(['warmUp'], duration(warmUp), warmUp);
  sheet.value(['rules'], rules, rules);
  sheet.heading(['account']);
  sheet.value(['account', 'concurrency'], formatQuantity('count', account.concurrency), account.concurrency);
  sheet.heading(['cost']);
  sheet.value(['cost', 'freeTier'], String(cost.freeTier), cost.freeTier);
}

function overridesOf({ facts, rules }: Scenario): OverriddenFact[] {
  return (Object.entries(facts) as [FactPath, number | string][]).map(([path, value]) => {
    const { id, unit, says }: Fact = FACTS[path];
    const write = (one: number | string) => {
      return typeof one === 'number' && unit !== 'word' ? formatQuantity(unit, one) : String(one);
    };
    return { path, id, says, value: write(value), instead: write(factUnder(rules, path)) };
  });
}
