/**
 * The connections of a server: at most so many are open at once, those being set up included. Who wants one more waits in line, first come,
 * first served. One that has been idle for too long is closed by the server, and its owner knows at once: it finds out before it uses it.
 *
 * During an outage none is opened, and those that are open stay open (assumed). Left out: a limit on how fast connections may be opened.
 */
import { LinkedInts } from '../../engine/linked-ints.ts';
import { Rank } from '../../engine/rank.ts';
import type { Action, Simulation, Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';

/** Whose connections they are. */
export interface Holder {
  /** Time it takes to set one up; asked when its place is free. */
  connectTime(): Micros;
  /** It waited in line, and has its place now: it is being set up. */
  placed(connection: Connection): void;
  /** It is set up. May be told at once. */
  opened(connection: Connection): void;
  /** Its turn came while the server was out, and it will not be opened. */
  failed(connection: Connection): void;
  /** The server has closed it, because it was idle for too long. */
  closed(connection: Connection): void;
}

export class Connection {
  /** Number among those of the server, which are reused: the subject of events. */
  readonly id: number;
  holder: Holder | undefined = undefined;
  idleSince: Micros = NaN;
  /** What becomes of it once it is free: it stays in its pool, it is closed, or nobody closes it. */
  whenFree: 'stays' | 'closes' | 'leaks' = 'stays';

  constructor(id: number) {
    this.id = id;
  }

  get isIdle(): boolean {
    return !Number.isNaN(this.idleSince);
  }
}

export interface ConnectionLimits {
  readonly connections: number;
  readonly idleTimeout: Micros;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #sim: Simulation;
  readonly #isOut: () => boolean;
  readonly #changed: () => void;
  readonly #opened: Action;
  readonly #idleTimer: Timer;
  readonly #all: Connection[] = [];
  readonly #unused: Connection[] = [];
  /** Those that wait for a place, by number. */
  readonly #line = new LinkedInts();
  /** Those that are idle, in the order in which they became so. */
  readonly #idle = new LinkedInts();
  #open = 0;

  /** `changed` is told whenever the number of those that are open or wait has changed. */
  constructor(limits: ConnectionLimits, sim: Simulation, isOut: () => boolean, changed: () => void) {
    this.#limits = limits;
    this.#sim = sim;
    this.#isOut = isOut;
    this.#changed = changed;
    this.#opened = sim.action(Rank.completion, (id) => this.#isSetUp(this.#all[id]!));
    this.#idleTimer = sim.timer(Rank.completion, () => this.#closeIdle());
  }

  get open(): number {
    return this.#open;
  }

  /** Connections that are wanted and wait for a place. */
  get waiting(): number {
    return this.#line.size;
  }

  get isFull(): boolean {
    return this.#open >= this.#limits.connections;
  }

  /** A connection that is not open yet: {@link ask} for it next. */
  make(holder: Holder): Connection {
    const connection = this.#unused.pop() ?? this.#another();
    connection.holder = holder;
    connection.whenFree = 'stays';
    connection.idleSince = NaN;
    return connection;
  }

  /** Opens a connection, or gives it a place in line: true when it waits. Its holder may be told before this returns. */
  ask(connection: Connection): boolean {
    if (!this.isFull) {
      this.#setUp(connection);
      return false;
    }
    this.#line.push(connection.id);
    this.#changed();
    return true;
  }

  /** Whoever waits for it wants it no longer. */
  withdraw(connection: Connection): void {
    this.#line.remove(connection.id);
    this.#drop(connection);
    this.#changed();
  }

  /** It is open and nobody uses it from now on. */
  rest(connection: Connection): void {
    connection.idleSince = this.#sim.now;
    if (this.#limits.idleTimeout === Infinity) return;
    this.#idle.push(connection.id);
    if (!this.#idleTimer.isSet) this.#idleTimer.set(this.#sim.now + this.#limits.idleTimeout);
  }

  /** It was idle and is used again, or is to be closed. */
  wake(connection: Connection): void {
    connection.idleSince = NaN;
    if (this.#limits.idleTimeout !== Infinity) this.#idle.remove(connection.id);
  }

  /** Its holder closes it; the first in line gets its place. */
  close(connection: Connection): void {
    if (connection.isIdle) this.wake(connection);
    this.#drop(connection);
    this.#open--;
    this.#fillPlaces();
    this.#changed();
  }

  #another(): Connection {
    const made = new Connection(this.#all.length);
    this.#all.push(made);
    return made;
  }

  #drop(connection: Connection): void {
    connection.holder = undefined;
    this.#unused.push(connection);
  }

  #fillPlaces(): void {
    while (this.#line.size > 0 && !this.isFull) {
      const connection = this.#all[this.#line.shift()]!;
      const holder = connection.holder!;
      if (this.#isOut()) {
        holder.failed(connection);
        this.#drop(connection);
      } else {
        holder.placed(connection);
        this.#setUp(connection);
      }
    }
  }

  #setUp(connection: Connection): void {
    this.#open++;
    this.#changed();
    const time = connection.holder!.connectTime();
    if (time === 0) connection.holder!.opened(connection);
    else this.#sim.after(time, this.#opened, connection.id);
  }

  #isSetUp(connection: Connection): void {
    connection.holder!.opened(connection);
  }

  #closeIdle(): void {
    const { now } = this.#sim;
    const { idleTimeout } = this.#limits;
    while (this.#idle.size > 0 && this.#all[this.#idle.first]!.idleSince + idleTimeout <= now) {
      const connection = this.#all[this.#idle.first]!;
      connection.holder!.closed(connection);
      this.close(connection);
    }
    if (this.#idle.size > 0) this.#idleTimer.set(this.#all[this.#idle.first]!.idleSince + idleTimeout);
  }
}
