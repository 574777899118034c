/** The pure parts of explain: when a difference matters, ladders, spans, dead letters. */
import { describe, expect, it } from 'vitest';
import { deadLettersOf } from '../../src/explain/dead-letters.ts';
import { effectOf, matters, shareOf } from '../../src/explain/effect.ts';
import { suspectsOf } from '../../src/explain/evidence.ts';
import { LIMITS } from '../../src/explain/limits.ts';
import { spansOf } from '../../src/explain/spans.ts';
import { longer, more, shorter } from '../../src/explain/steps.ts';
import { targetsOf, type Harm } from '../../src/explain/targets.ts';
import { LIMIT_WORDS } from '../../src/report/explain-result/words.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';

const harm = (time: number, lost = 0, succeeded = 1000): Harm => ({
  time,
  p99: time,
  succeeded,
  lost,
  lostShare: lost / (lost + succeeded),
  waiting: 0,
  entered: succeeded + lost,
  keptBack: null,
});

describe('a difference', () => {
  it.each([
    ['more than a tenth of the time', harm(100), harm(89), true],
    ['less than a tenth', harm(100), harm(91), false],
    ['records that are no longer lost', harm(100, 50), harm(100), true],
    ['two records are luck', harm(100, 2, 50), harm(100, 0, 50), false],
    ['few of the losses', harm(100, 500), harm(100, 480), false],
    ['time at the price of records', harm(100), harm(50, 20), false],
    ['records at the price of time', harm(100, 100), harm(500), true],
  ])('matters or not: %s', (_what, before, after, does) => {
    expect(matters(before, after)).toBe(does);
  });

  it('counts what producers were kept back with as what waits', () => {
    const before = { ...harm(100), keptBack: 1000 };
    expect(effectOf(before, { ...harm(100), entered: 2000 }).time).toBeCloseTo(1 - 100 / 300);
    expect(effectOf(before, harm(100)).time).toBe(0);
  });

  it('is shared by what counts: losses where those went', () => {
    expect(shareOf(harm(100), harm(20), harm(36))).toBeCloseTo(0.8);
    expect(shareOf(harm(100, 1000), harm(100), harm(10, 1000))).toBeCloseTo(0);
  });
});

describe('a ladder', () => {
  it('goes up in whole numbers, each once, and no further than it may', () => {
    expect(more('p', 1).map(({ p }) => p)).toEqual([2, 3, 4, 6, 8, 16]);
    expect(more('p', 4, 10).map(({ p }) => p)).toEqual([5, 6, 8, 10]);
    expect(more('p', 10, 10)).toEqual([]);
    expect(more('p', undefined)).toEqual([]);
  });

  it('keeps the unit', () => {
    expect(longer('p', '2 s', true).map(({ p }) => p)).toEqual(['3 s', '4 s', '6 s', '8 s', '12 s', '16 s', '32 s']);
    expect(shorter('p', '20 s', true).map(({ p }) => p)).toEqual(['16 s', '13 s', '10 s', '7 s', '5 s', '3 s', '1 s']);
  });
});

it('every limit has words', () => {
  expect(Object.keys(LIMIT_WORDS).toSorted()).toEqual([...LIMITS].toSorted());
});

describe('of refusals for ten seconds', () => {
  const { scenario } = new Template({
    duration: '60 s',
    functions: { f: { timeout: '2 s', coldStart: 'none', reservedConcurrency: 1, handler: { perRecord: '1 s' } } },
    sources: {
      s: {
        type: 'sqs',
        visibilityTimeout: '3 s',
        redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'd' },
        arrivals: [{ rate: '3/s', startAt: '20 s', endAt: '30 s' }],
      },
      d: { type: 'sqs' },
    },
    mappings: { m: { source: 's', function: 'f', batchSize: 1 } },
  }).variant();
  const result = simulate(scenario);
  const [target, ...others] = targetsOf(result);

  it('the dead-letter queue, which nobody reads, is not explained', () => {
    expect([target!.name, others]).toEqual(['s', []]);
  });

  it('spans follow each other over the whole run, and name the limit while it shows', () => {
    const reserved = suspectsOf(result, [target!]).filter(({ limit }) => limit === 'reserved');
    const spans = spansOf(target!, reserved, result);
    expect(spans[0]!.from).toBe(0);
    expect(spans.at(-1)!.until).toBe(60e6);
    spans.slice(1).forEach(({ from }, i) => expect(from).toBe(spans[i]!.until));
    const bound = spans.filter(({ limit }) => limit === 'reserved');
    expect(bound.length).toBeGreaterThan(0);
    expect(bound[0]!.from).toBeGreaterThanOrEqual(20e6);
    expect(bound.at(-1)!.until).toBeLessThan(45e6);
  });

  it('dead letters are those that never ran', () => {
    const { all, neverRan, sometimesThrottled, handlerErrors, ranTooLong } = deadLettersOf(target!, result)!;
    expect(all).toBe(result.sources['s']!.deadLettered);
    expect(neverRan + sometimesThrottled + handlerErrors + ranTooLong).toBe(all);
    expect([neverRan, handlerErrors]).toEqual([all, 0]);
  });
});
