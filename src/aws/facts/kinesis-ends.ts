/** The two ends of a stream of Kinesis: how producers put again what was refused, and what a record takes up in an invocation. */
import { MILLISECOND, SECOND } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { LDG, OURS, READ } from './sources.ts';

export const KINESIS_ENDS = {
  'kinesis.envelope': {
    id: 'KIN-17',
    kind: 'assumed',
    unit: 'size',
    value: 600,
    under: { ideal: 0 },
    says: 'bytes a record adds to the invocation payload beside its data (UNK-20)',
    source: 'estimated from the shape of the event',
    date: READ,
  },
  'kinesis.inflation': {
    id: 'KIN-17',
    kind: 'documented',
    unit: 'number',
    value: 4 / 3,
    under: { ideal: 1 },
    positive: true,
    says: 'by what the data of a record grows in the invocation payload, where it is base64',
    source: `${LDG}services-kinesis-parameters.html`,
    date: READ,
  },
  'kinesis.put.retry.first': {
    id: 'KIN-01',
    kind: 'assumed',
    unit: 'duration',
    value: 100 * MILLISECOND,
    positive: true,
    says: 'pause before a producer puts a refused record again; doubles each time',
    source: OURS,
    date: READ,
  },
  'kinesis.put.retry.max': {
    id: 'KIN-01',
    kind: 'assumed',
    unit: 'duration',
    value: 5 * SECOND,
    positive: true,
    says: 'longest pause between tries of a refused record',
    source: OURS,
    date: READ,
  },
} as const satisfies Record<string, Fact>;
