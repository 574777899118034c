/** Scenarios of the gallery in which asynchronous events are stages of chains. By hand, chain by chain. */
import { describe, expect, it } from 'vitest';
import { play, type Data } from '../support/gallery.ts';
import type { Line } from '../support/run.ts';

const MILLISECOND = 1000;
const named = (lines: readonly Line[], event: string): Line[] => lines.filter((line) => line.event === event);

/** For each record that follows another, which; a record is named by its source and id. */
function parentsIn(lines: readonly Line[]): Map<string, string> {
  const made = lines.filter(({ follows }) => follows !== undefined);
  return new Map(made.map(({ records, follows }) => [records![0]!, follows!]));
}

describe('37, three stages', () => {
  const { lines, result } = play('37-three-stages.yaml');
  const { uploads, pages, notices } = result.sources as Record<string, (typeof result.sources)[string]>;

  it('means of the stages add up to the mean of the whole, for nothing lies between them', () => {
    const sum = [uploads, pages, notices].reduce((total, source) => total + source!.latency.mean!, 0);
    expect(notices!.endToEnd!.count).toBe(uploads!.arrived);
    expect(Math.abs(notices!.endToEnd!.mean! - sum)).toBeLessThan(1);
  });

  it('percentiles do not: the 99th of the whole is less than those of the stages together', () => {
    const sum = [uploads, pages, notices].reduce((total, source) => total + source!.latency.p99!, 0);
    expect(notices!.endToEnd!.p99!).toBeLessThan(0.95 * sum);
  });

  it('each chain takes from the publishing of its upload until its notice is done with', () => {
    const parents = parentsIn(lines);
    const published = new Map(named(lines, 'published').map(({ records, t }) => [records![0]!, t]));
    const done = named(lines, 'concluded').filter(({ source }) => source === 'notices');
    expect(done.length).toBe(uploads!.arrived);
    const times = done.map(({ records, t }) => t - published.get(parents.get(parents.get(records![0]!)!)!)!);
    expect(Math.max(...times)).toBe(notices!.endToEnd!.max);
    expect(Math.min(...times)).toBe(notices!.endToEnd!.min);
    // Hand-over and dispatch at their least, and 200 ms, 1 s and 100 ms of work.
    expect(Math.min(...times)).toBeGreaterThan((76 + 9.6 + 200 + 1000 + 9.6 + 100) * MILLISECOND);
    const { from, to, stages } = result.chains.find((chain) => chain.to === 'notices')!;
    expect({ from, to, stages }).toEqual({ from: 'uploads', to: 'notices', stages: { min: 3, max: 3 } });
  });
});

describe('38, a function that feeds itself', () => {
  const file = '38-recursion.yaml';
  const { lines } = play(file);

  it('runs each image 16 times, and the seventeenth is stopped and dead-lettered', () => {
    const parents = parentsIn(lines);
    const depthOf = (id: string): number => {
      const parent = parents.get(id);
      return parent === undefined ? 1 : 1 + depthOf(parent);
    };
    const ends = named(lines, 'concluded');
    expect(ends).toHaveLength(1700);
    for (const { records, condition, approximateInvokeCount, deadLettered } of ends) {
      const isStopped = depthOf(records![0]!) === 17;
      expect([condition, approximateInvokeCount]).toEqual(isStopped ? ['RecursiveInvocation', 0] : ['Success', 1]);
      expect(deadLettered === true).toBe(isStopped);
    }
  });

  it.each(['direct', 'sns', 's3'])('is stopped by way of %s', (origin) => {
    const { result } = play(file, (data: Data) => (data.sources.images.origin = origin));
    expect(result.functions['resize']!.invocations).toBe(1600);
  });

  it.each(['eventBridge', 'scheduler'])('is not stopped by way of %s', (origin) => {
    const { result } = play(file, (data: Data) => {
      data.sources.images.origin = origin;
      data.sources.images.arrivals = [{ records: [{ at: '0 s' }] }];
    });
    const { invocations, recursiveInvocationsDropped } = result.functions['resize']!;
    expect(recursiveInvocationsDropped).toBe(0);
    // Two minutes, with at most 0.96 s for each round.
    expect(invocations).toBeGreaterThan(120);
  });
});
