/** The poller policies that are not the service's: the textbook's controller and hand-written loops, in whole runs. */
import { describe, expect, it } from 'vitest';
import { Listener, type Named } from '../../src/model/observer.ts';
import { journaled, run } from '../support/run.ts';

const scenario = (arrivals: object[], pollers: object, duration: string, handler: object = { duration: '0 ms' }) => ({
  lagcast: 1,
  duration,
  functions: { f: { timeout: '30 s', coldStart: 'none', handler } },
  sources: { q: { type: 'sqs', visibilityTimeout: '3 min', arrivals } },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers } },
});

const at = (...seconds: number[]) => [{ records: seconds.map((second) => ({ at: `${second} s` })) }];

describe('a hand-written loop', () => {
  const waits = (arrivals: object[], pollers: object, handler?: object) =>
    journaled(scenario(arrivals, pollers, '20 s', handler))
      .lines.filter((line) => line.event === 'invoked')
      .map((line) => line.t / 1e6);

  it('finds a message of 3.001 s at 4 s; a long poll has it at once', () => {
    expect(waits(at(3.001), { policy: 'naive' })).toEqual([4]);
    expect(waits(at(3.001), { policy: 'onDemand' })).toEqual([3.001]);
  });

  it('finds a message of the instant at which it looks', () => {
    expect(waits(at(3), { policy: 'naive' })).toEqual([3]);
  });

  it('sleeps after its work: one message in work and sleep', () => {
    const busy = waits(at(0.1, 0.1, 0.1), { policy: 'naive', sleep: '500 ms' }, { duration: '2 s' });
    expect(busy).toEqual([0.5, 3, 5.5]);
  });

  it('keeps its own time after work: the grid begins where the last sleep did', () => {
    // Looks at 0, 1 (works 0.3 s), 2.3, 3.3, 4.3.
    expect(waits(at(0.5, 3.5), { policy: 'naive' }, { duration: '300 ms' })).toEqual([1, 4.3]);
  });

  it('is one of several that begin one after the other, spread over a sleep', () => {
    // Four of them look at .0, .25, .5 and .75; each is away for work and sleep, 2.5 s.
    const pollers = { policy: 'naive', count: 4 };
    expect(waits(at(3.1, 3.2, 3.3, 3.6, 3.65), pollers, { duration: '1.5 s' })).toEqual([3.25, 3.5, 3.75, 4, 5.75]);
  });

  it('is capped by maximumConcurrency, and stops with its mapping', () => {
    const { lines, result } = journaled({
      ...scenario(at(0, 0, 0, 0), { policy: 'naive', count: 4 }, '20 s', { duration: '1 s' }),
      mappings: {
        m: { source: 'q', function: 'f', batchSize: 1, maximumConcurrency: 2, pollers: { policy: 'naive', count: 4 } },
      },
      events: [
        { at: '1.5 s', disable: 'm' },
        { at: '10 s', enable: 'm' },
      ],
    });
    expect(result.mappings['m']!.pollersLimit).toBe(2);
    const starts = lines.filter((line) => line.event === 'invoked').map((line) => line.t / 1e6);
    expect(starts).toEqual([0, 0.5, 10, 10.5]);
  });

  it('makes 86,400 empty receives in an idle day, where a poller makes 4,320, and neither costs events (SQS-04)', () => {
    const idle = (pollers: object) => run(scenario([], pollers, '1 d'));
    const naive = idle({ policy: 'naive' });
    const polling = idle({ policy: 'fixed', count: 1 });
    expect(naive.sources['q']!.emptyReceives).toBe(86_400);
    expect(polling.sources['q']!.emptyReceives).toBe(4320);
    expect(idle({ policy: 'naive', count: 3 }).sources['q']!.emptyReceives).toBe(3 * 86_400);
    expect(Math.max(naive.events, polling.events)).toBeLessThan(20);
  });

  it('counts every receive, found something or not', () => {
    // Looks at 0 … 59 s; two find a message, and the sleep after each begins anew without time passing.
    const { q } = run(scenario(at(3.001, 40), { policy: 'naive' }, '60 s')).sources;
    expect(q!.emptyReceives).toBe(58);
  });
});

describe('the textbook’s controller', () => {
  class Watch extends Listener {
    readonly seen: (readonly [second: number, pollers: number])[] = [];
    readonly #clock: { readonly now: number };
    constructor(clock: { readonly now: number }) {
      super();
      this.#clock = clock;
    }
    override pollersChanged(_mapping: Named, pollers: number): void {
      this.seen.push([this.#clock.now / 1e6, pollers]);
    }
  }
  const changes = (arrivals: object[], more: object, duration: string) => {
    let watch!: Watch;
    const pollers = { policy: 'textbook', ...more };
    const value = scenario(arrivals, pollers, duration, { duration: '10 s' });
    const result = run(value, { observers: [({ sim }) => (watch = new Watch(sim))] });
    return { seen: watch.seen, result };
  };

  it('adds one a look while more than twice as many wait as are in flight, and takes one away when they idle', () => {
    // Ten at once. In flight 1, 2, 3, 4 at 5, 10, 15, 20 s, the first done at 10 s and begun again: by hand
    // 5 s: (1, 1, 9) -> 2. 10 s: one ended and begun anew: (2, 2, 7) -> 3. 15 s: (3, 3, 5) stays, 5 <= 6.
    const { seen } = changes(at(...Array<number>(10).fill(0)), { every: '5 s' }, '90 s');
    expect(seen.slice(0, 3)).toEqual([
      [0, 1],
      [5, 2],
      [10, 3],
    ]);
    expect(seen.map(([, pollers]) => pollers)).toEqual([1, 2, 3, 2, 1]);
  });

  it('stays between min and max', () => {
    const { seen, result } = changes(at(...Array<number>(50).fill(0)), { min: 2, max: 4, every: '1 s' }, '20 s');
    expect(seen.map(([, pollers]) => pollers)).toEqual([2, 3, 4]);
    expect(result.mappings['m']!.pollersLimit).toBe(4);
  });

  it('costs no events while there is nothing to decide', () => {
    expect(changes(at(0), {}, '1 d').result.events).toBeLessThan(60);
  });
});
