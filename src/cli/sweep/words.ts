/** What a sweep says while it runs and when it stops before its end: in plain sentences, and with the command that goes on. Pure. */
import type { FailedCell } from '../../plan/sweep/cell.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { count, some } from '../../report/format.ts';
import type { SpoiltLine } from './journal.ts';

/** More than anybody reads. */
const MOST_TOLD = 10;

/** What was found wrong in the file of cells; empty when nothing was. */
export function spoiltText(path: string, spoilt: readonly SpoiltLine[]): string {
  return told(
    spoilt.map(({ line, why }) => `warning: ${path}:${line}: ${why}; the line is passed over, and its cell run again`),
    'spoilt line',
  );
}

/** Each cell that failed, with all that is needed to repeat it; empty when none did. `command`: what was called. */
export function failedText(failed: readonly FailedCell[], command: string): string {
  return told(
    failed.map((one) => `${failedCellText(one)}\n  to repeat it: ${command} --cells ${one.cell} --workers 1`),
    'failed cell',
  );
}

/** What it was, and why. */
export function failedCellText({ cell, settings, seed, why }: FailedCell): string {
  const at = Object.entries(settings).map(([name, value]) => `${name}=${textOf(value)}`);
  return `error: cell ${cell} failed: ${why}\n  with ${[...at, `seed ${textOf(seed)}`].join(', ')}`;
}

/** `42 of 100 cells are kept, and the same command goes on`. */
export function keptText(done: number, all: number): string {
  if (done === 0) return 'no cell was finished';
  return `${count(done)} of ${some(all, 'cell')} ${done === 1 ? 'is' : 'are'} kept, and the same command goes on`;
}

/** Of a sweep that only some cells were asked of. `missing`: at least one, in order. */
export function unfinishedText(missing: readonly number[], all: number, path: string): string {
  const there = all - missing.length;
  const numbers = `${missing.length === 1 ? 'cell' : 'cells'} ${rangesText(missing)}`;
  return [
    `${count(there)} of ${some(all, 'cell')} ${there === 1 ? 'is' : 'are'} in ${path}.`,
    `Not run yet: ${numbers}; the same command without --cells runs ${missing.length === 1 ? 'it' : 'them'}.\n`,
  ].join('\n');
}

/** Of a shard that is finished. */
export function shardText(shard: string, cells: number, path: string, folder: string): string {
  return `${shard} is finished: its ${some(cells, 'cell')} ${cells === 1 ? 'is' : 'are'} in ${path}.\nWhen all shards are there: lagcast sweep merge ${quoted(folder)}\n`;
}

/** What was called, so that it can be called again, as a shell takes it. */
export function commandText(args: readonly string[]): string {
  return ['lagcast', ...args.map(quoted)].join(' ');
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}

function told(lines: readonly string[], what: string): string {
  const rest = lines.length - MOST_TOLD;
  return [...lines.slice(0, MOST_TOLD), ...(rest > 0 ? [`and ${some(rest, `more ${what}`)}`] : [])].join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
