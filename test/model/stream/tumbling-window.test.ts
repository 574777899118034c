/** Tumbling windows (KIN-31), by the invocations they make. */
import { expect, it } from 'vitest';
import { journaled } from '../../support/run.ts';

interface Options {
  readonly handler?: object;
  readonly mapping?: object;
  readonly events?: readonly object[];
}

/** What the function is called with: ids of records, or why it is a last call. */
function calls(records: readonly object[], { handler = {}, mapping = {}, events = [] }: Options = {}): string[] {
  const { lines } = journaled({
    lagcast: 1,
    name: 'windows',
    duration: '60 s',
    facts: {
      'kinesis.propagation': '0 s',
      'kinesis.poll.every': '1 ms',
      'kinesis.read.calls': 1000,
      'kinesis.reshard.time': '1 s',
      'stream.continuation': '0 s',
      'stream.tumblingWindow.late': '5 s',
    },
    functions: { f: { timeout: '10 s', coldStart: 'none', handler: { duration: '100 ms', ...handler } } },
    sources: { s: { type: 'kinesis', shards: 1, partitionKey: 'key', arrivals: [{ records }] } },
    mappings: {
      m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', tumblingWindow: '10 s', ...mapping },
    },
    events,
  });
  const invoked = lines.filter(({ event }) => event === 'invoked');
  return invoked.map(({ records: ids, final }) => final ?? ids!.join('+'));
}

const at = (...times: number[]): object[] => times.map((t, i) => ({ id: `r${i + 1}`, at: `${t} s`, key: 'k' }));

it('ends a window by a call without records before the first record of the next', () => {
  expect(calls(at(1, 4, 11, 12))).toEqual(['r1', 'r2', 'windowEnded', 'r3', 'r4', 'windowEnded']);
});

it('keeps a batch within a window, whatever its size and its batching window', () => {
  const batching = { mapping: { batchSize: 100, maximumBatchingWindow: '5 s' } };
  expect(calls(at(8, 9, 11, 12), batching)).toEqual(['r1+r2', 'windowEnded', 'r3+r4', 'windowEnded']);
});

it('ends a window late when nothing comes after it', () => {
  expect(calls(at(1))).toEqual(['r1', 'windowEnded']);
});

it('ends a window early when its state is larger than 1 MiB', () => {
  // 1 MiB is not larger than 1 MiB; the third record is one too many.
  const handler = { handler: { statePerRecord: '512 KiB' } };
  expect(calls(at(1, 2, 3, 4), handler)).toEqual(['r1', 'r2', 'r3', 'early', 'r4', 'windowEnded']);
});

it('fails a call whose answer brings no state, and tries it again', () => {
  const handler = { handler: { script: [{ return: {} }, { return: { state: {} } }] } };
  expect(calls(at(1), handler)).toEqual(['r1', 'r1', 'windowEnded']);
});

it('tries a failed last call as often as any other, and then goes on', () => {
  const options = { handler: { script: ['succeed', 'throw'] }, mapping: { maximumRetryAttempts: 2 } };
  expect(calls(at(1), options)).toEqual(['r1', 'windowEnded', 'windowEnded', 'windowEnded']);
});

it('does not go on in the children of a shard', () => {
  const events = [{ at: '3 s', reshard: { stream: 's', shards: 2 } }];
  expect(calls(at(1, 8), { events })).toEqual(['r1', 'windowEnded', 'r2', 'windowEnded']);
});
