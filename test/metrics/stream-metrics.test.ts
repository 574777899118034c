/** Metrics of streams by the period, worked out by hand (H.1, H.2, H.4). */
import { expect, it } from 'vitest';
import { scenarioOf } from '../support/run.ts';
import { metered, valuesOf } from '../support/metrics.ts';

const bad = { attributes: { bad: true } };

/** Three records at once, of which the second fails; one at 70 s. Pushed at once, so that instants are round. */
const scenario = (mapping: object = {}, more: object = {}, facts: object = {}) => ({
  lagcast: 1,
  duration: '2 min',
  facts: { 'kinesis.fanOut.latency': 'off', 'stream.continuation': '0 s', ...facts },
  functions: {
    f: { timeout: '1 min', coldStart: 'none', handler: { duration: '100 ms', when: [{ ...bad, then: 'throw' }] } },
  },
  sources: {
    s: {
      type: 'kinesis',
      shards: 1,
      arrivals: [
        {
          records: [
            { id: 'a', size: '1000 B' },
            { id: 'b', size: '1000 B', ...bad },
            { id: 'c', size: '1000 B' },
            { id: 'd', size: '1000 B', at: '70 s' },
          ],
        },
      ],
    },
  },
  mappings: {
    m: {
      source: 's',
      function: 'f',
      startingPosition: 'TRIM_HORIZON',
      enhancedFanOut: true,
      maximumRetryAttempts: 1,
      ...mapping,
    },
  },
  ...more,
});

it('the last call of a tumbling window has no iterator age', () => {
  const { rows } = metered(scenarioOf(scenario({ tumblingWindow: '10 s' }, { duration: '4 min' })));
  // d is sent at 70 s, and the call that ends its window comes at 200 s.
  expect(valuesOf(rows, 'f', 'Invocations', 'Sum')).toMatchObject({ 180: 1 });
  expect(Object.values(valuesOf(rows, 'f', 'IteratorAge', 'Average')).every(Number.isFinite)).toBe(true);
  expect(valuesOf(rows, 'm', 'IteratorAge', 'Maximum')).not.toHaveProperty('180');
});

it('what is pushed, invoked, failed and dropped (KIN-10, KIN-28)', () => {
  const { rows } = metered(scenarioOf(scenario()));
  const of = (resource: string, metric: string, statistic = 'Sum') => valuesOf(rows, resource, metric, statistic);
  expect(of('s', 'IncomingRecords')).toEqual({ 0: 3, 60: 1 });
  expect(of('s', 'IncomingBytes')).toEqual({ 0: 3000, 60: 1000 });
  expect(of('s', 'SubscribeToShardEvent.Records')).toEqual({ 0: 3, 60: 1 });
  expect(of('s', 'GetRecords.Success')).toEqual({});
  expect(of('m', 'PolledEventCount')).toEqual({ 0: 3, 60: 1 });
  // [a b c] at 0 and again at 0.25 s.
  expect(of('m', 'InvokedEventCount')).toEqual({ 0: 6, 60: 1 });
  expect(of('m', 'FailedInvokeEventCount')).toEqual({ 0: 6, 60: 0 });
  expect(of('m', 'DroppedEventCount')).toEqual({ 0: 3, 60: 0 });
  expect(of('m', 'OnFailureDestinationDeliveredEventCount')).toEqual({ 0: 0, 60: 0 });
  expect(of('m', 'DeletedEventCount')).toEqual({});
});

it('the iterator age of the function and of the mapping, once an invocation (KIN-34)', () => {
  const { rows } = metered(scenarioOf(scenario()));
  for (const resource of ['f', 'm']) {
    expect(valuesOf(rows, resource, 'IteratorAge', 'Maximum')).toEqual({ 0: 250, 60: 0 });
    expect(valuesOf(rows, resource, 'IteratorAge', 'Average')).toEqual({ 0: 125, 60: 0 });
  }
  const former = metered(scenarioOf(scenario({}, {}, { 'stream.iteratorAgeAt': 'finish' })));
  expect(valuesOf(former.rows, 'f', 'IteratorAge', 'Maximum')).toEqual({ 0: 350, 60: 100 });
});

