/**
 * Follows every event of a tier through its states by what is told, and throws when one goes where it cannot: a second opinion on the
 * books, that knows the rules and not the model.
 */
import type { WatchedTier } from '../../src/assemble.ts';
import type { Again, RunEnd, TierEnd, TierObserver, TierProbe } from '../../src/model/tier/tier-observer.ts';
import type { Records } from '../../src/model/records.ts';
import { TierListener } from './tiers.ts';

export interface Told {
  readonly tenant: number;
  /** In microseconds. */
  readonly at: number;
  /** How long a run of it takes. */
  readonly work: number;
}

interface Event {
  readonly tenant: number;
  queue: number;
  state: 'visible' | 'inFlight';
  runs: number;
  receives: number;
}

export class TierBooks extends TierListener implements TierObserver {
  readonly probe: TierProbe;
  readonly live = new Map<number, Event>();
  readonly accepted_: Told[] = [];
  readonly ends = new Map<TierEnd, number>();
  /** By tenant: runs that go on, the most there ever were, and queues it was placed into. */
  readonly running = new Map<number, number>();
  readonly mostRunning = new Map<number, number>();
  readonly touched = new Map<number, Set<number>>();
  runs = 0;
  rejections = 0;
  readonly #records: Records;
  readonly #clock: { readonly now: number };
  /** Events by slot, until the slot is another's: runs may go on after their end. */
  readonly #known = new Map<number, Event>();

  constructor({ probe, records, clock }: WatchedTier) {
    super();
    this.probe = probe;
    this.#records = records;
    this.#clock = clock;
  }

  override accepted(slot: number, tenant: number, queue: number): void {
    if (this.live.has(slot)) throw new Error(`event ${slot} is accepted twice`);
    const event: Event = { tenant, queue, state: 'visible', runs: 0, receives: 0 };
    this.live.set(slot, event);
    this.#known.set(slot, event);
    this.accepted_.push({ tenant, at: this.#clock.now, work: this.#records.work[slot]! });
    let queues = this.touched.get(tenant);
    if (queues === undefined) this.touched.set(tenant, (queues = new Set()));
    queues.add(queue);
  }

  override rejected(): void {
    this.rejections++;
  }

  override received(slot: number, tenant: number, queue: number): void {
    const event = this.#live(slot, tenant, queue);
    if (event.state !== 'visible') throw new Error(`event ${slot} is received while it is hidden`);
    event.state = 'inFlight';
    event.receives++;
  }

  override began(slot: number, tenant: number, _queue: number): void {
    const event = this.#known.get(slot);
    if (event?.tenant !== tenant) throw new Error(`a run of ${slot}, which is nobody's`);
    if (event.receives === 0) throw new Error(`event ${slot} runs and was never received`);
    event.runs++;
    this.runs++;
    const now = (this.running.get(tenant) ?? 0) + 1;
    this.running.set(tenant, now);
    this.mostRunning.set(tenant, Math.max(now, this.mostRunning.get(tenant) ?? 0));
  }

  override throttled(slot: number, tenant: number, queue: number): void {
    this.#live(slot, tenant, queue);
  }

  override ended(_slot: number, tenant: number, _queue: number, _end: RunEnd): void {
    const left = this.running.get(tenant)! - 1;
    if (left < 0) throw new Error(`more runs of tenant ${tenant} end than began`);
    this.running.set(tenant, left);
  }

  override hidden(slot: number, tenant: number, _queue: number, _why: Again, wait: number): void {
    const event = this.live.get(slot);
    if (event?.tenant !== tenant) throw new Error(`event ${slot} is hidden, and not stored`);
    if (event.state !== 'inFlight') throw new Error(`event ${slot} is hidden while it is visible`);
    if (wait < 0) throw new Error(`event ${slot} is hidden for ${wait}`);
  }

  override appeared(slot: number, tenant: number, queue: number): void {
    const event = this.live.get(slot);
    if (event?.tenant !== tenant) throw new Error(`event ${slot} appears, and is not stored`);
    if (event.state !== 'inFlight') throw new Error(`event ${slot} appears twice`);
    event.state = 'visible';
    event.queue = queue;
    this.touched.get(tenant)!.add(queue);
  }

  override concluded(slot: number, tenant: number, queue: number, end: TierEnd, wasVisible: boolean): void {
    const event = this.#live(slot, tenant, queue);
    if ((event.state === 'visible') !== wasVisible) throw new Error(`event ${slot} ends ${event.state}`);
    // Who is done has run; who was given up after its retries has, too, unless receives are counted instead.
    if (end === 'succeeded' && event.runs === 0) throw new Error(`event ${slot} succeeds without a run`);
    this.live.delete(slot);
    this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
  }

  /** Nobody is lost: what is stored in the model is what is not concluded here, where it is said to be. */
  check(): void {
    const stored = new Set<number>();
    this.probe.visitStored((slot) => stored.add(slot));
    if (stored.size !== this.live.size) throw new Error(`${stored.size} are stored, and ${this.live.size} did not end`);
    const depths = new Int32Array(this.probe.depths.length);
    const visible = new Int32Array(depths.length);
    for (const [slot, { queue, state }] of this.live) {
      if (!stored.has(slot)) throw new Error(`event ${slot} is not stored`);
      depths[queue]!++;
      if (state === 'visible') visible[queue]!++;
    }
    const differs = (a: Int32Array, b: Int32Array) => a.findIndex((n, i) => n !== b[i]);
    const [wrong, unseen] = [differs(depths, this.probe.depths), differs(visible, this.probe.visible)];
    if (wrong >= 0) throw new Error(`queue ${wrong} has ${depths[wrong]}, and says ${this.probe.depths[wrong]}`);
    if (unseen >= 0)
      throw new Error(`queue ${unseen} shows ${visible[unseen]}, and says ${this.probe.visible[unseen]}`);
  }

  #live(slot: number, tenant: number, queue: number): Event {
    const event = this.live.get(slot);
    if (event?.tenant !== tenant) throw new Error(`event ${slot} of tenant ${tenant} is not stored`);
    if (event.queue !== queue) {
      // A retry may go elsewhere before it appears there.
      if (event.state === 'visible') throw new Error(`event ${slot} is in ${event.queue}, not in ${queue}`);
    }
    return event;
  }
}
