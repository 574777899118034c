/** Which facts a run of Kafka relies on: those of other kinds of stream are not among them. */
import { expect, it } from 'vitest';
import { Run } from '../../../src/simulate.ts';
import { kafkaScenario } from '../../support/kafka-runs.ts';
import { scenarioOf } from '../../support/run.ts';

it('a topic has no write limits and no shards that split, so the run relies on no fact of Kinesis', () => {
  const facts = new Run(scenarioOf(kafkaScenario({ arrivals: { records: [{ id: 'a', at: '1 s' }] } }))).assumptions();
  const paths = facts.map(({ path }) => path);
  expect(paths).toContain('kafka.envelope');
  expect(paths.filter((path) => path.startsWith('kinesis.'))).toEqual([]);
});
