/** Drives the recorder of the tier by hand: a clock, records, and a probe that keeps what a tier would. */
import { Records } from '../../src/model/records.ts';
import { QueueGrid } from '../../src/metrics/tier/queues.ts';
import type { TierResult } from '../../src/metrics/tier/result.ts';
import { TierRows } from '../../src/metrics/tier/series.ts';
import { tierDiscrepancy, tierResult } from '../../src/metrics/tier/summary.ts';
import { TierRecorder } from '../../src/metrics/tier/tier-recorder.ts';
import type { TierMeasure } from '../../src/metrics/tier/window.ts';
import { RunEnd, type TierEnd, type TenantGroup, type TierProbe } from '../../src/model/tier/tier-observer.ts';

export const S = 1_000_000;

const MEASURE: TierMeasure = {
  ...{ threshold: S, from: 0, until: Infinity, trigger: undefined, hotAfter: 10 * S, every: S, goodWithin: Infinity },
  ...{ longPoll: 20 * S, warmUp: 0, duration: 400 * S, called: new Set<string>() },
  ...{ placement: 'shuffle', discipline: 'fifo', pollerModel: 'static' },
};

export interface HandOptions {
  readonly measure?: Partial<TierMeasure>;
  /** Group by group: name, how many, whether noisy. */
  readonly groups?: readonly (readonly [name: string, count: number, noisy?: boolean])[];
  readonly queues?: number;
  readonly lanes?: number;
  /** Events a second of every queue. */
  readonly drainRate?: number;
}

interface Event {
  readonly tenant: number;
  queue: number;
  readonly acceptedAt: number;
  hasRun: boolean;
  isVisible: boolean;
}

/** A tier whose events go where and when the test says. */
export class TierByHand {
  now = 0;
  readonly recorder: TierRecorder;
  readonly probe: TierProbe & { looks: number; escapes: number };
  readonly #records = new Records();
  readonly #stored = new Map<number, Event>();
  readonly #grid: QueueGrid;
  readonly #rows: TierRows;
  #done = 0;

  constructor({ measure = {}, groups = [['quiet', 1]], queues = 1, lanes = 0, drainRate = 0 }: HandOptions = {}) {
    const all = numbered(groups);
    this.probe = {
      ...{ groups: all, queues, lanes, looks: 0, escapes: 0 },
      depths: new Int32Array(queues + lanes),
      visible: new Int32Array(queues + lanes),
      drainRateOf: () => drainRate,
      visitStored: (visit) => {
        for (const [slot, { tenant, acceptedAt, hasRun }] of this.#stored) visit(slot, tenant, acceptedAt, !hasRun);
      },
      nameOf: (tenant) => {
        const group = all.findLast(({ first }) => first <= tenant)!;
        return `${group.name}/${tenant - group.first + 1}`;
      },
    };
    const settings = { ...MEASURE, ...measure };
    this.recorder = new TierRecorder(settings, { records: this.#records, clock: this, probe: this.probe });
    this.#grid = new QueueGrid(this.probe, settings.hotAfter, settings.every, settings.duration);
    this.#rows = new TierRows(this.recorder, this.#grid);
  }

  /** Goes on to an instant, with readings of the queues and intervals of the series on the way. */
  goTo(now: number): this {
    for (let at = this.#done + S; at <= now; at += S) {
      this.now = at;
      if (at % this.#grid.period === 0) this.#grid.close();
      if (at % this.#rows.period === 0) this.#rows.close();
      this.#done = at;
    }
    this.now = now;
    return this;
  }

  accept(tenant: number, queue = 0): number {
    const slot = this.#records.add(this.now, 0);
    this.#stored.set(slot, { tenant, queue, acceptedAt: this.now, hasRun: false, isVisible: true });
    this.probe.depths[queue]!++;
    this.probe.visible[queue]!++;
    this.recorder.accepted(slot, tenant, queue);
    return slot;
  }

  /** It is received, and a run begins. */
  begin(slot: number, isRepeat = false): void {
    this.receive(slot);
    const event = this.#stored.get(slot)!;
    event.hasRun = true;
    this.#records.attempts[slot]!++;
    this.recorder.began(slot, event.tenant, event.queue, isRepeat);
  }

  receive(slot: number): void {
    const event = this.#stored.get(slot)!;
    event.isVisible = false;
    this.probe.visible[event.queue]!--;
    this.recorder.received(slot, event.tenant, event.queue);
  }

  throttle(slot: number): void {
    this.receive(slot);
    const { tenant } = this.#stored.get(slot)!;
    this.recorder.throttled(slot, tenant);
  }

  appear(slot: number): void {
    const event = this.#stored.get(slot)!;
    event.isVisible = true;
    this.probe.visible[event.queue]!++;
    this.recorder.appeared(slot, event.tenant, event.queue);
  }

  end(slot: number, end: RunEnd, duration: number): void {
    const { tenant, queue } = this.#stored.get(slot)!;
    this.recorder.ended(slot, tenant, queue, end, duration);
  }

  conclude(slot: number, end: TierEnd): void {
    const { tenant, queue, isVisible } = this.#stored.get(slot)!;
    this.probe.depths[queue]!--;
    if (isVisible) this.probe.visible[queue]!--;
    this.recorder.concluded(slot, tenant, queue, end, isVisible);
    this.#records.remove(slot);
    this.#stored.delete(slot);
  }

  succeed(slot: number, duration: number): void {
    this.end(slot, RunEnd.succeeded, duration);
    this.conclude(slot, 'succeeded');
  }

  /** Accepts an event that waits, runs in no time, and succeeds: from now on, without the clock of the others. */
  serve(tenant: number, wait: number, at: number): void {
    this.now = at;
    const slot = this.accept(tenant);
    this.now = at + wait;
    this.begin(slot);
    this.succeed(slot, 0);
    this.now = at;
  }

  result(without: number | null = null): TierResult {
    const wrong = tierDiscrepancy(this.recorder);
    if (wrong !== undefined) throw new Error(wrong);
    return tierResult(this.recorder, { grid: this.#grid, rows: this.#rows }, without, this.now);
  }
}

function numbered(groups: NonNullable<HandOptions['groups']>): TenantGroup[] {
  let first = 0;
  return groups.map(([name, count, noisy = false]) => {
    const group = { name, first, count, noisy };
    first += count;
    return group;
  });
}
