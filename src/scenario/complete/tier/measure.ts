/**
 * From when until when tenants are looked at: from the beginning of the noise until as long after its end as it lasts; without
 * noise, from the end of the warm-up to the end of the run (AP-3.2).
 */
import type { Micros } from '../../../engine/time.ts';
import { MEASURE } from '../../../model/tier/options.ts';
import type { MeasureSettings } from '../../../model/tier/settings.ts';
import type { Path } from '../../problem.ts';
import { formatQuantity } from '../../quantities.ts';
import type { ArrivalScenario, TenantScenario } from '../../scenario.ts';
import type { PartsWritten } from '../../schema/tier/parts.ts';
import type { Context } from '../context.ts';
import { warnOfLate } from '../rates.ts';

export function completeMeasure(
  written: NonNullable<PartsWritten['measure']>,
  tenants: readonly TenantScenario[],
  warmUp: Micros,
  path: Path,
  context: Context,
): MeasureSettings {
  const { origins, duration = Infinity } = context;
  const noise = noiseOf(tenants, duration);
  const standard = windowOf(noise, warmUp, duration);
  const options = origins.options(MEASURE, written, path, 'ours');
  const from = written.from ?? origins.ours([...path, 'from'], standard.from);
  const until = written.until ?? origins.ours([...path, 'until'], standard.until);
  checkWindow(written, from, until, path, context);
  return { ...options, from, until, excess: excess(written, tenants, [...path, 'excess'], context) };
}

export interface Window {
  readonly from: Micros;
  readonly until: Micros;
}

function windowOf(noise: Window | undefined, warmUp: Micros, duration: Micros): Window {
  if (noise === undefined) return { from: warmUp, until: duration };
  const length = noise.until - noise.from;
  return { from: Math.max(warmUp, noise.from), until: Math.min(duration, noise.until + length) };
}

/** From the first noisy arrival to the last; undefined when there is none within the run. */
export function noiseOf(tenants: readonly TenantScenario[], duration: Micros): Window | undefined {
  const noisy = tenants.filter((group) => group.noisy).flatMap(({ arrivals }) => arrivals);
  const spans = noisy.map((arrival) => spanOf(arrival, duration)).filter(({ from, until }) => from < until);
  if (spans.length === 0) return undefined;
  return {
    from: spans.reduce((least, { from }) => Math.min(least, from), Infinity),
    until: spans.reduce((most, { until }) => Math.max(most, until), 0),
  };
}

/** When an entry may send; empty if it never does within the run. */
function spanOf({ when, startAt = 0, endAt = Infinity }: ArrivalScenario, duration: Micros): Window {
  const within = (from: Micros, until: Micros): Window => {
    return { from: Math.max(from, startAt), until: Math.min(until, endAt, duration) };
  };
  switch (when.kind) {
    case 'records': {
      const instants = when.records.map(({ at }) => at);
      const last = instants.reduce((most, at) => Math.max(most, at), -1);
      return within(
        instants.reduce((least, at) => Math.min(least, at), Infinity),
        last + 1,
      );
    }
    case 'replay':
      return within(startAt, startAt + when.trace.span);
    case 'steps': {
      const first = when.steps.find(({ perSecond }) => perSecond > 0);
      const last = when.steps.at(-1)!;
      return within(first?.at ?? Infinity, last.perSecond > 0 ? Infinity : last.at);
    }
    case 'ramp':
      return within(when.from > 0 ? 0 : when.at, when.to > 0 ? Infinity : when.at + when.over);
    default:
      return within(0, Infinity);
  }
}

function checkWindow(
  written: NonNullable<PartsWritten['measure']>,
  from: Micros,
  until: Micros,
  path: Path,
  context: Context,
): void {
  const { findings, duration } = context;
  if (duration === undefined) return;
  if (written.from !== undefined) warnOfLate(from, 'what is measured', [...path, 'from'], context);
  if (until > duration)
    findings.warning([...path, 'until'], { message: `the run has ended by then: it lasts ${write(duration)}` });
  if (from < until || from >= duration) return;
  const key = written.until === undefined ? 'from' : 'until';
  const message = `nothing is measured: from ${write(from)} until ${write(until)} there is no time`;
  findings.error([...path, key], { message, source: 'AP-3.2' });
}

function write(time: Micros): string {
  return formatQuantity('duration', time);
}

/** The harm there is without the noise can be told only where some is. */
function excess(
  { excess: written }: NonNullable<PartsWritten['measure']>,
  tenants: readonly TenantScenario[],
  path: Path,
  { origins, findings }: Context,
): boolean {
  if (tenants.some(({ noisy }) => noisy)) return written ?? origins.ours(path, MEASURE.excess.default);
  if (written !== true) return written ?? origins.ours(path, false);
  const message = 'no group of tenants is noisy: there is nothing to leave out';
  findings.error(path, { message, hint: 'noisy: true of a group', source: 'AP-3.2' });
  return false;
}
