/**
 * What share of an entry's records passes the filters of a mapping, as far as it can be calculated: the attributes that decide have
 * values with known weights, and no instant and no trace plays a part. Attributes are drawn independently.
 */
import { LAMBDA } from '../../model/filters/dialect.ts';
import { readPattern, type Pattern } from '../../model/filters/pattern.ts';
import { letsThrough } from '../../model/filters/record-filter.ts';
import { Refused } from '../../model/filters/refused.ts';
import { TIME_PATH, VIEWS, type Value, type ViewOptions } from '../../model/filters/views.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import { zipfWeights } from '../../engine/distributions.ts';
import type { ArrivalScenario, AttributeSpec, MappingScenario, SourceScenario } from '../../scenario/scenario.ts';

/** Combinations of values beyond which nobody waits for the answer. */
const MOST_COMBINATIONS = 20_000;

type Accepts = (attributes: Readonly<Record<string, Value>>, body: string | undefined) => boolean;
type Weighted = readonly (readonly [value: Value | undefined, weight: number])[];

/** From 0 to 1, in the order of the arrivals; undefined where it cannot be told of all of them. */
export function passingShares(source: SourceScenario, mapping: MappingScenario): readonly number[] | undefined {
  const kind = SOURCE_KINDS[source.type].filters;
  if (mapping.filters.length === 0) return source.arrivals.map(() => 1);
  if (kind === undefined) return undefined;
  const patterns = mapping.filters.map((one) => readPattern(one, { dialect: LAMBDA, mostRules: Infinity }));
  if (patterns.some((one) => one instanceof Refused)) return undefined;
  const read = patterns as readonly Pattern[];
  const paths = read.flatMap(({ rules }) => rules.flat()).map(({ path }) => path);
  if (paths.includes(TIME_PATH)) return undefined;
  const options = viewOf(source);
  const names = [...new Set(paths.flatMap((path) => VIEWS[kind].attributesAt(path, options)))];
  const accepts: Accepts = (attributes, body) =>
    letsThrough(read, VIEWS[kind].of({ body, attributes, second: 0 }, options), kind);
  const shares = source.arrivals.map((entry) => shareOf(entry, names, accepts));
  return shares.every((share) => share !== undefined) ? shares : undefined;
}

/** As the model makes it of a source. */
function viewOf(source: SourceScenario): ViewOptions {
  if (source.type === 'kinesis') return { partitionKey: source.options.partitionKey };
  if (source.type !== 'dynamodbStreams') return {};
  const { partitionKey, streamViewType } = source.options;
  return { streamView: streamViewType, tableKeys: partitionKey === undefined ? [] : [partitionKey] };
}

function shareOf(
  { when, attributes }: ArrivalScenario,
  names: readonly string[],
  accepts: Accepts,
): number | undefined {
  if (when.kind === 'replay') return undefined;
  if (when.kind === 'records') {
    const passing = when.records.filter((one) => accepts(one.attributes ?? {}, one.body));
    return when.records.length === 0 ? 0 : passing.length / when.records.length;
  }
  const values = names.map((name) => valuesOf(attributes.find((one) => one.name === name)?.spec));
  if (values.includes(undefined)) return undefined;
  const known = values as readonly Weighted[];
  if (known.reduce((product, one) => product * one.length, 1) > MOST_COMBINATIONS) return undefined;
  const passing = (at: number, given: Readonly<Record<string, Value>>): number => {
    if (at === names.length) return accepts(given, undefined) ? 1 : 0;
    const total = known[at]!.reduce((sum, [, weight]) => sum + weight, 0);
    return known[at]!.reduce((sum, [value, weight]) => {
      const next = value === undefined ? given : { ...given, [names[at]!]: value };
      return weight === 0 ? sum : sum + (weight / total) * passing(at + 1, next);
    }, 0);
  };
  return passing(0, {});
}

/** Undefined: too many to go through, or numbers that are drawn. */
function valuesOf(spec: AttributeSpec | undefined): Weighted | undefined {
  switch (spec?.kind) {
    case undefined:
      return [[undefined, 1]];
    case 'constant':
      return [[spec.value, 1]];
    case 'choice':
      return spec.values.map((value, i) => [value, spec.weights[i]!] as const);
    case 'sequence':
      return spec.values.map((value) => [value, 1] as const);
    case 'zipf':
      if (spec.values > MOST_COMBINATIONS) return undefined;
      return [...zipfWeights(spec.values, spec.exponent)].map((weight, i) => [i + 1, weight] as const);
    case 'number':
      return undefined;
  }
}
