/**
 * What kept a mapping from working on more at once: its limit of pollers, or failing invocations. Limits may change in a
 * run, so each reading is held against the limit of its own time. Pure.
 */
import type { MappingResult, Result } from '../metrics/result.ts';
import { count, duration, percent, some } from './format.ts';
import { wasOut } from './outages.ts';

/** Readings that begin after the warm-up. */
export function afterWarmUp<T>(readings: readonly T[], { series, warmUp }: Result): readonly T[] {
  return readings.slice(firstAfterWarmUp({ series, warmUp }));
}

/** The number of the first of them. */
export function firstAfterWarmUp({ series, warmUp }: Pick<Result, 'series' | 'warmUp'>): number {
  return Math.ceil(warmUp / series.period);
}

/** The mapping had no more pollers to give while messages waited. */
export function ceiling(name: string, mapping: MappingResult, result: Result): string[] {
  // A stream has as many lanes as it has; what is behind in some of them is no shortage of lanes.
  if (mapping.stream !== null) return [];
  const { depth } = result.series.sources[mapping.source]!;
  const { pollers, pollersLimit: limits } = result.series.mappings[name]!;
  const { period } = result.series;
  const from = firstAfterWarmUp(result);
  const limitAt = (i: number): number => limits[i] ?? Infinity;
  const ours: Readonly<Record<string, string>> = { mapping: name, source: mapping.source, function: mapping.function };
  const isOurs = (outage: { kind: string; name: string }): boolean => outage.name === ours[outage.kind];
  const isShort = (i: number): boolean =>
    pollers[i]! >= limitAt(i) &&
    depth[i]! > (mapping.batchSize.max ?? 0) &&
    !wasOut(result, isOurs, i * period, (i + 1) * period);
  const short = depth.map((_, i) => i).filter((i) => i >= from && isShort(i));
  if (short.length < 2) return [];
  const met = [...new Set(short.map(limitAt))].toSorted((a, b) => a - b);
  const [one, many] =
    mapping.provisioned === null
      ? ['concurrent batch', 'concurrent batches']
      : ['provisioned poller', 'provisioned pollers'];
  const limit =
    met.length === 1 ? some(met[0]!, one, many) : `${many} (from ${count(met[0]!)} to ${count(met.at(-1)!)})`;
  return [
    `${name} was at its limit of ${limit} for ${percent(short.length / (depth.length - from))} of the run while messages waited.`,
  ];
}

/** Failing invocations took pollers away, or kept new ones from being added to a source that did not keep up. */
export function backOff(name: string, { errorBackOff: off, source }: MappingResult, result: Result): string[] {
  if (off === null) return [];
  const held = `Invocations that failed held ${name} back for ${duration(off.time)} (error back-off)`;
  if (off.least < off.from) return [`${held}: it had ${count(off.least)} left of up to ${some(off.from, 'poller')}.`];
  return keepsUp(source, result) ? [] : [`${held}: it added none to its ${some(off.from, 'poller')}.`];
}

/** Whether the backlog at the end is no more than half of the greatest there was. */
export function keepsUp(source: string, result: Result): boolean {
  const depth = afterWarmUp(result.series.sources[source]!.depth, result);
  const peak = Math.max(0, ...depth);
  return peak < 10 || result.sources[source]!.depth.last <= peak / 2;
}
