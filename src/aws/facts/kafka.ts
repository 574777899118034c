/** How Lambda polls Kafka, Amazon MQ and DocumentDB. */
import { MILLISECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { LDG, READ } from './sources.ts';

export const KAFKA = {
  'kafka.batchingWindow': {
    id: 'KAF-05',
    kind: 'documented',
    unit: 'duration',
    value: 500 * MILLISECOND,
    says: 'how long records of Kafka, Amazon MQ and DocumentDB are gathered unless a mapping says otherwise',
    source: `${LDG}invocation-eventsourcemapping.html`,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
