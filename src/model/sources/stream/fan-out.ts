/**
 * How long it takes until a record that is pushed by enhanced fan-out is with a warm function: sampled from a measurement, and so
 * calibrated, not built from parts (KIN-10, M.1).
 */
import type { Rules } from '../../../aws/rules.ts';
import { compile } from '../../../engine/distributions.ts';
import type { RandomStream } from '../../../engine/random.ts';
import type { Micros } from '../../../engine/time.ts';

/** The quantiles the measurement gives, and the facts that have them. */
const LATENCY = [
  [0, 'kinesis.fanOut.latency.p0'],
  [0.1, 'kinesis.fanOut.latency.p10'],
  [0.5, 'kinesis.fanOut.latency.p50'],
  [0.9, 'kinesis.fanOut.latency.p90'],
  [0.99, 'kinesis.fanOut.latency.p99'],
  [1, 'kinesis.fanOut.latency.p100'],
] as const;

/** Draws the time of a push. */
export function pushTimeOf(rules: Rules): (random: RandomStream) => Micros {
  if (rules.word('kinesis.fanOut.latency') === 'off') return () => 0;
  const draw = compile({ kind: 'quantiles', points: LATENCY.map(([share, path]) => [share, rules.number(path)]) });
  return (random) => Math.round(draw(random));
}