it('what goes to the destination is not dropped (KIN-28)', () => {
  const { rows } = metered(scenarioOf(scenario({ bisectBatchOnFunctionError: true, onFailure: { sns: 't' } })));
  expect(valuesOf(rows, 'm', 'DroppedEventCount')).toEqual({ 0: 0, 60: 0 });
  expect(valuesOf(rows, 'm', 'OnFailureDestinationDeliveredEventCount')).toEqual({ 0: 1, 60: 0 });
});

it('a destination that is out fails its delivery, and what was to go there is dropped (KIN-30)', () => {
  const out = {
    sources: { ...scenario().sources, q: { type: 'sqs' } },
    events: [{ at: '0 s', for: '1 min', outage: { source: 'q' } }],
  };
  const { rows } = metered(scenarioOf(scenario({ onFailure: 'q' }, out)));
  expect(valuesOf(rows, 'f', 'DestinationDeliveryFailures')).toEqual({ 0: 1 });
  expect(valuesOf(rows, 'm', 'DroppedEventCount')).toEqual({ 0: 3, 60: 0 });
});

it('reads, also empty ones, with the age of what they return, 0 at the end (KIN-35)', () => {
  const polling = scenario({ enhancedFanOut: undefined }, {}, { 'kinesis.propagation': '0 s' });
  const { rows, result } = metered(scenarioOf(polling), 120);
  const { reads, emptyReads, readsThrottled } = result.mappings['m']!.stream!;
  expect(valuesOf(rows, 's', 'GetRecords.Records')).toEqual({ 0: 4 });
  expect(valuesOf(rows, 's', 'GetRecords.Bytes')).toEqual({ 0: 4000 });
  expect(valuesOf(rows, 's', 'GetRecords.IteratorAgeMilliseconds', 'Maximum')).toEqual({ 0: 0 });
  expect([reads, readsThrottled]).toEqual([2, 0]);
  // One a second, but while the batch is with the function.
  expect(emptyReads).toBeGreaterThan(110);
  expect(valuesOf(rows, 's', 'GetRecords.Success')).toEqual({ 0: reads + emptyReads });
  expect(valuesOf(rows, 's', 'ReadProvisionedThroughputExceeded')).toEqual({ 0: 0 });
});

it('puts that were refused (KIN-01)', () => {
  const facts = { 'kinesis.write.records': 1, 'kinesis.put.retry.first': '600 ms', 'kinesis.put.retry.max': '600 ms' };
  const { rows } = metered(scenarioOf(scenario({}, {}, facts)));
  // b and c at 0 and 0.6 s; at 1.2 s b is taken; c at 1.8 s is refused, and taken at 2.4 s.
  expect(valuesOf(rows, 's', 'WriteProvisionedThroughputExceeded')).toEqual({ 0: 6, 60: 0 });
  expect(valuesOf(rows, 's', 'IncomingRecords')).toEqual({ 0: 3, 60: 1 });
});

it('streams have no rows of queues, and those of DynamoDB none of Kinesis', () => {
  const dynamo = scenario(
    { enhancedFanOut: undefined },
    { sources: { s: { type: 'dynamodbStreams', shards: 1, arrivals: [{ rate: '1/s' }] } } },
  );
  for (const value of [scenario(), dynamo]) {
    const { rows } = metered(scenarioOf(value));
    expect(rows.filter(({ namespace }) => namespace === 'AWS/SQS')).toEqual([]);
    expect(rows.some(({ namespace }) => namespace === 'AWS/Kinesis')).toBe(value !== dynamo);
    expect(rows.some(({ metric }) => metric === 'IteratorAge')).toBe(true);
  }
});
