/** Provisioned mode: pollers that a mapping of a queue, or of Kafka, keeps ready. What pollers do on demand is in sqs.ts. */
import { MINUTE, SECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { LDG, MIB, OURS, READ } from './sources.ts';

const WITH_SQS = `${LDG}with-sqs.html`;
const OF_KAFKA = `${LDG}kafka-scaling-modes.html`;

type Stated = Pick<Fact, 'id' | 'unit' | 'value' | 'says'> & Partial<Pick<Fact, 'under' | 'positive'>>;

const documented = (source: string, fact: Stated) => ({ ...fact, kind: 'documented', source, date: READ }) as const;
const assumed = (fact: Stated) => ({ ...fact, kind: 'assumed', source: OURS, date: READ }) as const;

const count = (id: string, value: number, says: string): Stated => ({ id, unit: 'count', value, says });

const OF_QUEUES = {
  'sqs.provisioned.minimumPollers': documented(
    WITH_SQS,
    count(
      'SQS-21',
      2,
      'pollers that provisioned mode of a queue keeps ready unless the mapping says otherwise, and the least',
    ),
  ),
  'sqs.provisioned.minimumPollers.max': documented(
    WITH_SQS,
    count('SQS-21', 200, 'largest minimumPollers of a mapping of a queue'),
  ),
  'sqs.provisioned.maximumPollers': documented(
    WITH_SQS,
    count('SQS-21', 200, 'pollers that provisioned mode of a queue has at the most unless the mapping says otherwise'),
  ),
  'sqs.provisioned.maximumPollers.max': documented(`${WITH_SQS}; AWS What’s New 2026-08-03: 2,000 before`, {
    ...count('SQS-21', 10_000, 'largest maximumPollers of a mapping of a queue'),
    under: { '2025-11': 2000, '2023-10': 2000 },
  }),
  'sqs.provisioned.invokes': documented(WITH_SQS, {
    ...count('SQS-22', 10, 'batches that one provisioned poller of a queue has with the function at once'),
    positive: true,
  }),
  'sqs.provisioned.polls': documented(WITH_SQS, {
    id: 'SQS-22',
    unit: 'rate',
    value: 10,
    positive: true,
    says: 'receives of one provisioned poller of a queue: it receives again a tenth of a second after it received',
  }),
  'sqs.provisioned.bytes': documented(WITH_SQS, {
    id: 'SQS-22',
    unit: 'size',
    value: MIB,
    positive: true,
    says: 'of messages that one provisioned poller of a queue receives in a second',
  }),
  'sqs.provisioned.gathered': assumed({
    ...count(
      'SQS-22',
      1,
      'batches that one provisioned poller of a queue gathers side by side, with a batching window',
    ),
    positive: true,
  }),
  'sqs.provisioned.ramp': {
    id: 'SQS-23',
    kind: 'inferred',
    unit: 'rate',
    value: 100 / 60,
    positive: true,
    says: 'pollers added while messages wait that none can take: 1,000 concurrent invocations a minute, 10 for each poller',
    source: 'AWS News Blog 2025-11-14, provisioned mode for SQS event source mappings',
    date: READ,
  },
  'sqs.provisioned.detect': assumed({
    id: 'SQS-23',
    unit: 'duration',
    value: 5 * SECOND,
    says: 'for how long messages have to wait before provisioned pollers are added; published: seconds',
  }),
} as const satisfies Record<string, Fact>;

/** How provisioned pollers become fewer again is published for neither kind of source. */
const SHRINKING = {
  'mapping.provisioned.shrinkBelow': assumed({
    id: 'SQS-28',
    unit: 'share',
    value: 0.5,
    says: 'use of what provisioned pollers can do below which some are given back (UNK-11)',
  }),
  'mapping.provisioned.shrinkAfter': assumed({
    id: 'SQS-28',
    unit: 'duration',
    value: MINUTE,
    says: 'for how long it has to be below (UNK-11)',
  }),
  'mapping.provisioned.shrinkEvery': assumed({
    id: 'SQS-28',
    unit: 'duration',
    value: 10 * SECOND,
    positive: true,
    says: 'how often provisioned pollers are then given back (UNK-11)',
  }),
  'mapping.provisioned.shrinkBy': assumed({
    id: 'SQS-28',
    unit: 'share',
    value: 0.1,
    says: 'share of the provisioned pollers that are given back at once (UNK-11)',
  }),
} as const satisfies Record<string, Fact>;

const OF_TOPICS = {
  'kafka.provisioned.minimumPollers': documented(
    OF_KAFKA,
    count(
      'KAF-03',
      1,
      'pollers that provisioned mode of Kafka keeps ready unless the mapping says otherwise, and the least',
    ),
  ),
  'kafka.provisioned.minimumPollers.max': documented(
    OF_KAFKA,
    count('KAF-03', 200, 'largest minimumPollers of a mapping of Kafka'),
  ),
  'kafka.provisioned.maximumPollers': documented(
    OF_KAFKA,
    count('KAF-03', 200, 'pollers that provisioned mode of Kafka has at the most unless the mapping says otherwise'),
  ),
  'kafka.provisioned.maximumPollers.max': documented(
    OF_KAFKA,
    count('KAF-03', 2000, 'largest maximumPollers of a mapping of Kafka'),
  ),
  'kafka.provisioned.pollersPerUnit': documented(OF_KAFKA, {
    ...count('KAF-03', 10, 'provisioned pollers of Kafka that are one event poller unit, what is paid for'),
    positive: true,
  }),
} as const satisfies Record<string, Fact>;

export const PROVISIONED_POLLERS = { ...OF_QUEUES, ...SHRINKING, ...OF_TOPICS } as const;
