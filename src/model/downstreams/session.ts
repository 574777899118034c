/**
 * What one environment has to one downstream: its connections, the calls that wait for one, and its breaker.
 *
 * A pool opens a connection when a call finds none that is idle and the pool may still grow, and keeps it. Whatever becomes free first
 * serves the call that has waited longest, be it a new connection or one that came back; a new one that nobody waits for any more stays,
 * and one that still waits for its place at the server is given up. The connection used last serves next, so those that are not needed
 * grow old. One connection for each invocation is a pool of one that is emptied when the invocation ends.
 */
import { Ring } from '../../engine/ring.ts';
import type { Micros } from '../../engine/time.ts';
import { Breaker, type BreakerSettings } from './breaker.ts';
import type { Call, CallTable } from './call.ts';
import type { Connection, Connections, Holder } from './connections.ts';

/** What a session needs of its client and its server. */
export interface Surroundings {
  readonly connections: Connections;
  readonly calls: CallTable;
  /** Connections that it may have; 0: calls need none. */
  readonly size: number;
  readonly breaker: BreakerSettings | undefined;
  connectTime(): Micros;
  /** Why no connection can be opened now; undefined: it can, or there is a line for it. */
  obstacle(): Obstacle | undefined;
  /** A call has what it needs. */
  send(call: Call): void;
  turnAway(call: Call, why: Obstacle): void;
}

export type Obstacle = 'out' | 'full';

export class Session implements Holder {
  readonly breaker: Breaker | undefined;
  readonly #around: Surroundings;
  /** Calls under way whose callers wait. */
  readonly #calls: Call[] = [];
  /** Those that wait for a connection, in their order. */
  readonly #waiting = new Ring();
  /** Connections that it has or wants, and of these the idle ones, the one used last at the end. */
  readonly #own: Connection[] = [];
  readonly #idle: Connection[] = [];
  /** Of its own, those that wait for a place at the server. */
  readonly #wanted: Connection[] = [];
  /** Open, and forgotten by the code that opened them. */
  readonly #leaked: Connection[] = [];
  #opening = 0;
  #isOver = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.breaker = around.breaker && new Breaker(around.breaker);
  }

  // — calls —

  add(call: Call): void {
    call.place = this.#calls.length;
    this.#calls.push(call);
  }

  remove(call: Call): void {
    const last = this.#calls.pop()!;
    if (last === call) return;
    this.#calls[call.place] = last;
    last.place = call.place;
  }

  /** A call wants a connection: it gets one now, or waits, or is turned away. */
  acquire(call: Call): void {
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      this.#around.connections.wake(idle);
      return this.#serve(call, idle);
    }
    const grows = this.#mayGrow && this.#coming <= this.#waiting.size;
    const obstacle = grows ? this.#around.obstacle() : undefined;
    if (obstacle !== undefined) return this.#around.turnAway(call, obstacle);
    call.waits = true;
    this.#waiting.push(call.id);
    if (grows) this.#want();
  }

  /** The call that has waited longest waits no longer, and has none. */
  giveUp(): void {
    this.#shift();
    this.#wantLess();
  }

  /** A call is done with its connection. */
  release(connection: Connection): void {
    if (connection.whenFree === 'stays') this.#offer(connection);
    else if (connection.whenFree === 'leaks' && !this.#isOver) this.#leak(connection);
    else this.#around.connections.close(connection);
  }

  /** A connection of a call that never came back: nobody can use it again. */
  discard(connection: Connection): void {
    if (connection.whenFree === 'stays') take(this.#own, connection);
    this.#around.connections.close(connection);
    this.#grow();
  }

  // — ends —

  /** Takes out all calls under way, in the order in which they were made. */
  takeCalls(): readonly Call[] {
    if (this.#calls.length === 0) return NOBODY;
    this.#waiting.clear();
    this.#wantLess();
    return this.#calls.splice(0).sort((a, b) => a.askedAt - b.askedAt || a.id - b.id);
  }

  /** Lets go of all connections of its own: `closes` them when they are free, or `leaks` them. */
  letGo(how: 'closes' | 'leaks'): void {
    this.#wantLess();
    const { connections } = this.#around;
    this.#idle.length = 0;
    this.#opening = 0;
    for (const connection of this.#own.splice(0)) {
      connection.whenFree = how;
      if (!connection.isIdle) continue;
      if (how === 'closes') connections.close(connection);
      else this.#leaked.push(connection);
    }
  }

  /** The environment is no more, and so are its connections; those that the server works for are closed when it is done. */
  close(): void {
    this.#isOver = true;
    this.letGo('closes');
    for (const connection of this.#leaked.splice(0)) this.#around.connections.close(connection);
  }

  // — what the server says —

  connectTime(): Micros {
    return this.#around.connectTime();
  }

  placed(connection: Connection): void {
    take(this.#wanted, connection);
    this.#opening++;
  }

  opened(connection: Connection): void {
    if (connection.whenFree === 'stays') this.#opening--;
    this.release(connection);
  }

  failed(connection: Connection): void {
    take(this.#own, connection);
    take(this.#wanted, connection);
    this.#around.turnAway(this.#shift(), 'out');
    this.#grow();
  }

  closed(connection: Connection): void {
    if (connection.whenFree === 'leaks') return take(this.#leaked, connection);
    take(this.#idle, connection);
    take(this.#own, connection);
  }

  // — inside —

  get #mayGrow(): boolean {
    return this.#own.length < this.#around.size;
  }

  /** Connections that are being set up, or wait for a place. */
  get #coming(): number {
    return this.#opening + this.#wanted.length;
  }

  #serve(call: Call, connection: Connection): void {
    call.connection = connection;
    this.#around.send(call);
  }

  #shift(): Call {
    const call = this.#around.calls.at(this.#waiting.shift());
    call.waits = false;
    return call;
  }

  #offer(connection: Connection): void {
    if (this.#waiting.size === 0) {
      this.#idle.push(connection);
      this.#around.connections.rest(connection);
      return;
    }
    const call = this.#shift();
    this.#wantLess();
    this.#serve(call, connection);
  }

  #leak(connection: Connection): void {
    this.#leaked.push(connection);
    this.#around.connections.rest(connection);
  }

  #want(): void {
    const connection = this.#around.connections.make(this);
    this.#own.push(connection);
    this.#opening++;
    if (!this.#around.connections.ask(connection)) return;
    this.#opening--;
    this.#wanted.push(connection);
  }

  /** A connection is gone: those who wait need another. */
  #grow(): void {
    while (this.#mayGrow && this.#coming < this.#waiting.size) {
      const obstacle = this.#around.obstacle();
      if (obstacle === undefined) this.#want();
      else this.#around.turnAway(this.#shift(), obstacle);
    }
  }

  /** Gives up places in line that nobody waits for any more, the last first. */
  #wantLess(): void {
    while (this.#wanted.length > 0 && this.#coming > this.#waiting.size) {
      const connection = this.#wanted.pop()!;
      take(this.#own, connection);
      this.#around.connections.withdraw(connection);
    }
  }
}

const NOBODY: readonly Call[] = [];

function take(from: Connection[], connection: Connection): void {
  from.splice(from.indexOf(connection), 1);
}
