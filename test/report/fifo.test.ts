/** What people are told of FIFO queues: the group that holds the backlog, and the figures on the page. */
import { describe, expect, it } from 'vitest';
import { sourceSheet } from '../../src/report/page/source-sheet.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run } from '../support/run.ts';

/** Twenty messages a second of one group, of which 10 × 1 / 1 s can be handled, and five of fifty others. */
const hot = run({
  lagcast: 1,
  duration: '1 min',
  functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '100 ms' } } },
  sources: {
    q: {
      type: 'sqsFifo',
      messageGroupId: 'customer',
      arrivals: [
        { rate: '20/s', attributes: { customer: 'big' } },
        { rate: '5/s', attributes: { customer: { uniform: { min: 1, max: 50 } } } },
      ],
    },
  },
  mappings: { m: { source: 'q', function: 'f' } },
});

describe('a hot group', () => {
  it('is named, with what helps', () => {
    const waits = hot.sources['q']!.groups!.groups[0]!.waiting;
    expect(waits).toBeGreaterThan(550);
    const said = verdict(hot).find((sentence) => sentence.includes('group big'))!;
    expect(said).toContain(`${waits} are those of group big`);
    expect(said).toContain('more concurrency would not');
  });

  it('is not, where what waits is that of many', () => {
    const { sources } = hot;
    const { groups } = sources['q']!;
    const even = { ...groups!, groups: groups!.groups.map((one) => ({ ...one, waiting: 10 })) };
    const sentences = verdict({ ...hot, sources: { q: { ...sources['q']!, groups: even } } });
    expect(sentences.filter((sentence) => sentence.includes('one invocation at a time'))).toEqual([]);
  });
});

it('the page has order, repeats and calls over the quota, and groups by their levels', () => {
  const source = hot.sources['q']!;
  const { lines, levels } = sourceSheet({ ...source, fifo: { ...source.fifo!, outOfOrder: 3, deduplicated: 4 } });
  const valueOf = (label: string) => lines.find((line) => line.label === label)?.value;
  expect([valueOf('handled out of order'), valueOf('sends that were repeats')]).toEqual(['3', '4']);
  expect(levels.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['groups with messages', 'groups in flight']),
  );
});
