/**
 * The scenario of one cell of a capacity matrix, made of the file: so many shards, a copy of the mapping for each event type that lets
 * through its type alone, and the types dealt out to what arrives. Objectives and alarms are left out: a cell is judged by the matrix.
 */
import { isMapping } from '../../scenario/plain.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { formatProblems } from '../../scenario/problem.ts';
import type { Settings, Template } from '../../scenario/template.ts';
import { PlanError } from '../answer.ts';
import type { Matrix } from './settings.ts';

/** Where a cell is. */
export interface Place {
  readonly shards: number;
  readonly eventTypes: number;
  readonly parallelizationFactor: number;
  readonly reservedConcurrency: number;
}

/** What the copies are called, and the functions they invoke. */
export interface Copies {
  readonly mappings: readonly string[];
  readonly functions: readonly string[];
}

export interface CellScenario extends Copies {
  readonly scenario: Scenario;
}

type Tree = Readonly<Record<string, unknown>>;

/** Throws {@link PlanError} with what the reader says of a cell that is no sound scenario. */
export function cellScenario(template: Template, matrix: Matrix, place: Place): CellScenario {
  const { settings, copies } = settingsOf(template, matrix, place);
  const made = template.tryVariant(settings);
  if (made.ok) return { ...copies, scenario: made.scenario };
  const errors = made.problems.filter(({ severity }) => severity === 'error');
  throw new PlanError(formatProblems(wordsOf(place), errors));
}

export function wordsOf({ shards, eventTypes, parallelizationFactor, reservedConcurrency }: Place): string {
  const some = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  return `${some(shards, 'shard')}, ${some(eventTypes, 'event type')}, factor ${parallelizationFactor}, ${reservedConcurrency} reserved`;
}

function settingsOf(template: Template, matrix: Matrix, place: Place): { settings: Settings; copies: Copies } {
  const { stream, mapping, eventType } = matrix;
  const types = Array.from({ length: place.eventTypes }, (_, i) => `type-${i + 1}`);
  const mappings = (template.written('mappings') ?? {}) as Tree;
  const functions = (template.written('functions') ?? {}) as Tree;
  const written = mappings[mapping] as Tree;
  const target = functions[matrix.function] as Tree;
  const isTable = typeOf(template, stream) === 'dynamodbStreams';
  const siblings = Object.entries(mappings).filter(
    ([name, one]) => name !== mapping && !(isMapping(one) && one['source'] === stream && filtersBy(one, eventType)),
  );
  const copies: Copies = {
    mappings: namesOf(mapping, types.length, new Set(siblings.map(([name]) => name))),
    functions:
      matrix.functions === 'one'
        ? [matrix.function]
        : namesOf(matrix.function, types.length, new Set(Object.keys(functions))),
  };
  const own = types.map((type, i) => [
    copies.mappings[i]!,
    {
      ...written,
      function: copies.functions[i] ?? matrix.function,
      parallelizationFactor: place.parallelizationFactor,
      // One type is all there is.
      ...(types.length === 1 ? {} : { filters: filtersOf(written, eventType, type, isTable) }),
    },
  ]);
  const reserved = divided(place.reservedConcurrency, copies.functions.length);
  const settings = {
    [`sources.${stream}.shards`]: place.shards,
    [`sources.${stream}.arrivals`]: arrivalsOf(template, matrix, types),
    mappings: Object.fromEntries([...siblings, ...own]) as unknown,
    functions: {
      ...functions,
      ...Object.fromEntries(
        copies.functions.map((name, i) => [name, { ...target, reservedConcurrency: reserved[i]! }]),
      ),
    },
    objectives: undefined,
    alarms: undefined,
  };
  return { settings, copies };
}

/** The name itself, then `name-2` and so on, past names that are taken. */
function namesOf(name: string, count: number, taken: ReadonlySet<string>): string[] {
  const names = [name];
  for (let i = 2; names.length < count; i++) if (!taken.has(`${name}-${i}`)) names.push(`${name}-${i}`);
  return names;
}

/** As even as whole numbers are. */
function divided(whole: number, parts: number): number[] {
  const least = Math.floor(whole / parts);
  return Array.from({ length: parts }, (_, i) => least + (i < whole - least * parts ? 1 : 0));
}

function typeOf(template: Template, stream: string): unknown {
  return template.written(`sources.${stream}.type`);
}

/** Whether some pattern of a mapping names the attribute: such a mapping is of an event type that the matrix deals out anew. */
function filtersBy(mapping: Tree, eventType: string): boolean {
  return JSON.stringify(mapping['filters'] ?? null).includes(JSON.stringify(eventType));
}

/** The patterns of the mapping, each with the type beside what it asks for already. */
function filtersOf(mapping: Tree, eventType: string, type: string, isTable: boolean): unknown[] {
  const own =
    Array.isArray(mapping['filters']) && mapping['filters'].length > 0 ? (mapping['filters'] as unknown[]) : [{}];
  return own.map((one) => {
    const pattern = (typeof one === 'string' ? JSON.parse(one) : one) as Tree;
    if (!isTable) return { ...pattern, data: { ...(pattern['data'] as Tree | undefined), [eventType]: [type] } };
    const table = (pattern['dynamodb'] ?? {}) as Tree;
    const image = { ...(table['NewImage'] as Tree | undefined), [eventType]: { S: [type] } };
    return { ...pattern, dynamodb: { ...table, NewImage: image } };
  });
}

/** What arrives, with a type drawn for each record by its share; records written out get the types in turn. */
function arrivalsOf(template: Template, { stream, eventType, shares }: Matrix, types: readonly string[]): unknown {
  const written = template.written(`sources.${stream}.arrivals`);
  if (!Array.isArray(written) || types.length === 1) return written;
  const weights = shares.slice(0, types.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const choice = Object.fromEntries(types.map((type, i) => [type, `${(100 * weights[i]!) / total} %`]));
  return (written as Tree[]).map((entry) => {
    if (Array.isArray(entry['records'])) {
      const records = (entry['records'] as Tree[]).map((record, i) => ({
        ...record,
        attributes: { ...(record['attributes'] as Tree | undefined), [eventType]: types[i % types.length] },
      }));
      return { ...entry, records };
    }
    return { ...entry, attributes: { ...(entry['attributes'] as Tree | undefined), [eventType]: { choice } } };
  });
}
