/** Who held the account at an instant: executions by owner, and what was set aside for functions. A copy that is written over. */
import type { Micros } from '../../engine/time.ts';

/** A function's part of the account now. */
export interface OwnPart {
  readonly reservedConcurrency: number | undefined;
  /** Environments. */
  readonly provisionedConcurrency: number;
}

export class Holdings {
  at: Micros = -1;
  /** Executions by owner, and of these those on provisioned environments. */
  readonly running: Int32Array;
  readonly provisioned: Int32Array;
  /** By function: what it reserves, −1 for nothing; environments it has provisioned. */
  readonly reserved: Int32Array;
  readonly environments: Int32Array;

  constructor(owners: number, functions: number) {
    this.running = new Int32Array(owners);
    this.provisioned = new Int32Array(owners);
    this.reserved = new Int32Array(functions);
    this.environments = new Int32Array(functions);
  }

  copy(other: Holdings): void {
    this.at = other.at;
    this.running.set(other.running);
    this.provisioned.set(other.provisioned);
    this.reserved.set(other.reserved);
    this.environments.set(other.environments);
  }

  /** What functions have set aside, as it is now. */
  setAside(parts: readonly OwnPart[]): void {
    for (let fn = 0; fn < parts.length; fn++) {
      this.reserved[fn] = parts[fn]!.reservedConcurrency ?? -1;
      this.environments[fn] = parts[fn]!.provisionedConcurrency;
    }
  }
}
