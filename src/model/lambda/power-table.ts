/**
 * How long code takes with some memory, by durations that were measured with other sizes (aws-lambda-power-tuning). Pure.
 *
 * Between two sizes the duration goes in a straight line over 1 / memory, which is exact for code that waits for some of its
 * time and computes for the rest (ENV-02). Beyond the least and the greatest size nobody measured, and nothing is said.
 */

export interface PowerRow {
  /** MB. */
  readonly memory: number;
  /** In any unit, the same in all rows. */
  readonly duration: number;
}

/** The duration with so much memory; undefined outside the table. `rows`: at least one, by memory, none twice. */
export function durationAt(memory: number, rows: readonly PowerRow[]): number | undefined {
  const above = rows.findIndex((row) => row.memory >= memory);
  if (above < 0) return undefined;
  const upper = rows[above]!;
  if (upper.memory === memory) return upper.duration;
  if (above === 0) return undefined;
  const lower = rows[above - 1]!;
  const share = (1 / lower.memory - 1 / memory) / (1 / lower.memory - 1 / upper.memory);
  return lower.duration + share * (upper.duration - lower.duration);
}

/** What times measured at `measuredAt` are multiplied by at `memory`; undefined where either is outside the table. */
export function tunedSlowdown(memory: number, measuredAt: number, rows: readonly PowerRow[]): number | undefined {
  const [here, there] = [durationAt(memory, rows), durationAt(measuredAt, rows)];
  return here === undefined || there === undefined ? undefined : here / there;
}
