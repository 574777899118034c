/** What the work of functions left behind: a table for the terminal, and sentences for the verdict. */
import type { EffectsResult } from '../metrics/effects/result.ts';
import type { Result } from '../metrics/result.ts';
import { count, duration, some, was } from './format.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

type Entry = readonly [name: string, effects: EffectsResult];

function entries(result: Result): Entry[] {
  return Object.entries(result.functions).flatMap(([name, { effects }]) => (effects === null ? [] : [[name, effects]]));
}

export function effects(result: Result, style: Style): string[] {
  const rows = entries(result).map(([name, of]): Cell[] => [
    name,
    count(of.taken),
    marked(of.repeated, 'bad'),
    count(of.passedOver),
    marked(of.missed, 'bad'),
    marked(of.rolledBack, 'warning'),
    duration(of.inVain),
  ]);
  if (rows.length === 0) return [];
  const head = ['effects', 'taken', 'again', 'passed over', 'missed', 'rolled back', 'work in vain'];
  return table({ head, rows }, style);
}

/** What a person would not expect: work that took effect twice, was undone, or never took effect. */
export function effectSentences(result: Result): string[] {
  return entries(result).flatMap(([name, of]) => [
    ...(of.repeated === 0
      ? []
      : [
          `${some(of.repeated, 'record')} took effect again in ${name} although their keys had had theirs: ${count(of.taken + of.repeated)} effects of ${count(of.taken)}.`,
        ]),
    ...(of.rolledBack === 0
      ? []
      : [
          `${some(of.rolledBack, 'effect')} of ${name} ${was(of.rolledBack)} rolled back with ${of.rolledBack === 1 ? 'its transaction' : 'their transactions'}.`,
        ]),
    ...(of.missed === 0
      ? []
      : [
          `${some(of.missed, 'record')} of ${name} never took effect: their keys were marked as known, and the work that was to follow never ended.`,
        ]),
  ]);
}
