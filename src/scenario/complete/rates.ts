/**
 * Fills in what a rate does not say, and warns of what will never happen in the run.
 */
import type { Findings } from '../findings.ts';
import type { Path } from '../problem.ts';
import type { RateScenario } from '../scenario.ts';
import type { RateWritten } from '../schema/rates.ts';
import type { Context } from './context.ts';

/** Microseconds: how often a daily rate comes back unless the scenario says otherwise. */
const DAY = 86_400_000_000;

/** `path`: where the rate stands. */
export function completeRate(written: RateWritten, path: Path, context: Context): RateScenario {
  const { origins } = context;
  const at = [...path, written.kind];
  switch (written.kind) {
    case 'constant':
    case 'poisson':
      return written;
    case 'steps':
      written.steps.forEach((step, i) => warnOfLate(step.at, 'this step', [...at, i, 'at'], context));
      return written;
    case 'ramp': {
      const begin = written.at ?? origins.ours([...at, 'at'], 0);
      warnOfLate(begin, 'the ramp', [...at, written.at === undefined ? 'over' : 'at'], context);
      return { ...written, at: begin };
    }
    case 'daily': {
      const period = written.period ?? origins.ours([...at, 'period'], DAY);
      // So that a run begins in the quietest hour.
      const peakAt = written.peakAt ?? origins.ours([...at, 'peakAt'], Math.round(period / 2));
      return { ...written, period, peakAt };
    }
    case 'bursty':
      return written;
    case 'onOff':
      return { ...written, offPerSecond: written.offPerSecond ?? origins.ours([...at, 'offRate'], 0) };
  }
}

/** Warns of a part of an arrival that begins when the run is over. */
export function warnOfLate(
  at: number,
  what: string,
  path: Path,
  { findings, duration = Infinity }: { readonly findings: Findings; readonly duration?: number | undefined },
): void {
  if (at >= duration) findings.warning(path, { message: `${what} begins after the end of the run` });
}
