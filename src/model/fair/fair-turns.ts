/**
 * The rule of SQS fair queues (SQS-68 to SQS-70), for the queues of a tier and for a queue with message groups: whose turn it is. A flow is
 * what one tenant has in one queue.
 *
 * A flow is noisy that has more than a share of what is in flight and as many as `least` of it, or more than that share of the recent
 * processing time. Quiet flows go first, the one whose first item comes before the others'; where only noisy ones have anything, the
 * one with the fewest in flight goes first. Nothing is held back. A flow is quiet again when nothing of it waits, or nothing of it has been
 * in flight for `release`.
 *
 * Shares are looked at whenever those of a flow rise by itself, and when its turn would come. Of noisy flows with as many in flight the
 * one goes first that was served the longest ago; so whoever is to be released is found at the front. What a flow has, and in which
 * order, is the caller's. Over what time processing time is recent is not public.
 *
 * Invariants: a flow in line is in the heap of the quiet or the noisy of its queue; one that is not is quiet, but between `take` or `leave`
 * and the `enter` or `rest` that follows at once.
 */
import { PairingHeaps } from '../../engine/pairing-heaps.ts';
import { END, grown, grownDoubles } from '../../engine/slot-lists.ts';
import type { Clock, Micros } from '../../engine/time.ts';
import { RecentWork } from './recent-work.ts';

/** What is too much. */
export interface FairSettings {
  /** From 0 to 1: of what is in flight, and of the recent processing time. */
  readonly share: number;
  /** In flight. */
  readonly least: number;
  /** Time over which processing time is recent: above 0. */
  readonly window: Micros;
  readonly release: Micros;
}

export interface FairParts {
  /** They are numbered from 0. */
  readonly queues: number;
  /** Flows to begin with: see {@link FairTurns.growTo}. */
  readonly flows: number;
  readonly clock: Clock;
  /** Whether the first item of flow `a` comes before that of flow `b`; both are in line. Must not change while they are. */
  readonly isBefore: (a: number, b: number) => boolean;
  /** A flow is noisy from now on, or quiet. Absent: nobody asks. */
  readonly onNoise?: (flow: number, isNoisy: boolean) => void;
}

export class FairTurns {
  readonly #settings: FairSettings;
  readonly #clock: Clock;
  readonly #isBefore: FairParts['isBefore'];
  readonly #onNoise: FairParts['onNoise'];
  /** Of queue q: the quiet flows in heap 2q, the noisy ones in heap 2q + 1. */
  readonly #heaps: PairingHeaps;
  /** By flow. */
  #queues: Int32Array;
  #inLine: Int32Array;
  #noisy: Int32Array;
  #inFlight: Int32Array;
  #servedAt: Float64Array;
  readonly #work: RecentWork;
  /** By queue. */
  readonly #allInFlight: Int32Array;
  readonly #allWork: RecentWork;

  constructor(settings: FairSettings, { queues, flows, clock, isBefore, onNoise }: FairParts) {
    this.#settings = settings;
    this.#clock = clock;
    this.#isBefore = isBefore;
    this.#onNoise = onNoise;
    this.#heaps = new PairingHeaps(2 * queues, (a, b) => this.#goesBefore(a, b));
    this.#queues = new Int32Array(flows);
    this.#inLine = new Int32Array(flows);
    this.#noisy = new Int32Array(flows);
    this.#inFlight = new Int32Array(flows);
    this.#servedAt = new Float64Array(flows);
    this.#work = new RecentWork(settings.window, flows);
    this.#allInFlight = new Int32Array(queues);
    this.#allWork = new RecentWork(settings.window, queues);
  }

