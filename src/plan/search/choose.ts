/**
 * What `settings` varies where nobody says it: the limits that the file itself writes, or else those of its mappings that bound what is
 * handled at once; from half of what formulas say the load needs to four times that. Three settings at the most, first those that are
 * billed: the smallest of these is put first. Memory is left out, for what it does to time is not known as a rule.
 */
import { Rules } from '../../aws/rules.ts';
import {
  provisionedPollersOf,
  queueMappingsOf,
  streamMappingsOf,
  type MappingScenario,
  type Scenario,
  type VariedSetting,
} from '../../scenario/scenario.ts';
import type { Template } from '../../scenario/template.ts';
import { needsOf, type Need } from './needs.ts';

export interface ChosenSetting {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** How many numbers between the two are tried, both of them included. */
  readonly values: number;
  /** What the file writes there; null: nothing. */
  readonly written: number | null;
  /** What the load needs of it; null where no formula says so, and the range is around what is written, or within the limits. */
  readonly need: Need | null;
}

export interface Chosen {
  readonly settings: readonly ChosenSetting[];
  /** Paths that could vary as well, and stay as they are. */
  readonly left: readonly string[];
}

const MOST_SETTINGS = 3;
/** Values of each, by how many settings vary. */
const MOST_VALUES = [400, 20, 8] as const;
/** A range has room for so many at the least, where limits allow it. */
const ROOM = 8;

interface Limit {
  readonly path: string;
  readonly least: number;
  readonly most: number;
}

/** Undefined where nothing can vary. */
export function chooseVary(template: Template, base: Scenario): { vary: VariedSetting[]; chosen: Chosen } | undefined {
  const rules = new Rules(base.rules, base.facts);
  const all = limitsOf(base, rules).filter((limit) => canBe(template, limit));
  const written = all.filter(({ path }) => writtenAt(template, path) !== undefined);
  const limits = written.length > 0 ? written : unwritten(all, base);
  if (limits.length === 0) return undefined;
  const [kept, left] = [limits.slice(0, MOST_SETTINGS), limits.slice(MOST_SETTINGS)];
  const needs = needsOf(base, rules, new Set(kept.map(({ path }) => path)));
  const most = MOST_VALUES[kept.length - 1]!;
  const made = kept.map((limit) => chosenOf(limit, writtenAt(template, limit.path), needs.get(limit.path), most));
  return {
    vary: made.map(({ setting: { path }, values }) => ({ path, values })),
    chosen: { settings: made.map(({ setting }) => setting), left: left.map(({ path }) => path) },
  };
}

/** All limits that can be counted: first what is billed by number, then what is not. */
function limitsOf(base: Scenario, rules: Rules): Limit[] {
  const { mappings } = base;
  const streams = [...new Set(streamMappingsOf(mappings).map(({ source }) => source))];
  const provisioned = mappings.filter((mapping) => provisionedPollersOf(mapping) !== undefined);
  const onDemand = queueMappingsOf(mappings).filter((mapping) => provisionedPollersOf(mapping) === undefined);
  const number = (name: Parameters<Rules['number']>[0]): number => rules.number(name);
  return [
    ...streams.map((name) => limit(`sources.${name}.shards`, 1, number('kinesis.shards.max'))),
    ...provisioned.map((mapping) => pollers(mapping, 'minimumPollers', rules)),
    ...base.functions.map((fn) =>
      limit(`functions.${fn.name}.provisionedConcurrency`, 1, fn.reservedConcurrency ?? poolFor(fn.name, base, rules)),
    ),
    ...base.functions.map(({ name }) => limit(`functions.${name}.reservedConcurrency`, 1, poolFor(name, base, rules))),
    ...onDemand.map(({ name }) =>
      limit(
        `mappings.${name}.maximumConcurrency`,
        number('sqs.maximumConcurrency.min'),
        number('sqs.maximumConcurrency.max'),
      ),
    ),
    ...streamMappingsOf(mappings).map(({ name }) =>
      limit(`mappings.${name}.parallelizationFactor`, 1, number('stream.parallelizationFactor.max')),
    ),
    ...provisioned.map((mapping) => pollers(mapping, 'maximumPollers', rules)),
  ].filter(({ least, most }) => least < most);
}

function limit(path: string, least: number, most: number): Limit {
  return { path, least, most };
}

function pollers(mapping: MappingScenario, which: 'minimumPollers' | 'maximumPollers', rules: Rules): Limit {
  const service = mapping.type === 'kafka' ? 'kafka' : 'sqs';
  const most = rules.number(`${service}.provisioned.${which}.max`);
  return limit(`mappings.${mapping.name}.provisionedPollerConfig.${which}`, minimumOf(service, which, rules), most);
}

function minimumOf(service: 'kafka' | 'sqs', which: 'minimumPollers' | 'maximumPollers', rules: Rules): number {
  return which === 'minimumPollers' ? rules.number(`${service}.provisioned.minimumPollers`) : 1;
}

/** What the account has left for a function beside the others, and what has to stay unreserved (CON-02). */
function poolFor(name: string, { account, functions }: Scenario, rules: Rules): number {
  const taken = functions
    .filter((one) => one.name !== name)
    .reduce((sum, one) => sum + (one.reservedConcurrency ?? one.provisionedConcurrency), 0);
  return account.concurrency - taken - rules.number('lambda.unreserved.min');
}

/** Whether the scenario takes it at all: some rules of the file, such as a mode of the stream, do not. */
function canBe(template: Template, { path, least, most }: Limit): boolean {
  const now = writtenAt(template, path);
  if (now !== undefined) return true;
  return [least, Math.ceil((least + most) / 2), most].some((value) => template.tryVariant({ [path]: value }).ok);
}

/** A number above 0, which alone is a limit: 0 switches off. */
function writtenAt(template: Template, path: string): number | undefined {
  const value = template.written(path);
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** Of mappings; of functions that are called directly, what they reserve. */
function unwritten(all: readonly Limit[], { sources }: Scenario): Limit[] {
  const ofMappings = all.filter(({ path }) => /\.(shards|maximumConcurrency|parallelizationFactor)$/.test(path));
  if (ofMappings.length > 0) return ofMappings;
  const called = sources.flatMap((source) =>
    source.type === 'sync' || source.type === 'async' ? [`functions.${source.function}.reservedConcurrency`] : [],
  );
  return all.filter(({ path }) => called.includes(path));
}

function chosenOf(
  { path, least, most }: Limit,
  written: number | undefined,
  need: Need | undefined,
  count: number,
): { readonly setting: ChosenSetting; readonly values: number[] } {
  const within = (value: number): number => Math.min(most, Math.max(least, value));
  const [low, high] = need !== undefined ? [need.mean, need.peak] : [written ?? least, written ?? most];
  const from = within(Math.min(Math.floor(low / 2), most - 1));
  const to = within(Math.max(Math.ceil(4 * high), from + ROOM));
  const values = spacedOut(from, to, count);
  const setting = { path, from, to, values: values.length, written: written ?? null, need: need ?? null };
  return { setting, values };
}

/** Whole numbers, all of them or so many, each about the same factor above the last; both ends among them. */
function spacedOut(from: number, to: number, count: number): number[] {
  if (to - from < count) return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const factor = Math.log(to / from) / (count - 1);
  const values = Array.from({ length: count }, (_, i) => Math.round(from * Math.exp(factor * i)));
  return [...new Set([...values.slice(0, -1), to])];
}
