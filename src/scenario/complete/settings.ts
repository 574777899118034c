/**
 * Reads one line of a `set` event: `functions.worker.reservedConcurrency: 100`. Which settings may change while the run
 * goes on, and in which range, is said by the options of the model.
 */
import type { NumberOption, Options } from '../../model/options.ts';
import { provisionedOptionsOf, type ProvisionedPollerConfig } from '../../model/mapping/provisioned-options.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Said } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { quote, type Path } from '../problem.ts';
import { provisionedPollersOf, type MappingScenario, type SetTarget } from '../scenario.ts';
import { RESERVED_CONCURRENCY } from '../schema/function.ts';
import { rangeOf } from '../schema/options.ts';
import { PROVISIONED_CONCURRENCY } from '../schema/provisioned.ts';
import { readQuantity, type QuantitySpec } from '../schema/quantity.ts';
import { SOURCE_TYPES } from '../schema/source-types.ts';
import { checkReference, type Context, type Parts } from './context.ts';
import { limitAllTheSame, refusedControl } from './kafka.ts';

/** A change of one setting. */
export interface Setting {
  readonly target: SetTarget;
  readonly option: string;
  /** Undefined removes it. */
  readonly value: number | undefined;
  /** What holds before any event. */
  readonly initial: number | undefined;
}

/** The one setting of a mapping that has settings of its own. */
const PROVISIONED = 'provisionedPollerConfig';

const SECTIONS = ['functions', 'sources', 'mappings'] as const;
type Section = (typeof SECTIONS)[number];

/** What the ideal model's endless pollers would make of it. */
const STANDS_STILL: Said = { message: 'under rules: ideal, time stands still at 0 s', hint: 'more than 0 s is due' };

const KIND_OF = { functions: 'function', sources: 'source', mappings: 'mapping' } as const;

/** A setting that may change: its range, and whether it can be taken away. */
interface Settable {
  readonly range: QuantitySpec;
  readonly removable: boolean;
  /** A bare number that takes it away, too. */
  readonly unlimited?: number | undefined;
}

const OF_FUNCTIONS: Readonly<Record<string, Settable>> = {
  reservedConcurrency: { range: RESERVED_CONCURRENCY, removable: true },
  provisionedConcurrency: { range: PROVISIONED_CONCURRENCY, removable: true },
};

/** The change, or undefined when something is wrong with it, which has then been reported at `where`. */
export function readSetting(
  path: string,
  value: unknown,
  where: Path,
  parts: Parts,
  context: Context,
): Setting | undefined {
  const target = parsePath(path, where, context);
  if (target === undefined) return undefined;
  const { section, name, option } = target;
  const settable = settablesOf(section, name, parts, context);
  const mapping = section === 'mappings' ? parts.mappings.find((one) => one.name === name) : undefined;
  const found =
    refusedControl(mapping, option) ??
    (Object.hasOwn(settable, option)
      ? readValue(settable[option]!, value)
      : sayUnsettable(option, section, Object.keys(settable)));
  const isEndless = context.rules.set === 'ideal' && option === 'visibilityTimeout' && 'value' in found;
  const read = isEndless && found.value === 0 ? STANDS_STILL : found;
  if ('value' in read) {
    const initial = initialOf(section, name, option, parts);
    const isLimit = read.value !== undefined && read.value >= 0;
    const changed = isLimit ? read.value : (limitAllTheSame(mapping, option, context) ?? read.value);
    return { target: { kind: KIND_OF[section], name }, option, value: changed, initial };
  }
  context.findings.error(where, read);
  return undefined;
}

function parsePath(path: string, where: Path, { names, findings }: Context) {
  const [section, name, first, second, ...more] = path.split('.');
  const known = SECTIONS.find((candidate) => candidate === section);
  const isNested = known === 'mappings' && first === PROVISIONED;
  const option = isNested && second !== undefined ? `${first}.${second}` : first;
  const isLong = more.length > 0 || (second !== undefined && !isNested);
  if (known === undefined || name === undefined || option === undefined || isLong) {
    const message = `what to set is section.name.setting; found ${quote(path)}`;
    findings.error(where, { message, hint: 'such as functions.worker.reservedConcurrency', about: 'key' });
    return undefined;
  }
  const exists = checkReference(name, KIND_OF[known], names[known], where, findings);
  return exists ? { section: known, name, option } : undefined;
}

function settablesOf(
  section: Section,
  name: string,
  parts: Parts,
  { rules, names }: Context,
): Record<string, Settable> {
  if (section === 'functions') return OF_FUNCTIONS;
  const mapping = section === 'mappings' ? parts.mappings.find((one) => one.name === name) : undefined;
  const kind = SOURCE_KINDS[names.sources.get(mapping?.source ?? name) ?? SOURCE_TYPES[0]!];
  const options: Options = section === 'sources' ? kind.options : { ...kind.mapping, ...provisionedOf(mapping) };
  const settable = Object.entries(options).filter((entry): entry is [string, NumberOption] => {
    return 'settable' in entry[1] && entry[1].settable === true;
  });
  return Object.fromEntries(
    settable.map(([key, option]) => {
      const { default: standard, unlimited } = option;
      return [key, { range: rangeOf(option, rules), removable: standard === undefined, unlimited }];
    }),
  );
}

/** Provisioned mode itself is neither switched on nor off by an event. */
function provisionedOf(mapping: MappingScenario | undefined): Options {
  if (mapping === undefined || provisionedPollersOf(mapping) === undefined) return {};
  const options = Object.entries(provisionedOptionsOf(mapping.type) ?? {});
  return Object.fromEntries(options.map(([key, option]) => [`${PROVISIONED}.${key}`, option]));
}

function sayUnsettable(option: string, section: Section, known: readonly string[]): Said {
  const meant = nearest(option, known);
  const can = known.length === 0 ? 'nothing of it can' : `what can: ${known.join(', ')}`;
  const hint = meant === undefined ? can : `did you mean ${meant}?`;
  return { message: `${quote(option)} of ${section} cannot change during a run`, hint, about: 'key' };
}

function readValue({ range, removable, unlimited }: Settable, value: unknown): { value: number | undefined } | Said {
  if ((value === null && removable) || (unlimited !== undefined && value === unlimited)) return { value: undefined };
  return readQuantity(range, value);
}

function initialOf(section: Section, name: string, option: string, parts: Parts): number | undefined {
  const part = parts[section].find((candidate) => candidate.name === name);
  if (part === undefined) return undefined;
  const [, nested] = option.split('.');
  if (nested !== undefined && section === 'mappings')
    return provisionedPollersOf(part as MappingScenario)?.[nested as keyof ProvisionedPollerConfig];
  const settings: object = 'options' in part ? part.options : part;
  return (settings as Readonly<Record<string, unknown>>)[option] as number | undefined;
}
