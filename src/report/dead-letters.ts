/**
 * Why messages were dead-lettered, by what the result counted and nothing else: what ended the last receive of each, and
 * whether the code was ever given them. Pure.
 */
import type { DeadLetteredBy, Result, SourceResult } from '../metrics/result.ts';
import { count, list, some, was } from './format.ts';

/** One or two sentences; none where nothing was dead-lettered. */
export function deadLetters(name: string, source: SourceResult, result: Result): string[] {
  const { deadLettered: n, deadLetteredUnseen: unseen, deadLetteredBy } = source;
  if (n === 0) return [];
  const start = `${some(n, 'message')} of ${name} ${was(n)} dead-lettered`;
  const reasons = Object.entries(deadLetteredBy).filter(([, of]) => of > 0) as [keyof DeadLetteredBy, number][];
  const clauseOf = (reason: keyof DeadLetteredBy, of: number): string => CLAUSES[reason](of === 1, name, result);
  const untaken = (['refused', 'systemError'] as const).find((reason) => deadLetteredBy[reason] === n);
  if (unseen === n && untaken !== undefined) {
    const them = n === 1 ? 'it' : 'them';
    return [
      `${start}, without your code ever running: pollers received ${them}, ${clauseOf(untaken, n)}, and each receive counted.`,
    ];
  }
  const running =
    unseen === 0 ? '' : `, ${unseen === n ? '' : `${count(unseen)} of them `}without your code ever running`;
  if (reasons.length === 1) return [`${start}${running}: in the end ${clauseOf(reasons[0]![0], n)}.`];
  const ends = reasons
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, of]) => `${clauseOf(reason, of)} (${count(of)})`);
  return [`${start}${running}. How it ended: ${ends.join('; ')}.`];
}

type Clause = (isOne: boolean, source: string, result: Result) => string;

const it = (isOne: boolean): string => (isOne ? 'it' : 'them');
const its = (isOne: boolean): string => (isOne ? 'its' : 'their');

const CLAUSES: Readonly<Record<keyof DeadLetteredBy, Clause>> = {
  earlier: (one) =>
    `${one ? 'it' : 'they'} had been received too often before ${one ? 'it' : 'they'} came to this queue`,
  failed: (one, source, result) => `${functionsOf(source, result)} failed on ${one ? 'its batch' : 'their batches'}`,
  timedOut: (one, source, result) =>
    `${functionsOf(source, result)} ran into the timeout with ${one ? 'its batch' : 'their batches'}`,
  unusableAnswer: (one, source, result) =>
    `${functionsOf(source, result)} gave an answer that fails ${one ? 'its' : 'their'} whole batch`,
  reported: (one, source, result) => `${functionsOf(source, result)} reported ${it(one)} as failed`,
  late: (one, source, result) =>
    `${its(one)} visibility timeout ran out while ${functionsOf(source, result)} was still at work on ${it(one)}`,
  refused: (one, source, result) =>
    `${functionsOf(source, result, 'throttles')} refused ${it(one)} until ${its(one)} visibility timeout ran out`,
  held: (one) =>
    `${its(one)} visibility timeout ran out while a poller kept ${it(one)}, gathering a batch or waiting with another`,
  dropped: (one) => `${its(one)} poller let go of ${it(one)}: the mapping was disabled, or had pollers taken away`,
  stopped: (one) =>
    `Lambda took ${its(one)} chain of requests for a loop and stopped ${it(one)} (RecursiveInvocationException)`,
  notDeleted: (one) => `${one ? 'it was' : 'they were'} handled, and not deleted because the queue was out`,
  outOfMemory: (one, source, result) =>
    `${functionsOf(source, result)} ran out of memory with ${one ? 'its batch' : 'their batches'}`,
  systemError: (one, source, result) =>
    `invoking ${functionsOf(source, result, 'systemErrors')} ended in system errors until ${its(one)} visibility timeout ran out`,
};

/** The functions that read from a source; of several those that, by this count, were not invoked when asked. */
function functionsOf(source: string, result: Result, by?: 'throttles' | 'systemErrors'): string {
  const readers = Object.values(result.mappings).filter((mapping) => mapping.source === source);
  const meant = readers.filter((mapping) => by === undefined || mapping[by] > 0);
  const names = [...new Set((meant.length > 0 ? meant : readers).map((mapping) => mapping.function))];
  return names.length === 1 ? names[0]! : `a function (${list(names, 'or')})`;
}
