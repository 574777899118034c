/** All figures of a stream, and what a mapping that reads one has beside those of every mapping. Pure. */
import type { SourceResult } from '../../metrics/result.ts';
import type { StreamMappingResult, StreamResult } from '../../metrics/streams/result.ts';
import { count, duration } from '../format.ts';
import { isTopic } from '../kafka.ts';
import { endToEnd, headline, unlessZero, type Line, type Sheet } from './sheet.ts';

export function streamSheet(source: SourceResult, stream: StreamResult): Sheet {
  return {
    lines: [{ label: 'kind', value: source.type }, ...streamLines(source, stream)],
    spreads: [
      { label: 'latency', unit: 'duration', of: source.latency },
      { label: 'age at first attempt', unit: 'duration', of: source.ageAtFirstAttempt },
      ...endToEnd(source),
      { label: 'records per read', unit: 'count', of: stream.recordsPerRead },
      { label: 'age of what reads return', unit: 'duration', of: stream.getRecordsAge },
      { label: 'delay of refused puts', unit: 'duration', of: stream.putDelay },
    ],
    levels: [
      { label: 'records kept for mappings', unit: 'count', of: source.depth },
      { label: isTopic(source) ? 'partitions' : 'shards', unit: 'count', of: stream.shards },
      { label: 'in flight', unit: 'count', of: source.inFlight },
    ],
  };
}

function streamLines(source: SourceResult, stream: StreamResult): Line[] {
  return [
    headline('arrived', count(source.arrived)),
    headline('handled, by all mappings', count(source.succeeded)),
    headline('to destinations', count(source.toDestination)),
    headline('skipped', count(source.discarded)),
    headline('lost to expiry', count(source.expired)),
    { label: 'filtered out', value: count(source.filtered) },
    { label: 'passed over unprocessed', value: count(source.acknowledged) },
    headline('puts refused', count(source.putsRefused)),
    { label: 'records dropped after a refused put', value: count(source.putsDropped) },
    headline('reads throttled', count(stream.readsThrottled)),
    { label: 'reads with records', value: count(source.receives) },
    { label: 'reads without', value: count(source.emptyReceives) },
    { label: 'records read', value: count(source.received) },
    { label: 'oldest record some mapping still needed', value: duration(source.ageOfOldest.max) },
    { label: 'age of the oldest at the end', value: duration(source.ageOfOldest.last) },
    ...QUEUE_ONLY.flatMap(([label, key]) => unlessZero(label, source[key])),
  ];
}

/** 0 for streams; shown should it ever be otherwise. */
const QUEUE_ONLY = [
  ['dead-lettered', 'deadLettered'],
  ['… of them never given to an invocation', 'deadLetteredUnseen'],
  ['failed', 'failed'],
  ['refused', 'refused'],
  ['deliveries after it was done', 'duplicates'],
  ['visibility timeouts that ran out', 'returned'],
] as const satisfies readonly (readonly [string, keyof SourceResult])[];

/** What a mapping of a stream adds to the sheet of a mapping. */
export function streamPart(stream: StreamMappingResult): Sheet {
  return {
    lines: [
      headline(
        stream.kafka === undefined ? 'blocked, all shards' : 'blocked, all partitions',
        stream.blocked === 0 ? '0 s' : duration(stream.blocked),
      ),
      headline('lost to expiry', count(stream.expired)),
      { label: '… of them behind a record that blocked', value: count(stream.expiredBehindBlocked) },
      headline('to the destination', count(stream.toDestination)),
      headline('skipped', count(stream.discarded)),
      { label: 'passed over unprocessed', value: count(stream.acknowledged) },
      { label: 'times a lane was blocked', value: count(stream.blockings) },
      { label: 'retries', value: count(stream.retries) },
      { label: 'bisects', value: count(stream.bisects) },
      { label: 'lanes that ever had work', value: count(stream.lanesUsed) },
      ...(stream.kafka === undefined ? [] : [headline('rebalances', count(stream.kafka.rebalances))]),
      { label: 'reads with records', value: count(stream.reads) },
      { label: 'reads without', value: count(stream.emptyReads) },
      { label: 'reads throttled', value: count(stream.readsThrottled) },
    ],
    spreads: [
      { label: 'iterator age', unit: 'duration', of: stream.iteratorAge },
      { label: 'iterator age when sent', unit: 'duration', of: stream.iteratorAgeAtSend },
      { label: 'iterator age when finished', unit: 'duration', of: stream.iteratorAgeAtFinish },
      { label: 'records per read', unit: 'count', of: stream.recordsPerRead },
    ],
    levels: [
      { label: 'invocations at once', unit: 'count', of: stream.running },
      ...(stream.kafka === undefined
        ? []
        : ([
            { label: 'offset lag, greatest of its partitions', unit: 'count', of: stream.kafka.offsetLag },
            { label: 'offset lag, all partitions', unit: 'count', of: stream.kafka.offsetLagSum },
          ] as const)),
    ],
  };
}
