/**
 * Turns what a scenario says about sources and mappings into the whole of it, and checks the names they use.
 */
import { isPolled, SOURCE_KINDS, type PolledType, type SourceType } from '../../model/sources/kinds.ts';
import { MILLISECOND, SECOND } from '../../engine/time.ts';
import type { Path } from '../problem.ts';
import { at, isMapping } from '../plain.ts';
import type { MappingScenario, QueueScenario, SourceScenario } from '../scenario.ts';
import { nearest } from '../nearest.ts';
import { readPart } from '../schema/issues.ts';
import { mappingSchema, sourceSchema } from '../schema/source.ts';
import { sayPushing, SOURCE_TYPES, typeSchema } from '../schema/source-types.ts';
import { Findings } from '../findings.ts';
import { completeAsync } from './async.ts';
import { completeCallers } from './callers.ts';
import { completeArrivals, type Limits } from './arrivals.ts';
import { checkQueue, checkReference, readEntries, type Context } from './context.ts';
import type { Origins } from './origins.ts';
import { completeFifoQueue } from './fifo.ts';
import { completeFilters } from './filters.ts';
import { completePollers } from './pollers.ts';
import { completeProvisionedPollers } from './provisioned-pollers.ts';
import { completeDocumentDb } from './documentdb.ts';
import { completeKafka, completeKafkaMapping } from './kafka.ts';
import { completeMq } from './mq.ts';
import { completeStream, streamReading, type Sends } from './streams.ts';

/** The kind of source a part says it is, when it says so in a way that can be used. */
export function typeOf(part: unknown): SourceType | undefined {
  return isMapping(part) ? readPart(typeSchema, at(part, 'type'), [], new Findings()) : undefined;
}

export function readSources(value: unknown, context: Context): SourceScenario[] {
  const schemaOf = byType((type: SourceType) => sourceSchema(type, context.rules));
  return readEntries(value, 'sources', context.findings, (name, part, path) => {
    const type = typeOf(part);
    // Of a source of no known kind nothing else can be said.
    if (type === undefined) return refuseType(part, path, context);
    const written = readPart(schemaOf(type), part, path, context.findings);
    return written === undefined ? undefined : completeSource(name, type, written, path, context);
  });
}

function refuseType(part: unknown, path: Path, { findings }: Context): undefined {
  if (isMapping(part)) readPart(typeSchema, at(part, 'type'), [...path, 'type'], findings);
  else findings.error(path, { message: 'a mapping of keys to values is due', hint: 'the smallest is { type: sqs }' });
}

export type SourceWritten = ReturnType<typeof sourceSchema>['_zod']['output'];

function completeSource(
  name: string,
  type: SourceType,
  written: SourceWritten,
  path: Path,
  context: Context,
): SourceScenario | undefined {
  switch (type) {
    case 'sqs': {
      const options = context.origins.options(SOURCE_KINDS.sqs.options, written, path);
      const { maximumMessageSize: size, messageGroupId: key } = options;
      const limits = { size, taker: 'the queue', source: 'SQS-59', key };
      const policy = redrivePolicy(written.redrivePolicy, name, [...path, 'redrivePolicy'], context);
      return { name, type, options, redrivePolicy: policy, ...sends(written, limits, path, context) };
    }
    case 'sync': {
      const limits = { size: context.rules.number('lambda.invoke.payload'), taker: 'an invocation', source: 'SYN-01' };
      return completeCallers(
        { name, function: written.function, ...sends(written, limits, path, context) },
        path,
        context,
      );
    }
    case 'async': {
      const sent: Parameters<typeof completeAsync>[2] = (limits, isDirect) =>
        sends(written, limits, path, context, isDirect);
      return completeAsync(name, written, sent, path, context);
    }
    case 'sqsFifo': {
      const policy = redrivePolicy(written.redrivePolicy, name, [...path, 'redrivePolicy'], context);
      const sent: Sends = (limits) => sends(written, limits, path, context);
      return completeFifoQueue(name, written, sent, policy, path, context);
    }
    case 'kafka':
      return completeKafka(name, written, (limits) => sends(written, limits, path, context), path, context);
    case 'mq':
      return completeMq(name, written, (limits) => sends(written, limits, path, context), path, context);
    case 'documentDb':
      return completeDocumentDb(name, written, (limits) => sends(written, limits, path, context), path, context);
    case 'kinesis':
    case 'dynamodbStreams':
      return completeStream(name, type, written, (limits) => sends(written, limits, path, context), path, context);
  }
}

