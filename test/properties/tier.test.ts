/** What must hold in every tier, whatever the scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busyFor, eventsAt, scenarioOfEvents } from '../support/events.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { journaled, run } from '../support/run.ts';
import { TierBooks } from '../support/tier-books.ts';
import { anyTier, type AnyTier } from '../support/tier-scenarios.ts';
import { sends, TierListener, tierScenario, watchTier } from '../support/tiers.ts';

// Shrinking scenarios of so many parts takes minutes: a failure names seed and path, by which it can be shrunk.
const RUNS = { numRuns: 12, seed: 1, endOnFailure: true };

const seenBefore = new Map<string, TierBooks>();

/** Follows every event of a scenario; once for all properties: with equal seeds they are asked for the same ones. */
function books(scenario: AnyTier): TierBooks {
  const key = JSON.stringify(scenario);
  const known = seenBefore.get(key);
  if (known !== undefined) return known;
  const made = watchTier(scenario, (watched) => new TierBooks(watched));
  seenBefore.set(key, made);
  return made;
}

function always(check: (scenario: AnyTier) => void, numRuns = RUNS.numRuns): void {
  fc.assert(fc.property(anyTier, check), { ...RUNS, numRuns });
}

describe('in any tier', () => {
  it('every accepted event goes through its states and ends exactly once, or is stored at the end', () => {
    always((scenario) => books(scenario).check());
  });

  it('the result says the same, and its books balance', () => {
    always((scenario) => {
      const seen = books(scenario);
      const groups = Object.values(run(scenario).tier!.groups);
      const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((all, group) => all + of(group), 0);
      expect(sum((group) => group.accepted)).toBe(seen.accepted_.length);
      expect(sum((group) => group.waiting)).toBe(seen.live.size);
      expect(sum((group) => group.runs)).toBe(seen.runs);
      const done = seen.ends.get('succeeded') ?? 0;
      const all = [...seen.ends.values()].reduce((sum, one) => sum + one, 0);
      expect(sum((group) => group.dropped)).toBe(all - done);
      // What has succeeded may be stored still, or be given up later: its acknowledgement was lost.
      expect(sum((group) => group.succeeded)).toBeGreaterThanOrEqual(done);
      expect(all + seen.live.size).toBe(seen.accepted_.length);
      expect(sum((group) => group.rejected.admission + group.rejected.queueFull)).toBe(seen.rejections);
      for (const group of groups) {
        expect(group.succeeded + group.dropped + group.waiting).toBeGreaterThanOrEqual(group.accepted);
        expect(Object.values(group.endedBy).reduce((all, one) => all + one, 0)).toBe(group.dropped);
      }
    }, 8);
  });

  it('no tenant ever has more runs at once than its concurrency', () => {
    always((scenario) => {
      const { probe, mostRunning } = books(scenario);
      for (const { name, first, count } of probe.groups) {
        const { concurrency = Infinity } = (scenario.tier.tenants as Record<string, { concurrency?: number }>)[name]!;
        for (let tenant = first; tenant < first + count; tenant++)
          expect(mostRunning.get(tenant) ?? 0).toBeLessThanOrEqual(concurrency);
      }
    });
  });

  it('a tenant touches no more queues than it has, and its lane', () => {
    const HELD_TO = { single: 1, perTenant: 1, ring: 1, rendezvous: 1, jump: 1 } as Readonly<Record<string, number>>;
    always((scenario) => {
      const { strategy, shardSize = 2 } = chosen(scenario.tier.placement);
      const most = strategy === 'shuffle' ? shardSize : (HELD_TO[strategy] ?? Infinity);
      // Where queues of its own are down, a tenant escapes to others.
      if (scenario.tier.incidents.some((one) => 'queuesDown' in one)) return;
      const { probe, touched } = books(scenario);
      for (const queues of touched.values()) {
        const shared = [...queues].filter((queue) => queue < probe.queues);
        expect(shared.length).toBeLessThanOrEqual(most);
      }
    });
  });

  it('with the same seed it is the same, byte for byte, and with another it is not', () => {
    always((scenario) => {
      const [once, again] = [journaled(scenario), journaled(scenario)];
      expect(JSON.stringify(again.result)).toBe(JSON.stringify(once.result));
      expect(again.lines).toEqual(once.lines);
      // Arrivals alone are not in the digest.
      if (books(scenario).runs > 0)
        expect(run({ ...scenario, seed: scenario.seed + 1 }).digest).not.toBe(once.result.digest);
    }, 3);
  });

  it('who else sends, and where events go, does not change what a group sends', () => {
    always((scenario) => {
      // Callers send again by what became of their events, and refusals keep events out.
      const { quiet } = scenario.tier.tenants;
      const { callers: _, admissionRate: __, ...silent } = quiet as Record<string, unknown>;
      const { queueLimit: ___, ...tier } = scenario.tier as Record<string, unknown>;
      const alone = { ...scenario, tier: { ...tier, tenants: { quiet: silent } } };
      const other = {
        ...scenario,
        tier: { ...tier, placement: 'jsq', discipline: 'lifo', tenants: { ...scenario.tier.tenants, quiet: silent } },
      };
      const sent = (value: unknown) => {
        const { accepted_, probe } = watchTier(value, (watched) => new TierBooks(watched));
        return accepted_.filter(({ tenant }) => tenant < probe.groups[0]!.count);
      };
      expect(sent(other)).toEqual(sent(alone));
    }, 6);
  });
});

