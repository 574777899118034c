/**
 * What has changed in the main figures since the last run of a scenario that is being worked on. Pure. Two runs with the same luck and other
 * settings: how sure a difference is, `lagcast compare` says.
 */
import type { FigureValue } from '../plan/main-figures.ts';
import { inUnit, some } from './format.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** Those that differ as they are written, in the order of `now`; figures that only one of the runs has are left out. */
export function sinceLast(before: readonly FigureValue[], now: readonly FigureValue[], style: Style): string[] {
  const known = new Map(before.map((figure) => [figure.text, figure]));
  const both = now.flatMap((figure) => {
    const old = known.get(figure.text);
    return old === undefined ? [] : [{ figure, old, isSame: written(old) === written(figure) }];
  });
  const changed = both.filter(({ isSame }) => !isSame);
  const same = both.length - changed.length;
  const rest = same === 0 ? '' : ` · ${some(same, 'other figure')} as before`;
  const head = style.paint('strong', `Since the last save${changed.length === 0 ? ': nothing has changed' : ''}`);
  return [`${head}${rest}`, ...table({ rows: changed.map(({ figure, old }) => rowOf(old, figure)) }, style)];
}

function rowOf(old: FigureValue, figure: FigureValue): Cell[] {
  return [`  ${figure.text}`, written(old), '→', written(figure), judged(old, figure)];
}

/** Whether it is better or worse, of figures of which one is. */
function judged({ value: old }: FigureValue, { value, better }: FigureValue): Cell {
  if (old === null || value === null || better === undefined) return '';
  const isBetter = better === 'less' ? value < old : value > old;
  return isBetter ? { text: 'better', kind: 'good' } : { text: 'worse', kind: 'bad' };
}

function written({ unit, value }: FigureValue): string {
  return inUnit(unit, value);
}
