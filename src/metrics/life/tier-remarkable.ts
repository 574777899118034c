/** The same of the events of tenants of a tier, by group: the slowest that was handled, and the first of each kind of bad end. */
import type { Clock } from '../../engine/time.ts';
import type { Records } from '../../model/records.ts';
import type { TierEnd, TierProbe } from '../../model/tier/tier-observer.ts';
import { Finds, type Remark, type Remarked } from './remarkable.ts';
import { TierListener } from './tier-listener.ts';

const ENDS: Readonly<Record<Exclude<TierEnd, 'succeeded'>, Remark['what']>> = {
  retriesExhausted: 'givenUp',
  ageExceeded: 'expired',
  dropped: 'dropped',
  zeroConcurrency: 'givenUp',
};

export interface TierRemarkableModel {
  readonly records: Records;
  readonly clock: Clock;
  readonly probe: TierProbe;
  readonly idOf: (slot: number) => string;
}

export class TierRemarkable extends TierListener {
  readonly #model: TierRemarkableModel;
  readonly #finds: readonly Finds[];

  constructor(model: TierRemarkableModel) {
    super();
    this.#model = model;
    this.#finds = model.probe.groups.map(() => new Finds());
  }

  /** By group of tenants; not those that are functions, whose events have sources. */
  get found(): Remarked[] {
    return this.#model.probe.groups.map(({ name }, i) => this.#finds[i]!.of(name)).filter(({ count }) => count > 0);
  }

  override accepted(slot: number, tenant: number): void {
    this.#of(tenant).met(this.#model.idOf(slot));
  }

  override concluded(slot: number, tenant: number, _queue: number, end: TierEnd): void {
    const { records, clock, idOf } = this.#model;
    const id = () => idOf(slot);
    if (end === 'succeeded') this.#of(tenant).find('slowest', clock.now - records.sentAt[slot]!, id);
    else this.#of(tenant).find(ENDS[end], 0, id);
  }

  #of(tenant: number): Finds {
    const group = this.#model.probe.groups.findIndex(({ first, count }) => tenant >= first && tenant < first + count);
    return this.#finds[group]!;
  }
}
