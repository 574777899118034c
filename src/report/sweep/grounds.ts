/** What the cells of a sweep stand and fall with, all together: what the scenario relies on, and what cells do beyond that. Pure. */
import type { Fact, RuleSet } from '../../aws/fact.ts';
import { FACTS, type FactPath } from '../../aws/facts.ts';
import { factUnder } from '../../aws/rules.ts';
import type { Assumption } from '../../metrics/result.ts';
import type { Grounds } from '../../plan/grounds.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';

export function sweepGrounds(header: SweepHeader, lines: readonly SweepLine[]): Grounds & { readonly rules: string } {
  const { rules, notModelled } = header;
  const also = new Set(lines.flatMap((line) => (line.status === 'done' ? (line.also ?? []) : [])));
  const assumptions = [...header.assumptions, ...[...also].flatMap((path) => assumptionAt(path, rules))];
  return { rules, notModelled, assumptions: assumptions.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** None of a fact that AWS documents: that cells vary it is said elsewhere. */
function assumptionAt(path: string, rules: string): Assumption[] {
  if (!Object.hasOwn(FACTS, path)) return [];
  const { id, kind, unit, says }: Fact = FACTS[path as FactPath];
  if (kind === 'documented' || kind === 'recorded') return [];
  const value = factUnder(rules as RuleSet, path as FactPath);
  return [{ path, id, kind, unit, value: value === Infinity ? null : value, overridden: false, says }];
}
