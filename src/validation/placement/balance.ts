/**
 * Many queues with one server each, between which events are placed: the supermarket model and its relatives, as scenarios of the tier.
 *
 * Loads near 1 make means of short runs a matter of luck. What chance did to the inputs is known, though: how many events came, how long
 * they were to run and, where few queues work at high load, how long these very events would wait in one queue that all servers share.
 * That is taken off as control variates.
 */
import type { WatchedTier } from './watched.ts';
import { meanWait } from '../../stats/erlang.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { estimatedRow, type Estimate } from '../statistics.ts';
import { SOURCES, type BalanceReference } from './balance-reference.ts';
import { controlled } from '../control-variates.ts';
import { SilentObserver } from './silent-observer.ts';
import { runTier, tierScenario, type Tier } from './tier-run.ts';

const EXPONENTIAL = { exponential: { mean: '1 s' } };
const GROUP = 'all';
/** Depths of all queues are looked at as every so many events come: Poisson arrivals see averages over time. */
const LOOK_EVERY = 10;

export function balanceCase(reference: BalanceReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => balanceRows(reference) };
}

function balanceRows(reference: BalanceReference): Row[] {
  const { id, family, evidence, source, expected, referenceError, from = 0 } = reference;
  const shares = typeof expected === 'number' ? [expected] : expected;
  return estimatesOf(reference).map((estimate, i) => {
    const labels = {
      ...{ id, figure: nameOf(reference, from + i), setting: settingOf(reference) },
      // What is in each queue at an instant is in no result.
      ...{
        evidence,
        source: SOURCES[source],
        ran: reference.figure === 'tail' ? ('observed' as const) : ('scenario' as const),
      },
      ...{ family: i === 0 ? family : undefined, why: whyOf(reference) },
    };
    const value = shares[i]!;
    const tolerance = reference.tolerance ?? reference.absolute! / value;
    return estimatedRow(labels, estimate, { expected: value, tolerance, referenceError });
  });
}

/** Of each figure of a case. */
function estimatesOf(reference: BalanceReference): Estimate[] {
  const { queues, load, expected, figure, from = 0, run } = reference;
  const seen = Array.from({ length: run.replications }, (_, replication) => replicationOf(reference, replication));
  const controls = [
    seen.map(({ arrivals }) => arrivals / (queues * load * (run.length + run.warmUp / 2)) - 1),
    // Of what begins empty, short runs end first: more of them than are due.
    ...(figure === 'transient' ? [] : [seen.map(({ meanService }) => meanService - 1)]),
    ...(run.pooled === true ? [pooledWaits(reference)] : []),
  ];
  const inAll = (pick: (one: Seen) => number): Estimate => controlled(seen.map(pick), controls);
  switch (figure) {
    case 'time':
      return [inAll(({ time }) => time)];
    case 'number':
      // Little's law: what is in a queue comes at `load` and stays for `time`.
      return [inAll(({ time }) => load * time)];
    case 'transient':
      return [inAll(({ stored }) => stored / queues)];
    case 'tail':
      return (expected as readonly number[]).map((_, i) => inAll(({ tail }) => tail[from + i] ?? 0));
  }
}

/** What one run gives. */
interface Seen {
  /** Mean time in the system, in seconds. */
  readonly time: number;
  /** Stored at the end of the run. */
  readonly stored: number;
  /** By number of events: the share of queues with at least as many. */
  readonly tail: readonly number[];
  readonly arrivals: number;
  readonly meanService: number;
}

function replicationOf(reference: BalanceReference, replication: number): Seen {
  const scenario = scenarioOf(reference, reference, replication);
  let watch: Watch | undefined;
  const { only } = runTier(scenario, {
    replication,
    tierObservers: [(watched) => (watch = new Watch(watched, scenario.warmUp, reference.figure === 'tail'))],
  });
  const { completionAge, waiting } = only();
  const { arrivals, meanService, tail } = watch!;
  return { time: (completionAge.mean ?? 0) / 1e6, stored: waiting, tail, arrivals, meanService };
}

/** By replication: how much longer than expected the same events wait in one queue that all servers work. */
function pooledWaits(reference: BalanceReference): number[] {
  const { queues, load, run } = reference;
  const expected = 1 + meanWait(load * queues, queues, 1);
  const pool = { queues: 1, placement: 'single', servers: queues };
  return Array.from({ length: run.replications }, (_, replication) => {
    const { only } = runTier(scenarioOf(reference, pool, replication), { replication });
    return only().completionAge.mean! / 1e6 - expected;
  });
}

type Places = Pick<BalanceReference, 'placement' | 'depth' | 'queues' | 'frontHosts'> & { readonly servers?: number };

