/**
 * Turns what a scenario says about sources and mappings into the whole of it, and checks the names they use.
 */
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import { at, isMapping } from '../plain.ts';
import type { MappingScenario, SourceScenario } from '../scenario.ts';
import { readPart } from '../schema/issues.ts';
import { mappingSchema, SOURCE_TYPES, sourceSchema, typeSchema } from '../schema/source.ts';
import { Findings } from '../findings.ts';
import { completeArrivals } from './arrivals.ts';
import { checkReference, readEntries, type Context } from './context.ts';
import type { Origins } from './origins.ts';
import { completePollers } from './pollers.ts';

/** The kind of source a part says it is, when it says so in a way that can be used. */
export function typeOf(part: unknown): SourceType | undefined {
  return isMapping(part) ? readPart(typeSchema, at(part, 'type'), [], new Findings()) : undefined;
}

export function readSources(value: unknown, context: Context): SourceScenario[] {
  const schemas = byType((type) => sourceSchema(type, context.rules));
  return readEntries(value, 'sources', context.findings, (name, part, path) => {
    const type = typeOf(part);
    // Of a source of no known kind nothing else can be said.
    if (type === undefined) return refuseType(part, path, context);
    const written = readPart(schemas[type], part, path, context.findings);
    return written === undefined ? undefined : completeSource(name, type, written, path, context);
  });
}

function refuseType(part: unknown, path: Path, { findings }: Context): undefined {
  if (isMapping(part)) readPart(typeSchema, at(part, 'type'), [...path, 'type'], findings);
  else findings.error(path, { message: 'a mapping of keys to values is due', hint: 'the smallest is { type: sqs }' });
}

type SourceWritten = ReturnType<typeof sourceSchema>['_zod']['output'];

function completeSource(
  name: string,
  type: SourceType,
  written: SourceWritten,
  path: Path,
  context: Context,
): SourceScenario {
  const options = context.origins.options(SOURCE_KINDS[type].options, written, path);
  return {
    name,
    type,
    options,
    redrivePolicy: redrivePolicy(written.redrivePolicy, name, [...path, 'redrivePolicy'], context),
    sendsDuringOutage: written.sendsDuringOutage ?? context.origins.ours([...path, 'sendsDuringOutage'], 'wait'),
    arrivals: completeArrivals(written.arrivals ?? [], [...path, 'arrivals'], options, context),
  };
}

function redrivePolicy(
  written: SourceWritten['redrivePolicy'],
  owner: string,
  path: Path,
  { origins, findings, names }: Context,
): SourceScenario['redrivePolicy'] {
  if (written === undefined) return undefined;
  const { deadLetterQueue } = written;
  const where = [...path, 'deadLetterQueue'];
  if (deadLetterQueue === owner)
    findings.error(where, { message: 'a queue cannot be its own dead-letter queue', source: 'SQS-48' });
  else if (!names.sources.has(deadLetterQueue)) {
    const others = [...names.sources.keys()].filter((name) => name !== owner);
    checkReference(deadLetterQueue, 'other source', new Set(others), where, findings);
  }
  const maxReceiveCount = written.maxReceiveCount ?? origins.fact([...path, 'maxReceiveCount'], 'sqs.maxReceiveCount');
  return { maxReceiveCount, deadLetterQueue };
}

export function readMappings(value: unknown, context: Context): MappingScenario[] {
  const schemas = byType((type) => mappingSchema(type, context.rules));
  return readEntries(value, 'mappings', context.findings, (name, part, path) => {
    if (isOfUnknownKind(part, context)) return undefined;
    const type = kindOfMapping(part, context);
    const written = readPart(schemas[type], part, path, context.findings);
    return written === undefined ? undefined : completeMapping(name, type, written, path, context);
  });
}

/** Its source exists and its kind does not, which is a problem of the source: nothing can be said about the mapping. */
function isOfUnknownKind(part: unknown, { names }: Context): boolean {
  const source = sourceOf(part);
  return source !== undefined && names.sources.has(source) && names.sources.get(source) === undefined;
}

/** What a mapping may say depends on its source; of one that names none, the first kind is as good as any. */
function kindOfMapping(part: unknown, { names }: Context): SourceType {
  return names.sources.get(sourceOf(part) ?? '') ?? SOURCE_TYPES[0]!;
}

function sourceOf(part: unknown): string | undefined {
  const source = isMapping(part) ? at(part, 'source') : undefined;
  return typeof source === 'string' ? source : undefined;
}

type MappingWritten = ReturnType<typeof mappingSchema>['_zod']['output'];

function completeMapping(
  name: string,
  type: SourceType,
  written: MappingWritten,
  path: Path,
  context: Context,
): MappingScenario | undefined {
  const { origins, names, findings } = context;
  const { source, function: target } = written;
  const hasSource = checkReference(source, 'source', names.sources, [...path, 'source'], findings);
  const hasTarget = checkReference(target, 'function', names.functions, [...path, 'function'], findings);
  if (!hasSource || !hasTarget) return undefined;
  if ((written.enabledAt ?? 0) > (context.duration ?? Infinity))
    findings.warning([...path, 'enabledAt'], { message: 'the run has ended by then: it never polls' });
  return {
    name,
    source,
    function: target,
    options: origins.options(SOURCE_KINDS[type].mapping, written, path),
    pollers: completePollers(written.pollers, [...path, 'pollers'], origins),
    enabledAt: enabledAt(written, path, origins),
  };
}

function enabledAt({ enabled, enabledAt }: MappingWritten, path: Path, origins: Origins): number | undefined {
  if (enabled === false) return undefined;
  return enabledAt ?? (enabled === true ? 0 : origins.service([...path, 'enabledAt'], 0));
}

function byType<T>(make: (type: SourceType) => T): Record<SourceType, T> {
  return Object.fromEntries(SOURCE_TYPES.map((type) => [type, make(type)])) as Record<SourceType, T>;
}
