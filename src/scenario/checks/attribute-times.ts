/**
 * Handler times that stand in an attribute: some record must bring it, and every value that one can bring must be a time.
 * Asked of the sources whose records can reach the function: those its mappings read, those on either side of a dead-letter
 * queue of theirs, and those that call it.
 */
import type { Context, Parts } from '../complete/context.ts';
import { nearest } from '../nearest.ts';
import { quote, type Path } from '../problem.ts';
import { readAttributeTime, TIME_UNITS } from '../attribute-time.ts';
import {
  asyncOf,
  endsOf,
  queuesOf,
  type ArrivalScenario,
  type AttributeSpec,
  type AttributeTime,
  type AttributeValue,
  type FunctionScenario,
  type SourceScenario,
} from '../scenario.ts';

export function checkAttributeTimes(parts: Parts, context: Context): void {
  for (const target of parts.functions) {
    const times = target.handler.perRecord.flatMap(({ time }) => (time.kind === 'attribute' ? [time] : []));
    if (times.length === 0) continue;
    const reaching = sourcesOf(target, parts);
    const arrivals = reaching.flatMap((source) => source.arrivals);
    for (const time of times) {
      checkTime(time, target, [...arrivals, ...sentWith(time.name, reaching, parts.functions)], context);
    }
  }
}

/** Messages with an attribute of their own, as if they arrived with it; of all others their records decide. */
function sentWith(
  name: string,
  to: readonly SourceScenario[],
  functions: readonly FunctionScenario[],
): ArrivalScenario[] {
  return functions
    .flatMap(({ handler }) => handler.sends)
    .filter((send) => send.attributes.some((one) => one.name === name) && to.some((source) => source.name === send.to))
    .map(({ attributes }) => ({
      ...{ attributes, when: { kind: 'constant', perSecond: 0 } },
      ...{ startAt: undefined, endAt: undefined, size: undefined },
    }));
}

function checkTime(time: AttributeTime, target: FunctionScenario, arrivals: ArrivalScenario[], context: Context): void {
  const path = ['functions', target.name, 'handler', 'perRecord'];
  const values = arrivals.flatMap((entry) => valuesIn(entry, time.name));
  if (values.length === 0) return refuseUnknown(time, arrivals, path, context);
  for (const value of values) {
    const read = readAttributeTime(value, time);
    if ('time' in read) continue;
    const hint =
      time.unit === undefined && Number.isFinite(Number(value))
        ? `such as attribute: { name: ${time.name}, unit: ms }; units are ${Object.keys(TIME_UNITS).join(', ')}`
        : undefined;
    context.findings.error(path, { message: `the attribute ${quote(time.name)} holds a time: ${read.message}`, hint });
    return;
  }
  const hasRest = target.handler.perRecord.some((rule) => rule.when === undefined && rule.time.kind !== 'attribute');
  if (hasRest || !arrivals.some((entry) => mayLack(entry, time.name))) return;
  const message = `some records carry no attribute ${quote(time.name)}: unless another rule is for them, they take no time`;
  context.findings.warning(path, { message, hint: 'a last rule without when is for all the others' });
}

function refuseUnknown(
  { name }: AttributeTime,
  arrivals: readonly ArrivalScenario[],
  path: Path,
  { findings }: Context,
): void {
  const carried = [...new Set(arrivals.flatMap(namesIn))];
  const meant = nearest(name, carried);
  const there = carried.length === 0 ? 'they carry none' : `they carry ${carried.slice(0, 10).join(', ')}`;
  const message = `no record that reaches it carries the attribute ${quote(name)}`;
  findings.error(path, { message, hint: meant === undefined ? there : `did you mean ${meant}?` });
}

/** Sources whose records can reach the function, or messages about them. */
function sourcesOf({ name }: FunctionScenario, parts: Parts): SourceScenario[] {
  const { sources, functions } = parts;
  const reached = new Set(directSourcesOf(name, parts));
  // One step at a time along dead-letter queues, in either direction: a redrive leads back; and from what handlers send to what they read.
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const source of queuesOf(sources)) {
      const target = source.redrivePolicy?.deadLetterQueue;
      if (target === undefined) continue;
      if (reached.has(source.name)) reached.add(target);
      else if (reached.has(target)) reached.add(source.name);
    }
    for (const source of asyncOf(sources)) if (endsOf(source).some((end) => reached.has(end))) reached.add(source.name);
    for (const { name: sender, handler } of functions) {
      if (!handler.sends.some(({ to }) => reached.has(to))) continue;
      for (const source of directSourcesOf(sender, parts)) reached.add(source);
    }
  }
  return sources.filter((source) => reached.has(source.name));
}

/** Sources that a function is given the records of. */
function directSourcesOf(name: string, { sources, mappings }: Parts): string[] {
  const read = mappings.filter((mapping) => mapping.function === name).map(({ source }) => source);
  const called = sources.filter(
    (source) => (source.type === 'sync' || source.type === 'async') && source.function === name,
  );
  return [...read, ...called.map((source) => source.name)];
}

/** The names of what records of one entry can carry. */
export function namesIn({ attributes, when }: ArrivalScenario): string[] {
  const names = attributes.map(({ name }) => name);
  if (when.kind === 'replay') return [...names, ...when.trace.attributes.map(({ name }) => name)];
  if (when.kind !== 'records') return names;
  return [...names, ...when.records.flatMap((record) => Object.keys(record.attributes ?? {}))];
}

/** The values that records of one entry can bring; of numbers that are all alike, one. */
export function valuesIn({ attributes, when }: ArrivalScenario, name: string): AttributeValue[] {
  const ofAll = attributes.filter((one) => one.name === name).flatMap(({ spec }) => valuesOf(spec));
  if (when.kind === 'replay') {
    return [...ofAll, ...when.trace.attributes.filter((one) => one.name === name).flatMap(({ values }) => values)];
  }
  if (when.kind !== 'records') return ofAll;
  return [...ofAll, ...when.records.flatMap((record) => record.attributes?.[name] ?? [])];
}

function valuesOf(spec: AttributeSpec): readonly AttributeValue[] {
  if (spec.kind === 'constant') return [spec.value];
  return spec.kind === 'choice' || spec.kind === 'sequence' ? spec.values : [1];
}

/** Whether a record may come without the attribute and without a time of its own. */
function mayLack({ attributes, when }: ArrivalScenario, name: string): boolean {
  if (attributes.some((one) => one.name === name)) return false;
  if (when.kind === 'replay') {
    return when.trace.durations === undefined && !when.trace.attributes.some((one) => one.name === name);
  }
  if (when.kind !== 'records') return true;
  return when.records.some((record) => record.duration === undefined && record.attributes?.[name] === undefined);
}
