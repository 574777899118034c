/** What failing invocations do to an on-demand mapping: the law, the window it looks at, and whole runs. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../src/aws/rules.ts';
import { approached, backedOff, backOffLaw } from '../../src/model/mapping/error-back-off.ts';
import { FailureWindow } from '../../src/model/mapping/failure-window.ts';
import { run } from '../support/run.ts';

const law = backOffLaw(new Rules('current'));

describe('the law (SQS-12, UNK-03)', () => {
  it('leaves of 60 pollers the 25, 16 and 13 that were measured at 1, 5 and 10 %', () => {
    expect([0, 0.01, 0.05, 0.1].map((share) => Math.round(backedOff(60, share, law)))).toEqual([60, 25, 16, 13]);
  });

  it('is 1 / (1 + 1.38 e^0.42) with e in percent', () => {
    for (const percent of [0.1, 0.5, 1, 7, 50, 100]) {
      const expected = 1 / (1 + 1.38 * Math.exp(0.42 * Math.log(percent)));
      expect(backedOff(1000, percent / 100, law) / 1000).toBeCloseTo(expected, 4);
    }
  });

  it('leaves two whatever fails, and never more than there would be', () => {
    expect(backedOff(5, 1, law)).toBe(2);
    expect(backedOff(1, 1, law)).toBe(1);
    expect(backedOff(Infinity, 0.5, law)).toBe(Infinity);
  });

  it('is approached with its time constant, and only on the way down', () => {
    expect(approached(60, 20, 60e6, 60e6)).toBeCloseTo(20 + 40 / Math.E, 10);
    expect(approached(20, 60, 60e6, 60e6)).toBe(20);
    expect(approached(60, 20, 1, 0)).toBe(20);
  });
});

describe('the window', () => {
  it('forgets what is older than a minute, slice by slice', () => {
    const window = new FailureWindow(60e6);
    window.add(0.5e6, true);
    for (let second = 1; second < 10; second++) window.add(second * 1e6, false);
    expect(window.failedShare(10e6)).toBe(0.1);
    expect(window.failedShare(59.9e6)).toBe(0.1);
    expect(window.failedShare(60e6)).toBe(0);
    window.add(61e6, true);
    // Left: those of 2 to 9 s, and this one.
    expect(window.failedShare(61e6)).toBeCloseTo(1 / 9, 12);
    expect(window.failedShare(500e6)).toBe(0);
    window.add(500e6, false);
    expect(window.failedShare(500e6)).toBe(0);
  });
});

/** Long enough to see whether pollers go. */
const SHORT = { duration: '40 s', warmUp: '1 s' };

/** A mapping that begins with 60 pollers and more messages than they can take; a function of 50 ms. */
const saturated = (fails: string, more: { time?: object; mapping?: object; facts?: object; rules?: string } = {}) =>
  run({
    lagcast: 1,
    // Five time constants, and the half minute that is looked at.
    duration: '330 s',
    warmUp: '300 s',
    ...more.time,
    rules: more.rules ?? 'current',
    account: { concurrency: 1000 },
    facts: { 'sqs.pollers.start': 60, 'sqs.pollers.max': 60, ...more.facts },
    functions: { f: { coldStart: 'none', handler: { duration: '50 ms', invocationFails: fails } } },
    sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ rate: '1300/s' }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, ...more.mapping } },
  });

describe('a mapping of 60 pollers', () => {
  it.each([
    ['1 %', 25],
    ['5 %', 16],
    ['10 %', 13],
  ])('of whose invocations %s fail goes to the %i that were measured, to one (SQS-12)', (fails, measured) => {
    const { m } = saturated(fails).mappings;
    expect(Math.abs(m!.pollers!.mean! - measured)).toBeLessThan(1);
  });

  it('stays where it is with batch responses on (SQS-11), with the back-off off, and under ideal rules', () => {
    const pollers = (more: object) => saturated('10 %', { ...more, time: SHORT }).mappings['m']!.pollers!.min;
    expect(pollers({})).toBeLessThan(45);
    expect(pollers({ mapping: { reportBatchItemFailures: true } })).toBe(60);
    expect(pollers({ facts: { 'sqs.backOff': 'off' } })).toBe(60);
    expect(pollers({ rules: 'ideal' })).toBe(60);
  });
});

describe('errors that stop', () => {
  /** A steady load of 20 busy pollers; the messages of the third minute fail. */
  const { series, mappings } = run({
    lagcast: 1,
    duration: '10 min',
    functions: {
      f: {
        coldStart: 'none',
        handler: { duration: '1 s', outcome: [{ when: { kind: 'bad' }, fails: '100 %' }] },
      },
    },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '30 s',
        redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' },
        arrivals: [
          { rate: { steps: [on(0), off(120), on(180)] } },
          { rate: { steps: [on(120), off(180)] }, attributes: { kind: 'bad' } },
        ],
      },
      dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });
  function on(second: number): object {
    return { at: `${second} s`, rate: '20/s' };
  }
  function off(second: number): object {
    return { at: `${second} s`, rate: '0/s' };
  }
  /** The most pollers of each reading between two instants. */
  const during = (from: number, to: number) =>
    series.mappings['m']!.pollers.filter(
      (_, i) => i * series.period >= from * 1e6 && (i + 1) * series.period <= to * 1e6,
    );

  it('take pollers away gradually, and give them back at the speed of the ramp (SQS-11)', () => {
    const before = Math.max(...during(60, 120));
    expect(before).toBeGreaterThanOrEqual(20);
    const failing = during(125, 235);
    // Never up while there were failures in the last minute.
    expect(failing.every((pollers, i) => i === 0 || pollers <= failing[i - 1]!)).toBe(true);
    expect(failing.at(-1)!).toBeLessThan(before / 2);
    // Bad messages that had to wait fail until about 195 s; a minute later the window is clean: then five more a second.
    expect(Math.max(...during(245, 300))).toBeGreaterThan(before);
    expect(mappings['m']!.failedInvocations).toBeGreaterThan(200);
  });
});

describe('refused invocations', () => {
  /** More pollers than the function takes. */
  const over = (facts: object) =>
    run({
      lagcast: 1,
      duration: '3 min',
      facts,
      functions: { f: { reservedConcurrency: 5, coldStart: 'none', handler: { duration: '1 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ rate: '40/s' }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    }).mappings['m']!.pollers!;

  it('do not count as failures, unless a scenario wants it (SQS-39)', () => {
    expect(over({}).last).toBeGreaterThan(100);
    expect(over({ 'sqs.backOff.throttles': 'counted' }).last).toBeLessThan(10);
  });
});

it('costs no events without failures: the same as when it is off', () => {
  const events = (facts: object) => saturated('0 %', { facts, time: SHORT }).events;
  expect(events({})).toBe(events({ 'sqs.backOff': 'off' }));
});
