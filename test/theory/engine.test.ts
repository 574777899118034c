/** The cases that run on the engine alone: what is expected of them, the traces, and that a wrong model would be found. All of them run in test/slow. */
import { describe, expect, it } from 'vitest';
import { estimatedRow } from '../../src/validation/statistics.ts';
import { bulkServerWait } from './engine/bulk-service.ts';
import { BULK, engineCases, exactRow, IMPATIENT, PRIORITIES, RESTING } from './engine/cases.ts';
import { erlangA } from './engine/impatience.ts';
import { estimate, exponentialOf } from './engine/model.ts';
import { mrg32k3a } from './engine/mrg32k3a.ts';
import { cobham, priorityRun } from './engine/priorities.ts';
import { restingServerRun, restingServerWait } from './engine/resting-server.ts';
import type { DistributionSpec } from '../../src/engine/distributions.ts';

describe('what is expected has a closed form, which gives all six digits', () => {
  it.each(PRIORITIES)('$id', ({ expected, arrivalRates, service }) => {
    const { mean, second } = momentsOf(service);
    expect(cobham(arrivalRates, mean, second).at(-1)! / expected).toBeCloseTo(1, 5);
  });
  it.each(RESTING)('$id', ({ expected, service, ...rest }) => {
    const { mean, second } = momentsOf(service);
    expect(restingServerWait(rest, mean, second) / expected).toBeCloseTo(1, 5);
  });
  it.each(BULK)('$id', ({ expected, ...bulk }) => {
    expect(bulkServerWait(bulk) / expected).toBeCloseTo(1, 5);
  });
  it.each(IMPATIENT)('$id', ({ expected, ...impatient }) => {
    expect(erlangA(impatient) / expected).toBeCloseTo(1, 5);
  });
});

it('the second stream begins 2^127 numbers behind the first, as in SSJ', () => {
  const next = mrg32k3a(1);
  expect([next(), next(), next()]).toEqual([0.7595818622487196, 0.9783105732613708, 0.6851358081931826]);
});

it.each(engineCases.filter(({ seconds }) => seconds < 0.5))('$id, digit for digit', ({ run }) => {
  for (const row of run()) expect(row, row.found).toMatchObject({ verdict: 'pass' });
});

describe('a wrong model is found', () => {
  const labels = { id: 'x', figure: '', setting: '', evidence: 'exact', source: '', ran: 'engine' } as const;
  const two = { id: 'mutant', arrivalRates: [0.2, 0.6], service: exponentialOf(1), measured: 4_000 };

  it('classes in the wrong order', () => {
    const turned = { ...two, arrivalRates: [0.6, 0.2] };
    const row = estimatedRow(
      labels,
      estimate((replication) => priorityRun(turned, 1, 'wait', replication)),
      { expected: 5, tolerance: 0.04 },
    );
    expect(row.verdict).toBe('miss');
  });

  it('a server that begins with one too few', () => {
    const early = { id: 'mutant', arrivalRate: 0.5, service: exponentialOf(1), rest: { until: 4 }, measured: 2_000 };
    const row = estimatedRow(
      labels,
      estimate((replication) => restingServerRun(early, replication)),
      { expected: 5, tolerance: 0.03 },
    );
    expect(row.verdict).toBe('miss');
  });

  it('one digit of a trace', () => {
    expect(exactRow('x', '', '', '', [1, 2], [1, 2], 0).verdict).toBe('pass');
    expect(exactRow('x', '', '', '', [1, 2], [1, 2 + 1e-9], 1e-12).verdict).toBe('miss');
    expect(exactRow('x', '', '', '', [1, 2], [1], 1e-12).verdict).toBe('miss');
  });
});

function momentsOf(spec: DistributionSpec): { readonly mean: number; readonly second: number } {
  if (spec.kind === 'constant') return { mean: spec.value, second: spec.value * spec.value };
  if (spec.kind === 'exponential') return { mean: spec.mean, second: 2 * spec.mean * spec.mean };
  throw new Error(`no moments of ${spec.kind}`);
}
