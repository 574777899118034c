/**
 * Turns what a scenario says about streams, and what only their mappings say, into the whole of it: the number of shards,
 * where reading begins, where the news of what was given up goes.
 */
import type { Micros } from '../../engine/time.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { SourceScenario, StreamReading, StreamScenario, TableScenario } from '../scenario.ts';
import type { Limits } from './arrivals.ts';
import { checkQueue, checkReference, type Context } from './context.ts';
import type { MappingWritten, SourceWritten } from './sources.ts';

export type Sends = (limits: Limits) => Pick<SourceScenario, 'sendsDuringOutage' | 'arrivals' | 'outbox'>;

export function completeStream(
  name: string,
  type: StreamScenario['type'],
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): StreamScenario | undefined {
  const { origins, rules } = context;
  refuseDelays(written, NO_DELAY, path, context);
  if (type === 'kinesis') {
    const options = origins.options(SOURCE_KINDS.kinesis.options, written, path);
    const shards = kinesisShards(options.shards, options.mode, path, context);
    const sent = sends({
      size: options.maxRecordSize,
      taker: 'the stream',
      source: 'KIN-02',
      key: options.partitionKey,
    });
    const key = options.partitionKey ?? impliedKey(written, path, context);
    return shards === undefined
      ? undefined
      : { name, type, options: { ...options, partitionKey: key, shards }, ...sent };
  }
  const options = origins.options(SOURCE_KINDS.dynamodbStreams.options, written, path);
  const shards = dynamoShards(options.shards, written.table, path, context);
  const size = rules.number('dynamodb.read.mostBytes');
  const sent = sends({ size, taker: 'one read of the stream', source: 'DDB-02', key: options.partitionKey });
  const key = options.partitionKey ?? impliedKey(written, path, context);
  if (shards === undefined) return undefined;
  return { name, type, options: { ...options, partitionKey: key, shards }, table: written.table, ...sent };
}

export const NO_DELAY = 'records of a stream have no delay: this is for queues';

/** What producers put is there at once. */
export function refuseDelays(
  { arrivals = [] }: SourceWritten,
  message: string,
  path: Path,
  { findings }: Context,
): void {
  arrivals.forEach(({ records = [] }, i) => {
    records.forEach(({ delay }, j) => {
      if (delay === undefined) return;
      findings.error([...path, 'arrivals', i, 'records', j, 'delay'], { message, about: 'key', source: 'SQS-61' });
    });
  });
}

/** A single record that names a key says which attribute holds it: `key`. */
export function impliedKey({ arrivals = [] }: SourceWritten, path: Path, { origins }: Context): string | undefined {
  const hasKey = arrivals.some(({ records = [] }) => records.some(({ key }) => key !== undefined));
  return hasKey ? origins.ours([...path, 'partitionKey'], 'key') : undefined;
}

function kinesisShards(
  given: number | undefined,
  mode: 'provisioned' | 'onDemand',
  path: Path,
  { origins, findings }: Context,
): number | undefined {
  const where = [...path, 'shards'];
  if (given !== undefined) return given;
  if (mode === 'onDemand') return origins.fact(where, 'kinesis.onDemand.shards');
  findings.error(where, {
    message: 'is missing: a provisioned stream has a number of shards',
    hint: 'shards: 4, or mode: onDemand',
    source: 'KIN-08',
  });
  return undefined;
}

/** DynamoDB makes the shards itself, one for each partition. */
function dynamoShards(
  given: number | undefined,
  table: TableScenario | undefined,
  path: Path,
  { origins, findings }: Context,
): number | undefined {
  const where = [...path, 'shards'];
  if (given !== undefined) {
    if (table === undefined) return given;
    const message = 'only one of shards and table can be given';
    findings.error([...path, 'table'], { message, about: 'key', source: 'DDB-05' });
    return undefined;
  }
  if (table === undefined) {
    findings.error(where, {
      message: 'is missing: one of shards and table is due',
      hint: 'shards: 1, or table: { rcu: 3000, wcu: 1000, size: 10 GB }',
      source: 'DDB-05',
    });
    return undefined;
  }
  const forUnits =
    table.rcu / origins.fact(where, 'dynamodb.partition.rcu') +
    table.wcu / origins.fact(where, 'dynamodb.partition.wcu');
  const forSize = table.size / origins.fact(where, 'dynamodb.partition.size');
  return Math.max(1, Math.ceil(forUnits), Math.ceil(forSize));
}

/** `takesTopics`: whether the news of what was given up may go to a topic of Kafka. */
export function streamReading(
  written: MappingWritten,
  enabledAt: Micros | undefined,
  path: Path,
  context: Context,
  takesTopics = false,
): StreamReading {
  const { startingPositionTimestamp, onFailure } = written;
  const startingPosition = written.startingPosition!;
  checkInstant(written, enabledAt, path, context);
  if (onFailure?.kind === 'queue') {
    const where = [...path, 'onFailure'];
    if (checkReference(onFailure.name, 'source', context.names.sources, where, context.findings))
      if (!takesTopics || context.names.sources.get(onFailure.name) !== 'kafka')
        checkDestination(onFailure.name, where, context);
  }
  return { startingPosition, startingPositionTimestamp, onFailure };
}

/** News of what was given up belongs to no group, which a message of a FIFO queue has to. */
function checkDestination(name: string, path: Path, context: Context): void {
  checkQueue(name, path, context);
  if (context.names.sources.get(name) !== 'sqsFifo') return;
  const message = `${name} is a FIFO queue, and what a mapping sends to its destination belongs to no message group`;
  context.findings.error(path, { message, hint: 'a queue of type sqs', source: 'SQS-62' });
}

/** The instant goes with AT_TIMESTAMP, and is not in the future when the mapping begins to poll (J.1). */
function checkInstant(
  { startingPosition, startingPositionTimestamp: instant }: MappingWritten,
  enabledAt: Micros | undefined,
  path: Path,
  { findings }: Context,
): void {
  const where = [...path, 'startingPositionTimestamp'];
  if (startingPosition === 'AT_TIMESTAMP' && instant === undefined) {
    const message = 'is missing: AT_TIMESTAMP reads from an instant on';
    findings.error(where, {
      message,
      hint: 'startingPositionTimestamp: -1 h is an hour before the run',
      source: 'J.1',
    });
  } else if (startingPosition !== 'AT_TIMESTAMP' && instant !== undefined) {
    findings.error(where, { message: 'goes with startingPosition: AT_TIMESTAMP only', about: 'key', source: 'J.1' });
  } else if (instant !== undefined && instant > (enabledAt ?? 0)) {
    const [from, begin] = [instant, enabledAt ?? 0].map((time) => formatQuantity('duration', time));
    const message = `the mapping exists from ${begin}, and cannot begin to read at ${from}, which is in the future then`;
    findings.error(where, { message, source: 'J.1' });
  }
}
