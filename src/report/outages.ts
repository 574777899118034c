/** What was out, and when: the first thing to know about what else went wrong. Pure. */
import { serviceOf } from './origins.ts';
import type { FunctionResult, OutageResult, Result } from '../metrics/result.ts';
import { duration, list, some } from './format.ts';

const MOST_SPANS = 3;

const MEANS: Readonly<Record<OutageResult['kind'], (name: string) => string>> = {
  downstream: (name) => `${name} was out, and calls to it failed or hung,`,
  source: (name) => `${name} was out, and nothing could be sent to it, received from it or deleted from it,`,
  mapping: (name) => `${name} was out, and polled nothing,`,
  function: (name) => `${name} was out, and nobody could invoke it,`,
};

/** A sentence for each part that was out. */
export function outages({ outages: all, sources }: Pick<Result, 'outages' | 'sources'>): string[] {
  const parts = new Map<string, OutageResult[]>();
  for (const one of all) {
    const key = `${one.kind} ${one.name}`;
    parts.set(key, [...(parts.get(key) ?? []), one]);
  }
  return [...parts.values()].map((spans) => `${means(spans[0]!, sources)} ${when(spans)}.`);
}

function means({ kind, name }: OutageResult, sources: Result['sources']): string {
  const events = kind === 'source' ? sources[name]?.async : undefined;
  if (events === null || events === undefined) return MEANS[kind](name);
  const vain = events.upstream.refused === 0 ? '' : `, and ${serviceOf(events.origin)} could hand over none`;
  return `Lambda accepted no events of ${name}${vain},`;
}

/** What an outage of a function made of attempts to invoke it: neither its code nor a limit of concurrency is to blame. */
export function systemErrors(name: string, { systemErrors: n }: FunctionResult): string[] {
  if (n === 0) return [];
  return [
    `${some(n, 'attempt')} to invoke ${name} ended in a system error (5xx): its code did not run, and no limit was met.`,
  ];
}

function when(spans: readonly OutageResult[]): string {
  const told = spans.slice(0, MOST_SPANS).map(({ from, until }) => {
    const end = until === null ? 'the end of the run' : duration(until);
    return `from ${from === 0 ? '0 s' : duration(from)} to ${end}`;
  });
  const more = spans.length - told.length;
  return list(more > 0 ? [...told, `${some(more, 'time')} more`] : told, 'and');
}

/** Whether some reading of the interval (from, to] was taken while the part was out. */
export function wasOut(
  { outages: all }: Result,
  isMeant: (outage: OutageResult) => boolean,
  from: number,
  to: number,
): boolean {
  return all.some((one) => isMeant(one) && one.from < to && (one.until ?? Infinity) > from);
}