/** `chooses`: whether its producers have to say what they do during an outage. */
function sends(
  written: SourceWritten,
  limits: Limits,
  path: Path,
  context: Context,
  chooses = true,
): Pick<SourceScenario, 'sendsDuringOutage' | 'arrivals' | 'outbox'> {
  const wait = () => context.origins.ours([...path, 'sendsDuringOutage'], 'wait' as const);
  return {
    outbox: written.outbox && completeOutbox(written.outbox, [...path, 'outbox'], context),
    sendsDuringOutage: chooses ? (written.sendsDuringOutage ?? wait()) : undefined,
    arrivals: completeArrivals(written.arrivals ?? [], [...path, 'arrivals'], limits, context),
  };
}

function completeOutbox(
  written: NonNullable<SourceWritten['outbox']>,
  path: Path,
  { origins }: Context,
): NonNullable<SourceScenario['outbox']> {
  return {
    every: written.every ?? origins.ours([...path, 'every'], SECOND),
    batchSize: written.batchSize ?? origins.ours([...path, 'batchSize'], 100),
    latency: written.latency ?? origins.ours([...path, 'latency'], 20 * MILLISECOND),
    repeats: written.repeats ?? origins.ours([...path, 'repeats'], 0),
  };
}

function redrivePolicy(
  written: SourceWritten['redrivePolicy'],
  owner: string,
  path: Path,
  context: Context,
): QueueScenario['redrivePolicy'] {
  if (written === undefined) return undefined;
  const { origins, findings, names } = context;
  const { deadLetterQueue } = written;
  const where = [...path, 'deadLetterQueue'];
  if (deadLetterQueue === owner)
    findings.error(where, { message: 'a queue cannot be its own dead-letter queue', source: 'SQS-48' });
  else if (!names.sources.has(deadLetterQueue)) {
    const others = [...names.sources.keys()].filter((name) => name !== owner);
    checkReference(deadLetterQueue, 'other source', new Set(others), where, findings);
  } else checkQueue(deadLetterQueue, where, context, owner);
  const maxReceiveCount = written.maxReceiveCount ?? origins.fact([...path, 'maxReceiveCount'], 'sqs.maxReceiveCount');
  return { maxReceiveCount, deadLetterQueue };
}

/** `sources`: those that are sound. */
export function readMappings(value: unknown, sources: readonly SourceScenario[], context: Context): MappingScenario[] {
  const schemaOf = byType((type: PolledType) => mappingSchema(type, context.rules));
  return readEntries(value, 'mappings', context.findings, (name, part, path) => {
    if (isOfUnknownKind(part, context)) return undefined;
    const type = kindOfMapping(part, context);
    if (!isPolled(type)) return refuseReader(part, path, context);
    const written = readPart(schemaOf(type), part, path, context.findings);
    // All problems at once: what it names is looked up also when something else about it is wrong.
    const isKnown = checkEnds(part, path, context);
    return written === undefined || !isKnown ? undefined : completeMapping(name, type, written, sources, path, context);
  });
}

/** Whether the source and the function that a mapping names exist; texts only, anything else has been reported. */
function checkEnds(part: unknown, path: Path, { names, findings }: Context): boolean {
  const check = (key: 'source' | 'function', known: Parameters<typeof checkReference>[2]): boolean => {
    const name = isMapping(part) ? at(part, key) : undefined;
    if (typeof name !== 'string') return true;
    // The name of a service where there is none like it among the sources: most likely the service is meant.
    const isStrange = key === 'source' && !known.has(name) && nearest(name, [...known.keys()]) === undefined;
    const service = isStrange ? sayPushing(name) : undefined;
    if (service === undefined) return checkReference(name, key, known, [...path, key], findings);
    findings.error([...path, key], service);
    return false;
  };
  const hasSource = check('source', names.sources);
  return check('function', names.functions) && hasSource;
}

