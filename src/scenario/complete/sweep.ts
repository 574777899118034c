/**
 * Completes `sweep:` of a scenario: ranges in steps become lists of values, and what is not said gets its default. How many cells there are,
 * and that no two axes set the same, is found out here; whether something stands at a path, and takes these values, when variants are made.
 */
import type { Findings } from '../findings.ts';
import { isMapping, quoteFound } from '../plain.ts';
import { quote, type Path } from '../problem.ts';
import { readPart } from '../schema/issues.ts';
import { sweepSchema, type SweepWritten } from '../schema/sweep.ts';
import { isSampled, MOST_CELLS, SWEEP_DEFAULTS, type Design, type SweepScenario, type SweptAxis } from '../sweep.ts';
import type { Context, Names } from './context.ts';
import { checkedFigure, parseFigure } from './objectives.ts';
import { refuseOverlaps } from './sweep-overlaps.ts';
import { readCases } from './sweep-cases.ts';
import { readList, readNumerals, readSteps, readVariedPath } from './varied.ts';

/** Undefined where there is no `sweep:`, or one that cannot be used. */
export function readSweep(value: unknown, { findings, origins, names }: Context): SweepScenario | undefined {
  if (value === undefined) return undefined;
  const written = readPart(sweepSchema, value, ['sweep'], findings);
  if (written === undefined) return undefined;
  const of = <K extends keyof typeof SWEEP_DEFAULTS>(key: K) =>
    written[key] ?? origins.ours(['sweep', key], SWEEP_DEFAULTS[key]);
  const design = of('design');
  if (written.samples !== undefined && !isSampled(design))
    findings.error(['sweep', 'samples'], {
      message: `samples are of a latin-hypercube or low-discrepancy design; this is ${nameOf(design)}`,
    });
  const figures = written.figures ?? [];
  figures.forEach((text, i) => checkFigure(text, ['sweep', 'figures', i], names, findings));
  const before = findings.errors;
  const vary = Object.entries(written.vary ?? {}).flatMap(([name, one]) => readAxis(name, one, design, findings) ?? []);
  const samples = isSampled(design) ? of('samples') : (written.samples ?? SWEEP_DEFAULTS.samples);
  const sweep = { vary, design, samples, replications: of('replications'), figures };
  if (findings.errors === before) {
    refuseOverlaps(vary, findings);
    checkSize(sweep, findings);
  }
  return sweep;
}

/** Of a scenario without `sweep:`. */
export function defaultSweep(): SweepScenario {
  return { vary: [], ...SWEEP_DEFAULTS, figures: [] };
}

/** How many cells axes of so many values make; that all axes of a `together` have equally many values has been seen to. */
export function cellsOf(
  lengths: readonly number[],
  { design, samples }: Pick<SweepScenario, 'design' | 'samples'>,
): number {
  if (lengths.length === 0) return 0;
  if (isSampled(design)) return samples;
  return design === 'together' ? lengths[0]! : lengths.reduce((product, length) => product * length, 1);
}

/** Values of an axis; 0 of a range of which any value may be taken. */
export function lengthOf({ values, range }: SweptAxis): number {
  return values?.length ?? range?.count ?? 0;
}

function nameOf(design: Design): string {
  return design === 'together' ? 'together' : `a ${design}`;
}

function checkFigure(text: string, path: Path, names: Names, findings: Findings): void {
  const figure = parseFigure(text);
  if (figure !== undefined) return void checkedFigure(figure, names, path, findings);
  const message = `a figure is due; found ${quote(text)}`;
  findings.error(path, { message, hint: 'such as p99(orders.latency) or cost.perMonth' });
}

type AxisWritten = NonNullable<SweepWritten['vary']>[string];
type RangeOrCases = Exclude<AxisWritten, readonly unknown[]>;

function readAxis(name: string, written: AxisWritten, design: Design, findings: Findings): SweptAxis | undefined {
  const place = ['sweep', 'vary', name];
  if (!Array.isArray(written) && isMapping(written) && written.cases !== undefined)
    return readCases(name, written.cases, place, findings);
  if (readVariedPath(name, place, findings) === undefined) return undefined;
  if (Array.isArray(written)) return listAxis(name, readList(written, place, findings));
  return readRange(name, written as RangeOrCases, design, findings);
}

function listAxis(name: string, values: readonly unknown[] | undefined): SweptAxis | undefined {
  return values === undefined ? undefined : { name, values: values.map((value) => ({ value })) };
}

function readRange(name: string, written: RangeOrCases, design: Design, findings: Findings): SweptAxis | undefined {
  const place = ['sweep', 'vary', name];
  const { from, to, step, values: count, scale = 'linear' } = written as RangeOrCases & Record<'from' | 'to', string>;
  const isAny = count === undefined && step === undefined && isSampled(design);
  if (count === undefined && scale === 'linear' && !isAny)
    return listAxis(name, readSteps({ from, to, step }, place, findings));
  const refuse = (message: string, key?: string, hint?: string) =>
    findings.error(key === undefined ? place : [...place, key], { message, hint });
  if (count === undefined && !isAny)
    return void refuse('how many values are due on a logarithmic scale', undefined, 'such as values: 5');
  const ends = readNumerals({ from, to }, place, findings);
  if (ends === undefined) return undefined;
  if (ends.from.value === ends.to.value) return void refuse(`another value than from is due; found ${quote(to)}`, 'to');
  if (scale === 'log' && Math.min(ends.from.value, ends.to.value) <= 0)
    return void refuse(`both ends are above 0 on a logarithmic scale; found ${quote(from)} and ${quote(to)}`);
  return { name, range: { from, to, scale, count } };
}

function checkSize(sweep: SweepScenario, findings: Findings): void {
  const { vary, design } = sweep;
  const refuse = (message: string, hint?: string) => findings.error(['sweep', 'vary'], { message, hint });
  if (design === 'together') {
    const [first, ...others] = vary;
    const other = others.find((axis) => lengthOf(axis) !== lengthOf(first!));
    if (other !== undefined)
      refuse(
        `together they need equally many values; ${quoteFound(first!.name)} has ${lengthOf(first!)}, ` +
          `${quoteFound(other.name)} has ${lengthOf(other)}`,
      );
  }
  const cells = cellsOf(vary.map(lengthOf), sweep);
  if (cells > MOST_CELLS)
    refuse(`these are ${cells} cells, and at most ${MOST_CELLS} can be run`, 'fewer values, or a sampled design');
}
