/**
 * What the environments of one function have to one downstream: a session each, and the calls that they make.
 *
 * A call waits for its connection, its own pool's or a new one, and is sent; it may have to wait for the rate; then the server works on it.
 * The acquire timeout covers everything up to the connection, the query timeout what comes after. Either ends the wait of the caller only:
 * the server works on, and until it is done the connection is in use. The same holds for calls whose invocation is over. A call that hangs
 * has no end, and its connection is closed when its caller gives up.
 */
import { LinkedInts, END } from '../../engine/linked-ints.ts';
import { Rank } from '../../engine/rank.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Action, Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../batch.ts';
import type { Environment } from '../lambda/environments.ts';
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';
import { CallTable, type Call, type CallEnd, type Caller } from './call.ts';
import type { Downstream } from './downstream.ts';
import { Session, type Obstacle, type Surroundings } from './session.ts';
import { connectionsEach, type UseSettings } from './settings.ts';

export class Client {
  readonly downstream: Downstream;
  readonly #fn: Named;
  readonly #use: UseSettings;
  readonly #world: World;
  readonly #around: Surroundings;
  readonly #sessions = new Map<Environment, Session>();
  readonly #calls = new CallTable();
  readonly #connectTimes: RandomStream;
  readonly #began: Action;
  readonly #over: Action;
  readonly #cut: Action;
  /** Calls that wait for a connection, in the order in which they give up. */
  readonly #deadlines = new LinkedInts();
  readonly #deadline: Timer;

