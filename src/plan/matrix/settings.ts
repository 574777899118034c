/**
 * What a capacity matrix is made of, and what it is when nothing is said: a mapping of a stream, how many shards, how many event types
 * that each have a copy of the mapping, which factors, and what their functions reserve.
 */
import type { Rules } from '../../aws/rules.ts';
import { SECOND } from '../../engine/time.ts';
import { MATRIX_DEFAULTS } from '../../scenario/complete/plan-matrix.ts';
import { streamMappingsOf, type MatrixScenario, type Scenario, type StreamMapping } from '../../scenario/scenario.ts';
import { PlanError } from '../answer.ts';
import { flowOf, joinsOf, needAt } from '../closed-forms/flow.ts';

export interface Matrix extends Required<{ readonly [K in keyof MatrixScenario]: NonNullable<MatrixScenario[K]> }> {
  readonly function: string;
  /** Weights of all types there are at the most. */
  readonly shares: readonly number[];
}

const MAX_AGE = 10 * SECOND;
const EVENT_TYPES = [1, 2, 4];
const FACTORS = [1, 2, 10];
const RESERVED = [10, 50, 100];
/** Variants that a matrix has at most. */
export const MOST_CELLS = 10_000;
const MOST_TYPES = 1000;

/** Everything chosen and checked. Throws {@link PlanError}. */
export function completeMatrix(settings: MatrixScenario, scenario: Scenario, rules: Rules): Matrix {
  const mapping = mappingOf(settings, scenario);
  const stream = mapping.source;
  const { shards } = scenario.sources.find(({ name }) => name === stream)!.options as { readonly shards: number };
  const eventTypes = counts('eventTypes', settings.eventTypes ?? EVENT_TYPES, MOST_TYPES);
  const most = Math.max(...eventTypes);
  const matrix: Matrix = {
    stream,
    mapping: mapping.name,
    function: mapping.function,
    shards: counts('shards', settings.shards ?? [shards, 2 * shards], rules.number('kinesis.shards.max')),
    eventTypes,
    parallelizationFactor: counts(
      'parallelizationFactor',
      settings.parallelizationFactor ?? FACTORS,
      rules.number('stream.parallelizationFactor.max'),
    ),
    reservedConcurrency: reservations(settings, mapping, scenario, rules),
    eventType: settings.eventType ?? MATRIX_DEFAULTS.eventType,
    shares: sharesOf(settings.shares, most),
    functions: settings.functions ?? MATRIX_DEFAULTS.functions,
    maxAge: above('maxAge', settings.maxAge ?? MAX_AGE + mapping.options.maximumBatchingWindow, Infinity),
    tolerance: above('tolerance', settings.tolerance ?? MATRIX_DEFAULTS.tolerance, 1),
    replications: settings.replications ?? MATRIX_DEFAULTS.replications,
  };
  refuseMany(matrix);
  refuseRules(matrix, scenario);
  return matrix;
}

/** That of its name; or the one there is of the stream, or in the scenario. */
function mappingOf({ stream, mapping }: MatrixScenario, scenario: Scenario): StreamMapping {
  const all = streamMappingsOf(scenario.mappings);
  if (all.length === 0)
    throw new PlanError('a capacity matrix is of a stream with shards (kinesis or dynamodbStreams), and none is read');
  const candidates = all.filter((one) => stream === undefined || one.source === stream);
  const streams = [...new Set(all.map(({ source }) => source))];
  if (candidates.length === 0)
    throw new PlanError(
      `no mapping reads a stream called ${JSON.stringify(stream)}; streams that are read: ${streams.join(', ')}`,
    );
  const names = candidates.map(({ name }) => name);
  if (mapping === undefined && candidates.length > 1)
    throw new PlanError(
      `which mapping? There are ${names.join(', ')}: say it with --mapping, or plan: { matrix: { mapping: ${names[0]} } }`,
    );
  const found = mapping === undefined ? candidates[0] : candidates.find(({ name }) => name === mapping);
  if (found === undefined)
    throw new PlanError(`no mapping of a stream is called ${JSON.stringify(mapping)}; there is ${names.join(', ')}`);
  return found;
}

