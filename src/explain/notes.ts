/**
 * What befell a target that is no limit, and has to be told beside those: outages, mappings that were off, work that was done twice, calls
 * that failed by themselves, a window that the service has by itself. Facts of the result; nothing is re-run for them. Pure.
 */
import type { Micros } from '../engine/time.ts';
import type { MappingResult, OutageResult, Result } from '../metrics/result.ts';
import { whereTimeWentOf, type Target } from './targets.ts';

export type Note =
  | ({ readonly about: 'outage' } & OutageResult)
  /** A mapping that did not poll; `until` is null where it was off to the end. */
  | { readonly about: 'disabled'; readonly name: string; readonly from: Micros; readonly until: Micros | null }
  /** Deliveries of records that were handled already, and records that came back while or after somebody had them. */
  | { readonly about: 'duplicates'; readonly duplicates: number; readonly returned: number }
  /** Direct calls whose invocation failed. */
  | { readonly about: 'failedCalls'; readonly failed: number; readonly of: number }
  /** Mean time of a record in the batching window of mappings that wrote none. */
  | { readonly about: 'serviceWindow'; readonly mappings: readonly string[]; readonly time: Micros };

/** Of the records that were handled, those handled twice that are worth a word. */
const LEAST_TWICE = 0.01;
/** Of the time, what a window has to take for that. */
const LEAST_WINDOW = 0.1;
/** A note says so many outages or times of one thing at the most. */
export const MOST_NOTES = 5;

export function notesOf(target: Target, result: Result): Note[] {
  return [outages, disabled, duplicates, failedCalls, serviceWindow].flatMap((find) => find(target, result));
}

function outages({ source, mappings, functions }: Target, result: Result): Note[] {
  const own = { source: [source], mapping: mappings, function: functions };
  // Which of them its handlers call the result does not have.
  const isOurs = ({ kind, name }: OutageResult): boolean => kind === 'downstream' || own[kind].includes(name);
  return result.outages.filter(isOurs).map((outage) => ({ about: 'outage', ...outage }));
}

function disabled({ mappings }: Target, result: Result): Note[] {
  return mappings.flatMap((name) =>
    timesOff(result.mappings[name]!).map((off) => ({ about: 'disabled', name, ...off })),
  );
}

/** When all that reads a target was off: its source, its only mapping or its only function was out, or that mapping was disabled. */
export function offTimesOf(target: Target, result: Result): readonly TimeOff[] {
  const { source, mappings, functions } = target;
  const outages = result.outages.filter(
    ({ kind, name }) =>
      (kind === 'source' && name === source) ||
      (kind === 'mapping' && mappings.length === 1 && name === mappings[0]) ||
      (kind === 'function' && functions.length === 1 && name === functions[0]),
  );
  return [...outages, ...(mappings.length === 1 ? timesOff(result.mappings[mappings[0]!]!) : [])];
}

interface TimeOff {
  readonly from: Micros;
  readonly until: Micros | null;
}

function timesOff({ changes }: MappingResult): readonly TimeOff[] {
  const switches = changes.filter(({ change }) => change === 'enabled' || change === 'disabled');
  const isOnAtOnce = switches.some(({ at, change }) => at === 0 && change === 'enabled');
  const times: { from: Micros; until: Micros | null }[] = isOnAtOnce ? [] : [{ from: 0, until: null }];
  for (const { at, change } of switches) {
    const last = times.at(-1);
    const isOff = last !== undefined && last.until === null;
    if (change === 'disabled' && !isOff) times.push({ from: at, until: null });
    if (change === 'enabled' && isOff) last.until = at;
  }
  return times;
}

function duplicates({ kind, source }: Target, result: Result): Note[] {
  if (kind === 'mapping') return [];
  const { duplicates: twice, returned, succeeded } = result.sources[source]!;
  return twice < Math.max(1, LEAST_TWICE * succeeded) ? [] : [{ about: 'duplicates', duplicates: twice, returned }];
}

function failedCalls({ source }: Target, result: Result): Note[] {
  const { type, failed, succeeded, refused } = result.sources[source]!;
  return type === 'sync' && failed > 0 ? [{ about: 'failedCalls', failed, of: failed + succeeded + refused }] : [];
}

function serviceWindow(target: Target, result: Result): Note[] {
  const all = whereTimeWentOf(target, result)?.all;
  const batch = all?.parts.batch ?? 0;
  if (all === undefined || batch < LEAST_WINDOW * all.whole) return [];
  const isOwn = (name: string): boolean =>
    result.inputs.some(({ path, origin }) => path === `mappings.${name}.maximumBatchingWindow` && origin !== 'given');
  const mappings = target.mappings.filter(isOwn);
  return mappings.length === 0 ? [] : [{ about: 'serviceWindow', mappings, time: batch / all.records }];
}
