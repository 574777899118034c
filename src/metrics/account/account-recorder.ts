/**
 * The observer that knows who runs how much of the account at every instant, and who held what was full when somebody was throttled. It
 * listens only to runs in which several bring batches to functions: of one alone there is nothing to tell. Allocates nothing for an event.
 *
 * Of a limit on concurrency the holders are those who run in it then; of a rate of requests those who took of it in the present window; of the
 * rate of new environments those who started some lately. Left out: the tier's own tenants, which are no functions.
 */
import { SECOND, type Clock, type Micros } from '../../engine/time.ts';
import { Limit, type Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { Blame } from './blame.ts';
import { Holdings, type OwnPart } from './holdings.ts';
import { Windows } from './windows.ts';

export interface AccountSettings {
  /** By owner, the number of its function. */
  readonly functionOf: readonly number[];
  readonly functions: number;
  /** Over which invocations a second are counted, and in which the rate of new environments fills up again. */
  readonly rateWindow: Micros;
  readonly scalingWindow: Micros;
  /** Whether new environments are counted for all functions together. */
  readonly sharesScaling: boolean;
}

export class AccountRecorder extends Listener {
  /** As it is now; what is set aside is looked up when it is wanted. */
  readonly now: Holdings;
  /** The second with most refusals by a limit of concurrency, as it was at the first of them; before there is any, the greatest use. */
  readonly worst: Holdings;
  /** Refusals in that second, by the account and by a reservation. */
  readonly worstThrottles = new Float64Array(2);
  /** By owner; undefined of one that was never throttled. */
  readonly blames: (Blame | undefined)[];
  /** Executions of each function when most ran together since it was last taken. */
  readonly peak: Int32Array;
  readonly #settings: AccountSettings;
  readonly #clock: Clock;
  readonly #byFunction: Int32Array;
  readonly #requests: Windows;
  readonly #starts: Windows;
  readonly #weights: Float64Array;
  readonly #second: Holdings;
  readonly #secondThrottles = new Float64Array(2);
  #parts: readonly OwnPart[] = [];
  #running = 0;
  #peakRunning = 0;
  #greatest = 0;
  #secondNumber = -1;

  constructor(settings: AccountSettings, clock: Clock) {
    super();
    const { functionOf, functions, rateWindow, scalingWindow } = settings;
    const owners = functionOf.length;
    this.#settings = settings;
    this.#clock = clock;
    this.now = new Holdings(owners, functions);
    this.worst = new Holdings(owners, functions);
    this.#second = new Holdings(owners, functions);
    this.blames = functionOf.map(() => undefined);
    this.#byFunction = new Int32Array(functions);
    this.peak = new Int32Array(functions);
    this.#requests = new Windows(owners, rateWindow);
    this.#starts = new Windows(owners, scalingWindow);
    this.#weights = new Float64Array(owners);
  }

  /** The model is put together: what functions have set aside is theirs to tell, by their number. */
  watch(parts: readonly OwnPart[]): void {
    this.#parts = parts;
  }

  /** The warm-up ends: figures begin afresh. */
  restart(): void {
    for (const blame of this.blames) blame?.restart();
    this.worst.at = -1;
    this.worstThrottles.fill(0);
    this.#secondThrottles.fill(0);
    this.#secondNumber = -1;
    this.#greatest = 0;
  }

  /** The present interval of a series is over. */
  takePeak(into: Int32Array): number {
    const greatest = this.#peakRunning;
    into.set(this.peak);
    this.peak.set(this.#byFunction);
    this.#peakRunning = this.#running;
    return greatest;
  }

  override invoked(fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    const { ownerIndex: owner, isRateLimited } = batch.owner;
    const { provisioned, startedAt } = batch.host!;
    this.now.running[owner]!++;
    if (provisioned) this.now.provisioned[owner]!++;
    this.#byFunction[fn.index]!++;
    if (isRateLimited && !(provisioned && this.#parts[fn.index]!.reservedConcurrency === undefined))
      this.#requests.add(owner, now);
    if (!provisioned && startedAt === now) this.#starts.add(owner, now);
    if (++this.#running > this.#peakRunning) {
      this.#peakRunning = this.#running;
      this.peak.set(this.#byFunction);
    }
    if (this.#running > this.#greatest) this.#noteGreatest(now);
  }

  override finished(fn: Named, batch: Batch): void {
    const { ownerIndex: owner } = batch.owner;
    this.now.running[owner]!--;
    if (batch.host!.provisioned) this.now.provisioned[owner]!--;
    this.#byFunction[fn.index]!--;
    this.#running--;
  }

  override throttled(fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    const { refusedBy: limit } = batch;
    const total = this.#weigh(fn.index, limit, now);
    (this.blames[batch.owner.ownerIndex] ??= new Blame(this.now.running.length)).add(limit, this.#weights, total);
    if (limit === Limit.account || limit === Limit.reserved) this.#noteSecond(limit, now);
  }

  /** What each owner holds of the limit, and all together. */
  #weigh(fn: number, limit: Limit, now: Micros): number {
    const { functionOf } = this.#settings;
    let total = 0;
    for (let owner = 0; owner < functionOf.length; owner++) {
      const weight = this.#weightOf(owner, functionOf[owner]!, fn, limit, now);
      this.#weights[owner] = weight;
      total += weight;
    }
    return total;
  }

  #weightOf(owner: number, own: number, fn: number, limit: Limit, now: Micros): number {
    const isShared = this.#parts[own]!.reservedConcurrency === undefined;
    switch (limit) {
      case Limit.account:
        return isShared ? this.now.running[owner]! - this.now.provisioned[owner]! : 0;
      case Limit.reserved:
        return own === fn ? this.now.running[owner]! : 0;
      case Limit.accountRate:
        return isShared ? this.#requests.present(owner, now) : 0;
      case Limit.reservedRate:
        return own === fn ? this.#requests.present(owner, now) : 0;
      case Limit.scaling:
        return own === fn || this.#settings.sharesScaling ? this.#starts.recent(owner, now) : 0;
    }
  }

  #noteGreatest(now: Micros): void {
    this.#greatest = this.#running;
    if (this.worstThrottles[0]! + this.worstThrottles[1]! > 0) return;
    this.#note(this.worst, now);
  }

  #noteSecond(limit: typeof Limit.account | typeof Limit.reserved, now: Micros): void {
    const number = Math.floor(now / SECOND);
    if (number !== this.#secondNumber) {
      this.#secondNumber = number;
      this.#secondThrottles.fill(0);
      this.#note(this.#second, now);
    }
    this.#secondThrottles[limit]!++;
    const [account, reserved] = this.#secondThrottles;
    if (account! + reserved! <= this.worstThrottles[0]! + this.worstThrottles[1]!) return;
    if (this.worst.at !== this.#second.at || account! + reserved! === 1) this.worst.copy(this.#second);
    this.worstThrottles.set(this.#secondThrottles);
  }

  #note(into: Holdings, now: Micros): void {
    into.copy(this.now);
    into.at = now;
    into.setAside(this.#parts);
  }
}
