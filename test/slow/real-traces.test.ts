/** Arrival files that nobody here made, replayed as found. Needs ../shared/real-inputs; says so when it is not there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

const folder = new URL('../../../shared/real-inputs/traces/', import.meta.url);

/** File, how it is replayed, how long, and the records it holds (counted with awk). */
const TRACES = [
  ['numenta__NAB__elb_request_count_8c0756.csv', { count: 'value' }, '15 d', 249_327],
  ['numenta__NAB__Twitter_volume_AMZN.csv', { count: 'value', spread: 'random' }, '60 d', 843_768],
  ['numenta__NAB__nyc_taxi.csv', { count: 'value', scale: 0.01 }, '220 d', 1_562_197],
  ['Azure__AzurePublicDataset__AzureLLMInferenceTrace_code.csv', { attributes: ['ContextTokens'] }, '1 h', 8819],
  ['vhive-serverless__invitro__Azure2021_200.csv', { end: 'end_timestamp', duration: 'duration' }, '2 h', 199],
  ['vhive-serverless__invitro__example-invocations.csv', { wide: true, attributes: ['Trigger'] }, '1 d', 4525],
] as const;

if (!existsSync(folder)) it('the real traces are not here and were not replayed', () => {});
else {
  it.each(TRACES)('%s', (file, replay, duration, records) => {
    const ports = { readText: (path: string) => readFileSync(new URL(path, folder), 'utf8') };
    const scenario = {
      lagcast: 1,
      duration,
      functions: { f: { timeout: '15 min', coldStart: 'none', handler: { duration: '100 ms' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '2 h', arrivals: [{ replay: { file, ...replay } }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    };
    const read = readScenarioValue(scenario, { ports });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const { books, ageAtFirstAttempt } = simulate(read.scenario).sources['q']!;
    expect(books.in.arrived).toBe(records);
    expect(books.out).toMatchObject({ succeeded: records, waiting: 0, deadLettered: 0 });
    // Five pollers and more are plenty for these: nothing waits long, whatever the file looks like.
    if (file !== 'vhive-serverless__invitro__Azure2021_200.csv') expect(ageAtFirstAttempt.p99! / 1e6).toBeLessThan(1);
  });
}
