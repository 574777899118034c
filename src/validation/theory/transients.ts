/**
 * Before the steady state: the number in the system at an instant, the wait of the k-th customer, the time until a backlog is gone.
 *
 * One run has many beginnings: traffic is on for a while and off until everything is done, over and over.
 */
import type { Case } from '../case.ts';
import type { Batch } from '../../model/batch.ts';
import type { Named } from '../../model/observer.ts';
import type { Watched } from '../../simulate.ts';
import { estimatedRow, estimateOf, REPLICATIONS } from '../statistics.ts';
import { NEVER_BACK } from './line.ts';
import { labelsOf, nameOf, scenarioOf, type Described } from './model.ts';
import { Population, watchRun } from './watch.ts';

/** Mean service is a second, exponential. */
interface Beginning {
  readonly id: string;
  readonly arrivalRate: number;
  readonly expected: number;
  /** Over all replications. */
  readonly beginnings: number;
  /** From one beginning to the next: traffic for `on` seconds, and none for `off`. */
  readonly on: number;
  readonly off: number;
  readonly seconds: number;
}

/** `expected`: mean number in the system `at` seconds after a beginning with so many. */
export interface AtInstant extends Beginning {
  readonly servers: number;
  readonly initially: number;
  readonly at: number;
}

export const AT_INSTANT: readonly AtInstant[] = [
  instant('Q-TRANS-01', 0.5, 1, 0, 5, 0.751083, 20_000, 60, 2),
  instant('Q-TRANS-02', 0.9, 1, 0, 10, 2.5307, 12_000, 120, 2),
  instant('Q-TRANS-03', 0.9, 1, 0, 100, 6.44392, 8_000, 250, 4),
  instant('Q-TRANS-05', 0.8, 1, 50, 100, 30.0826, 1_200, 250, 2),
  instant('Q-TRANS-07', 9, 10, 0, 5, 10.5246, 2_000, 60, 1),
  instant('Q-TRANS-08', 47.5, 50, 0, 3, 45.7714, 1_000, 60, 1),
];

function instant(
  id: string,
  arrivalRate: number,
  servers: number,
  initially: number,
  at: number,
  expected: number,
  beginnings: number,
  off: number,
  seconds: number,
): AtInstant {
  return { id, arrivalRate, servers, initially, at, expected, beginnings, on: at, off, seconds };
}

/** `expected`: mean wait of the k-th customer after a beginning with none, in seconds; the first waits 0. */
export interface KthWait extends Beginning {
  readonly k: number;
}

export const KTH_WAIT: readonly KthWait[] = [
  { id: 'Q-TRANS-10', arrivalRate: 0.5, k: 10, expected: 0.907162, beginnings: 20_000, on: 80, off: 60, seconds: 4 },
  { id: 'Q-TRANS-11', arrivalRate: 0.8, k: 100, expected: 3.81038, beginnings: 8_000, on: 200, off: 150, seconds: 5 },
  { id: 'Q-TRANS-12', arrivalRate: 0.9, k: 10, expected: 2.195, beginnings: 16_000, on: 45, off: 90, seconds: 4 },
  { id: 'Q-TRANS-13', arrivalRate: 0.9, k: 100, expected: 6.39923, beginnings: 8_000, on: 180, off: 200, seconds: 5 },
  {
    id: 'Q-TRANS-15',
    arrivalRate: 0.95,
    k: 1000,
    expected: 16.837,
    beginnings: 4_000,
    on: 1260,
    off: 400,
    seconds: 16,
  },
];

/** `expected`: mean time in seconds until a backlog is gone for the first time, B/(μ − λ); `deviation`: the standard deviation of it. */
export interface Drain {
  readonly id: string;
  readonly backlog: number;
  readonly arrivalRate: number;
  readonly serviceRate: number;
  readonly expected: number;
  readonly deviation: number;
  /** Longer than it ever takes. */
  readonly horizon: number;
  readonly beginnings: number;
  readonly seconds: number;
}

export const DRAINS: readonly Drain[] = [
  {
    id: 'Q-DRAIN-01',
    backlog: 1000,
    arrivalRate: 0.8,
    serviceRate: 1,
    expected: 5000,
    deviation: 474.342,
    horizon: 12_000,
    beginnings: 120,
    seconds: 3,
  },
  {
    id: 'Q-DRAIN-03',
    backlog: 10_000,
    arrivalRate: 0,
    serviceRate: 25,
    expected: 400,
    deviation: 4,
    horizon: 500,
    beginnings: REPLICATIONS,
    seconds: 2,
  },
  {
    id: 'Q-DRAIN-04',
    backlog: 200,
    arrivalRate: 4.75,
    serviceRate: 5,
    expected: 800,
    deviation: 353.27,
    horizon: 20_000,
    beginnings: 800,
    seconds: 10,
  },
];

const TOLERANCE = 0.03;

export const transientCases: readonly Case[] = [
  ...AT_INSTANT.map((one) => ofInstants(one)),
  ...KTH_WAIT.map((one) => ofWaits(one)),
  ...DRAINS.map((one) => ofDrains(one)),
];

/** Mean service of a second, traffic on and off, and what is there at each beginning. */
function onAndOff(one: Beginning, servers: number, initially: number): object {
  const { id, arrivalRate, beginnings, on, off } = one;
  const cycles = Math.ceil(beginnings / REPLICATIONS);
  const records = Array.from({ length: cycles * initially }, (_, i) => ({
    at: `${Math.floor(i / initially) * (on + off)} s`,
  }));
  const rate = { onOff: { rate: `${arrivalRate}/s`, on: `${on} s`, off: `${off} s` } };
  return {
    lagcast: 1,
    name: id,
    seed: id,
    rules: 'ideal',
    duration: `${cycles * (on + off)} s`,
    sources: {
      q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ rate }, ...(initially > 0 ? [{ records }] : [])] },
    },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: { exponential: { mean: '1 s' } } } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: servers } } },
  };
}

