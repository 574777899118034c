/** The line of a fair queue, by itself against a list that is searched from the beginning each time, and queues that have one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { Records, State } from '../../src/model/records.ts';
import { FairLine } from '../../src/model/sources/fair-line.ts';
import { WaitingLine } from '../../src/model/sources/waiting-line.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import type { Watched } from '../../src/simulate.ts';
import { journaled, run } from '../support/run.ts';

const SETTINGS = { share: 0.25, least: 2, window: 64, release: 40 };
/** The group of messages that have none. */
const NONE = 0;

/** What the rule says, word by word (SQS-69, SQS-70). */
class Naive {
  readonly line: { slot: number; group: number; turn: number; sentAt: number; behind: boolean; n: number }[] = [];
  readonly flying = new Map<number, { group: number; at: number }>();
  readonly noisy = new Set<number>();
  readonly told: [number, boolean][] = [];
  readonly clock: { now: number };
  readonly #done: { group: number; at: number; worked: number }[] = [];
  readonly #servedAt = new Map<number, number>();
  /** How much was told before it was asked who is next. */
  #before = 0;

  constructor(clock: { now: number }) {
    this.clock = clock;
  }

  add(slot: number, group: number, { sentAt, number: n }: { sentAt: number; number: number }, behind: boolean): void {
    const turn = behind ? this.clock.now : sentAt;
    this.line.push({ slot, group, turn, sentAt, behind, n });
    this.line.sort(
      (a, b) => a.turn - b.turn || Number(a.behind) - Number(b.behind) || a.sentAt - b.sentAt || a.n - b.n,
    );
  }

  next(): number {
    this.#before = this.told.length;
    for (const group of this.noisy) {
      const isLong = this.clock.now - this.#servedAt.get(group)! >= SETTINGS.release;
      if (this.#inFlight(group) === 0 && isLong) this.#mark(group, false);
    }
    for (const { group } of [...this.line]) if (!this.noisy.has(group) && !this.#look(group)) break;
    const quiet = this.line.find(({ group }) => !this.noisy.has(group));
    if (quiet !== undefined) return quiet.slot;
    const served = (group: number) => this.#servedAt.get(group)!;
    const order = [...this.line].sort(
      (a, b) => this.#inFlight(a.group) - this.#inFlight(b.group) || served(a.group) - served(b.group),
    );
    return order[0]!.slot;
  }

  take(slot: number, isServed: boolean): void {
    const at = this.line.findIndex((one) => one.slot === slot);
    const { group } = this.line.splice(at, 1)[0]!;
    if (isServed) this.#servedAt.set(group, this.clock.now);
    if (this.#waits(group) || !this.noisy.has(group)) return;
    // Found noisy by this very take, and nothing is left: it never was.
    const found = this.told.findIndex(([one, isNoisy], i) => i >= this.#before && one === group && isNoisy);
    this.#mark(group, false);
    if (!isServed || found < 0) return;
    this.told.pop();
    this.told.splice(found, 1);
  }

  took(slot: number, group: number): void {
    this.flying.set(slot, { group, at: this.clock.now });
    this.#changed(group);
  }

  ended(slot: number, isDone: boolean): void {
    const { group, at } = this.flying.get(slot)!;
    this.flying.delete(slot);
    if (isDone) this.#done.push({ group, at: this.clock.now, worked: this.clock.now - at });
    this.#changed(group);
  }

  oldest(): number {
    return [...this.line].sort((a, b) => a.sentAt - b.sentAt || a.n - b.n)[0]!.slot;
  }

  oldestQuiet(): number {
    const ages = this.line.filter(({ group, behind }) => !behind && !this.noisy.has(group)).map(({ sentAt }) => sentAt);
    return Math.min(Infinity, ...ages);
  }

  #changed(group: number): void {
    if (group === NONE) return;
    this.#servedAt.set(group, this.clock.now);
    if (this.#waits(group) && !this.noisy.has(group)) this.#look(group);
  }

  /** Whether it is found to be noisy. */
  #look(group: number): boolean {
    if (group === NONE) return false;
    const own = this.#inFlight(group);
    const has = own >= SETTINGS.least && own > SETTINGS.share * this.flying.size;
    const work = (isOurs: (group: number) => boolean): number => {
      const { now } = this.clock;
      const epoch = Math.floor(now / SETTINGS.window);
      return this.#done
        .filter((one) => isOurs(one.group))
        .reduce((sum, { at, worked }) => {
          const age = epoch - Math.floor(at / SETTINGS.window);
          const part = age === 0 ? 1 : age === 1 ? 1 - (now % SETTINGS.window) / SETTINGS.window : 0;
          return sum + worked * part;
        }, 0);
    };
    const isTooMuch = has || work((one) => one === group) > SETTINGS.share * work(() => true);
    if (isTooMuch) this.#mark(group, true);
    return isTooMuch;
  }

  #mark(group: number, isNoisy: boolean): void {
    if (isNoisy) this.noisy.add(group);
    else this.noisy.delete(group);
    this.told.push([group, isNoisy]);
  }

  #inFlight(group: number): number {
    return [...this.flying.values()].filter((one) => one.group === group).length;
  }

  #waits(group: number): boolean {
    return this.line.some((one) => one.group === group);
  }
}