  /** Makes room for more flows. */
  growTo(flows: number): void {
    if (flows <= this.#noisy.length) return;
    this.#queues = grown(this.#queues, flows);
    this.#inLine = grown(this.#inLine, flows);
    this.#noisy = grown(this.#noisy, flows);
    this.#inFlight = grown(this.#inFlight, flows);
    this.#servedAt = grownDoubles(this.#servedAt, flows);
    this.#work.growTo(flows);
  }

  /** A flow begins, for which there is room: it has nothing, and nothing in flight. Whoever had its number before has no recent work. */
  begin(queue: number, flow: number): void {
    this.#queues[flow] = queue;
    this.#inLine[flow] = 0;
    this.#noisy[flow] = 0;
    this.#inFlight[flow] = 0;
    this.#servedAt[flow] = this.#clock.now;
  }

  /** The flow whose turn it is; END when none is in line. */
  next(queue: number): number {
    this.#release(queue);
    let flow = this.#heaps.first(2 * queue);
    for (; flow !== END && this.#hasTooMuch(flow); flow = this.#heaps.first(2 * queue)) this.#silence(flow);
    return flow === END ? this.#heaps.first(2 * queue + 1) : flow;
  }

  /** A flow that is not in line has something, or something else at first than it had. */
  enter(flow: number): void {
    this.#inLine[flow] = 1;
    this.#heaps.add(this.#heapOf(flow), flow);
  }

  /** Takes a flow out of line while its first item changes. */
  leave(flow: number): void {
    this.#inLine[flow] = 0;
    this.#heaps.remove(this.#heapOf(flow), flow);
  }

  /** The same, because its first item is taken to be served. */
  take(flow: number): void {
    this.leave(flow);
    this.#servedAt[flow] = this.#clock.now;
  }

  /** A flow that has left the line has nothing more: it is quiet. */
  rest(flow: number): void {
    if (this.#noisy[flow] === 1) this.#mark(flow, 0);
  }

  /** One more of a flow is in flight. */
  began(flow: number): void {
    this.#allInFlight[this.#queues[flow]!]!++;
    this.#serve(flow, 1);
  }

  /** One less, which has taken so much processing time. */
  ended(flow: number, worked: Micros): void {
    const queue = this.#queues[flow]!;
    this.#allInFlight[queue]!--;
    this.#allWork.add(queue, this.#clock.now, worked);
    this.#work.add(flow, this.#clock.now, worked);
    this.#serve(flow, -1);
  }

  /** One more is in flight of somebody who cannot be noisy, and has no flow. */
  beganApart(queue: number): void {
    this.#allInFlight[queue]!++;
  }

  endedApart(queue: number, worked: Micros): void {
    this.#allInFlight[queue]!--;
    this.#allWork.add(queue, this.#clock.now, worked);
  }

  isNoisy(flow: number): boolean {
    return this.#noisy[flow] === 1;
  }

  isInLine(flow: number): boolean {
    return this.#inLine[flow] === 1;
  }

  /** Whether it is not in line, and nothing of it is in flight. */
  isIdle(flow: number): boolean {
    return this.#inLine[flow] === 0 && this.#inFlight[flow] === 0;
  }

  /** Whether processing time of a flow counts that is over. */
  hasRecentWork(flow: number): boolean {
    return this.#work.of(flow, this.#clock.now) > 0;
  }

  /** A noisy flow changes its place by what is in flight of it, and a quiet one may become noisy. */
  #serve(flow: number, change: 1 | -1): void {
    // Noisy ones are in line.
    const isPlaced = this.#noisy[flow] === 1;
    if (isPlaced) this.#heaps.remove(this.#heapOf(flow), flow);
    this.#inFlight[flow]! += change;
    this.#servedAt[flow] = this.#clock.now;
    if (isPlaced) this.#heaps.add(this.#heapOf(flow), flow);
    else if (this.#inLine[flow] === 1 && this.#hasTooMuch(flow)) this.#silence(flow);
  }

  #hasTooMuch(flow: number): boolean {
    const { share, least } = this.#settings;
    const queue = this.#queues[flow]!;
    const own = this.#inFlight[flow]!;
    if (own >= least && own > share * this.#allInFlight[queue]!) return true;
    const now = this.#clock.now;
    return this.#work.of(flow, now) > share * this.#allWork.of(queue, now);
  }

  /** A quiet flow in line becomes noisy. */
  #silence(flow: number): void {
    this.#heaps.remove(this.#heapOf(flow), flow);
    this.#mark(flow, 1);
    this.#heaps.add(this.#heapOf(flow), flow);
  }

  /** Noisy flows of which nothing has been in flight for long are quiet again. */
  #release(queue: number): void {
    for (;;) {
      const flow = this.#heaps.first(2 * queue + 1);
      if (flow === END || this.#inFlight[flow]! > 0) return;
      if (this.#clock.now - this.#servedAt[flow]! < this.#settings.release) return;
      this.#heaps.shift(2 * queue + 1);
      this.#mark(flow, 0);
      this.#heaps.add(2 * queue, flow);
    }
  }

  #mark(flow: number, noisy: 0 | 1): void {
    this.#noisy[flow] = noisy;
    this.#onNoise?.(flow, noisy === 1);
  }

  #heapOf(flow: number): number {
    return 2 * this.#queues[flow]! + this.#noisy[flow]!;
  }

  /** Asked only of two flows that are both quiet or both noisy. */
  #goesBefore(a: number, b: number): boolean {
    if (this.#noisy[a] === 1) {
      const difference = this.#inFlight[a]! - this.#inFlight[b]! || this.#servedAt[a]! - this.#servedAt[b]!;
      if (difference !== 0) return difference < 0;
    }
    return this.#isBefore(a, b);
  }
}
