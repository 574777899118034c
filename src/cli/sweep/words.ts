/** What a sweep says while it runs and when it stops before its end: in plain sentences, and with the command that goes on. Pure. */
import type { FailedCell } from '../../plan/sweep/cell.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { count, some } from '../../report/format.ts';
import { quotedForShell, type SweepCommand } from './command-text.ts';
import type { SpoiltLine } from './journal.ts';

/** More than anybody reads. */
const MOST_TOLD = 10;

/** What was found wrong in the file of cells; empty when nothing was. */
export function spoiltText(path: string, spoilt: readonly SpoiltLine[]): string {
  return told(
    spoilt.map(({ line, why }) => `warning: ${path}:${line}: ${why}; the line is passed over`),
    'spoilt line',
  );
}

/** Each cell that failed, with all that is needed to repeat it; empty when none did. */
export function failedText(failed: readonly FailedCell[], command: SweepCommand): string {
  return told(
    failed.map(({ cell, settings, seed, why }) => {
      const at = Object.entries(settings).map(([name, value]) => `${name}=${textOf(value)}`);
      return [
        `error: cell ${cell} failed: ${why}`,
        `  with ${[...at, `seed ${textOf(seed)}`].join(', ')}`,
        `  to repeat it: ${command.ofCell(cell)}`,
      ].join('\n');
    }),
    'failed cell',
  );
}

/** `42 of 100 cells are kept; to go on: lagcast sweep run …`. */
export function keptText(done: number, all: number, command: SweepCommand): string {
  if (done === 0) return 'no cell was finished';
  return `${count(done)} of ${some(all, 'cell')} ${done === 1 ? 'is' : 'are'} kept; to go on: ${command.again}`;
}

/** Of a sweep that only some cells were asked of. `missing` and `failed`: in order; not both are empty. */
export function unfinishedText(
  { missing, failed }: { readonly missing: readonly number[]; readonly failed: readonly number[] },
  all: number,
  path: string,
): string {
  const there = all - missing.length - failed.length;
  const parts = [
    ...(failed.length === 0 ? [] : [`Failed: ${cellsText(failed)}`]),
    ...(missing.length === 0 ? [] : [`Not run yet: ${cellsText(missing)}`]),
  ];
  return [
    `${count(there)} of ${some(all, 'cell')} ${there === 1 ? 'is' : 'are'} in ${path}.`,
    `${parts.join('. ')}; the same command without --cells runs what is missing.\n`,
  ].join('\n');
}

function cellsText(cells: readonly number[]): string {
  return `${cells.length === 1 ? 'cell' : 'cells'} ${rangesText(cells)}`;
}

/** Of a shard that is finished. */
export function shardText(shard: string, cells: number, path: string, folder: string): string {
  return `${shard} is finished: its ${some(cells, 'cell')} ${cells === 1 ? 'is' : 'are'} in ${path}.\nWhen all shards are there: lagcast sweep merge ${quotedForShell(folder)}\n`;
}

function told(lines: readonly string[], what: string): string {
  const rest = lines.length - MOST_TOLD;
  return [...lines.slice(0, MOST_TOLD), ...(rest > 0 ? [`and ${some(rest, `more ${what}`)}`] : [])].join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
