/** The services that hand events over: their pauses, what they do while Lambda takes no events, and how long they take. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../../src/aws/rules.ts';
import { Listener, type Named } from '../../../src/model/observer.ts';
import type { Batch } from '../../../src/model/batch.ts';
import { frontOf, type Front } from '../../../src/model/sources/async/origins.ts';
import type { Watched } from '../../../src/simulate.ts';
import { eventsAt, livesIn, scenarioOfEvents } from '../../support/events.ts';
import { run } from '../../support/run.ts';

const rules = new Rules('current');
const S = 1e6;
const HOUR = 3600 * S;

/** Pauses until it is dropped, with one draw for all. */
function pausesOf({ pause }: Front, u: number): number[] {
  const pauses: number[] = [];
  for (let age = 0; ; age += pauses.at(-1)!) {
    const next = pause(pauses.length + 1, age, u);
    if (next === undefined) return pauses;
    pauses.push(next);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('SNS', () => {
  const pauses = pausesOf(frontOf('sns', undefined, rules)!, 0.3);

  it('tries at once, then every second, then backs off, then every 20 s (E.6)', () => {
    expect(pauses.slice(0, 17).map((pause) => pause / S)).toEqual([
      0, 0, 0, 1, 1, 1, 2, 4, 8, 16, 20, 20, 20, 20, 20, 20, 20,
    ]);
    expect(new Set(pauses.slice(15))).toEqual(new Set([20 * S]));
  });

  it('tries 100,015 times after the first, in 23 days', () => {
    expect(pauses).toHaveLength(100_015);
    // 2 s, 131 s, and 100,000 times 20 s.
    expect(sum(pauses)).toBe(2_000_133 * S);
    expect(sum(pauses) / (24 * HOUR)).toBeCloseTo(23.15, 2);
  });
});

describe('EventBridge', () => {
  const own = frontOf('eventBridge', undefined, rules)!;

  it('backs off from a second to ten minutes, of which one half is drawn', () => {
    const whole = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600];
    expect(pausesOf(own, 1).slice(0, 12)).toEqual(whole.map((pause) => pause * S));
    expect(pausesOf(own, 0).slice(0, 12)).toEqual(whole.map((pause) => (pause * S) / 2));
  });

  it('tries 185 times after the first, and for no longer than 24 h', () => {
    expect(pausesOf(own, 0)).toHaveLength(185);
    expect(pausesOf(own, 0.5)).toHaveLength(185);
    const longest = pausesOf(own, 1);
    // 1,023 s, and then 600 s each: 142 of them end within 86,400 s.
    expect(longest).toHaveLength(10 + 142);
    expect(sum(longest)).toBeLessThanOrEqual(24 * HOUR);
  });

  it('has the limits that a scenario gives it', () => {
    expect(pausesOf(frontOf('eventBridge', { attempts: 3, age: 24 * HOUR }, rules)!, 1)).toEqual([S, 2 * S, 4 * S]);
    expect(pausesOf(frontOf('scheduler', { attempts: 185, age: 10 * S }, rules)!, 1)).toEqual([S, 2 * S, 4 * S]);
    expect(pausesOf(frontOf('eventBridge', { attempts: 0, age: 24 * HOUR }, rules)!, 1)).toEqual([]);
  });
});

it('S3 and the Scheduler do as the facts say, and callers have nobody in front of them', () => {
  expect(frontOf('direct', undefined, rules)).toBeUndefined();
  expect(pausesOf(frontOf('s3', undefined, rules)!, 1).slice(0, 2)).toEqual([S, 2 * S]);
  const asSns = new Rules('current', { 'async.handOver.s3': 'sns', 'async.handOver.scheduler': 'sns' });
  for (const origin of ['s3', 'scheduler'] as const)
    expect(pausesOf(frontOf(origin, undefined, asSns)!, 1)).toHaveLength(100_015);
});

describe('while Lambda takes no events', () => {
  const during = (source: object, length = '20 s') =>
    livesIn({
      source: { arrivals: eventsAt(['a', 10]), ...source },
      events: [{ at: '5 s', for: length, outage: { source: 'e' } }],
    });

  it('callers wait, or lose what they would have sent', () => {
    expect(during({}).life('a')).toMatchObject({ sent: 25, invoked: [25] });
    const lost = during({ sendsDuringOutage: 'lost' });
    expect(lost.result.sources['e']!.arrived).toBe(0);
    expect(lost.lines.filter(({ records }) => records?.includes('a'))).toEqual([]);
  });

  it('SNS tries again, and hands over when it can; its age begins then', () => {
    const { lines, life, result } = during({ origin: 'sns', maximumEventAge: '60 s' }, '90 s');
    const at = (event: string): number[] => lines.filter((line) => line.event === event).map(({ t }) => t / S);
    expect(at('published')).toEqual([10]);
    expect(at('refused')).toEqual([10, 10, 10, 10, 11, 12, 13, 15, 19, 27, 43, 63, 83]);
    expect(life('a')).toMatchObject({ sent: 103, invoked: [103], end: { at: 104, condition: 'Success' } });
    // From publish to success.
    expect(result.sources['e']!.latency.mean).toBe(94 * S);
  });

  it.each(['eventBridge', 'scheduler', 's3'])('%s tries again with pauses of its own', (origin) => {
    const { lines, life } = during({ origin });
    const refused = lines.filter(({ event }) => event === 'refused').map(({ t }) => t / S);
    expect(refused[0]).toBe(10);
    refused.slice(1).forEach((t, i) => {
      expect(t - refused[i]!).toBeGreaterThanOrEqual(2 ** i / 2);
      expect(t - refused[i]!).toBeLessThanOrEqual(2 ** i);
    });
    expect(refused.at(-1)!).toBeLessThan(25);
    const { sent, end } = life('a');
    expect(sent!).toBeGreaterThanOrEqual(25);
    expect(end!.condition).toBe('Success');
  });

  it('one that may not try again drops the event, which is counted and never accepted', () => {
    const { lines, result } = during({ origin: 'eventBridge', upstreamRetries: { attempts: 0 } });
    expect(lines.filter(({ event }) => event === 'dropped').map(({ t, records }) => [t / S, records])).toEqual([
      [10, ['a']],
    ]);
    expect(lines.some(({ event }) => event === 'sent' || event === 'refused')).toBe(false);
    expect(result.sources['e']).toMatchObject({ arrived: 0, putsRefused: 1, putsDropped: 1 });
  });

  it('what was accepted before goes on', () => {
    const { life } = livesIn({
      handler: { script: ['throw'] },
      source: { maximumRetryAttempts: 1, arrivals: eventsAt(['a', 1]) },
      events: [{ at: '5 s', for: '5 min', outage: { source: 'e' } }],
    });
    expect(life('a')).toMatchObject({ invoked: [1, 62], end: { at: 63 } });
  });
});

describe('from publish to handler, on a quiet system (M.1)', () => {
  class Delays extends Listener {
    readonly values: number[] = [];
    #watched!: Watched;

    watch(watched: Watched): this {
      this.#watched = watched;
      return this;
    }

    override invoked(_fn: Named, batch: Batch): void {
      const { records, sim } = this.#watched;
      this.values.push(sim.now - records.sentAt[batch.slots[0]!]!);
    }
  }

  // Calibrated: the facts were fitted to these measured values, so that this shows only that they are used as meant.
  it.each([
    ['sns', [62, 73, 125, 225]],
    ['eventBridge', [113, 148, 241, 387]],
  ])('%s takes what was measured: calibrated', (origin, measured) => {
    const delays = new Delays();
    const source = { origin, arrivals: [{ rate: '500/s' }] };
    const facts = { 'async.dispatch': 'on', 'async.handOver': 'on' };
    const scenario = scenarioOfEvents({ duration: '60 s', facts, source, handler: { duration: '1 ms' } });
    run(scenario, { observers: [(watched) => delays.watch(watched)] });
    const sorted = delays.values.sort((a, b) => a - b);
    [0.1, 0.5, 0.9, 0.99].forEach((p, i) => {
      const ours = sorted[Math.floor(p * sorted.length)]! / 1000;
      expect(Math.abs(ours / measured[i]! - 1), `percentile ${p}: ${ours} ms`).toBeLessThan(0.05);
    });
  });
});

it('a topic takes 256 KB: sizes that are drawn end there', () => {
  const arrivals = [
    { rate: '1/s', endAt: '10 s', attributes: { size: { uniform: { min: '300 KiB', max: '400 KiB' } } } },
  ];
  const deadLetters = (origin: string, most: string): number => {
    const sources = { dlq: { type: 'sqs', maximumMessageSize: most } };
    const source = { origin, maximumRetryAttempts: 0, deadLetterQueue: 'dlq', arrivals };
    const handler = { invocationFails: '100 %' };
    return run(scenarioOfEvents({ source, sources, handler })).sources['dlq']!.arrived;
  };
  expect([deadLetters('sns', '256 KiB'), deadLetters('sns', '255 KiB')]).toEqual([10, 0]);
  expect([deadLetters('s3', '256 KiB'), deadLetters('s3', '400 KiB')]).toEqual([0, 10]);
});
