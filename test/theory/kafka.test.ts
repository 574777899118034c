/** Partitions are the ceiling of what a mapping of Kafka can do: partitions × batch size / duration records a second (PLN-14, KAF-02). */
import { expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { kafkaScenario } from '../support/kafka-runs.ts';

it.each([
  [1, 10, 0.5],
  [3, 10, 0.5],
  [8, 5, 1],
])('%i partitions, batches of %i that take %f s', (partitions, batchSize, seconds) => {
  const most = (partitions * batchSize) / seconds;
  const scenario = kafkaScenario({
    duration: '10 min',
    topic: { partitions },
    arrivals: { rate: `${most * 1.5}/s` },
    handler: { duration: `${seconds} s` },
    mapping: { batchSize },
  });
  // By then there are as many consumers as there can be.
  const { sources, mappings } = run({ ...scenario, warmUp: '4 min' });
  expect(sources['t']!.succeeded / 360 / most).toBeCloseTo(1, 2);
  expect(mappings['m']!.pollers!.max).toBe(partitions);
  expect(mappings['m']!.stream!.running.mean).toBeCloseTo(partitions, 1);
  // What cannot be done is lag: half of the rate more, over the whole run and before there were all consumers.
  expect(mappings['m']!.stream!.kafka!.offsetLagSum.last).toBeGreaterThan(most * 0.5 * 600);
});
