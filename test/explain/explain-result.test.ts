/** What explain says of a result, on scenarios small enough to know the answer. All planted limits are among the slow tests. */
import { describe, expect, it } from 'vitest';
import { explaining, suspectedOnly } from '../../src/explain/explaining.ts';
import { conduct } from '../../src/plan/experiment.ts';
import { resultExplanationText } from '../../src/report/explain-result/text.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';
import { boundBy, explained, explainedTarget } from '../support/explained.ts';
import { planted } from '../support/planted.ts';

/** Thirty a second that take 150 ms each: 4.5 at once on average. */
const queue = (fn: object, mapping: object) => ({
  duration: '60 s',
  functions: { f: { timeout: '20 s', coldStart: 'none', handler: { perRecord: '150 ms' }, ...fn } },
  sources: { s: { type: 'sqs', arrivals: [{ rate: { poisson: '30/s' } }] } },
  mappings: { m: { source: 's', function: 'f', batchSize: 1, ...mapping } },
});

describe('a planted limit', () => {
  it.each(['a batch window', 'one lane of a shard', 'a healthy queue'])('is named: %s', (name) => {
    const one = planted(7).find((candidate) => candidate.name === name)!;
    expect(boundBy(explainedTarget(one))).toBe(one.limit);
  });
});

describe('the smallest change', () => {
  const { explanation, result } = explained(queue({ reservedConcurrency: 3 }, {}));
  const [finding] = explanation.targets[0]!.findings;
  const change = finding!.change!;

  it('is run, and enough: what it is said to give is what that run gives', () => {
    expect(Object.keys(change.settings)).toEqual(['functions.f.reservedConcurrency']);
    expect(change.now).toEqual({ 'functions.f.reservedConcurrency': 3 });
    expect(change.share).toBeGreaterThanOrEqual(0.8);
    const again = simulate(new Template(queue({ reservedConcurrency: 3 }, {})).variant(change.settings).scenario);
    expect(again.sources['s']!.latency.p99).toBe(change.after.p99);
  });

  it('is the smallest of the ladder: one less is not enough', () => {
    const values = [4, 5, 6, 9, 12, 18, 24, 48];
    const found = change.settings['functions.f.reservedConcurrency'] as number;
    expect(values).toContain(found);
    const less = values[values.indexOf(found) - 1] ?? 3;
    const template = new Template(queue({ reservedConcurrency: 3 }, {}));
    const base = result.sources['s']!;
    const worse = simulate(template.variant({ 'functions.f.reservedConcurrency': less }).scenario).sources['s']!;
    const all = base.latency.mean! - finding!.lifted.time!;
    expect(base.latency.mean! - worse.latency.mean!).toBeLessThan(0.9 * all);
  });

  it('costs no more runs than were allowed', () => {
    const { explanation: short } = explained(queue({ reservedConcurrency: 3 }, {}), 1);
    expect(short.runs).toBe(1);
    expect(explanation.runs).toBeLessThanOrEqual(12);
  });
});

describe('limits of which each stands behind the other', () => {
  const { explanation } = explained(queue({ reservedConcurrency: 3 }, { maximumConcurrency: 3 }));
  const [target] = explanation.targets;

  it('bind together, and none alone', () => {
    expect(target!.findings).toEqual([]);
    expect(new Set(target!.together!.limits.map(({ limit }) => limit))).toEqual(
      new Set(['maximumConcurrency', 'reserved']),
    );
    expect(target!.together!.effect.time).toBeGreaterThan(0.9);
  });

  it('are told in words', () => {
    expect(resultExplanationText(explanation)).toContain(
      'No single limit bound s; these did together: maximumConcurrency of m and reserved of f.',
    );
  });
});

describe('without re-runs', () => {
  const template = new Template(queue({ reservedConcurrency: 3 }, {}));
  const result = simulate(template.variant().scenario);

  it('what is said is suspected, not verified', () => {
    const only = suspectedOnly(result, 'Nothing was run again.');
    expect(only.targets[0]!.findings).toEqual([]);
    expect(only.targets[0]!.suspects.map(({ limit }) => limit)).toContain('reserved');
    expect(resultExplanationText(only)).toContain('Suspected of having bound s, and not verified: ');
  });

  it('nothing is verified with a scenario that gives another run', () => {
    const other = new Template(queue({ reservedConcurrency: 4 }, {}));
    const explanation = conduct(explaining(result, other));
    expect(explanation.unverified).toContain(`instead of ${result.digest}`);
    expect([explanation.runs, explanation.targets[0]!.findings]).toEqual([0, []]);
  });
});

it('words come first: what bound, what it cost, what to change', () => {
  const { explanation } = explained(queue({ reservedConcurrency: 3 }, {}));
  const [, words] = resultExplanationText(explanation).split('\n\n');
  expect(words!.replaceAll('\n', ' ')).toMatch(
    /^What bound s was the reserved concurrency of f.*\. Without it, a record takes [\d.]+ ms on average instead of [\d.]+ s\. The smallest change that was run and removes most of it: functions\.f\.reservedConcurrency: 3 → \d+ /,
  );
});

it('is the same each time, to the byte', () => {
  const [one, other] = [0, 1].map(() => JSON.stringify(explained(queue({}, { maximumConcurrency: 2 })).explanation));
  expect(one).toBe(other);
});