/** Both lines, and what is in flight, step by step. */
class Twins {
  readonly clock = { now: 0 };
  readonly records = new Records();
  readonly column = this.records.attribute('tenant');
  readonly told: [number, boolean][] = [];
  readonly naive = new Naive(this.clock);
  readonly line = new FairLine(this.column, SETTINGS, this.records, {
    clock: this.clock,
    onNoise: (group, isNoisy) => this.told.push([group, isNoisy]),
  });

  step(what: number, number: number): void {
    const { line, naive, records } = this;
    const flying = [...naive.flying.keys()];
    const one = flying[number % Math.max(1, flying.length)];
    if (what === 0) this.clock.now += number % 13;
    else if (what <= 3) this.#send(number % 5);
    else if (what === 4) return one === undefined ? undefined : this.#return(one, number % 3 === 0);
    else if (what === 5 && one !== undefined) {
      line.away.left(one);
      naive.ended(one, true);
      records.remove(one);
    } else if (what >= 6 && naive.line.length > 0) this.#take(what, number);
    this.#check();
  }

  #send(group: number): void {
    const slot = this.records.add(this.clock.now, 0);
    this.records.attributes[this.column]!.column[slot] = group;
    this.line.add(slot);
    this.naive.add(slot, group, this.#sent(slot), false);
  }

  #return(slot: number, isBehind: boolean): void {
    const { group } = this.naive.flying.get(slot)!;
    this.line.away.returned(slot);
    this.naive.ended(slot, false);
    this.records.state[slot] = State.waiting;
    // Whoever was sent back once is sent back again.
    const wasBehind = this.records.agedFrom[slot] === Infinity;
    if (isBehind || wasBehind) {
      this.records.countAgeFrom(slot, Infinity);
      this.records.due[slot] = this.clock.now;
      this.line.addBehind(slot);
    } else this.line.add(slot);
    this.naive.add(slot, group, this.#sent(slot), isBehind || wasBehind);
    this.#check();
  }