/** Sums the number there is at given instants: `at` after each beginning. */
export class AtInstants extends Population {
  total = 0;
  taken = 0;
  #next: number;
  readonly #every: number;

  /** In microseconds. */
  constructor(watched: Watched, at: number, every: number) {
    super(watched);
    this.#next = at;
    this.#every = every;
  }

  protected override changes(now: number): void {
    for (; this.#next < now; this.#next += this.#every) {
      this.total += this.number;
      this.taken += 1;
    }
  }
}

function ofInstants(one: AtInstant): Case {
  const { id, arrivalRate, servers, initially, at, on, off, expected, seconds } = one;
  const described: Described = {
    id,
    setting: `${initially} at the beginning; Poisson, ${arrivalRate}/s; ${servers} servers; exponential service, mean 1 s; after ${at} s`,
    source:
      'uniformisation of the Markov chain (for one server Bessel functions say the same), solved for the reference',
    family: 'number at an instant',
    seconds,
    ran: 'observed',
  };
  const run = () => {
    const scenario = scenarioOf(onAndOff(one, servers, initially));
    const values = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const { total, taken } = watchRun(
        scenario,
        replication,
        (watched) => new AtInstants(watched, at * 1e6, (on + off) * 1e6),
      );
      return total / taken;
    });
    const labels = labelsOf(described, { figure: 'mean number in the system' }, true);
    return [estimatedRow(labels, estimateOf(values), { expected, tolerance: TOLERANCE })];
  };
  return { id: nameOf(described), seconds, run };
}

/** Sums the waits of the k-th records that are sent after each beginning. */
class KthWaits extends Population {
  total = 0;
  taken = 0;
  #sent = 0;
  #cycle = -1;
  #slot = -1;
  readonly #k: number;
  readonly #every: number;

  constructor(watched: Watched, k: number, every: number) {
    super(watched);
    this.#k = k;
    this.#every = every;
  }

  protected override changes(): void {}

  override sent(source: Named, slot: number): void {
    super.sent(source, slot);
    const cycle = Math.floor(this.clock.now / this.#every);
    this.#sent = cycle === this.#cycle ? this.#sent + 1 : 1;
    this.#cycle = cycle;
    if (this.#sent === this.#k) this.#slot = slot;
  }

  override invoked(_fn: Named, batch: Batch): void {
    if (this.#slot < 0 || batch.slots[0] !== this.#slot) return;
    this.total += this.clock.now - this.watched.records.sentAt[this.#slot]!;
    this.taken += 1;
    this.#slot = -1;
  }
}

function ofWaits(one: KthWait): Case {
  const { id, arrivalRate, k, on, off, expected, seconds } = one;
  const described: Described = {
    id,
    setting: `none at the beginning; Poisson, ${arrivalRate}/s; one server; exponential service, mean 1 s; customer ${k}`,
    source: 'Spitzer’s identity, recomputed: the sum over i < k of E[(S − A of i customers)⁺] / i',
    family: 'wait of the k-th customer',
    seconds,
    ran: 'observed',
  };
  const run = () => {
    const scenario = scenarioOf(onAndOff(one, 1, 0));
    const values = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const { total, taken } = watchRun(scenario, replication, (watched) => new KthWaits(watched, k, (on + off) * 1e6));
      return total / taken / 1e6;
    });
    const labels = labelsOf(described, { figure: 'mean wait, s' }, true);
    return [estimatedRow(labels, estimateOf(values), { expected, tolerance: TOLERANCE })];
  };
  return { id: nameOf(described), seconds, run };
}

/** When there is nothing left for the first time. */
class FirstEmpty extends Population {
  at = NaN;

  protected override changes(): void {}

  override deleted(source: Named, batch: Batch): void {
    super.deleted(source, batch);
    if (this.number === 0 && Number.isNaN(this.at)) this.at = this.clock.now;
  }
}

function ofDrains(one: Drain): Case {
  const { id, backlog, arrivalRate, serviceRate, expected, horizon, beginnings, seconds } = one;
  const described: Described = {
    id,
    setting: `${backlog} at the beginning; Poisson, ${arrivalRate}/s; one server; exponential service, ${serviceRate}/s`,
    source: 'first passage of a random walk: B/(μ − λ), which is the fluid value too; recomputed',
    family: 'time to empty',
    seconds,
    ran: 'observed',
  };
  const value = {
    lagcast: 1,
    name: id,
    seed: id,
    rules: 'ideal',
    duration: `${horizon} s`,
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: NEVER_BACK,
        arrivals: [
          { replay: { file: 'backlog.csv', time: 'at', count: 'messages', interval: '1 us' } },
          ...(arrivalRate > 0 ? [{ rate: { poisson: `${arrivalRate}/s` } }] : []),
        ],
      },
    },
    functions: {
      f: { timeout: NEVER_BACK, handler: { perInvocation: { exponential: { mean: `${1 / serviceRate} s` } } } },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  };
  const run = () => {
    const scenario = scenarioOf(value, { ports: { readText: () => `at,messages\n0,${backlog}\n` } });
    const values = Array.from({ length: beginnings }, (_, replication) => {
      const { at } = watchRun(
        scenario,
        replication,
        (watched) => new FirstEmpty(watched),
        (watch) => watch.at >= 0,
      );
      return at / 1e6;
    });
    const labels = labelsOf(described, { figure: 'mean time until it is empty, s' }, true);
    return [estimatedRow(labels, estimateOf(values), { expected, tolerance: TOLERANCE })];
  };
  return { id: nameOf(described), seconds, run };
}
