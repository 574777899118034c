/** Lost acknowledgements: how often an event runs then, and when it is delivered again. */
import { describe, expect, it } from 'vitest';
import { Listener, type Named } from '../../../src/model/observer.ts';
import type { Watched } from '../../../src/simulate.ts';
import { livesIn, scenarioOfEvents } from '../../support/events.ts';
import { run } from '../../support/run.ts';

/** Of events that are done with: how many ran so often. */
class Runs extends Listener {
  readonly counts: number[] = [];
  #watched!: Watched;

  watch(watched: Watched): this {
    this.#watched = watched;
    return this;
  }

  override concluded(_source: Named, slot: number): void {
    const runs = this.#watched.records.attempts[slot]!;
    this.counts[runs] = (this.counts[runs] ?? 0) + 1;
  }
}

describe('with a share p of acknowledgements lost', () => {
  it('events run 1 / (1 − p) times in the mean, and p of them more than once (5.5)', () => {
    const p = 0.01;
    const runs = new Runs();
    const { functions, sources } = run(
      scenarioOfEvents({
        ...{ duration: '10 min', fn: { timeout: '3 s' }, handler: { duration: '10 ms' } },
        source: { lostAcknowledgements: '1 %', arrivals: [{ rate: '1000/s', endAt: '200 s' }] },
      }),
      { observers: [(watched) => runs.watch(watched)] },
    );
    const n = sources['e']!.arrived;
    expect([n, sources['e']!.succeeded]).toEqual([200_000, 200_000]);
    const mean = functions['f']!.invocations / n;
    expect(Math.abs(mean - 1 / (1 - p))).toBeLessThan((4 * Math.sqrt(p / n)) / (1 - p));
    const twice = 1 - runs.counts[1]! / n;
    expect(Math.abs(twice - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n));
    expect(runs.counts.reduce((sum, count, times) => sum + count * times)).toBe(functions['f']!.invocations);
  });

  const lives = (handler: object, source: object = {}) => {
    const records = Array.from({ length: 60 }, (_, i) => ({ id: `a${i}`, at: '1 s' }));
    const { life, lines } = livesIn({
      ...{ fn: { timeout: '7 s' }, handler, duration: '6 h' },
      source: { lostAcknowledgements: '50 %', arrivals: [{ records }], ...source },
    });
    const lost = lines.filter(({ event, reason }) => event === 'retrying' && reason === 'lostAcknowledgement');
    return { lives: records.map(({ id }) => life(id)), lost };
  };

  it('an event is delivered again 30 s after the timeout that its function could have taken, since its start', () => {
    const { lives: all, lost } = lives({ duration: '2 s' });
    expect(new Set(lost.map(({ wait }) => wait))).toEqual(new Set([35e6]));
    for (const { invoked, end } of all) {
      expect(invoked).toEqual(invoked.map((_, i) => 1 + i * 37));
      expect(end).toMatchObject({
        at: invoked.at(-1)! + 2,
        condition: 'Success',
        approximateInvokeCount: invoked.length,
      });
    }
    expect(Math.max(...all.map(({ invoked }) => invoked.length))).toBeGreaterThan(3);
  });

  it('a failure that nobody learns of uses up no retry, and is told to nobody', () => {
    const { lives: all, lost } = lives({ script: ['throw'] }, { maximumRetryAttempts: 0, onFailure: { s3: 'bucket' } });
    expect(lost.length).toBeGreaterThan(20);
    for (const { invoked, end } of all) {
      expect(end).toMatchObject({
        condition: 'RetriesExhausted',
        approximateInvokeCount: invoked.length,
        delivered: true,
      });
      expect(end!.at).toBe(invoked.at(-1)! + 1);
    }
  });

  it('an event may be too old when it comes back: given up, though it was handled', () => {
    const { lives: all } = lives({ duration: '2 s' }, { maximumEventAge: '60 s' });
    const tooOld = all.filter(({ end }) => end!.condition === 'EventAgeExceeded');
    expect(tooOld.length).toBeGreaterThan(3);
    for (const { invoked, end } of tooOld) {
      expect(invoked).toEqual([1, 38]);
      expect(end).not.toHaveProperty('functionError');
    }
  });
});
