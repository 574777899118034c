/** What a scenario says about arrivals, read: shaped rates and their defaults, when an entry sends, what records carry. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { ArrivalScenario, Scenario } from '../../src/scenario/scenario.ts';
import { validateScenario } from '../support/json-schema.ts';

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const textOf = (entry: string) =>
  `lagcast: 1\nduration: 1 h\nsources:\n  q:\n    type: sqs\n    arrivals:\n      - ${entry}\n`;

function read(entry: string): { scenario: Scenario; entry: ArrivalScenario } {
  const result = readScenario(textOf(entry));
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  expect(validateScenario(parse(textOf(entry))) || validateScenario.errors).toBe(true);
  return { scenario: result.scenario, entry: result.scenario.sources[0]!.arrivals[0]! };
}

function warnings(entry: string): string[] {
  const found = readScenario(textOf(entry)).problems.filter(({ severity }) => severity === 'warning');
  return found.map(({ path, message }) => `${path.replace('sources.q.arrivals', '')}: ${message}`);
}

const constant = (value: number) => ({ kind: 'constant', value });

describe('a rate', () => {
  it.each<[string, object]>([
    [
      '{ daily: { low: 50/s, high: 400/s, peakAt: 1 h, period: 2 h } }',
      { kind: 'daily', low: 50, high: 400, peakAt: HOUR, period: 2 * HOUR },
    ],
    ['{ daily: { low: 0/s, high: 60/min } }', { kind: 'daily', low: 0, high: 1, peakAt: 12 * HOUR, period: 24 * HOUR }],
    [
      '{ daily: { low: 1/s, high: 1/s, period: 1 h } }',
      { kind: 'daily', low: 1, high: 1, peakAt: 30 * MINUTE, period: HOUR },
    ],
    [
      '{ ramp: { from: 10/s, to: 200/s, over: 10 min } }',
      { kind: 'ramp', from: 10, to: 200, at: 0, over: 10 * MINUTE },
    ],
    [
      '{ ramp: { from: 10/s, to: 0/s, at: 5 min, over: 1 s } }',
      { kind: 'ramp', from: 10, to: 0, at: 5 * MINUTE, over: SECOND },
    ],
    [
      '{ onOff: { rate: 100/s, on: 30 s, off: 90 s } }',
      {
        kind: 'onOff',
        perSecond: 100,
        offPerSecond: 0,
        on: constant(30 * SECOND),
        off: constant(90 * SECOND),
      },
    ],
    [
      '{ onOff: { rate: 100/s, offRate: 1/s, on: { exponential: { mean: 30 s } }, off: { pareto: { min: 1 s, shape: 0.9 } } } }',
      {
        kind: 'onOff',
        perSecond: 100,
        offPerSecond: 1,
        on: { kind: 'exponential', mean: 30 * SECOND },
        off: { kind: 'pareto', min: SECOND, shape: 0.9 },
      },
    ],
    [
      '{ bursty: { low: 10/s, high: 500/s, meanLow: 5 min, meanHigh: 20 s } }',
      { kind: 'bursty', low: 10, high: 500, meanLow: 5 * MINUTE, meanHigh: 20 * SECOND },
    ],
  ])('%s', (rate, when) => expect(read(`rate: ${rate}`).entry.when).toEqual(when));

  it('remembers which of its values are ours', () => {
    const { origins } = read('rate: { daily: { low: 0/s, high: 1/s } }').scenario;
    expect(origins).toMatchObject({
      'sources.q.arrivals[0].rate.daily.period': { from: 'our default', facts: [] },
      'sources.q.arrivals[0].rate.daily.peakAt': { from: 'our default', facts: [] },
    });
  });
});

describe('when an entry sends', () => {
  it('is the whole run, or what it says', () => {
    expect(read('rate: 1/s').entry).toMatchObject({ startAt: undefined, endAt: undefined });
    const { entry } = read('{ rate: 1/s, startAt: 5 min, endAt: 10 min }');
    expect(entry).toMatchObject({ startAt: 5 * MINUTE, endAt: 10 * MINUTE });
  });

  it('and what never comes is warned of', () => {
    expect(warnings('{ rate: 1/s, startAt: 1 h }')).toEqual([
      '[0].startAt: this entry begins after the end of the run',
    ]);
    expect(warnings('rate: { ramp: { from: 1/s, to: 2/s, at: 2 h, over: 1 s } }')).toEqual([
      '[0].rate.ramp.at: the ramp begins after the end of the run',
    ]);
    expect(warnings('{ rate: 1/s, endAt: 2 h }')).toEqual([]);
  });
});

describe('what records carry', () => {
  it.each<[string, object]>([
    ['5', { kind: 'constant', value: 5 }],
    ['{ sequence: [ a, 2, true ] }', { kind: 'sequence', values: ['a', 2, true] }],
    ['{ uniform: { min: 1, max: 500 } }', { kind: 'number', of: { kind: 'uniform', min: 1, max: 500 } }],
    ['{ exponential: { mean: 2.5 } }', { kind: 'number', of: { kind: 'exponential', mean: 2.5 } }],
    ['{ lognormal: { mean: 1, cv: 0 } }', { kind: 'number', of: { kind: 'lognormal', mu: 0, sigma: 0 } }],
    [
      '{ quantiles: { p0: 0, p50: 10, p100: 100 } }',
      {
        kind: 'number',
        of: {
          kind: 'quantiles',
          points: [
            [0, 0],
            [0.5, 10],
            [1, 100],
          ],
        },
      },
    ],
    ['{ choice: { "5": 50 %, b: 50 % } }', { kind: 'choice', values: ['5', 'b'], weights: [0.5, 0.5] }],
  ])('%s', (written, spec) => {
    expect(read(`{ rate: 1/s, attributes: { n: ${written} } }`).entry.attributes).toEqual([{ name: 'n', spec }]);
  });
});
