/**
 * Turns what a scenario says about an SQS FIFO queue into the whole of it: which attributes are group and deduplication id, and what
 * goes together.
 */
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { FifoQueueScenario } from '../scenario.ts';
import type { RecordWritten } from '../schema/arrivals.ts';
import type { Context } from './context.ts';
import type { SourceWritten } from './sources.ts';
import type { Sends } from './streams.ts';

export function completeFifoQueue(
  name: string,
  written: SourceWritten,
  sends: Sends,
  redrivePolicy: FifoQueueScenario['redrivePolicy'],
  path: Path,
  context: Context,
): FifoQueueScenario {
  refuseDelays(written, path, context);
  const options = context.origins.options(SOURCE_KINDS.sqsFifo.options, written, path);
  const size = options.maximumMessageSize;
  const sent = sends({ size, taker: 'the queue', source: 'SQS-59', key: options.messageGroupId });
  const implied = (option: 'messageGroupId' | 'messageDeduplicationId', keys: readonly (keyof RecordWritten)[]) =>
    options[option] ?? impliedBy(written, keys, [...path, option], context);
  const messageGroupId = implied('messageGroupId', ['group', 'key']);
  const messageDeduplicationId = implied('messageDeduplicationId', ['dedup']);
  if (messageGroupId === undefined && sent.arrivals.length > 0) refuseWithoutGroup(path, context);
  checkThroughput(options, path, context);
  return {
    ...{ name, type: 'sqsFifo', redrivePolicy, ...sent },
    options: { ...options, messageGroupId, messageDeduplicationId },
  };
}

/** A delay is the queue's: the service refuses a message that has one. */
function refuseDelays({ arrivals = [] }: SourceWritten, path: Path, { findings }: Context): void {
  arrivals.forEach(({ records = [] }, i) => {
    records.forEach(({ delay }, j) => {
      if (delay === undefined) return;
      findings.error([...path, 'arrivals', i, 'records', j, 'delay'], {
        message: 'a message of a FIFO queue has no delay of its own: the service answers InvalidParameterValue',
        hint: 'delay of the queue, for all of them',
        about: 'key',
        source: 'R-FQ-14',
      });
    });
  });
}

/** A single record that names a group, or a key, says which attribute holds it; so does one that names its deduplication id. */
function impliedBy(
  { arrivals = [] }: SourceWritten,
  keys: readonly (keyof RecordWritten)[],
  path: Path,
  { origins }: Context,
): string | undefined {
  const all = arrivals.flatMap(({ records = [] }) => records);
  const key = keys.find((one) => all.some((record) => record[one] !== undefined));
  return key === undefined ? undefined : origins.ours(path, key);
}

function refuseWithoutGroup(path: Path, { findings }: Context): void {
  findings.error([...path, 'messageGroupId'], {
    message: 'is missing: every message of a FIFO queue belongs to a group',
    hint: 'messageGroupId: customer, an attribute that its arrivals carry',
    source: 'SQS-62',
  });
}

/** High throughput is both (SQS-44). */
function checkThroughput(
  { deduplicationScope, fifoThroughputLimit }: FifoQueueScenario['options'],
  path: Path,
  { findings }: Context,
): void {
  if (fifoThroughputLimit === 'perQueue' || deduplicationScope === 'messageGroup') return;
  findings.error([...path, 'fifoThroughputLimit'], {
    message: 'perMessageGroupId goes with deduplicationScope: messageGroup only',
    hint: 'deduplicationScope: messageGroup',
    source: 'SQS-44',
  });
}
