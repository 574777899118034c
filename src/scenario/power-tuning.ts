/**
 * Reads what aws-lambda-power-tuning puts out: text in, memory sizes with the durations measured in them out.
 *
 * Taken are `stats` (there with includeOutputResults), or else the figures in the address of its chart, which is always
 * there: after the #, base64 of the sizes in MB (16-bit integers), of the durations in ms (32-bit floats) and of the costs,
 * with semicolons between. Both as the state machine answers or within `results`, or in the `output` of an execution.
 * Costs are left out; so is what was measured on Managed Instances.
 */
import { MILLISECOND, type Micros } from '../engine/time.ts';
import type { Said } from './findings.ts';
import { isMapping, type Mapping } from './plain.ts';

/** How long an invocation took with so much memory, in MB. */
export interface TuningRow {
  readonly memory: number;
  readonly duration: Micros;
}

export type TuningResult = { readonly ok: true; readonly rows: readonly TuningRow[] } | ({ readonly ok: false } & Said);

const HINT = 'the output of the state machine is due: with stats, or with stateMachine.visualization';

/** Never throws. Rows are in order of memory. */
export function readPowerTuning(text: string): TuningResult {
  const value = parsed(text);
  if (value === undefined) return { ok: false, message: 'is no JSON', hint: HINT };
  const output = unwrapped(value);
  if (output === undefined) return { ok: false, message: 'is no output of aws-lambda-power-tuning', hint: HINT };
  const rows = fromStats(output['stats']) ?? fromChart(output['stateMachine']);
  if (rows !== undefined) return { ok: true, rows: rows.toSorted((a, b) => a.memory - b.memory) };
  if (Array.isArray(output['lmiStats']))
    return { ok: false, message: 'was measured on Managed Instances, which are not modelled', source: 'LMI-01' };
  return { ok: false, message: 'has neither durations in stats nor a chart that can be read', hint: HINT };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Without the wrappers: an execution carries its output as text. */
function unwrapped(value: unknown): Mapping | undefined {
  if (Array.isArray(value)) return { stats: value };
  if (!isMapping(value)) return undefined;
  if (typeof value['output'] === 'string') {
    const output = parsed(value['output']);
    return isMapping(output) ? (unwrapped(output['results']) ?? output) : undefined;
  }
  return isMapping(value['results']) ? value['results'] : value;
}

function fromStats(stats: unknown): TuningRow[] | undefined {
  if (!Array.isArray(stats) || stats.length === 0) return undefined;
  const rows = stats.map((one: unknown) => {
    if (!isMapping(one)) return undefined;
    // The size may be text.
    return row(Number(one['value']), Number(one['averageDuration']));
  });
  return sound(rows);
}

function fromChart(stateMachine: unknown): TuningRow[] | undefined {
  const address = isMapping(stateMachine) ? stateMachine['visualization'] : undefined;
  const [sizes, durations] = typeof address === 'string' ? (address.split('#')[1] ?? '').split(';') : [];
  const [memory, times] = [bytesOf(sizes), bytesOf(durations)];
  if (memory === undefined || times === undefined) return undefined;
  const count = Math.floor(memory.byteLength / 2);
  if (count === 0 || Math.floor(times.byteLength / 4) !== count) return undefined;
  const rows = Array.from({ length: count }, (_, i) =>
    row(memory.getInt16(2 * i, true), times.getFloat32(4 * i, true)),
  );
  return sound(rows);
}

function bytesOf(base64: string | undefined): DataView | undefined {
  if (base64 === undefined) return undefined;
  try {
    const text = atob(base64.trim());
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return new DataView(bytes.buffer);
  } catch {
    return undefined;
  }
}

/** Milliseconds in, whole microseconds out; undefined for what cannot have been measured. */
function row(memory: number, milliseconds: number): TuningRow | undefined {
  if (!Number.isSafeInteger(memory) || memory <= 0 || !Number.isFinite(milliseconds) || milliseconds <= 0)
    return undefined;
  return { memory, duration: Math.max(1, Math.round(milliseconds * MILLISECOND)) };
}

/** All of them or none: a table with holes would be another table. */
function sound(rows: readonly (TuningRow | undefined)[]): TuningRow[] | undefined {
  return rows.every((one) => one !== undefined) ? [...rows] : undefined;
}
