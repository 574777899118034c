/** What happens in the tier to the record that a witness watches, noted with the rest of its life. */
import { RUN_ENDS, type Again, type RunEnd, type TierEnd, type TierProbe } from '../../model/tier/tier-observer.ts';
import { TierListener } from './tier-listener.ts';
import type { Witness } from './witness.ts';

export class TierWitness extends TierListener {
  readonly #witness: Witness;
  readonly #probe: TierProbe;

  constructor(witness: Witness, probe: TierProbe) {
    super();
    this.#witness = witness;
    this.#probe = probe;
  }

  /** Of an event of a tenant, the first that is told. */
  override accepted(slot: number, tenant: number, queue: number): void {
    if (this.#witness.meets(slot)) this.#witness.note({ event: 'tierAccepted', ...this.#of(tenant, queue) });
  }

  override received(slot: number, tenant: number, queue: number): void {
    if (this.#witness.isIn(slot)) this.#witness.note({ event: 'tierReceived', ...this.#of(tenant, queue) });
  }

  override began(slot: number, tenant: number, queue: number, repeat: boolean): void {
    if (this.#witness.isIn(slot)) this.#witness.note({ event: 'tierBegan', repeat, ...this.#of(tenant, queue) });
  }

  override throttled(slot: number, tenant: number, queue: number): void {
    if (this.#witness.isIn(slot)) this.#witness.note({ event: 'tierThrottled', ...this.#of(tenant, queue) });
  }

  override ended(slot: number, tenant: number, queue: number, end: RunEnd, took: number): void {
    if (!this.#witness.isIn(slot)) return;
    this.#witness.note({ event: 'tierEnded', outcome: RUN_ENDS[end]!, took, ...this.#of(tenant, queue) });
  }

  override hidden(slot: number, tenant: number, queue: number, cause: Again, wait: number): void {
    if (this.#witness.isIn(slot)) this.#witness.note({ event: 'tierHidden', cause, wait, ...this.#of(tenant, queue) });
  }

  override appeared(slot: number, tenant: number, queue: number): void {
    if (this.#witness.isIn(slot)) this.#witness.note({ event: 'tierAppeared', ...this.#of(tenant, queue) });
  }

  override concluded(slot: number, tenant: number, queue: number, condition: TierEnd): void {
    if (!this.#witness.isIn(slot)) return;
    this.#witness.note({ event: 'tierConcluded', condition, ...this.#of(tenant, queue) });
  }

  #of(tenant: number, queue: number): { readonly tenant: string; readonly queue: number } {
    return { tenant: this.#probe.nameOf(tenant), queue };
  }
}
