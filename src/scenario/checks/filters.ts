/**
 * Filters that let nothing through, which is most often a slip of the pen: what they ask for is an attribute that no record
 * carries. Where some record has a body of its own, or a pattern has alternatives, nothing is said.
 */
import { LAMBDA } from '../../model/filters/dialect.ts';
import { readPattern, type Condition } from '../../model/filters/pattern.ts';
import { Refused } from '../../model/filters/refused.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import { SOURCE_FIELDS } from '../../model/filters/source-fields.ts';
import type { Context, Parts } from '../complete/context.ts';
import { nearest } from '../nearest.ts';
import { quote } from '../problem.ts';
import type { ArrivalScenario } from '../scenario.ts';

/** `carried`: the names of all attributes that records carry. */
export function checkFilters({ sources, mappings }: Parts, carried: ReadonlySet<string>, context: Context): void {
  if (sources.some(({ arrivals }) => arrivals.some(hasBodies))) return;
  for (const { name, type, filters } of mappings) {
    // Of a table the way to an attribute is longer, and depends on what happened.
    const { filters: kind } = SOURCE_KINDS[type];
    if (kind === 'dynamodbStreams' || kind === undefined) continue;
    filters.forEach((written, i) => {
      const missing = missingIn(written, SOURCE_FIELDS[kind].key, carried);
      if (missing === undefined) return;
      const meant = nearest(missing, [...carried]);
      const hint = meant === undefined ? undefined : `did you mean ${meant}?`;
      const message = `no record carries the attribute ${quote(missing)}, so this lets nothing through`;
      context.findings.warning(['mappings', name, 'filters', i], { message, hint });
    });
  }
}

function hasBodies({ when }: ArrivalScenario): boolean {
  return when.kind === 'records' && when.records.some(({ body }) => body !== undefined);
}

/** An attribute without which a pattern matches nothing; undefined when there is none. */
function missingIn(written: unknown, key: string, carried: ReadonlySet<string>): string | undefined {
  const pattern = readPattern(written, { dialect: LAMBDA, mostRules: Infinity });
  if (pattern instanceof Refused || pattern.rules.length > 1) return undefined;
  const prefix = `${key}.`;
  const isMissing = ({ path, orAbsent }: Condition): boolean =>
    path.startsWith(prefix) && !orAbsent && !carried.has(path.slice(prefix.length));
  return pattern.rules[0]!.find(isMissing)?.path.slice(prefix.length);
}
