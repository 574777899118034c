/** Looks at the parts of each record that succeeds while something runs: what the recorder only keeps sums of. */
import { PartSums } from '../../src/metrics/where-time-went/part-sums.ts';
import { PARTS, type PartName } from '../../src/metrics/where-time-went/parts.ts';

export interface RecordTime {
  readonly whole: number;
  readonly parts: Partial<Record<PartName, number>>;
}

/** The result of `run`, and the times of all records that succeeded in it, in that order. */
export function withEachRecord<T>(run: () => T): { readonly result: T; readonly records: readonly RecordTime[] } {
  const records: RecordTime[] = [];

  const { open, add } = PartSums.prototype;
  PartSums.prototype.open = function (whole, slot) {
    records.push({ whole, parts: {} });
    open.call(this, whole, slot);
  };
  PartSums.prototype.add = function (part, time) {
    const { parts } = records.at(-1)!;
    const name = PARTS[part]!;
    parts[name] = (parts[name] ?? 0) + time;
    add.call(this, part, time);
  };
  try {
    return { result: run(), records };
  } finally {
    Object.assign(PartSums.prototype, { open, add });
  }
}

/** Records whose parts are not whole microseconds of at least 0 that add up to the whole. */
export function wrongOnes(records: readonly RecordTime[]): RecordTime[] {
  return records.filter(({ whole, parts }) => {
    const times = Object.values(parts);
    return times.some((time) => !(time >= 0)) || times.reduce((sum, time) => sum + time, 0) !== whole;
  });
}
