/** `--trace FILE` with its options: what of a run is drawn, and into which file. */
import { resolve } from 'node:path';
import { tracing, type TraceOptions, type Tracing } from '../assemble-trace.ts';
import { count, duration } from '../report/format.ts';
import { quote } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { parseDuration, type Parsed } from '../scenario/units.ts';
import { InputError, STDIN, type WholeFile } from './files.ts';

/** As the user wrote them. */
export interface TraceFileOptions {
  readonly trace?: string | undefined;
  readonly traceRecords?: string | undefined;
  readonly traceFrom?: string | undefined;
  readonly traceTo?: string | undefined;
  readonly replication?: number | undefined;
}

/** More than anybody can tell apart. */
const MOST_FOLLOWED = 100_000;

/** Why these options cannot be meant, whatever the scenario; undefined when they can. */
export function wrongTraceOptions(options: TraceFileOptions): string | undefined {
  const { trace, traceRecords, traceFrom, traceTo } = options;
  const given = [
    [traceRecords, '--trace-records'],
    [traceFrom, '--trace-from'],
    [traceTo, '--trace-to'],
  ] as const;
  const [, alone] = given.find(([value]) => value !== undefined) ?? [];
  if (trace === undefined) return alone === undefined ? undefined : `error: ${alone} says something of --trace FILE`;
  if (trace === STDIN) return 'error: --trace: standard output takes no trace; name a file';
  const parts = partsOf(options);
  return typeof parts === 'string' ? `error: ${parts}` : undefined;
}

/** A run drawn into a file; `finish` returns what its user should know, and leaves the file to be finished. */
export function traceInto(
  path: string,
  scenario: Scenario,
  options: TraceFileOptions,
  fileAt: (path: string) => WholeFile,
): { readonly run: Tracing['run']; readonly finish: () => string[] } {
  const parts = partsOf(options);
  if (typeof parts === 'string') throw new InputError(parts);
  if ((parts.from ?? 0) >= scenario.duration)
    throw new InputError(`--trace-from: the run is over after ${duration(scenario.duration)}`);
  const file = fileAt(resolve(path));
  const { run, finish } = tracing(scenario, parts, (text) => file.append(text), options.replication);
  return {
    run,
    finish: () => {
      const { cutAt, events, unmet } = finish();
      const missing = unmet.map((id) => `note: no record is called ${quote(id)}; the trace does not follow it`);
      if (cutAt === undefined) return missing;
      const cut = `note: the trace ends at ${duration(cutAt)}, with ${count(events)} events; --trace-from and --trace-to draw another part`;
      return [...missing, cut];
    },
  };
}

/** Or what is wrong with them. */
function partsOf({ traceRecords, traceFrom, traceTo }: TraceFileOptions): TraceOptions | string {
  const from = timeOf(traceFrom);
  if (from?.ok === false) return `--trace-from: ${from.message}`;
  if (from !== undefined && from.value < 0) return '--trace-from: the run begins at 0 s';
  const to = timeOf(traceTo);
  if (to?.ok === false) return `--trace-to: ${to.message}`;
  if (to !== undefined && to.value <= (from?.value ?? 0)) return '--trace-to: the trace would end before it begins';
  const records = traceRecords === undefined ? undefined : wantedOf(traceRecords);
  if (typeof records === 'string') return records;
  return { from: from?.value, to: to?.value, records };
}

function timeOf(text: string | undefined): Parsed | undefined {
  return text === undefined ? undefined : parseDuration(text);
}

/** A number alone is how many; `7,` is the record that is called 7. */
function wantedOf(text: string): number | readonly string[] | string {
  if (/^\d+$/.test(text)) {
    return Number(text) <= MOST_FOLLOWED
      ? Number(text)
      : `--trace-records: at most ${count(MOST_FOLLOWED)} of each source`;
  }
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return ids.length > 0 ? ids : '--trace-records: a number or ids are needed';
}
