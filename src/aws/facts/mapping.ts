/** Limits of event source mappings whatever they read. */
import { SECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { API, LDG, MIB, READ } from './sources.ts';

export const MAPPING = {
  'mapping.batchingWindow.max': {
    id: 'SQS-30',
    kind: 'documented',
    unit: 'duration',
    value: 300 * SECOND,
    says: 'longest batching window',
    source: `${API}, CreateEventSourceMapping`,
    date: READ,
  },
  'mapping.payload': {
    id: 'SQS-31',
    kind: 'documented',
    unit: 'size',
    value: 6 * MIB,
    under: { ideal: Infinity },
    says: 'invocation payload at which a batch is closed; MB read as 1,048,576 bytes (UNK-19)',
    source: `${LDG}invocation-eventsourcemapping.html`,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
