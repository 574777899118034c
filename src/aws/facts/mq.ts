/** How Lambda reads queues of Amazon MQ. The window of a batch is in facts/kafka.ts: these sources share it. */
import { MILLISECOND, MINUTE } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { LDG, OURS, READ } from './sources.ts';

export const MQ = {
  'mq.activeMq.concurrency': {
    id: 'MQ-01',
    kind: 'documented',
    unit: 'count',
    value: 5,
    positive: true,
    says: 'executions at once that a mapping of an ActiveMQ queue has at the most; AWS raises it on request, mapping by mapping',
    source: `${LDG}with-mq.html`,
    date: READ,
  },
  'mq.rabbitMq.concurrency': {
    id: 'MQ-01',
    kind: 'documented',
    unit: 'count',
    value: 1,
    positive: true,
    says: 'executions at once that a mapping of a RabbitMQ queue has at the most; AWS raises it on request, mapping by mapping',
    source: `${LDG}with-mq.html`,
    date: READ,
  },
  'mq.envelope': {
    id: 'UNK-20',
    kind: 'assumed',
    unit: 'size',
    value: 600,
    under: { ideal: 0 },
    says: 'bytes a message of Amazon MQ adds to the invocation payload beside its data',
    source: 'estimated from the shape of the event',
    date: READ,
  },
  'mq.inflation': {
    id: 'MQ-01',
    kind: 'documented',
    unit: 'number',
    value: 4 / 3,
    under: { ideal: 1 },
    positive: true,
    says: 'by what the data of a message grows in the invocation payload, where it is base64',
    source: `${LDG}with-mq.html`,
    date: READ,
  },
  'mq.retry.first': {
    id: 'UNK-05',
    kind: 'assumed',
    unit: 'duration',
    value: 150 * MILLISECOND,
    positive: true,
    says: 'pause before a failed or refused batch of Amazon MQ is sent again; it doubles with every try',
    source: OURS,
    date: READ,
  },
  'mq.retry.max': {
    id: 'UNK-05',
    kind: 'assumed',
    unit: 'duration',
    value: MINUTE,
    positive: true,
    says: 'longest pause between tries of a batch of Amazon MQ',
    source: OURS,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
