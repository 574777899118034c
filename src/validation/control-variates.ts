/**
 * Means of replications from which what chance did to their inputs is taken off: of other figures of the same runs the expected value is
 * known, and by as much as these were off, and a figure follows them, it is put right. The standard error is that of what is left.
 */
import type { Estimate } from './statistics.ts';

/** A control that is spread less than this, relative to what it was before earlier controls were taken off, says nothing of its own. */
const NOTHING_NEW = 1e-9;

/**
 * The mean of `values`, one of each replication, at which all `controls` are zero: of each control, by replication, by how much it was
 * above its expected value. At least three replications more than controls. Linear regression, controls made orthogonal one by one.
 */
export function controlled(values: readonly number[], controls: readonly (readonly number[])[]): Estimate {
  const n = values.length;
  const rest = new Column(values);
  const used: Column[] = [];
  let leverage = 1 / n;
  for (const control of controls) {
    const column = new Column(control);
    const before = column.square;
    for (const earlier of used) column.takeOff(earlier);
    if (!(column.square > NOTHING_NEW * before)) continue;
    used.push(column);
    rest.takeOff(column);
    leverage += (column.mean * column.mean) / column.square;
  }
  const variance = rest.square / (n - 1 - used.length);
  return { mean: rest.mean, standardError: Math.sqrt(variance * leverage), replications: n };
}

/** Values as their mean and what each is above it; of what is taken off, both go. */
class Column {
  mean: number;
  readonly #above: Float64Array;

  constructor(values: readonly number[]) {
    this.mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    this.#above = Float64Array.from(values, (value) => value - this.mean);
  }

  get square(): number {
    return this.#times(this);
  }

  takeOff(other: Column): void {
    const factor = this.#times(other) / other.square;
    this.mean -= factor * other.mean;
    for (let i = 0; i < this.#above.length; i++) this.#above[i]! -= factor * other.#above[i]!;
  }

  #times(other: Column): number {
    let sum = 0;
    for (let i = 0; i < this.#above.length; i++) sum += this.#above[i]! * other.#above[i]!;
    return sum;
  }
}
