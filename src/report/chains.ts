/**
 * What a result says of chains of stages: how long they took from end to end, where Lambda took one for a loop, and what handlers
 * could not send on. Pure; nothing is said where no record follows another.
 */
import type { FunctionResult, Result } from '../metrics/result.ts';
import { count, duration, some, was } from './format.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** For each source at which chains begin and each in which records of them were handled. */
export function chains(result: Result, style: Style): string[] {
  const rows = result.chains.map(({ from, to, stages, latency }): Cell[] => [
    `${from} → ${to}`,
    stagesOf(stages),
    count(latency.count),
    duration(latency.p50),
    duration(latency.p99),
    duration(latency.max),
  ]);
  if (rows.length === 0) return [];
  return table({ head: ['end to end', 'stages', 'handled', 'p50', 'p99', 'slowest'], rows }, style);
}

/** `3`, or `2 to 16` where records came by other ways. */
export function stagesOf({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? count(max) : `${count(min)} to ${count(max)}`;
}

/** Invocations that Lambda stopped, and messages that were lost because they could not be sent. */
export function sends(name: string, fn: FunctionResult): string[] {
  const { recursiveInvocationsDropped: stopped, sendsFailed, sent } = fn;
  return [
    stopped === 0
      ? ''
      : `Lambda stopped ${some(stopped, 'invocation')} of ${name}: a chain of requests had come back to it too often (RecursiveInvocationException).`,
    sendsFailed === 0
      ? ''
      : `Of ${some(sent + sendsFailed, 'message')} that ${name} wanted to send on, ${count(sendsFailed)} could not be sent and ${was(sendsFailed)} lost.`,
  ].filter((sentence) => sentence !== '');
}
