/** Says which cells of a sweep are missing, and who has not finished: `cells 3, 7..9 are missing: shard 2/4 has not finished`. */
import { shardOfCell, shardOfFile, shardText } from './shard.ts';

/** More runs of numbers than anybody reads. */
const MOST_SHOWN = 12;

/** `missing`: at least one cell, in order. `names`: of the files that were looked at; their ends say which shards there are. */
export function missingText(missing: readonly number[], names: readonly string[]): string {
  const what = `${missing.length === 1 ? 'cell' : 'cells'} ${rangesText(missing)} ${missing.length === 1 ? 'is' : 'are'} missing`;
  const of = partsOf(names);
  if (of === undefined) return what;
  const late = [...new Set(missing.map((cell) => shardOfCell(cell, of).index))].toSorted((a, b) => a - b);
  const there = new Set(names.map((name) => shardOfFile(baseOf(name))?.index));
  const absent = late.filter((index) => !there.has(index));
  const begun = late.filter((index) => there.has(index));
  const said = [
    ...(begun.length === 0 ? [] : [`${shards(begun, of)} ${begun.length === 1 ? 'has' : 'have'} not finished`]),
    ...(absent.length === 0 ? [] : [`${shards(absent, of)} ${absent.length === 1 ? 'is' : 'are'} not there`]),
  ];
  return `${what}: ${said.join(', ')}`;
}

/** `3, 7..9`; of very many the first. In order. */
export function rangesText(numbers: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const n of numbers) {
    const last = runs.at(-1);
    if (last?.to === n - 1) last.to = n;
    else runs.push({ from: n, to: n });
  }
  const shown = runs.slice(0, MOST_SHOWN).map(({ from, to }) => (from === to ? `${from}` : `${from}..${to}`));
  const rest = runs.slice(MOST_SHOWN).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return shown.join(', ') + (rest === 0 ? '' : ` and ${rest} more`);
}

/** How many parts there are, when all files that are parts agree. */
function partsOf(names: readonly string[]): number | undefined {
  const parts = new Set(names.flatMap((name) => shardOfFile(baseOf(name))?.of ?? []));
  return parts.size === 1 ? [...parts][0] : undefined;
}

function shards(indices: readonly number[], of: number): string {
  if (indices.length === 1) return `shard ${shardText({ index: indices[0]!, of })}`;
  return `shards ${rangesText(indices)} of ${of}`;
}

function baseOf(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}
