/**
 * Executions of a function at once over time, with the limits there were: what is reserved or shared, what is provisioned,
 * and the pollers of its mappings. Left out of a function that nobody tried to invoke.
 */
import type { FunctionResult, Result } from '../../metrics/result.ts';
import type { FunctionSeries } from '../../metrics/series-result.ts';
import { count, list, percent } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted, valuesOf, type Limit } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import type { Readings } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, fromTo, isOneSpan, peakOf, range, readingsWhere, startOf, endOf } from './when.ts';

/** Lines of more mappings than these would be a thicket. */
const MOST_MAPPINGS = 3;
const POLLERS = [COLOURS.orange, COLOURS.purple, COLOURS.green];

export function concurrency(name: string, fn: FunctionResult, result: Result): Drawing | undefined {
  const series = result.series.functions[name]!;
  if (highest(series.invocations, series.throttles) === 0) return undefined;
  const mappings = Object.keys(result.mappings).filter((mapping) => result.mappings[mapping]!.function === name);
  const few = mappings.length <= MOST_MAPPINGS ? mappings : [];
  const lines: Line[] = [
    ...pollersOf(few, result),
    { name: 'executions', colour: COLOURS.blue, readings: series.concurrency },
  ];
  const peak = highest(...lines.map(({ readings }) => readings));
  const { drawn, told } = sorted(limitsOf(fn, series, few, result), Math.max(1, peak));
  const most = highest(...lines.map(({ readings }) => readings), ...drawn.map(({ readings }) => readings));
  const y = countsUpTo(most, 'at once');
  return {
    prefix: 'concurrency',
    part: { kind: 'function', name },
    title: titleOf(name, series, few, result),
    howToRead: `A line that lies on a dashed one is at that limit${lines.length > 1 ? '; pollers far above the executions wait, or are refused' : ''}.`,
    subtitle: [
      `Executions at once, cold starts included${lines.length > 1 ? ', and pollers' : ''}; most in each ${each(result)}.`,
      ...(told.length === 0 ? [] : [`Out of reach: ${list(told, 'and')}.`]),
      ...(mappings.length > few.length ? [`Its ${count(mappings.length)} mappings are not drawn.`] : []),
    ].join(' '),
    // Limits on top: a function at its limit would cover them.
    panels: [{ layers: [...lineLayers(lines, y, result), ...limitLayers(drawn, y, Math.max(most, 1) * 1.12, result)] }],
  };
}

/** Pollers of the mappings whose rules bound them. */
function pollersOf(mappings: readonly string[], result: Result): Line[] {
  return mappings
    .map((mapping, i) => ({
      name: `pollers of ${shown(mapping)}`,
      colour: POLLERS[i]!,
      readings: result.series.mappings[mapping]!.pollers,
    }))
    .filter(({ readings }) => highest(readings) > 0);
}

function limitsOf(
  fn: FunctionResult,
  { limit, provisioned }: FunctionSeries,
  mappings: readonly string[],
  result: Result,
): Limit[] {
  const isReserved = fn.reservedConcurrencyChanges.length === 0 && fn.reservedConcurrency !== null;
  const isShared = fn.reservedConcurrencyChanges.length === 0 && fn.reservedConcurrency === null;
  const name = isReserved ? 'reserved concurrency' : isShared ? 'shared part of the account' : 'limit of the function';
  return [
    { name, readings: limit },
    ...(provisioned === undefined ? [] : [{ name: 'provisioned and ready', readings: provisioned }]),
    ...mappings.map((mapping) => ({
      name: `limit of ${shown(mapping, 24)}`,
      readings: result.series.mappings[mapping]!.pollersLimit,
    })),
  ];
}

function titleOf(
  name: string,
  { concurrency: running, limit }: FunctionSeries,
  mappings: readonly string[],
  result: Result,
): string {
  const peak = peakOf(running, result);
  if (peak === undefined) return `Concurrency of ${shown(name)}`;
  const own = atLimit(running, limit, result);
  if (own !== undefined) return `${shown(name)} ${own}`;
  const most = `${shown(name)} runs at most ${count(peak.value)} at once${peak.scope}`;
  for (const mapping of mappings) {
    const { pollers, pollersLimit } = result.series.mappings[mapping]!;
    // Pollers that wait for messages hold nobody up, however many there are.
    const busy = pollers.map((n, i) => Math.min(n, running[i] ?? 0));
    const its = atLimit(busy, pollersLimit, result);
    if (its !== undefined) return `${most}: ${shown(mapping)} ${its}`;
  }
  const bounds = valuesOf(limit);
  return bounds.length === 0 ? `${most}; it has no limit` : `${most}, of ${range(bounds)} possible`;
}

/**
 * `reaches its limit of 10 in every interval from 2 min to 14 min`, over the whole run, warm-up included; undefined where it
 * never does. Readings are the greatest of their intervals: that it stays there they do not say.
 */
function atLimit(readings: Readings, limits: Readings, result: Result): string | undefined {
  const met = readingsWhere(readings, (v, i) => v >= (limits[i] ?? Infinity));
  if (met.length === 0) return undefined;
  const values = range(met.map((i) => limits[i]!));
  const limit = `limit ${values.includes(' ') ? `(${values})` : `of ${values}`}`;
  if (met.length === 1) return `reaches its ${limit} around ${endOf(met[0]!, result)}`;
  if (isOneSpan(met)) return `reaches its ${limit} in every interval${fromTo(met, readings.length, result)}`;
  const span = `between ${startOf(met[0]!, result)} and ${endOf(met.at(-1)!, result)}`;
  return `reaches its ${limit} in ${percent(met.length / readings.length)} of the intervals, ${span}`;
}
