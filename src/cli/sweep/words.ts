/** What a sweep says while it runs and when it stops before its end: in plain sentences, and with the command that goes on. Pure. */
import type { FailedCell } from '../../plan/sweep/cell.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { count, some } from '../../report/format.ts';
import type { SpoiltLine } from './journal.ts';

/** More than anybody reads. */
const MOST_TOLD = 10;

/** What was found wrong in the file of cells; empty when nothing was. */
export function spoiltText(path: string, spoilt: readonly SpoiltLine[]): string {
  if (spoilt.length === 0) return '';
  const lines = told(
    spoilt.map(({ line, why }) => `warning: ${path}:${line}: ${why}; the line is passed over`),
    'spoilt line',
  );
  return `${lines}\ncells without a sound line count as not run`;
}

/** Each cell that failed, with all that is needed to repeat it; empty when none did. `args`: of what was called. */
export function failedText(failed: readonly FailedCell[], args: readonly string[]): string {
  return told(
    failed.map((one) => {
      const again = `${commandText(withoutWhich(args))} --cells ${one.cell} --workers 1`;
      return `${failedCellText(one)}\n  to repeat it: ${again}`;
    }),
    'failed cell',
  );
}

/** What it was, and why. */
export function failedCellText({ cell, settings, seed, why }: FailedCell): string {
  const at = Object.entries(settings).map(([name, value]) => `${name}=${textOf(value)}`);
  return `error: cell ${cell} failed: ${why}\n  with ${[...at, `seed ${textOf(seed)}`].join(', ')}`;
}

/** Options of a command that would run other cells, in another way, or none of those that are there. */
function withoutWhich(args: readonly string[]): string[] {
  const taking = ['--cells', '--workers'];
  return args.filter((arg, i) => {
    if (arg === '--restart' || taking.some((option) => arg.startsWith(`${option}=`))) return false;
    return !taking.includes(arg) && !taking.includes(args[i - 1] ?? '');
  });
}

/** `42 of 100 cells are kept`. */
export function keptText(done: number, all: number): string {
  if (done === 0) return 'no cell was finished';
  return `${count(done)} of ${some(all, 'cell')} ${done === 1 ? 'is' : 'are'} kept`;
}

/** The same, and how to go on. `restart`: whether what was called begins anew each time. */
export function keptForLater(done: number, all: number, restart = false): string {
  if (done === 0) return keptText(done, all);
  return `${keptText(done, all)}, and the same command ${restart ? 'without --restart ' : ''}goes on`;
}

/** While cells that run are waited for after the user asked to stop. */
export function stoppingText(cells: number, seconds: number): string {
  return `stopping: ${some(cells, 'cell')} under way ${cells === 1 ? 'has' : 'have'} ${seconds} s; Ctrl-C again stops at once`;
}

/** Of a sweep that only some cells were asked of. `missing`: at least one, in order; `failed`: those of them that were run in vain. */
export function unfinishedText(
  missing: readonly number[],
  failed: readonly number[],
  all: number,
  path: string,
  restart = false,
): string {
  const there = all - missing.length;
  const unrun = missing.filter((cell) => !failed.includes(cell));
  const kinds = [
    ...(failed.length > 0 ? [`failed: ${cellsText(failed)}`] : []),
    ...(unrun.length > 0 ? [`not run yet: ${cellsText(unrun)}`] : []),
  ].join('; ');
  const without = restart ? '--cells and --restart' : '--cells';
  return [
    `${count(there)} of ${some(all, 'cell')} ${there === 1 ? 'is' : 'are'} in ${path}.`,
    `${kinds[0]!.toUpperCase()}${kinds.slice(1)}; the same command without ${without} runs ${missing.length === 1 ? 'it' : 'them'}.\n`,
  ].join('\n');
}

function cellsText(cells: readonly number[]): string {
  return `${cells.length === 1 ? 'cell' : 'cells'} ${rangesText(cells)}`;
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
