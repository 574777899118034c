/** A downstream by itself, with environments that call it step by step. */
import { Batch } from '../../src/model/batch.ts';
import { Client } from '../../src/model/downstreams/client.ts';
import type { CallEnd } from '../../src/model/downstreams/call.ts';
import { Downstream } from '../../src/model/downstreams/downstream.ts';
import type { ServerSettings, UseSettings } from '../../src/model/downstreams/settings.ts';
import { Environment } from '../../src/model/lambda/environments.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { Outages } from '../../src/model/outages.ts';
import type { World } from '../../src/model/world.ts';
import { makeWorld, ownerOf, sleep } from './queue.ts';

export const SERVER: ServerSettings = {
  connections: Infinity,
  onExhausted: 'wait',
  connectTime: undefined,
  idleTimeout: Infinity,
  requestRate: Infinity,
  onRateExceeded: 'fail',
  load: [],
  recovery: undefined,
  breaker: undefined,
  whenOut: 'fail',
  failAfter: 10,
  outages: new Outages([]),
};

export const USE: UseSettings = {
  connect: 'pool',
  pool: 10,
  acquireTimeout: Infinity,
  queryTimeout: Infinity,
  closes: 'always',
};

/** What was told of a call. */
export interface Told {
  readonly end: CallEnd | 'abandoned';
  readonly waited: number;
  readonly took: number;
}

/** A call of the tests: how and when it ended for its caller. */
export class TestCall {
  readonly answers: { readonly end: CallEnd; readonly at: number }[] = [];
  readonly #world: World;
  readonly #next: (() => void) | undefined;
  isCalling = true;

  constructor(world: World, next?: () => void) {
    this.#world = world;
    this.#next = next;
  }

  callEnded(end: CallEnd): void {
    if (this.isCalling) throw new Error('a call was answered within itself');
    this.answers.push({ end, at: this.#world.sim.now });
    this.#next?.();
  }

  /** How it ended and when; undefined while it has not. */
  get answer(): string | undefined {
    const last = this.answers.at(-1);
    return last && `${last.end} at ${last.at}`;
  }
}

/** One downstream, one function that uses it, and whoever looks on. */
export class Bench {
  readonly world: World;
  readonly server: Downstream;
  readonly client: Client;
  readonly told: Told[] = [];
  /** All that was told of connections: the instant, open and waiting. */
  readonly levels: (readonly [at: number, open: number, waiting: number])[] = [];
  readonly #batches = new Map<Environment, Batch>();

  constructor(server: Partial<ServerSettings> = {}, use: Partial<UseSettings> = {}) {
    const { told, levels } = this;
    let now = (): number => 0;
    class Ears extends Listener {
      override callEnded(_downstream: Named, _fn: Named, end: Told['end'], waited: number, took: number): void {
        told.push({ end, waited, took });
      }
      override connectionsChanged(_downstream: Named, open: number, waiting: number): void {
        levels.push([now(), open, waiting]);
      }
    }
    this.world = makeWorld(new Ears());
    now = () => this.world.sim.now;
    this.server = new Downstream('db', 0, { ...SERVER, ...server }, this.world);
    this.client = this.another(use);
  }

  /** A further function that uses the same downstream. */
  another(use: Partial<UseSettings> = {}, name = 'f'): Client {
    return new Client({ name, index: 0 }, this.server, { ...USE, ...use }, this.world);
  }

  environment(id = 1): Environment {
    return new Environment(id, this.world.sim.now, false);
  }

  environments(n: number): Environment[] {
    return Array.from({ length: n }, (_, i) => this.environment(i + 1));
  }

  /** The batch that the environment works on. */
  batchOf(environment: Environment): Batch {
    let batch = this.#batches.get(environment);
    if (batch === undefined) {
      batch = new Batch(ownerOf({ name: 'q', index: 0 }), 0, this.world.batches.length);
      batch.host = environment;
      this.world.batches.push(batch);
      this.#batches.set(environment, batch);
    }
    return batch;
  }

  call(environment: Environment, latency: number, next?: () => void, client = this.client): TestCall {
    const call = new TestCall(this.world, next);
    client.call(call, this.batchOf(environment), latency);
    call.isCalling = false;
    return call;
  }

  /** Calls one after another, each as soon as the one before is over. */
  inTurn(environment: Environment, latency: number, times: number): void {
    if (times > 0) this.call(environment, latency, () => this.inTurn(environment, latency, times - 1));
  }

  ended(environment: Environment, threw = false): void {
    this.client.invocationEnded(this.batchOf(environment), threw);
  }

  until(at: number): void {
    sleep(this.world, at - this.world.sim.now);
  }

  get open(): number {
    return this.server.connections.open;
  }

  get waiting(): number {
    return this.server.connections.waiting;
  }
}
