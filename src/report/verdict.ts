/**
 * The answer in words: what became of the messages, why some were lost, where work piled up, and which limit was in the way.
 * A pure function of the result. Each finding is one small function that says nothing when there is nothing to say.
 */
import type { FunctionResult, MappingResult, Result, SourceResult } from '../metrics/result.ts';
import { calls, isCaller } from './callers.ts';
import { count, duration, percent, some } from './format.ts';
import { provisioned, repeatedInits } from './environments.ts';

/** Sentences, most important first. */
export function verdict(result: Result): string[] {
  const sources = Object.entries(result.sources);
  return [
    ...sources.flatMap(([name, source]) => (isCaller(source) ? calls(name, source) : fates(name, source))),
    ...sources.flatMap(([name, source]) => deadLetters(name, source, result)),
    ...sources.flatMap(([name, source]) => losses(name, source)),
    ...sources.flatMap(([name, source]) => backlog(name, source, result)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => refusals(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => failures(name, fn)),
    ...Object.entries(result.mappings).flatMap(([name, mapping]) => ceiling(name, mapping, result)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => coldStarts(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => repeatedInits(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => provisioned(name, fn)),
  ];
}

/** Of what was sent, what was handled, and how fast. */
function fates(name: string, source: SourceResult): string[] {
  const { arrived, redrivenIn } = source.books.in;
  const { succeeded } = source.books.out;
  if (arrived + redrivenIn === 0) return [];
  const { p50, p99, max } = source.latency;
  const speed =
    p50 === null
      ? ''
      : `: half within ${duration(p50)}, 99 % within ${duration(p99)}, the slowest after ${duration(max)}`;
  if (succeeded === 0) return [`None of the ${some(arrived, 'message')} sent to ${name} was handled.`];
  if (succeeded === arrived) return [`All ${some(arrived, 'message')} of ${name} were handled${speed}.`];
  const share = succeeded / arrived;
  // 99.999 % would read as all of them: near the end the rest is what counts.
  if (share > 0.999)
    return [
      `All but ${count(arrived - succeeded)} of ${some(arrived, 'message')} sent to ${name} were handled${speed}.`,
    ];
  return [
    `Of ${some(arrived, 'message')} sent to ${name}, ${count(succeeded)} (${percent(share)}) were handled${speed}.`,
  ];
}

/** Why messages were dead-lettered, above all without the code running. */
function deadLetters(name: string, source: SourceResult, result: Result): string[] {
  const { deadLettered, deadLetteredUnseen: unseen } = source;
  if (deadLettered === 0) return [];
  const start = `${some(deadLettered, 'message')} of ${name} ${deadLettered === 1 ? 'was' : 'were'} dead-lettered`;
  if (unseen === 0) return [`${start}, after invocations that failed.`];
  const which = unseen === deadLettered ? '' : `${count(unseen)} of them `;
  const others =
    unseen === deadLettered ? '' : `; the other ${count(deadLettered - unseen)} after invocations that failed`;
  return [
    `${start}, ${which}without your code ever running: pollers received them, ${refusersOf(name, result)} refused them until their ` +
      `visibility timeout ran out, and each receive counted${others}.`,
  ];
}

function refusersOf(source: string, result: Result): string {
  const names = Object.values(result.mappings)
    .filter((mapping) => mapping.source === source && mapping.throttles > 0)
    .map((mapping) => mapping.function);
  return names.length === 0 ? 'the function' : [...new Set(names)].join(' and ');
}

/** What nobody will see again. */
function losses(name: string, source: SourceResult): string[] {
  const said: string[] = [];
  if (source.expired > 0)
    said.push(`${some(source.expired, 'message')} of ${name} outlived the retention period and were lost.`);
  if (source.acknowledged > 0) {
    said.push(
      `${some(source.acknowledged, 'message')} of ${name} were deleted although the handler had not processed them.`,
    );
  }
  if (source.duplicates > 0) {
    said.push(
      `${some(source.duplicates, 'message')} of ${name} were handled again after they were done: they became visible while still being worked on.`,
    );
  }
  return said;
}

/** Whether work piled up, and whether it went away. */
function backlog(name: string, source: SourceResult, result: Result): string[] {
  const { depth } = result.series.sources[name]!;
  const { period } = result.series;
  const peak = Math.max(0, ...depth);
  const reads = Object.values(result.mappings).some((mapping) => mapping.source === name);
  if (!reads || peak < 10) return [];
  const peakAt = (depth.indexOf(peak) + 1) * period;
  if (source.depth.last > peak / 2) {
    const growth = growthOf(depth, period);
    const trend =
      growth > 0 ? `, ${count(growth)} a second more than were taken away in the last third of the run` : '';
    return [
      `${name} did not keep up: ${some(source.depth.last, 'message')} ${source.depth.last === 1 ? 'was' : 'were'} waiting at the end${trend}.`,
    ];
  }
  const clear = depth.findIndex((waiting, i) => (i + 1) * period > peakAt && waiting <= peak / 100);
  const gone = clear < 0 ? '' : `, and was gone by ${duration((clear + 1) * period)}`;
  return [
    `The backlog of ${name} was greatest around ${duration(peakAt)}, with ${some(peak, 'message')} waiting${gone}.`,
  ];
}

/** Messages a second by which the backlog grew over the last third of the readings; 0 when it did not. */
function growthOf(depth: readonly number[], period: number): number {
  const from = Math.floor((depth.length * 2) / 3);
  const seconds = ((depth.length - 1 - from) * period) / 1e6;
  return seconds > 0 ? Math.max(0, (depth.at(-1)! - depth[from]!) / seconds) : 0;
}

function refusals(name: string, fn: FunctionResult): string[] {
  if (fn.throttles === 0) return [];
  const reasons = Object.entries(fn.throttlesBy)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${reason} ${count(n)}`);
  const limit = fn.reservedConcurrency === null ? '' : ` of ${count(fn.reservedConcurrency)} reserved`;
  return [
    `${name} refused ${some(fn.throttles, 'invocation')} (${reasons.join(', ')}); at most ${count(fn.concurrency.max)}${limit} ran at once.`,
  ];
}

function failures(name: string, fn: FunctionResult): string[] {
  if (fn.errors === 0) return [];
  const timeouts =
    fn.timeouts === 0 ? '' : `, ${count(fn.timeouts)} of them by running into the timeout of ${duration(fn.timeout)}`;
  return [`${some(fn.errors, 'invocation')} of ${name} failed (${percent(fn.errors / fn.invocations)})${timeouts}.`];
}

/** The mapping had no more pollers to give while messages waited. */
function ceiling(name: string, mapping: MappingResult, result: Result): string[] {
  const { pollers, pollersLimit } = mapping;
  if (pollers === null || pollersLimit === null || pollers.max < pollersLimit) return [];
  const { depth } = result.series.sources[mapping.source]!;
  const { pollers: over } = result.series.mappings[name]!;
  const short = depth.filter((waiting, i) => over[i]! >= pollersLimit && waiting > mapping.batchSize.max!).length;
  if (short < 2) return [];
  return [
    `${name} was at its limit of ${count(pollersLimit)} concurrent batches for ${percent(short / depth.length)} of the run while messages waited.`,
  ];
}

function coldStarts(name: string, fn: FunctionResult): string[] {
  const share = fn.coldStarts / fn.invocations;
  if (!(share > 0.01) || fn.coldStarts < 2) return [];
  return [
    `${percent(share)} of the invocations of ${name} were cold starts (${duration(fn.initDuration.p50)} at the median).`,
  ];
}
