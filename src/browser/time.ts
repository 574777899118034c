/** Ticks of the axis of time, at round values as people count time. Times are seconds. */
import { duration } from '../report/format.ts';

export type Span = readonly [from: number, to: number];

export interface Ticks {
  readonly values: number[];
  readonly labels: string[];
}

const UNITS = [
  { seconds: 86_400, from: 2 * 86_400, steps: [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365] },
  { seconds: 3600, from: 2 * 3600, steps: [0.25, 0.5, 1, 2, 3, 4, 6, 12] },
  { seconds: 60, from: 120, steps: [0.25, 0.5, 1, 2, 5, 10, 15, 20, 30] },
  { seconds: 1, from: 1, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30] },
  { seconds: 1e-3, from: 1e-3, steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200] },
  { seconds: 1e-6, from: 0, steps: [1, 2, 5, 10, 20, 50, 100, 200] },
] as const;

/** At most `most` of them, beside one at the beginning. */
export function ticksBetween([from, to]: Span, most: number): Ticks {
  const width = to - from;
  const unit = UNITS.find((one) => width >= one.from) ?? UNITS.at(-1)!;
  const steps: readonly number[] = unit.steps;
  const step = steps.find((one) => width / (one * unit.seconds) <= most) ?? Math.ceil(width / unit.seconds / most);
  const gap = step * unit.seconds;
  const first = Math.ceil(from / gap - 1e-9);
  const n = Math.floor(to / gap + 1e-9) - first + 1;
  const numbers = Array.from({ length: Math.max(0, n) }, (_, i) => first + i);
  return {
    values: numbers.map((i) => i * gap),
    labels: numbers.map((i) => (i === 0 ? '0' : labelOf(i * gap, gap))),
  };
}

/** Beyond a minute, durations in words have whole seconds only. */
function labelOf(time: number, gap: number): string {
  return gap < 1 && time >= 59 ? `${Number(time.toPrecision(9))} s` : duration(Math.round(time * 1e6));
}