/** The same arrivals and times, whatever they are placed into. */
function scenarioOf(reference: BalanceReference, places: Places, replication: number): ReturnType<typeof tierScenario> {
  const { id, queues, load, service = EXPONENTIAL, tenants = 1, run } = reference;
  const all = queues * load;
  const start = run.start === undefined ? [] : [{ rate: `${Math.round(run.start * queues) * 1000}/s`, endAt: '1 ms' }];
  const arrivals = [...start, { rate: { poisson: `${all}/s` } }];
  // Tenants find their queues by their names: other names, other queues.
  const group = tenants === 1 ? GROUP : `${GROUP}-${replication}`;
  const tier: Tier = {
    ...{ queues: places.queues, placement: places.placement, frontHosts: places.frontHosts ?? 1 },
    pollers: { slots: places.servers ?? 1 },
    ...(places.depth === undefined ? {} : { depth: places.depth }),
    measure: { every: '1 h' },
    tenants: { [group]: { count: tenants, service, arrivals } },
  };
  return tierScenario({ seed: id, duration: run.warmUp + run.length, warmUp: run.warmUp, tier });
}

/** Counts what comes and how long it runs, from half of the warm-up on, since that is felt after it; and how many queues have so many events. */
class Watch extends SilentObserver {
  arrivals = 0;
  readonly #clock: WatchedTier['clock'];
  readonly #depths: Int32Array;
  readonly #queues: number;
  readonly #from: number;
  readonly #looks: boolean;
  readonly #counts: number[] = [];
  #looked = 0;
  #runs = 0;
  #time = 0;

  constructor({ clock, probe }: WatchedTier, from: number, looks: boolean) {
    super();
    this.#clock = clock;
    this.#depths = probe.depths;
    this.#queues = probe.queues;
    this.#from = from;
    this.#looks = looks;
  }

  get meanService(): number {
    return this.#runs === 0 ? 1 : this.#time / this.#runs / 1e6;
  }

  get tail(): number[] {
    let queues = 0;
    const shares = this.#counts.map(() => 0);
    for (let depth = this.#counts.length - 1; depth >= 0; depth--) {
      queues += this.#counts[depth] ?? 0;
      shares[depth] = queues / this.#looked / this.#queues;
    }
    return shares;
  }

  override accepted(_slot: number, _tenant: number, queue: number): void {
    if (this.#clock.now < this.#from / 2) return;
    this.arrivals++;
    if (this.#looks && this.#clock.now >= this.#from && this.arrivals % LOOK_EVERY === 0) this.#look(queue);
  }

  /** The event is there already, and is to find the queues without itself. */
  #look(queue: number): void {
    this.#looked++;
    for (let q = 0; q < this.#queues; q++) {
      const depth = this.#depths[q]! - (q === queue ? 1 : 0);
      this.#counts[depth] = (this.#counts[depth] ?? 0) + 1;
    }
  }

  override ended(_slot: number, _tenant: number, _queue: number, _end: unknown, duration: number): void {
    if (this.#clock.now < this.#from / 2) return;
    this.#runs++;
    this.#time += duration;
  }
}

function nameOf({ figure, run }: BalanceReference, from: number): string {
  switch (figure) {
    case 'time':
      return 'mean time in the system, s';
    case 'number':
      return 'mean number in a queue';
    case 'transient':
      return `mean number in a queue after ${run.length} s`;
    case 'tail':
      return `share of queues with at least ${from}`;
  }
}

function settingOf({ queues, load, placement, service, depth, frontHosts, tenants }: BalanceReference): string {
  const parts = [`${queues} queues`, `load ${load}`, wordsOf(placement)];
  if (service !== undefined) parts.push(`service ${wordsOf(service)}`);
  if (depth !== undefined) parts.push(`depth ${wordsOf(depth)}`);
  if (frontHosts !== undefined) parts.push(`${frontHosts} front hosts`);
  if (tenants !== undefined) parts.push(`${tenants} tenants`);
  return parts.join(', ');
}

/** As it stands in a scenario, shortened: `bestOf, d 2`. */
export function wordsOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, part]) =>
      key === 'strategy' || key === 'view' ? String(part) : part === true ? key : `${key} ${wordsOf(part)}`,
    )
    .join(', ');
}

function whyOf({ source, queues, figure, unjudged, why }: BalanceReference): string | undefined {
  const parts = [why, limitOf(source, queues, figure), unjudged && `in no family: ${unjudged}`];
  const said = parts.filter((part) => part !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
}

function limitOf(
  source: BalanceReference['source'],
  queues: number,
  figure: BalanceReference['figure'],
): string | undefined {
  if (source === 'mean field' || source === '(1 + β) mean field')
    return `the reference is for infinitely many queues; ${queues} are a little worse`;
  return figure === 'transient' ? `the reference is for infinitely many queues, not ${queues}` : undefined;
}