/** Whole numbers from 1, in order, each once. */
function counts(what: string, values: readonly number[], most: number): number[] {
  if (values.length === 0) throw new PlanError(`${what}: at least one number is due`);
  for (const value of values)
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new PlanError(`${what}: whole numbers from 1 to ${most} are due; found ${String(value)}`);
  return [...new Set(values)].sort((a, b) => a - b);
}

function above(what: string, value: number, most: number): number {
  if (value > 0 && value <= most) return value;
  throw new PlanError(
    `${what}: a number above 0 is due${most === Infinity ? '' : `, and at most ${most}`}; found ${value}`,
  );
}

/** Half of what it reserves, that, and twice of it; of a function without a reservation the same around what its load needs. */
function reservations(
  { reservedConcurrency: said }: MatrixScenario,
  mapping: StreamMapping,
  scenario: Scenario,
  rules: Rules,
): number[] {
  const others = scenario.functions.filter(({ name }) => name !== mapping.function);
  const taken = others.reduce((sum, one) => sum + (one.reservedConcurrency ?? one.provisionedConcurrency), 0);
  const most = scenario.account.concurrency - taken - rules.number('lambda.unreserved.min');
  if (said !== undefined) return counts('reservedConcurrency', said, most);
  const own = scenario.functions.find(({ name }) => name === mapping.function)!.reservedConcurrency;
  const base = own !== undefined && own > 0 ? own : needOf(mapping, scenario, rules);
  const chosen = base === undefined ? RESERVED : [base / 2, base, 2 * base];
  return counts(
    'reservedConcurrency',
    chosen.map((n) => Math.max(1, Math.min(most, Math.ceil(n)))),
    most,
  );
}

function needOf(mapping: StreamMapping, scenario: Scenario, rules: Rules): number | undefined {
  const join = joinsOf(scenario).find((one) => one.mapping === mapping)!;
  const load = flowOf(join, scenario, rules);
  return load.ok ? Math.max(1, Math.ceil(needAt(load.flow.peak, load.flow))) : undefined;
}

function sharesOf(said: readonly number[] | undefined, most: number): number[] {
  if (said === undefined) return Array.from({ length: most }, () => 1);
  if (said.length < most)
    throw new PlanError(`shares: ${said.length} are given for ${most} event types; one for each is due`);
  for (const share of said)
    if (!Number.isFinite(share) || share <= 0) throw new PlanError(`shares: numbers above 0 are due; found ${share}`);
  return [...said];
}

function refuseMany({ shards, eventTypes, parallelizationFactor, reservedConcurrency, functions }: Matrix): void {
  const cells = shards.length * eventTypes.length * parallelizationFactor.length * reservedConcurrency.length;
  if (cells > MOST_CELLS) throw new PlanError(`${cells} cells: at most ${MOST_CELLS} are run at once`);
  const [least, types] = [reservedConcurrency[0]!, eventTypes.at(-1)!];
  if (functions === 'each' && least < types)
    throw new PlanError(`reservedConcurrency: ${least} cannot be divided among ${types} functions of their own`);
}

/** The values of the attribute are the matrix's own: rules of the handler for other values would be lost in silence. */
function refuseRules({ eventType, function: name }: Matrix, { functions }: Scenario): void {
  const { handler } = functions.find((one) => one.name === name)!;
  if (!attributesAsked(handler).has(eventType)) return;
  throw new PlanError(
    `the handler of ${name} goes by ${JSON.stringify(eventType)}, whose values the matrix replaces: say eventType with another attribute`,
  );
}

function attributesAsked(handler: Scenario['functions'][number]['handler']): Set<string> {
  const { perRecord, outcome, when, sends, transaction, strategy, effects, idempotency } = handler;
  const groups = strategy?.kind === 'groups' ? strategy.groups : [];
  const conditions = [
    ...[...perRecord, ...outcome, ...sends, ...groups].map((one) => one.when),
    ...when.map(({ attributes }) => attributes),
    transaction?.critical,
  ];
  const asked = new Set(conditions.flatMap((one) => Object.keys(one ?? {})));
  for (const { time } of perRecord) if (time.kind === 'attribute') asked.add(time.name);
  for (const key of [effects?.key, idempotency?.key]) if (key !== undefined) asked.add(key);
  return asked;
}