  #sent(slot: number): { sentAt: number; number: number } {
    return { sentAt: this.records.sentAt[slot]!, number: this.records.number[slot]! };
  }

  #take(what: number, number: number): void {
    const { line, naive, records } = this;
    if (what === 6) {
      const some = naive.line[number % naive.line.length]!.slot;
      line.abandon(some);
      naive.take(some, false);
      return records.remove(some);
    }
    if (what === 7) {
      const oldest = naive.oldest();
      expect(line.oldest()).toBe(oldest);
      expect(line.takeOldest()).toBe(oldest);
      naive.take(oldest, false);
      return records.remove(oldest);
    }
    const next = naive.next();
    const slot = line.shift();
    expect(slot).toBe(next);
    naive.take(next, true);
    // Some are moved to a dead-letter queue instead.
    if (number % 7 === 0) return records.remove(slot);
    records.state[slot] = State.hidden;
    line.away.took(slot);
    return naive.took(slot, records.attributes[this.column]!.column[slot]!);
  }

  #check(): void {
    const { line, naive } = this;
    if (line.size !== naive.line.length) expect.fail('another number waits');
    const fronts = naive.line.filter(({ behind }) => !behind).map(({ sentAt }) => sentAt);
    if (line.frontSentAt() !== Math.min(Infinity, ...fronts)) expect.fail('another one is the oldest in front');
    if (line.quiet.oldestSince() !== naive.oldestQuiet()) expect.fail('another one is the oldest of the quiet');
    for (const { slot, group } of naive.line)
      if (line.quiet.has(slot) === naive.noisy.has(group)) expect.fail('another group is noisy');
    expect(this.told).toEqual(naive.told);
  }
}

describe('the line of a fair queue', () => {
  it('gives what the rule says next, whatever came, went and came back (SQS-69, SQS-70, SQS-49)', () => {
    let spans = 0;
    let served = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(11), fc.nat(1000)), { maxLength: 250, size: 'max' }), (steps) => {
        const twins = new Twins();
        for (const [what, number] of steps) twins.step(what, number);
        spans += twins.told.length;
        served += twins.naive.flying.size;
      }),
      { numRuns: 40, seed: 9 },
    );
    expect(spans).toBeGreaterThan(100);
    expect(served).toBeGreaterThan(100);
  });

  it('without any group is that of a standard queue (SQS-68: each message is its own tenant)', () => {
    const records = new Records();
    const column = records.attribute('tenant');
    const parts = { clock: { now: 0 }, onNoise: () => expect.fail('nobody can be noisy') };
    const [fair, standard] = [new FairLine(column, SETTINGS, records, parts), new WaitingLine(records)];
    const twins = Array.from({ length: 60 }, (_, i) => {
      const slot = records.add((i * 37) % 50, 0);
      fair.add(slot);
      standard.add(slot);
      return slot;
    });
    for (const _ of twins) {
      const slot = fair.shift();
      expect(slot).toBe(standard.shift());
      fair.away.took(slot);
    }
  });
});

/** From sent until first received, by tenant: an observer that knows nothing of groups. */
class Dwell extends Listener {
  readonly of: Record<string, number[]> = {};
  readonly #watched: Watched;
  readonly #column: number;

  constructor(watched: Watched) {
    super();
    this.#watched = watched;
    this.#column = watched.records.attribute('tenant');
  }

  override received(_source: Named, batch: Batch, from: number): void {
    const { records, sim } = this.#watched;
    const { table, column } = records.attributes[this.#column]!;
    for (const slot of batch.slots.subarray(from, batch.held))
      (this.of[String(table.valueAt(column[slot]!))] ??= []).push(sim.now - records.sentAt[slot]!);
  }
}

/** SQS-71 T: tenant A sends 10,000 at once, tenant B one a second; 100 workers need a second for each. */
function flood(queue: object, more: object = {}): { result: Result; dwell: Record<string, number[]> } {
  let dwell!: Dwell;
  const scenario = {
    lagcast: 1,
    duration: '3 min',
    functions: { worker: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '1 s' } } },
    sources: {
      jobs: {
        ...{ type: 'sqs', ...queue },
        arrivals: [
          { rate: '1000000/s', endAt: '10 ms', attributes: { tenant: 'A' } },
          { rate: '1/s', startAt: '500 ms', endAt: '100 s', attributes: { tenant: 'B' } },
        ],
      },
    },
    mappings: {
      m: { source: 'jobs', function: 'worker', batchSize: 1, pollers: { policy: 'fixed', count: 100 } },
    },
    ...more,
  };
  const result = run(scenario, { observers: [(watched) => (dwell = new Dwell(watched))] });
  return { result, dwell: dwell.of };
}

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