function chosen(placement: unknown): { readonly strategy: string; readonly shardSize?: number } {
  return typeof placement === 'string' ? { strategy: placement } : (placement as { strategy: string });
}

describe('static pollers that nothing holds back', () => {
  it('never leave a slot free while an event of their queue is visible', () => {
    always((scenario) => {
      const {
        pollers,
        incidents: _,
        inFlightLimit: __,
        ramp: ___,
        leases: ____,
        ...rest
      } = scenario.tier as Record<string, unknown>;
      const { heartbeat } = pollers as { heartbeat: boolean };
      const free = {
        ...{ ...rest, incidents: [], pacing: 'off', isolation: 'off', discipline: 'fifo', duplicates: '0 %' },
        pollers: { slots: 2, receiveLatency: '0 s', heartbeat, visibilityTimeout: '10 s' },
        retries: { ...(rest['retries'] as object), throttleHold: '0 s' },
      };
      const idle = watchTier({ ...scenario, tier: free }, ({ probe, clock }) => new IdleWatch(probe.visible, 2, clock));
      expect(idle.wasted).toBe(0);
      expect(idle.instants).toBeGreaterThan(100);
    }, 8);
  });
});

/** Counts instants after which a slot of a queue was free and an event of it visible. */
class IdleWatch extends TierListener {
  wasted = 0;
  instants = 0;
  #at = -1;
  readonly #visible: Int32Array;
  readonly #slots: number;
  readonly #busy: Int32Array;
  readonly #clock: { readonly now: number };

  constructor(visible: Int32Array, slots: number, clock: { readonly now: number }) {
    super();
    this.#visible = visible;
    this.#slots = slots;
    this.#busy = new Int32Array(visible.length);
    this.#clock = clock;
  }

  /** Told before anything of a new instant has changed what is seen here, but for the first event of it. */
  #look(queue: number, change: number): void {
    const { now } = this.#clock;
    if (now === this.#at) return;
    this.#at = now;
    this.instants++;
    for (let q = 0; q < this.#busy.length; q++) {
      const visible = this.#visible[q]! - (q === queue ? change : 0);
      if (visible > 0 && this.#busy[q]! < this.#slots) this.wasted++;
    }
  }

  override accepted(_slot: number, _tenant: number, queue: number): void {
    this.#look(queue, 1);
  }

  override appeared(_slot: number, _tenant: number, queue: number): void {
    this.#look(queue, 1);
  }

  override began(_slot: number, _tenant: number, queue: number): void {
    this.#busy[queue]!++;
  }

  override ended(_slot: number, _tenant: number, queue: number): void {
    this.#look(queue, 0);
    this.#busy[queue]!--;
  }
}

describe('what front hosts see', () => {
  it.each([false, true])(
    'is what was stored at the last refresh, and with a correction (%s) what was placed since',
    (isCorrected) => {
      const [every, queues] = [2.000003, 6];
      const scenario = tierScenario({
        ...{ duration: 120, queues, placement: 'jsq', tieBreak: 'lowestIndex', pollers: { slots: 1 } },
        depth: { view: 'periodic', refreshEvery: '2000003 us', inFlightCorrection: isCorrected },
        tenants: { t: sends(20, 0.27) },
      });
      const watch = watchTier(
        scenario,
        ({ probe, clock }) => new SnapshotWatch(queues, every * 1e6, isCorrected, probe.depths, clock),
      );
      expect(watch.placed).toBeGreaterThan(2000);
      expect(watch.wrong).toBe(0);
    },
  );
});

/** Where join the shortest queue, with the lowest number on ties, has to put events by what was stored at the last refresh. */
class SnapshotWatch extends TierListener {
  placed = 0;
  wrong = 0;
  readonly #stored: Int32Array;
  readonly #seen: Int32Array;
  readonly #every: number;
  readonly #isCorrected: boolean;
  readonly #clock: { readonly now: number };
  #next = 0;

