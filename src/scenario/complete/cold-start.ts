/**
 * Turns what a scenario says about new environments into the whole of it: INIT times from the table, from a file or of one's
 * own, the restore of a snapshot, the platform's part, the size of the package.
 */
import {
  hasSnapStart,
  INIT_TIMES_ID,
  initQuantiles,
  initTimes,
  measuredOf,
  type Architecture,
  type Package,
  type Runtime,
} from '../../aws/cold-starts.ts';
import { lognormalByQuantiles, type DistributionSpec } from '../../engine/distributions.ts';
import { percentile, readColdStarts } from '../cold-start-file.ts';
import { quote, type Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { ColdStart, ColdStartFile } from '../scenario.ts';
import { isRestored, type ColdStartWritten } from '../schema/cold-start.ts';
import type { FunctionWritten } from '../schema/function.ts';
import { listed } from '../schema/shapes.ts';
import type { Context } from './context.ts';
import { readFile } from './files.ts';
import type { Origins } from './origins.ts';

/** `path`: of the function. What is wrong has been reported; then something stands in its place. */
export function completeColdStart(written: FunctionWritten, path: Path, context: Context): ColdStart | undefined {
  const { origins } = context;
  const cold = written.coldStart;
  const where = [...path, 'coldStart'];
  if (cold === 'none') return undefined;
  if (cold === undefined) return assumed(written.architecture, where, origins);
  const architecture = cold.architecture ?? written.architecture ?? 'x86_64';
  checkArchitecture(written, where, context);
  const pack = cold.package ?? 'zip';
  const fact = pack === 'image' ? 'lambda.coldStart.platform.image' : 'lambda.coldStart.platform';
  const platform = cold.platform ?? constant(origins.fact([...where, 'platform'], fact));
  const common = { platform, runtime: cold.runtime, package: pack, packageSize: packageSize(cold, where, context) };
  if (isRestored(cold)) {
    refuseSnapshot(cold, where, context);
    const init = cold.restore ?? restore([...where, 'restore'], origins);
    return { ...common, file: undefined, init, snapStart: true };
  }
  const [init, file] = initOf(cold, pack, architecture, where, context);
  return { ...common, file, init, snapStart: false };
}

/** Of the INIT it is the runtime that was assumed, not the times. */
function assumed(architecture: Architecture = 'x86_64', path: Path, origins: Origins): ColdStart | undefined {
  const runtime = origins.word(path, 'lambda.coldStart.runtime');
  if (runtime === 'none') return undefined;
  const platform = constant(origins.fact([...path, 'platform'], 'lambda.coldStart.platform'));
  const times = initTimes(runtime as Runtime, 'zip', architecture) ?? initTimes(runtime as Runtime, 'zip', 'x86_64');
  const init: DistributionSpec = { kind: 'quantiles', points: initQuantiles(times!) };
  return { platform, runtime, package: 'zip', packageSize: undefined, file: undefined, init, snapStart: false };
}

function initOf(
  cold: ColdStartWritten,
  pack: Package,
  architecture: Architecture,
  path: Path,
  context: Context,
): [DistributionSpec, ColdStartFile | undefined] {
  if (cold.init !== undefined) return [cold.init, undefined];
  if (cold.file !== undefined) return measuredInFile(cold, cold.file, pack, architecture, path, context);
  // The schema lets none through without a runtime of the table.
  const runtime = cold.runtime as Runtime;
  const times = initTimes(runtime, pack, architecture);
  if (times !== undefined)
    return [
      context.origins.measured([...path, 'init'], { kind: 'quantiles', points: initQuantiles(times) }),
      undefined,
    ];
  // Nothing is put in the place of what nobody measured.
  context.findings.error([...path, 'runtime'], {
    message: `no INIT times of ${runtime} as ${pack} on ${architecture} were published`,
    hint: `there is: ${listed(measuredOf(runtime), 'and')}; or give init instead of runtime`,
    source: INIT_TIMES_ID,
  });
  return [constant(0), undefined];
}

function measuredInFile(
  cold: ColdStartWritten,
  file: string,
  pack: Package,
  architecture: Architecture,
  path: Path,
  context: Context,
): [DistributionSpec, ColdStartFile | undefined] {
  const none: [DistributionSpec, undefined] = [constant(0), undefined];
  const text = readFile(file, [...path, 'file'], context);
  if (text === undefined) return none;
  const { memory } = cold;
  const read = readColdStarts(text, { runtime: cold.runtime ?? '', pack, architecture, memory });
  if (!read.ok) {
    const { about, message, hint } = read;
    const key = about === 'package' && cold.package === undefined ? 'runtime' : about;
    context.findings.error([...path, key], {
      message: key === 'runtime' && about === 'runtime' ? message : `${quote(file)} ${message}`,
      hint,
    });
    return none;
  }
  const median = formatQuantity('duration', Math.round(percentile(read.times, 0.5)));
  const sizes = memory === undefined ? 'all sizes of memory' : `${memory} MB`;
  context.findings.note([...path, 'file'], {
    message: `${read.times.length} INIT times of ${read.runtime} as ${pack} on ${architecture}, ${sizes}: median ${median}`,
  });
  return [read.init, { file, runtime: read.runtime, memory }];
}

function checkArchitecture({ architecture, coldStart }: FunctionWritten, path: Path, { findings }: Context): void {
  const own = typeof coldStart === 'object' ? coldStart.architecture : undefined;
  if (own === undefined || architecture === undefined || own === architecture) return;
  findings.error([...path, 'architecture'], {
    message: `${own}, and the function runs on ${architecture}`,
    hint: 'it is the function’s unless said',
  });
}

/** A snapshot is for some runtimes, holds the package, and runs no INIT. */
function refuseSnapshot(
  { runtime, packageSize: size, file }: ColdStartWritten,
  path: Path,
  { findings }: Context,
): void {
  const source = 'ENV-12';
  if (size !== undefined)
    findings.error([...path, 'packageSize'], {
      message: 'does nothing with SnapStart: the snapshot holds the package already',
      hint: 'leave it out, or give restore',
      about: 'key',
      source,
    });
  if (file !== undefined)
    findings.error([...path, 'file'], { message: 'a restored environment runs no INIT', about: 'key', source });
  if (runtime === undefined || hasSnapStart(runtime)) return;
  const hint = 'there is: Java from 11, Python from 3.12 and .NET from 8, managed runtimes only';
  findings.error([...path, 'runtime'], { message: `${runtime} has no SnapStart`, hint, source });
}

function packageSize({ packageSize: size, package: pack }: ColdStartWritten, path: Path, context: Context) {
  const { rules, findings } = context;
  const most = rules.number(pack === 'image' ? 'lambda.package.image.max' : 'lambda.package.zip.max');
  if (size === undefined || size <= most) return size;
  const what = pack === 'image' ? 'an image' : 'a zip package';
  findings.error([...path, 'packageSize'], {
    message: `${what} has at most ${formatQuantity('size', most)}; found ${formatQuantity('size', size)}`,
    source: 'ENV-03',
  });
  return undefined;
}

function restore(path: Path, origins: Origins): DistributionSpec {
  const [p50, p99] = [
    origins.fact(path, 'lambda.snapStart.restore.p50'),
    origins.fact(path, 'lambda.snapStart.restore.p99'),
  ];
  return lognormalByQuantiles(p50, p99);
}

export function completeIdleLifetime(written: FunctionWritten['coldStart'], path: Path, origins: Origins): number {
  const given = written === 'none' ? undefined : written?.idleLifetime;
  return given ?? origins.fact(path, 'lambda.environment.idleLifetime');
}

function constant(value: number): DistributionSpec {
  return { kind: 'constant', value };
}
