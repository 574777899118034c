/**
 * The timeout of a function against what a full batch takes: records × time of each, by as many as are worked on at once,
 * and what an invocation takes anyway (ENV-01). Batches are full when there is a backlog, so a rate that never fills one
 * is no excuse. The ideal model has no timeouts of its own.
 */
import type { Context, Parts } from '../complete/context.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Said } from '../findings.ts';
import type { Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { FunctionScenario } from '../scenario.ts';
import { handlerTime, invocationTime, meanSize, p99Of, type HandlerTime, type Moments } from './handler-time.ts';

export function checkBatchTime(parts: Parts, context: Context): void {
  const functions = new Map(parts.functions.map((one) => [one.name, one]));
  const sources = new Map(parts.sources.map((one) => [one.name, one]));
  for (const { name, source, function: target, options } of parts.mappings) {
    const [fn, from] = [functions.get(target), sources.get(source)];
    if (fn === undefined || from === undefined) continue;
    const size = meanSize(from.arrivals);
    const payload = context.rules.number('mapping.payload');
    const records =
      size === 0 ? options.batchSize : Math.min(options.batchSize, Math.max(1, Math.floor(payload / size)));
    const time = handlerTime(fn, from.arrivals, parts.downstreams);
    if (time !== undefined) warnOf(fn, time, records, ['mappings', name], context);
  }
  for (const one of parts.sources) {
    if (one.type !== 'sync' && one.type !== 'async') continue;
    const fn = functions.get(one.function);
    const time = fn && handlerTime(fn, one.arrivals, parts.downstreams);
    if (time !== undefined) warnOf(fn!, time, 1, ['sources', one.name], context);
  }
}

function warnOf(fn: FunctionScenario, time: HandlerTime, records: number, path: Path, { findings }: Context): void {
  const { timeout } = fn;
  const { least, most } = time.record;
  const ofLeast = invocationTime(time, least, records);
  const ofMost = invocationTime(time, most, records);
  const p99 = p99Of(ofMost);
  const over = `more than the timeout of ${write(timeout)} of ${fn.name}`;
  const source = 'ENV-01';
  if (ofLeast.mean > timeout) {
    const message = `${account(time, least, records)} takes ${write(ofLeast.mean)}, ${over}: it times out`;
    findings.warning(path, { message, hint: hintFor(time, least, records, ofLeast.mean, timeout), source });
  } else if (ofMost.mean > timeout) {
    const message = `${account(time, most, records)}, all of the slowest kind, takes ${write(ofMost.mean)}, ${over}`;
    findings.note(path, { message, hint: hintFor(time, most, records, ofMost.mean, timeout), source });
  } else if (p99 !== undefined && p99 > timeout) {
    const batch = records === 1 ? 'an invocation' : `a full batch of ${records}`;
    const message = `${batch} takes ${write(ofMost.mean)} on average, and about one in a hundred ${write(p99)} or more, ${over}`;
    findings.note(path, { message, hint: hintFor(time, most, records, p99, timeout), source });
  }
}

/** `an invocation with 100 records one by one at 400 ms each + 200 ms`. */
function account({ fixed, width }: HandlerTime, record: Moments, records: number): string {
  if (record.mean === 0) return 'an invocation';
  const how =
    records === 1
      ? '1 record'
      : `${records} records ${width === 1 ? 'one by one' : width >= records ? 'all at once' : `${width} at a time`}`;
  const anyway = fixed.mean === 0 ? '' : ` + ${write(fixed.mean)}`;
  return `an invocation with ${how} at ${write(record.mean)}${records === 1 ? '' : ' each'}${anyway}`;
}

function hintFor(
  { fixed, width }: HandlerTime,
  record: Moments,
  records: number,
  takes: Micros,
  timeout: Micros,
): Said['hint'] {
  const longer = `timeout: ${formatQuantity('duration', Math.ceil(takes / SECOND) * SECOND)} or more`;
  if (records === 1 || record.mean === 0) return longer;
  // What the tail adds to a full batch it adds to a smaller one in the same proportion, about.
  const perTurn = (takes - fixed.mean) / Math.ceil(records / width);
  const fitting = Math.floor((timeout - fixed.mean) / perTurn) * width;
  return fitting < 1 ? longer : `${longer}, or batchSize: ${Math.min(fitting, records - 1)} at most`;
}

/** Three digits are enough for advice. */
function write(micros: Micros): string {
  return formatQuantity('duration', Math.round(Number(micros.toPrecision(3))));
}
