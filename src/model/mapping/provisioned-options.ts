/**
 * What a scenario may say about the pollers that a mapping has provisioned (ProvisionedPollerConfig), by the kind of its source.
 * Left out: groups of pollers, with which several mappings of Kafka share what they pay for.
 */
import type { Options, Values } from '../options.ts';
import type { SourceType } from '../sources/kinds.ts';

const ofQueues = {
  minimumPollers: {
    kind: 'count',
    min: { fact: 'sqs.provisioned.minimumPollers' },
    max: { fact: 'sqs.provisioned.minimumPollers.max' },
    default: { fact: 'sqs.provisioned.minimumPollers' },
    settable: true,
    doc: 'Pollers that are always ready.',
    source: 'SQS-21',
  },
  maximumPollers: {
    kind: 'count',
    min: { fact: 'sqs.provisioned.minimumPollers' },
    max: { fact: 'sqs.provisioned.maximumPollers.max' },
    default: { fact: 'sqs.provisioned.maximumPollers' },
    settable: true,
    doc: 'Most pollers.',
    source: 'SQS-21',
  },
} as const satisfies Options;

const ofTopics = {
  minimumPollers: {
    ...ofQueues.minimumPollers,
    min: { fact: 'kafka.provisioned.minimumPollers' },
    max: { fact: 'kafka.provisioned.minimumPollers.max' },
    default: { fact: 'kafka.provisioned.minimumPollers' },
    source: 'KAF-03',
  },
  maximumPollers: {
    ...ofQueues.maximumPollers,
    min: { fact: 'kafka.provisioned.minimumPollers' },
    max: { fact: 'kafka.provisioned.maximumPollers.max' },
    default: { fact: 'kafka.provisioned.maximumPollers' },
    doc: 'Most pollers; never more than the topic has partitions.',
    source: 'KAF-03',
  },
} as const satisfies Options;

export type ProvisionedPollerConfig = Readonly<Values<typeof ofQueues>>;
export type ProvisionedOptions = typeof ofQueues | typeof ofTopics;

/** Of kinds that have no provisioned mode: undefined. */
export function provisionedOptionsOf(type: SourceType): ProvisionedOptions | undefined {
  if (type === 'sqs' || type === 'sqsFifo') return ofQueues;
  return type === 'kafka' ? ofTopics : undefined;
}