  constructor(fn: Named, downstream: Downstream, use: UseSettings, world: World) {
    const { sim } = world;
    this.downstream = downstream;
    this.#fn = fn;
    this.#use = use;
    this.#world = world;
    this.#connectTimes = sim.random(`functions.${fn.name}`, `downstreams.${downstream.name}.connectTime`);
    this.#began = sim.action(Rank.completion, (id) => this.#begin(this.#due(id)));
    this.#over = sim.action(Rank.completion, (id) => this.#isOver(this.#due(id)));
    this.#cut = sim.action(Rank.completion, (id) => this.#isCut(this.#due(id)));
    this.#deadline = sim.timer(Rank.completion, () => this.#giveUpWaiting());
    this.#around = {
      connections: downstream.connections,
      calls: this.#calls,
      size: connectionsEach(use),
      breaker: downstream.settings.breaker,
      connectTime: () => this.#connectTime(),
      obstacle: () => this.#obstacle(),
      send: (call) => this.#send(call),
      turnAway: (call, why) => this.#turnAway(call, why),
    };
  }

  /** Calls that are not over, those included whose callers wait no longer. */
  get underWay(): number {
    return this.#calls.size;
  }

  /** Makes a call from the environment of the batch. `latency`: what it takes when nothing is in its way, in whole microseconds. */
  call(caller: Caller, batch: Batch, latency: Micros): void {
    const { now } = this.#world.sim;
    const session = this.#sessionOf(batch.host!);
    const call = this.#calls.take();
    call.reset(caller, batch, session, latency, now);
    session.add(call);
    const verdict = session.breaker?.ask(now) ?? 'pass';
    if (verdict === 'reject') return this.#endAfter(call, 0, 'rejected');
    call.isProbe = verdict === 'probe';
    if (this.#around.size === 0) return this.#send(call);
    call.cutAt = now + this.#use.acquireTimeout;
    session.acquire(call);
    if (call.waits) this.#await(call);
  }

  /**
   * The invocation of the batch is over. Its calls under way have nobody who waits for them; `threw`: the handler ended by an exception,
   * which leaks the connection of the invocation where it is closed on success only.
   */
  invocationEnded(batch: Batch, threw: boolean): void {
    const session = this.#sessions.get(batch.host!);
    if (session === undefined) return;
    this.#abandon(session);
    if (this.#use.connect !== 'perInvocation') return;
    session.letGo(threw && this.#use.closes === 'onSuccess' ? 'leaks' : 'closes');
  }

  /** Nobody waits any more for the calls of the invocation of the batch, which goes on without them. */
  abandon(batch: Batch): void {
    const session = this.#sessions.get(batch.host!);
    if (session !== undefined) this.#abandon(session);
  }

  /** The environment is no more, or was reset: its connections close, and what its code knew is forgotten. */
  environmentEnded(environment: Environment): void {
    const session = this.#sessions.get(environment);
    if (session === undefined) return;
    this.#sessions.delete(environment);
    this.#abandon(session);
    session.close();
  }

  #sessionOf(environment: Environment): Session {
    let session = this.#sessions.get(environment);
    if (session === undefined) this.#sessions.set(environment, (session = new Session(this.#around)));
    return session;
  }

  // — until it has a connection —

  #connectTime(): Micros {
    const { connectTime } = this.downstream.settings;
    return connectTime === undefined ? 0 : Math.max(0, Math.round(connectTime(this.#connectTimes)));
  }

  #obstacle(): Obstacle | undefined {
    if (this.downstream.isOut) return 'out';
    const { connections, settings } = this.downstream;
    return settings.onExhausted === 'fail' && connections.isFull ? 'full' : undefined;
  }

  #await(call: Call): void {
    if (call.cutAt === Infinity) return;
    call.isTimed = true;
    this.#deadlines.push(call.id);
    if (!this.#deadline.isSet) this.#deadline.set(call.cutAt);
  }

  #awaitsNoLonger(call: Call): void {
    if (!call.isTimed) return;
    call.isTimed = false;
    this.#deadlines.remove(call.id);
  }

  #giveUpWaiting(): void {
    const { now } = this.#world.sim;
    for (;;) {
      const id = this.#deadlines.first;
      if (id === END) return;
      const call = this.#calls.at(id);
      if (call.cutAt > now) return this.#deadline.set(call.cutAt);
      this.#awaitsNoLonger(call);
      call.session!.giveUp();
      this.#answer(call, 'timedOut');
      this.#free(call);
    }
  }

  #turnAway(call: Call, why: Obstacle): void {
    this.#awaitsNoLonger(call);
    const { whenOut, failAfter } = this.downstream.settings;
    call.begunAt = this.#world.sim.now;
    if (why === 'full') this.#endAfter(call, failAfter, 'noConnection');
    else if (whenOut === 'fail') this.#endAfter(call, failAfter, 'failed');
    else this.#hang(call);
  }

  // — from then on —

  #send(call: Call): void {
    const { now } = this.#world.sim;
    this.#awaitsNoLonger(call);
    call.cutAt = now + this.#use.queryTimeout;
    const at = this.downstream.admit();
    if (at === undefined) {
      call.begunAt = now;
      this.#endAfter(call, this.downstream.settings.failAfter, 'refused');
    } else if (at === now) this.#begin(call);
    else {
      if (call.cutAt <= at) this.#cutLater(call);
      call.pending++;
      this.#world.sim.at(at, this.#began, call.id);
    }
  }

  /** The server takes it up, whether or not anybody still waits for it. */
  #begin(call: Call): void {
    const { settings } = this.downstream;
    call.begunAt = this.#world.sim.now;
    if (this.downstream.isOut) {
      if (settings.whenOut === 'hang') this.#hang(call);
      else this.#endAfter(call, settings.failAfter, 'failed');
      return;
    }
    call.loads = true;
    this.#endAfter(call, this.downstream.begin(call.latency), 'succeeded');
  }

  /** It never comes back: its end is that of its caller's patience. */
  #hang(call: Call): void {
    call.hangs = true;
    if (call.caller === undefined) {
      this.#discard(call);
      this.#free(call);
    } else if (call.cutAt !== Infinity) this.#cutLater(call);
  }

  #endAfter(call: Call, time: Micros, end: CallEnd): void {
    const { sim } = this.#world;
    call.end = end;
    if (sim.now + time > call.cutAt) this.#cutLater(call);
    call.pending++;
    sim.after(time, this.#over, call.id);
  }

  #cutLater(call: Call): void {
    if (call.hasCut) return;
    call.hasCut = true;
    call.pending++;
    this.#world.sim.at(call.cutAt, this.#cut, call.id);
  }

  // — ends —

  /** The call of an event that happens now. */
  #due(id: number): Call {
    const call = this.#calls.at(id);
    call.pending--;
    return call;
  }

  /** The server is done with it. Who waits for its connection comes first, then its caller. */
  #isOver(call: Call): void {
    if (call.loads) this.downstream.ended();
    const { connection } = call;
    call.connection = undefined;
    if (connection !== undefined) call.session!.release(connection);
    if (call.caller !== undefined) this.#answer(call, call.end);
    this.#free(call);
  }

  #isCut(call: Call): void {
    if (call.hangs) this.#discard(call);
    if (call.caller !== undefined) this.#answer(call, 'timedOut');
    this.#free(call);
  }

  #answer(call: Call, end: CallEnd): void {
    const { now } = this.#world.sim;
    const caller = call.caller!;
    const session = call.session!;
    call.caller = undefined;
    session.remove(call);
    const hasFailed = end !== 'succeeded';
    if (call.isProbe) session.breaker!.probeEnded(hasFailed, now);
    else if (end !== 'rejected') session.breaker?.ended(hasFailed, now);
    this.#tell(call, end);
    caller.callEnded(end);
  }

  #abandon(session: Session): void {
    for (const call of session.takeCalls()) {
      call.caller = undefined;
      call.waits = false;
      this.#awaitsNoLonger(call);
      if (call.isProbe) session.breaker!.probeEnded(undefined, this.#world.sim.now);
      this.#tell(call, 'abandoned');
      if (call.hangs) this.#discard(call);
      this.#free(call);
    }
  }

  #tell(call: Call, end: CallEnd | 'abandoned'): void {
    const { now } = this.#world.sim;
    const begun = Number.isNaN(call.begunAt) ? now : call.begunAt;
    this.#world.tell.callEnded(this.downstream, this.#fn, end, begun - call.askedAt, now - begun, call.batch!);
  }

  /** Nobody waits any more for a call that hangs: its connection is of no use to anybody. */
  #discard(call: Call): void {
    const { connection } = call;
    call.connection = undefined;
    if (connection !== undefined) call.session!.discard(connection);
  }

  /** Once nothing is to come of it. */
  #free(call: Call): void {
    if (call.pending === 0 && call.caller === undefined) this.#calls.free(call);
  }
}
