/** Which facts a run of Kafka relies on: those of other kinds of stream are not among them. */
import { expect, it } from 'vitest';
import { kafkaRun } from '../../support/kafka-runs.ts';

it('a topic has no write limits and no shards that split, so the run relies on no fact of Kinesis', () => {
  const { facts } = kafkaRun({ arrivals: { records: [{ id: 'a', at: '1 s' }] } }).result;
  const paths = facts.map(({ path }) => path);
  expect(paths).toContain('kafka.inflation');
  expect(paths.filter((path) => path.startsWith('kinesis.'))).toEqual([]);
});