it('is warned of where no message has the group that the queue goes by (SQS-68)', () => {
  const said = (attributes: object, to = 'q') => {
    const queue = { type: 'sqs', messageGroupId: 'tenant' };
    const read = readScenarioValue({
      lagcast: 1,
      duration: '1 s',
      sources: { [to]: { ...queue, arrivals: [{ rate: '1/s', attributes }] }, idle: queue },
    });
    return read.problems
      .filter(({ path }) => path.includes('messageGroupId'))
      .map(({ message, hint }) => [message, hint]);
  };
  expect(said({ tenant: 'A' })).toEqual([]);
  expect(said({ tennant: 'A' })).toEqual([
    ['no record of it carries the attribute "tenant": its messages have no group', 'did you mean tennant?'],
  ]);
});

describe('a tenant who floods a queue', () => {
  it('keeps the others waiting behind all that was sent before, without groups (SQS-71 T)', () => {
    const { result, dwell } = flood({});
    expect(result.sources['jobs']!.groups).toBeNull();
    expect(dwell['A']).toHaveLength(10_000);
    // Whoever comes just after the flood waits for nearly all of it, and so does whoever comes later less that.
    expect(dwell['B']![0]! / 1e6).toBeGreaterThan(98);
    expect(dwell['B']![0]! / 1e6).toBeLessThan(101);
  });

  it('keeps the others waiting for the next free worker only, with groups (SQS-70, SQS-71 T)', () => {
    const { result, dwell } = flood({ messageGroupId: 'tenant' });
    expect(Math.max(...dwell['B']!)).toBeLessThan(1.1e6);
    expect(dwell['B']!.length).toBe(100);
    // Nothing is throttled or lost: A is done when it would have been, but for B's share.
    const { books, groups } = result.sources['jobs']!;
    expect(books.out).toMatchObject({ succeeded: 10_100, waiting: 0 });
    expect(mean(dwell['A']!) / 1e6).toBeCloseTo(50, 0);
    const [a, b] = groups!.groups;
    expect(a).toMatchObject({ group: 'A', sent: 10_000, received: 10_000, handled: 10_000, waiting: 0 });
    expect(b).toMatchObject({ group: 'B', sent: 100, handled: 100, noisy: { times: 0, time: 0 } });
    expect(b!.dwell.count).toBe(100);
    expect(b!.dwell.mean).toBeCloseTo(mean(dwell['B']!), 6);
    expect(b!.dwell.max).toBe(Math.max(...dwell['B']!));
    expect(a!.noisy!.times).toBeGreaterThan(0);
    expect(a!.noisy!.time / 1e6).toBeGreaterThan(98);
    const { fair } = groups!;
    expect(fair).toMatchObject({ everNoisy: 1, noisyGroups: { max: 1, last: 0 } });
    expect(fair!.quietDwell.max).toBeLessThan(1.1e6);
    expect(fair!.quietDwell.count + fair!.noisyDwell.count).toBe(10_100);
    expect(fair!.noisySpans[0]).toMatchObject({ group: 'A' });
  });
});

it('in a calm nobody is noisy, whoever has all the processing time: noise needs a backlog (SQS-69)', () => {
  const alarm = { metric: 'ApproximateNumberOfNoisyGroups', of: 'q', threshold: 0 };
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '3 min',
    functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '100 ms' } } },
    sources: { q: { type: 'sqs', messageGroupId: 'tenant', arrivals: [{ rate: '1/s', attributes: { tenant: 'B' } }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 10 } } },
    alarms: { alarm },
  });
  const { fair } = result.sources['q']!.groups!;
  expect(fair).toMatchObject({ everNoisy: 0, noisyGroups: { max: 0 }, noisySpans: [], noisySpansLeftOut: 0 });
  expect(result.alarms!['alarm']).toMatchObject({ state: 'OK' });
  expect(lines.filter(({ event }) => event === 'noisy')).toEqual([]);
});
