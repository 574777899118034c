/**
 * What a result says of asynchronous invocation in tables, beside those of queues, in which little of its would make sense; and
 * lines about where events went at their end. Sentences are in event-verdict.ts. Pure; nothing is said where there is none.
 */
import type { EventResult, EventSeries } from '../metrics/events/result.ts';
import type { Result, SourceResult } from '../metrics/result.ts';
import { broken } from './fit.ts';
import { count, duration, list } from './format.ts';
import { serviceOf } from './origins.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

/** Events that were given up in each interval, whatever for. */
export function droppedOf({ ended }: EventSeries): number[] {
  const { RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveInvocation } = ended;
  return RetriesExhausted.map(
    (n, i) => n + EventAgeExceeded[i]! + ZeroReservedConcurrency[i]! + RecursiveInvocation[i]!,
  );
}

/** What came of them, how often they were tried, and how long they took. */
export function events(result: Result, style: Style): string[] {
  const rows = eventsIn(result).map(([name, source, of]): Cell[] => {
    return [
      name,
      count(of.received),
      count(source.succeeded),
      marked(of.dropped, 'bad'),
      count(source.depth.last + source.inFlight.last),
      count(of.received === 0 ? null : of.attempts / of.received),
      duration(source.latency.p50),
      duration(source.latency.p99),
      duration(source.ageOfOldest.max),
    ];
  });
  if (rows.length === 0) return [];
  const head = ['async', 'accepted', 'succeeded', 'dropped', 'waiting', 'tries each', 'p50', 'p99', 'oldest'];
  return table({ head, rows }, style);
}

/** Why events were dropped, where their records went, and what the service in front has yet to hand over; where there is something. */
export function eventEnds(result: Result, { width }: Style): string[] {
  return eventsIn(result).flatMap(([name, , of]) => {
    const said = [...conditions(of), ...ends(of), ...upstream(of)];
    return said.length === 0 ? [] : broken(`${name}: ${said.join('; ')}`, width);
  });
}

function conditions({ droppedBy }: EventResult): string[] {
  const said = Object.entries(droppedBy).filter(([, n]) => n > 0);
  return said.length === 0 ? [] : [`dropped: ${said.map(([condition, n]) => `${condition} ${count(n)}`).join(', ')}`];
}

/** `12 to onFailure dlq`, and those that could not be delivered. */
function ends({ onSuccess, onFailure, deadLetterQueue }: EventResult): string[] {
  const all = Object.entries({ onSuccess, onFailure, deadLetterQueue });
  const sent = all.flatMap(([what, to]) =>
    to !== null && to.delivered > 0 ? [`${count(to.delivered)} to ${what} ${to.name}`] : [],
  );
  const lost = all.flatMap(([what, to]) => (to !== null && to.failed > 0 ? [`${count(to.failed)} to ${what}`] : []));
  return [...(sent.length === 0 ? [] : [sent.join(', ')]), ...(lost.length === 0 ? [] : [undelivered(lost)])];
}

function undelivered(lost: readonly string[]): string {
  return `${list(lost, 'and')} could not be delivered`;
}

function upstream({ origin, upstream: { waiting, dropped } }: EventResult): string[] {
  return [
    ...(waiting > 0 ? [`${count(waiting)} still with ${serviceOf(origin)}`] : []),
    ...(dropped > 0 ? [`${count(dropped)} dropped by ${serviceOf(origin)} before Lambda had them`] : []),
  ];
}

/** Over the whole run, warm-up included: the events of a line are the sum of the rest. */
export function eventBooks(result: Result, style: Style): string[] {
  const rows = eventsIn(result).map(([name, { books }]) => {
    const { succeeded, failed, expired, waiting } = books.out;
    return [
      name,
      `${count(books.in.arrived)} =`,
      count(succeeded),
      marked(failed, 'bad'),
      marked(expired, 'bad'),
      count(waiting),
    ];
  });
  if (rows.length === 0) return [];
  return table({ head: ['books', 'accepted =', 'handled', 'failed', 'expired', 'waiting'], rows }, style);
}

function eventsIn({ sources }: Result): [string, SourceResult, EventResult][] {
  return Object.entries(sources).flatMap(([name, source]): [string, SourceResult, EventResult][] =>
    source.async === null ? [] : [[name, source, source.async]],
  );
}
