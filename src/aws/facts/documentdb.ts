/** Change streams of DocumentDB, and how Lambda reads them. The window of a batch is in facts/kafka.ts: these sources share it. */
import { DAY, HOUR } from '../../engine/time.ts';
import type { Fact } from '../fact.ts';
import { MIB, OURS, READ } from './sources.ts';

const GUIDE = 'https://docs.aws.amazon.com/documentdb/latest/developerguide/';

export const DOCUMENTDB = {
  'documentDb.retention': {
    id: 'DOC-01',
    kind: 'documented',
    unit: 'duration',
    value: 3 * HOUR,
    says: 'how long a change stream keeps an event, unless the cluster says otherwise (change_stream_log_retention_duration)',
    source: `${GUIDE}change_streams.html`,
    date: READ,
  },
  'documentDb.retention.min': {
    id: 'DOC-01',
    kind: 'recalled',
    unit: 'duration',
    value: HOUR,
    says: 'least time that a change stream can keep an event',
    source: `${GUIDE}change_streams.html`,
    date: READ,
  },
  'documentDb.retention.max': {
    id: 'DOC-01',
    kind: 'documented',
    unit: 'duration',
    value: 7 * DAY,
    says: 'longest time that a change stream can keep an event',
    source: `${GUIDE}change_streams.html`,
    date: READ,
  },
  'documentDb.event.max': {
    id: 'DOC-01',
    kind: 'recalled',
    unit: 'size',
    value: 16 * MIB,
    says: 'bytes of the largest event of a change stream: those of the largest document',
    source: `${GUIDE}limits.html`,
    date: READ,
  },
  'documentDb.latency': {
    id: 'DOC-01',
    kind: 'assumed',
    unit: 'duration',
    value: 0,
    says: 'from a change until Lambda, which waits at the end of the change stream, has read it: not published',
    source: OURS,
    date: READ,
  },
  'documentDb.envelope': {
    id: 'UNK-20',
    kind: 'assumed',
    unit: 'size',
    value: 500,
    under: { ideal: 0 },
    says: 'bytes an event of DocumentDB adds to the invocation payload beside its document',
    source: 'estimated from the shape of the event',
    date: READ,
  },
} as const satisfies Record<string, Fact>;
