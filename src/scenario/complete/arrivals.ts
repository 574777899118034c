/**
 * Turns the arrivals of a source into what the model sends: rates, records written out, traces that are read from files.
 * Checks what takes the whole source to see: ids that stand twice, records larger than the queue takes.
 */
import type { Micros } from '../../engine/time.ts';
import type { Findings } from '../findings.ts';
import { quote, type Path } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import type { ArrivalScenario, ArrivalTimes, AttributeSpec, AttributeValue, RecordScenario } from '../scenario.ts';
import type { ArrivalWritten, RecordWritten, ReplayWritten } from '../schema/arrivals.ts';
import type { Trace, TraceProblem } from '../trace.ts';
import type { Context } from './context.ts';
import { readFile } from './files.ts';
import { completeRate, warnOfLate } from './rates.ts';

/** The largest record that is taken, by whom, and the fact that says so. */
export interface Limits {
  readonly size: number;
  readonly taker: string;
  readonly source: string;
  /** Attribute that the key of a single record becomes; `key` unless said. */
  readonly key?: string | undefined;
}

/** Entries whose trace could not be read are left out; that has then been reported. */
export function completeArrivals(
  written: readonly ArrivalWritten[],
  path: Path,
  limits: Limits,
  context: Context,
): ArrivalScenario[] {
  const arrivals = written.flatMap((entry, i) => {
    const when = timesOf(entry, [...path, i], limits, context);
    return when === undefined ? [] : [{ when, startAt: entry.startAt, endAt: entry.endAt, ...carried(entry) }];
  });
  written.forEach((entry, i) => checkSizes(entry, [...path, i], limits, context.findings));
  checkIds(written, path, context.findings);
  return arrivals;
}

function carried({ attributes = {} }: ArrivalWritten): Pick<ArrivalScenario, 'attributes' | 'size'> {
  const { size, ...others } = attributes;
  const named = Object.entries(others).map(([name, spec]) => ({ name, spec: spec as AttributeSpec }));
  return { attributes: named, size };
}

function timesOf(entry: ArrivalWritten, path: Path, limits: Limits, context: Context): ArrivalTimes | undefined {
  if (entry.startAt !== undefined) warnOfLate(entry.startAt, 'this entry', [...path, 'startAt'], context);
  if (entry.replay !== undefined) return replay(entry, entry.replay, [...path, 'replay'], context);
  if (entry.records !== undefined) {
    const list = entry.records.map((record, i) =>
      completeRecord(record, limits.key ?? 'key', [...path, 'records', i], context),
    );
    return { kind: 'records', records: list };
  }
  return entry.rate === undefined ? undefined : completeRate(entry.rate, [...path, 'rate'], context);
}

function completeRecord(
  written: RecordWritten,
  keyName: string,
  path: Path,
  { findings, duration = Infinity }: Context,
): RecordScenario {
  const { at = 0, id, size, delay, duration: work, body } = written;
  if (at > duration) findings.warning([...path, 'at'], { message: 'the run has ended by then: this is never sent' });
  return {
    at,
    id,
    size: size ?? (body === undefined ? undefined : lengthOf(body)),
    delay,
    duration: work,
    body: body === undefined ? undefined : textOf(body),
    attributes: attributesOf(written, keyName, path, findings),
  };
}

/** The text itself, or the JSON of anything else. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
}

/** Bytes of a body. */
function lengthOf(body: unknown): number {
  return new TextEncoder().encode(textOf(body)).length;
}

