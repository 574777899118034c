/** What a verdict says of a mapping of Kafka that falls behind: what is in the way, and what would help. */
import { expect, it } from 'vitest';
import { hotPartition, partitionsAsCeiling } from '../../src/report/kafka.ts';
import { kafkaRun, PROVISIONED, type Said } from '../support/kafka-runs.ts';

function said(more: Partial<Said>): { readonly hot: string; readonly ceiling: string } {
  const { result } = kafkaRun({
    duration: '2 min',
    topic: { partitions: 4, partitionKey: 'user' },
    handler: { duration: '1 s' },
    mapping: { batchSize: 2, ...PROVISIONED },
    arrivals: { rate: '10/s' },
    ...more,
  });
  const of = (tell: typeof hotPartition) => tell('m', result.mappings['m']!, result).join();
  return { hot: of(hotPartition), ceiling: of(partitionsAsCeiling) };
}

const all = { mapping: { batchSize: 2, provisionedPollerConfig: { minimumPollers: 4, maximumPollers: 4 } } };
const users = (choice: object) => ({ rate: '20/s', attributes: { user: { choice } } });

it('where one partition holds the lag its keys are in the way, and no further partition would help', () => {
  for (const mode of [{}, all]) {
    const { hot, ceiling } = said({ ...mode, arrivals: users({ a: '95 %', b: '5 %' }) });
    expect(hot).toContain('are in one of 4 partitions');
    expect(hot).toContain('neither more partitions nor more consumers');
    expect(ceiling).toBe('');
  }
});

it('where all partitions are behind there are too few of them', () => {
  const { hot, ceiling } = said({ ...all, topic: { partitions: 4 }, arrivals: { rate: '20/s' } });
  expect(hot).toBe('');
  expect(ceiling).toContain('had a consumer for each of its 4 partitions and still fell behind');
});

it('where the function may not run so often, partitions are not blamed', () => {
  const { hot, ceiling } = said({
    ...all,
    topic: { partitions: 4 },
    arrivals: { rate: '20/s' },
    function: { reservedConcurrency: 2 },
  });
  expect(hot + ceiling).toBe('');
});
