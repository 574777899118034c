/** Whether the sums of waits that were recorded are something the model does often, and not only may do. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { AsyncEntry } from '../../src/validation/recorded/async.ts';
import { journaled } from '../support/run.ts';

const file = new URL('../../scenarios/validation/recorded/async.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as AsyncEntry[];

it('R-ASY-02: of many events a quarter has both waits in less than 174 s, as was recorded twice', () => {
  const { scenario } = cases.find(({ id }) => id === 'R-ASY-02')! as { scenario: { sources: { e: object } } };
  const ids = Array.from({ length: 600 }, (_, i) => `e${i}`);
  const arrivals = [{ records: ids.map((id) => ({ id, at: '1 s' })) }];
  const { lines } = journaled({
    ...scenario,
    sources: { ...scenario.sources, e: { ...scenario.sources.e, arrivals } },
  });
  const sums = new Map(ids.map((id) => [id, 0]));
  for (const { event, records, wait } of lines)
    if (event === 'retrying') sums.set(records![0]!, sums.get(records![0]!)! + wait!);
  const share = [...sums.values()].filter((sum) => sum < 174e6).length / ids.length;
  // Of ± 6 s and ± 12 s, evenly: 174 s is 6 s below the mean, and a quarter lies there.
  expect(Math.abs(share - 0.25)).toBeLessThan(3.5 * Math.sqrt((0.25 * 0.75) / ids.length));
});
