/**
 * What a result says of direct callers: a sentence, and tables of their own beside those of queues, in which nothing of
 * theirs would make sense. Pure; nothing is said where nobody calls.
 */
import type { Result, SourceResult } from '../metrics/result.ts';
import { count, duration, percent, some } from './format.ts';
import type { Style } from './style.ts';
import { marked, table } from './table.ts';

/** Whether its records are calls that wait for an answer. */
export function isCaller(source: SourceResult): boolean {
  return source.type === 'sync';
}

/** Of the calls of one source, how many were answered, how fast, and what became of the others. */
export function calls(name: string, source: SourceResult): string[] {
  const { succeeded, failed, refused, waiting } = source.books.out;
  const { arrived } = source.books.in;
  if (arrived === 0) return [];
  const { p50, p99, max } = source.latency;
  const speed =
    p50 === null
      ? ''
      : `: half within ${duration(p50)}, 99 % within ${duration(p99)}, the slowest after ${duration(max)}`;
  const others = [
    refused === 0 ? '' : `${count(refused)} ${were(refused)} refused with 429 (${percent(refused / arrived)})`,
    failed === 0 ? '' : `${count(failed)} failed`,
    waiting === 0 ? '' : `${count(waiting)} ${were(waiting)} still running at the end`,
  ].filter((part) => part !== '');
  const rest = others.length === 0 ? '' : `; ${others.join(', ')}`;
  if (succeeded === arrived) return [`All ${some(arrived, 'direct call')} of ${name} were answered${speed}.`];
  return [
    `Of ${some(arrived, 'direct call')} of ${name}, ${count(succeeded)} ${were(succeeded)} answered${speed}${rest}.`,
  ];
}

export function callers(result: Result, style: Style): string[] {
  const rows = callersIn(result).map(([name, source]) => [
    name,
    count(source.arrived),
    count(source.succeeded),
    marked(source.failed, 'bad'),
    marked(source.refused, 'bad'),
    duration(source.latency.p50),
    duration(source.latency.p99),
    duration(source.latency.max),
    count(source.inFlight.max),
  ]);
  if (rows.length === 0) return [];
  const head = ['callers', 'calls', 'answered', 'failed', 'refused', 'p50', 'p99', 'slowest', 'most at once'];
  return table({ head, rows }, style);
}

/** Over the whole run, warm-up included: the calls of a line are the sum of the rest. */
export function callerBooks(result: Result, style: Style): string[] {
  const rows = callersIn(result).map(([name, { books }]) => {
    const { succeeded, failed, refused, waiting } = books.out;
    return [
      name,
      `${count(books.in.arrived)} =`,
      count(succeeded),
      marked(failed, 'bad'),
      marked(refused, 'bad'),
      count(waiting),
    ];
  });
  if (rows.length === 0) return [];
  return table({ head: ['books', 'calls =', 'answered', 'failed', 'refused', 'running'], rows }, style);
}

function callersIn(result: Result): [string, SourceResult][] {
  return Object.entries(result.sources).filter(([, source]) => isCaller(source));
}

function were(n: number): string {
  return n === 1 ? 'was' : 'were';
}