/** `key`, `group` and `dedup` are attributes with a place of their own, `size` is none. */
function attributesOf(
  written: RecordWritten,
  keyName: string,
  path: Path,
  findings: Findings,
): RecordScenario['attributes'] {
  const { attributes = {}, key, group, dedup } = written;
  const all: [string, AttributeValue][] = Object.entries(attributes);
  for (const [place, name, value] of [
    ['key', keyName, key],
    ['group', 'group', group],
    ['dedup', 'dedup', dedup],
  ] as const) {
    if (value === undefined) continue;
    if (Object.hasOwn(attributes, name))
      findings.error([...path, place], { message: `${name} stands among the attributes, too` });
    all.push([name, value]);
  }
  if (Object.hasOwn(attributes, 'size')) {
    const hint = 'it is a property of the record, beside its attributes';
    findings.error([...path, 'attributes', 'size'], {
      message: 'size is no attribute of a single record',
      hint,
      about: 'key',
    });
  }
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

function checkSizes(entry: ArrivalWritten, path: Path, limits: Limits, findings: Findings): void {
  const check = (bytes: number | undefined, where: Path) => {
    if (bytes === undefined || bytes <= limits.size) return;
    const message = `a record of ${formatQuantity('size', bytes)} is larger than ${limits.taker} takes`;
    const hint = `at most ${formatQuantity('size', limits.size)}`;
    findings.error(where, { message, hint, source: limits.source });
  };
  const size = entry.attributes?.size;
  if (size?.kind === 'constant') check(size.value, [...path, 'attributes', 'size']);
  entry.records?.forEach(({ size: own, body }, i) => {
    if (own !== undefined) check(own, [...path, 'records', i, 'size']);
    else if (body !== undefined) check(lengthOf(body), [...path, 'records', i, 'body']);
  });
}

function checkIds(written: readonly ArrivalWritten[], path: Path, findings: Findings): void {
  const seen = new Set<string>();
  const isGenerated = generatedIds(written, path);
  written.forEach(({ records = [] }, i) => {
    records.forEach(({ id }, j) => {
      if (id === undefined) return;
      const where = [...path, i, 'records', j, 'id'];
      if (seen.has(id)) findings.error(where, { message: `the id ${quote(id)} stands here twice` });
      else if (isGenerated(id))
        findings.error(where, { message: `${quote(id)} is an id that records without one are given here` });
      seen.add(id);
    });
  });
}

/** Whether a record of this source may be given an id: the name of the source and a number, where some come without one. */
function generatedIds(written: readonly ArrivalWritten[], path: Path): (id: string) => boolean {
  const some = written.some(({ records }) => records === undefined || records.some(({ id }) => id === undefined));
  const prefix = `${path[1]}-`;
  return (id) => some && id.startsWith(prefix) && /^[1-9]\d*$/.test(id.slice(prefix.length));
}

function replay(
  { startAt = 0, endAt = Infinity }: ArrivalWritten,
  written: ReplayWritten,
  path: Path,
  context: Context,
): ArrivalTimes | undefined {
  const { findings, origins, duration = Infinity } = context;
  const { file } = written;
  const where = [...path, 'file'];
  refuseSize(written, path, findings);
  const text = readFile(file, where, context);
  if (text === undefined) return undefined;
  const result = context.readTrace(text, defined(written));
  if (!result.ok) {
    for (const problem of result.problems) findings.error(where, sayTraceProblem(file, problem));
    return undefined;
  }
  noteTrace(result.trace, where, Math.min(endAt, duration) - startAt, findings);
  const spread = written.spread ?? origins.ours([...path, 'spread'], 'even');
  return { kind: 'replay', file, trace: result.trace, spread };
}

/** A column called size would be an attribute like any other, and nobody would notice that the records have no bytes. */
function refuseSize({ attributes = {} }: ReplayWritten, path: Path, findings: Findings): void {
  const names = Array.isArray(attributes) ? attributes : Object.keys(attributes);
  if (!names.includes('size')) return;
  const hint = 'name it otherwise; bytes of replayed records are drawn: attributes: { size: … } of the entry';
  findings.error([...path, 'attributes'], { message: 'the size of a record is not taken from a column', hint });
}

/** Tells what was made of the file, and when there is not enough time to play all of it. */
function noteTrace({ notes, span }: Trace, where: Path, time: Micros, findings: Findings): void {
  for (const message of notes) findings.note(where, { message });
  if (span <= time || time <= 0) return;
  const [whole, played] = [span, time].map((length) => formatQuantity('duration', length));
  findings.note(where, { message: `the trace lasts ${whole}; only ${played} of it are played` });
}

function sayTraceProblem(
  file: string,
  { row, column, message, hint }: TraceProblem,
): { message: string; hint?: string | undefined } {
  if (row === undefined) return { message, hint };
  const where = column === undefined ? '' : `, column ${quote(column)}`;
  return { message: `${quote(file)}, line ${row}${where}: ${message}`, hint };
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that have no value, as exact optional properties want it. */
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
