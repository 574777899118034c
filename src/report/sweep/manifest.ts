/**
 * The manifest of a finished sweep: what was run, how many cells came to which end, and which files hold it, each with its length and its
 * SHA-256. There is no time and no machine in it: equal sweeps have equal manifests. Pure; the caller measures the files.
 */
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';

/** Version of the format of a {@link Manifest}. */
export const MANIFEST_FORMAT = 1;

export interface ManifestFile {
  /** Below the folder of the sweep, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  /** Of tables, without their heads; of `cells.jsonl` the cells. Absent of all others. */
  readonly rows?: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

export interface Manifest extends Omit<SweepHeader, 'lagcastSweep' | 'cells'> {
  /** {@link MANIFEST_FORMAT}. */
  readonly lagcastManifest: number;
  /** By what became of them. `all` is their number. */
  readonly cells: Readonly<Record<'all' | 'done' | 'refused' | 'gaveUp' | 'failed', number>>;
  /** By name. */
  readonly files: readonly ManifestFile[];
}

export function manifestOf(header: SweepHeader, lines: readonly SweepLine[], files: readonly ManifestFile[]): Manifest {
  const { lagcastSweep: _format, cells, ...rest } = header;
  const of = (status: SweepLine['status']): number => lines.filter((line) => line.status === status).length;
  return {
    lagcastManifest: MANIFEST_FORMAT,
    ...rest,
    cells: { all: cells, done: of('done'), refused: of('refused'), gaveUp: of('gave up'), failed: of('failed') },
    files: files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