/** Its source exists and its kind does not, which is a problem of the source: nothing can be said about the mapping. */
function isOfUnknownKind(part: unknown, { names }: Context): boolean {
  const source = sourceOf(part);
  return source !== undefined && names.sources.has(source) && names.sources.get(source) === undefined;
}

/** Its source calls functions by itself. */
function refuseReader(part: unknown, path: Path, { findings }: Context): undefined {
  const source = sourceOf(part);
  const target = isMapping(part) ? at(part, 'function') : undefined;
  const called = typeof target === 'string' ? target : 'NAME';
  findings.error([...path, 'source'], {
    message: `${source} calls its function by itself: no mapping reads from it`,
    hint: `leave the mapping out: function: ${called} of ${source} is all it takes`,
  });
}

/** What a mapping may say depends on its source; of one that names none, the first kind is as good as any. */
function kindOfMapping(part: unknown, { names }: Context): SourceType {
  return names.sources.get(sourceOf(part) ?? '') ?? SOURCE_TYPES[0]!;
}

function sourceOf(part: unknown): string | undefined {
  const source = isMapping(part) ? at(part, 'source') : undefined;
  return typeof source === 'string' ? source : undefined;
}

export type MappingWritten = ReturnType<typeof mappingSchema>['_zod']['output'];

function completeMapping(
  name: string,
  type: PolledType,
  written: MappingWritten,
  sources: readonly SourceScenario[],
  path: Path,
  context: Context,
): MappingScenario | undefined {
  const { origins, findings } = context;
  const { source, function: target } = written;
  if ((written.enabledAt ?? 0) > (context.duration ?? Infinity))
    findings.warning([...path, 'enabledAt'], { message: 'the run has ended by then: it never polls' });
  const { filters: kind } = SOURCE_KINDS[type];
  const filters = kind === undefined ? [] : completeFilters(written.filters ?? [], kind, [...path, 'filters'], context);
  const common = { name, source, function: target, filters, enabledAt: enabledAt(written, path, origins) };
  const reading = () => streamReading(written, common.enabledAt, path, context);
  const provisionedPollerConfig = completeProvisionedPollers(type, written.provisionedPollerConfig, path, origins);
  switch (type) {
    case 'kinesis':
    case 'dynamodbStreams':
      return { ...common, type, options: origins.options(SOURCE_KINDS[type].mapping, written, path), ...reading() };
    case 'kafka':
      return completeKafkaMapping({ ...common, provisionedPollerConfig }, written, sources, path, context);
    case 'documentDb':
      return {
        ...common,
        type,
        options: origins.options(SOURCE_KINDS.documentDb.mapping, written, path),
        ...reading(),
      };
    case 'mq':
      return { ...common, type, options: origins.options(SOURCE_KINDS.mq.mapping, written, path) };
    case 'sqs':
    case 'sqsFifo':
      return {
        ...common,
        type,
        options: { ...NO_WINDOW, ...origins.options(SOURCE_KINDS[type].mapping, written, path) },
        provisionedPollerConfig,
        pollers:
          provisionedPollerConfig === undefined
            ? completePollers(written.pollers, [...path, 'pollers'], origins)
            : undefined,
      };
  }
}

/** A FIFO queue has no batching window. */
const NO_WINDOW = { maximumBatchingWindow: 0, lowTrafficHold: false };

function enabledAt({ enabled, enabledAt }: MappingWritten, path: Path, origins: Origins): number | undefined {
  if (enabled === false) return undefined;
  return enabledAt ?? (enabled === true ? 0 : origins.service([...path, 'enabledAt'], 0));
}

/** Makes what a kind needs when it is first asked for: a schema takes longer to make than to use, and most scenarios have one kind or two. */
function byType<K extends SourceType, T>(make: (type: K) => T): (type: K) => T {
  const made = new Map<K, T>();
  return (type) => {
    let one = made.get(type);
    if (one === undefined) made.set(type, (one = make(type)));
    return one;
  };
}
