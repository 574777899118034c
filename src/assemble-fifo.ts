/** Builds a FIFO queue from what a scenario says. A part of assemble.ts. */
import type { FactPath } from './aws/facts.ts';
import type { Outages } from './model/outages.ts';
import { FifoQueue, type FifoSettings } from './model/sources/fifo/fifo-queue.ts';
import type { SqsSettings } from './model/sources/sqs.ts';
import type { World } from './model/world.ts';
import type { FifoQueueScenario } from './scenario/scenario.ts';

export function makeFifoQueue(
  { name, options, outbox, sendsDuringOutage }: FifoQueueScenario,
  index: number,
  settings: SqsSettings,
  outages: Outages,
  world: World,
): FifoQueue {
  const column = (attribute: string | undefined): number | undefined =>
    attribute === undefined ? undefined : world.records.attribute(attribute);
  const fifo: FifoSettings = {
    group: column(options.messageGroupId),
    deduplication: {
      id: column(options.messageDeduplicationId),
      contentBased: options.contentBasedDeduplication,
      scope: options.deduplicationScope,
      hasRepeats: (outbox?.repeats ?? 0) > 0,
    },
    throughput: {
      isHigh: options.fifoThroughputLimit === 'perMessageGroupId',
      ofRegion: `fifo.highThroughput.${options.region}` satisfies FactPath,
      sendBatch: options.sendBatch,
    },
    onThrottle: options.onThrottle,
    outages,
    waits: sendsDuringOutage === 'wait',
  };
  return new FifoQueue(name, index, settings, fifo, world);
}
