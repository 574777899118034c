/**
 * What the memory of a function does to the times of its handler: one number they are multiplied by, from the part that
 * computes (cpuShare), or from durations that were measured with several sizes (powerTuning).
 */
import { slowdown } from '../../model/lambda/cpu.ts';
import { tunedSlowdown, type PowerRow } from '../../model/lambda/power-table.ts';
import { readPowerTuning } from '../power-tuning.ts';
import { quote, type Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { FunctionScenario, PowerTuning } from '../scenario.ts';
import type { FunctionWritten } from '../schema/function.ts';
import type { PowerTuningWritten } from '../schema/power-tuning.ts';
import type { Context } from './context.ts';
import { readFile } from './files.ts';

export type OfMemory = Pick<FunctionScenario, 'cpuShare' | 'powerTuning' | 'slowdown'>;

/** Undefined when something is wrong, which has then been reported. */
export function completeMemory(
  written: FunctionWritten,
  memory: number,
  path: Path,
  context: Context,
): OfMemory | undefined {
  const { origins, rules, findings } = context;
  const tuning = written.powerTuning;
  if (tuning === undefined) {
    const cpuShare = written.cpuShare ?? origins.ours([...path, 'cpuShare'], 0);
    const factor = cpuShare === 0 ? 1 : slowdown(cpuShare, memory, rules.number('lambda.memory.fullCpu'));
    return { cpuShare, powerTuning: undefined, slowdown: factor };
  }
  if (written.cpuShare !== undefined) {
    const message = 'says what memory does to durations, as powerTuning does: only one of them can be given';
    findings.error([...path, 'cpuShare'], { message, about: 'key', source: 'ENV-02' });
    return undefined;
  }
  return tuned(tuning, memory, [...path, 'powerTuning'], context);
}

function tuned(written: PowerTuningWritten, memory: number, path: Path, context: Context): OfMemory | undefined {
  const table = tableOf(written, path, context);
  if (table === undefined) return undefined;
  const powerTuning: PowerTuning = { measuredAt: written.measuredAt, file: written.file, table };
  const factor = tunedSlowdown(memory, written.measuredAt, table);
  if (factor === undefined) {
    refuseOutside(memory, written.measuredAt, table, path, context);
    return undefined;
  }
  noteFactor(powerTuning, memory, factor, path, context);
  return { cpuShare: 0, powerTuning, slowdown: factor };
}

function tableOf({ table, file }: PowerTuningWritten, path: Path, context: Context): readonly PowerRow[] | undefined {
  if (file === undefined) return (table ?? []).toSorted((a, b) => a.memory - b.memory);
  const text = readFile(file, [...path, 'file'], context);
  if (text === undefined) return undefined;
  const read = readPowerTuning(text);
  const twice = read.ok ? read.rows.find(({ memory }, i) => read.rows[i - 1]?.memory === memory) : undefined;
  if (read.ok && twice === undefined) return read.rows;
  const said = read.ok ? { message: `has ${twice!.memory} MB twice` } : read;
  context.findings.error([...path, 'file'], { ...said, message: `${quote(file)} ${said.message}` });
  return undefined;
}

/** Nothing is put in the place of what nobody measured. */
function refuseOutside(
  memory: number,
  measuredAt: number,
  table: readonly PowerRow[],
  path: Path,
  { findings }: Context,
): void {
  const [least, most] = [table[0]!.memory, table.at(-1)!.memory];
  const isInside = (size: number): boolean => size >= least && size <= most;
  const hint = 'measure more sizes, or give cpuShare instead';
  const range = least === most ? `${least} MB only` : `${least} MB to ${most} MB`;
  if (!isInside(measuredAt))
    findings.error([...path, 'measuredAt'], { message: `the table has ${range}, and not ${measuredAt} MB`, hint });
  if (!isInside(memory))
    findings.error(path, { message: `the table has ${range}, and the function ${memory} MB of memory`, hint });
}

function noteFactor(
  { measuredAt, table }: PowerTuning,
  memory: number,
  factor: number,
  path: Path,
  { findings }: Context,
) {
  const sizes = table.length === 1 ? '1 size' : `${table.length} sizes`;
  const ends = [table[0]!, table.at(-1)!].map(
    ({ memory: size, duration }) => `${formatQuantity('duration', Math.round(duration))} with ${size} MB`,
  );
  const by = Number(factor.toPrecision(3));
  findings.note(path, {
    message: `${sizes} of memory, ${ends.join(' to ')}: with ${memory} MB the handler takes ${by} times as long as with ${measuredAt} MB`,
    source: 'ENV-02',
  });
}
