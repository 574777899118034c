/**
 * Reads measured INIT times from a file of maxday/lambda-perf: one day, ten cold starts of a minimal function for each runtime,
 * package, architecture and size of memory. Picks those of one runtime and makes a distribution of them.
 *
 * Memory made no clear difference (M.2), so the times of all sizes are put together unless one size is asked for. Left out:
 * durations, memory used, and the day.
 */
import type { Architecture, Package } from '../aws/cold-starts.ts';
import type { DistributionSpec } from '../engine/distributions.ts';
import { MILLISECOND, type Micros } from '../engine/time.ts';
import type { Said } from './findings.ts';
import { nearest } from './nearest.ts';
import { isMapping } from './plain.ts';
import { quote } from './problem.ts';

/** One row: INIT times of a function that was measured. */
interface Row {
  /** As people call it, `python3.12` or `go (prov.al2023)`; and as the function was called, `go_on_provided_al2023`. */
  readonly runtime: string;
  readonly code: string;
  readonly pack: string;
  readonly architecture: string;
  /** MB. */
  readonly memory: number;
  readonly inits: readonly Micros[];
}

/** Which rows are wanted; memory undefined: of all sizes. */
export interface Wanted {
  readonly runtime: string;
  readonly pack: Package;
  readonly architecture: Architecture;
  readonly memory: number | undefined;
}

export type ColdStartsRead =
  | { readonly ok: true; readonly init: DistributionSpec; readonly runtime: string; readonly times: readonly Micros[] }
  /** `about`: the key of the scenario that is at fault. */
  | ({ readonly ok: false; readonly about: 'file' | 'runtime' | 'package' | 'memory' } & Omit<Said, 'about'>);

/** Never throws. Times are in ascending order. */
export function readColdStarts(text: string, wanted: Wanted): ColdStartsRead {
  const rows = rowsOf(text);
  if (typeof rows === 'string')
    return {
      ok: false,
      about: 'file',
      message: rows,
      hint: 'a file of maxday/lambda-perf is due: { runtimeData: [ … ] }',
    };
  const runtime = runtimeOf(wanted.runtime, rows);
  if (typeof runtime !== 'string') return { ok: false, about: 'runtime', ...runtime };
  return choose(
    rows.filter((row) => row.runtime === runtime),
    runtime,
    wanted,
  );
}

function choose(own: readonly Row[], runtime: string, { pack, architecture, memory }: Wanted): ColdStartsRead {
  const alike = own.filter((row) => row.pack === pack && row.architecture === architecture);
  if (alike.length === 0) {
    const there = [...new Set(own.map((row) => `${row.pack} on ${row.architecture}`))];
    const message = `has no times of ${runtime} as ${pack} on ${architecture}`;
    return { ok: false, about: 'package', message, hint: `there is: ${there.join(', ')}` };
  }
  const chosen = memory === undefined ? alike : alike.filter((row) => row.memory === memory);
  if (chosen.length === 0) {
    const sizes = alike.map((row) => row.memory).toSorted((a, b) => a - b);
    const hint = `there is: ${sizes.map((size) => `${size} MB`).join(', ')}; without memory all are put together`;
    return { ok: false, about: 'memory', message: `has no times of ${runtime} with ${memory} MB`, hint };
  }
  const times = chosen.flatMap(({ inits }) => inits).toSorted((a, b) => a - b);
  return { ok: true, init: distributionOf(times), runtime, times };
}

/** The rows, or what is wrong with the file. */
function rowsOf(text: string): Row[] | string {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    return 'is no JSON';
  }
  const list = isMapping(value) ? value['runtimeData'] : undefined;
  if (!Array.isArray(list)) return 'has no list runtimeData';
  const rows = list.flatMap((one: unknown) => rowOf(one) ?? []);
  return rows.length === 0 ? 'has no INIT times that can be read' : rows;
}

/** Undefined of a row without what is needed: others may still have it. */
function rowOf(value: unknown): Row | undefined {
  if (!isMapping(value)) return undefined;
  const { r: name, d: runtime, p: pack, a: architecture, m: memory, i: inits } = value;
  if (typeof runtime !== 'string' || typeof pack !== 'string' || typeof architecture !== 'string') return undefined;
  if (typeof memory !== 'number' || !Array.isArray(inits)) return undefined;
  const times = inits.filter((time): time is number => typeof time === 'number' && Number.isFinite(time) && time > 0);
  if (times.length === 0) return undefined;
  const code = typeof name === 'string' ? name.replace(/^lambda-perf-/, '').replace(/-(zip|image)-.*$/, '') : runtime;
  return { runtime, code, pack, architecture, memory, inits: times.map((time) => Math.round(time * MILLISECOND)) };
}

/** The name that the file has for a runtime; of several that it may stand for none is chosen. */
function runtimeOf(written: string, rows: readonly Row[]): string | Omit<Said, 'about'> {
  const names = [...new Set(rows.map(({ runtime }) => runtime))];
  if (names.includes(written)) return written;
  const sought = letters(written);
  const byCode = rows.find(({ code }) => letters(code) === sought);
  if (byCode !== undefined) return byCode.runtime;
  const meant = names.filter((name) => spellings(name).includes(sought));
  if (meant.length === 1) return meant[0]!;
  if (meant.length > 1)
    return { message: `${quote(written)} may be several runtimes of the file`, hint: `there is: ${meant.join(', ')}` };
  const near = nearest(written, names);
  const hint = near === undefined ? `there is: ${names.toSorted().join(', ')}` : `did you mean ${near}?`;
  return { message: `the file has no runtime ${quote(written)}`, hint };
}

/** Without case, dots and spaces; `nodejs22` stands for `nodejs22.x`, `rust` for `rust (prov.al2023)`. */
function spellings(name: string): string[] {
  const bare = name.replace(/\s*\(.*\)$/, '');
  return [name, bare, bare.replace(/\.x$/, '')].map(letters);
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Straight lines through these percentiles: few enough to be read, and nothing outside what was measured. */
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1] as const;

function distributionOf(times: readonly Micros[]): DistributionSpec {
  if (times.length === 1) return { kind: 'constant', value: times[0]! };
  return { kind: 'quantiles', points: SHARES.map((share) => [share, Math.round(percentile(times, share))]) };
}

/** Between the measured times along straight lines; `times` in ascending order. */
export function percentile(times: readonly Micros[], share: number): Micros {
  const place = share * (times.length - 1);
  const [below, above] = [times[Math.floor(place)]!, times[Math.ceil(place)]!];
  return below + (place - Math.floor(place)) * (above - below);
}