  constructor(
    queues: number,
    every: number,
    isCorrected: boolean,
    depths: Int32Array,
    clock: { readonly now: number },
  ) {
    super();
    this.#stored = new Int32Array(depths.length);
    this.#seen = new Int32Array(queues);
    this.#every = every;
    this.#isCorrected = isCorrected;
    this.#clock = clock;
  }

  #refresh(): void {
    while (this.#next <= this.#clock.now) {
      this.#seen.set(this.#stored.subarray(0, this.#seen.length));
      this.#next += this.#every;
    }
  }

  override accepted(_slot: number, _tenant: number, queue: number): void {
    this.#refresh();
    this.placed++;
    if (queue !== this.#seen.indexOf(Math.min(...this.#seen))) this.wrong++;
    this.#stored[queue]!++;
    if (this.#isCorrected) this.#seen[queue]!++;
  }

  override concluded(_slot: number, _tenant: number, queue: number): void {
    this.#refresh();
    this.#stored[queue]!--;
  }
}

describe('functions of the scenario as tenants', () => {
  const IDEAL = {
    ...{ placement: 'single', queues: 1, frontHosts: 1, lostAcknowledgements: '0 %', duplicates: '0 %' },
    pollers: { slots: 1000, receiveLatency: '0 s' },
    retries: { throttleHold: '0 s' },
  };

  interface Written {
    readonly type: string;
    readonly arrivals?: readonly { readonly records?: readonly { readonly at: string }[] }[];
  }

  /** Events at instants that are all different, whose answers arrive, and that end elsewhere: within an instant the order may differ. */
  function plain(scenario: typeof anyEventsScenario extends fc.Arbitrary<infer S> ? S : never): object {
    let n = 0;
    const apart = (one: Written): object => ({
      ...one,
      ...(one.type === 'async' ? { lostAcknowledgements: '0 %' } : {}),
      ...kept(one, 'onSuccess'),
      ...kept(one, 'onFailure'),
      ...(one.arrivals === undefined
        ? {}
        : {
            arrivals: one.arrivals.map((arrival) => ({
              ...arrival,
              records: arrival.records!.map((record) => ({ ...record, at: `${micros(record.at) + 37 * ++n} us` })),
            })),
          }),
    });
    const sources = Object.entries(scenario.sources as unknown as Record<string, Written>);
    return {
      ...scenario,
      facts: { ...scenario.facts, 'async.dispatch': 'off', 'async.handOver': 'off', 'async.pacing': 'none' },
      sources: Object.fromEntries(sources.map(([name, one]) => [name, apart(one)])),
    };
  }

  function kept(one: object, key: string): object {
    return (one as Record<string, unknown>)[key] === 'next' ? { [key]: 'kept' } : {};
  }

  function micros(written: string): number {
    const value = parseInt(written);
    return written.endsWith(' us') ? value : value * 1000;
  }

  it('with pollers that are never short of anything, nobody sees the tier: line for line the journal is the same', () => {
    fc.assert(
      fc.property(anyEventsScenario, (any) => {
        const scenario = plain(any);
        const without = journaled(scenario).lines;
        const within = journaled({ ...scenario, tier: IDEAL }).lines.filter(({ event }) => !event.startsWith('tier.'));
        expect(within).toEqual(without);
      }),
      { ...RUNS, numRuns: 8 },
    );
  });

  it('wait no longer for a long queue than without a tier: an event in hand is not in it', () => {
    const scenario = scenarioOfEvents({
      duration: '60 s',
      facts: { 'async.backlog.many': 2, 'async.backlog.multiplier': 2.5 },
      fn: { reservedConcurrency: 1 },
      source: { arrivals: eventsAt(['a', 1], ['b', 1.5], ['c', 1.7]) },
      sources: busyFor(1),
    });
    const waits = (lines: readonly { readonly event: string; readonly wait?: number }[]) =>
      lines.filter(({ event }) => event === 'retrying').map(({ wait }) => wait);
    const without = waits(journaled(scenario).lines);
    expect(without.length).toBeGreaterThan(5);
    expect(waits(journaled({ ...scenario, tier: IDEAL }).lines)).toEqual(without);
  });

  it('share queues with simulated tenants, and every event of theirs ends or waits', () => {
    fc.assert(
      fc.property(anyEventsScenario, anyTier, (events, { tier }) => {
        const together = { ...events, tier };
        const result = run(together);
        for (const group of Object.values(result.tier!.groups))
          expect(group.succeeded + group.dropped + group.waiting).toBeGreaterThanOrEqual(group.accepted);
      }),
      { ...RUNS, numRuns: 4 },
    );
  });
});
