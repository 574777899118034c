/**
 * Makes the spec of a sweep of a scenario that says what varies. What can be known before the first run is found out here: values that no
 * cell can have are told, and a sweep of which nothing could be run is an error.
 */
import { cellsOf, defaultSweep } from '../../scenario/complete/sweep.ts';
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import { formatProblems, quote } from '../../scenario/problem.ts';
import { spaced } from '../../scenario/range.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { SweepScenario, SweptAxis } from '../../scenario/sweep.ts';
import { labelOf, type Settings, type Template } from '../../scenario/template.ts';
import { VERSION } from '../../version.ts';
import { Run } from '../../simulate.ts';
import { notModelledOf } from '../grounds.ts';
import { CONFIDENCE } from '../estimate.ts';
import { sweepFigures } from './figures.ts';
import { pointsOf, settingsOf, type Point } from './points.ts';
import { refusalOf } from './refusal.ts';
import { isSampled, SWEEP_FORMAT, type Axis, type SweepSpec } from './spec.ts';
import { tryCells, type Tried } from './tried.ts';
import { isWholeNumber, wholeRange } from './whole.ts';

/** Nothing can be run as it was asked for. The message may have several lines. */
export class SweepError extends Error {
  override readonly name = 'SweepError';
}

export interface MakeOptions {
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number | undefined;
  /** Events after which a run is given up. */
  readonly maxEvents?: number | undefined;
}

export interface MadeSweep {
  readonly spec: SweepSpec;
  /** What whoever asked should know before the first run; each on one line. */
  readonly warnings: readonly string[];
}

/** Reasons and values that are told one by one. */
const MOST_TOLD = 5;

/** `base`: the scenario with its `sweep:`; `template`: what cells are variants of. Throws {@link SweepError}. */
export function makeSweep(template: Template, base: Scenario, options: MakeOptions = {}): MadeSweep {
  const { confidence = CONFIDENCE, maxEvents = null } = options;
  const asked = base.sweep ?? defaultSweep();
  const { design, replications, figures } = asked;
  if (asked.vary.length === 0) {
    const example = '--vary mappings.NAME.batchSize=1,10,100';
    throw new SweepError(`nothing varies: sweep: { vary: … } of the scenario is due, or an option such as ${example}`);
  }
  refuseUnknownPaths(asked, template);
  const axes = asked.vary.map((axis) => axisOf(axis, asked, template));
  const { name, question = null, seed, rules } = base;
  const spec: SweepSpec = {
    lagcastSweep: SWEEP_FORMAT,
    version: VERSION,
    ...{ name, question, seed, rules, design, axes },
    cells: cellsOf(
      axes.map(({ values = [] }) => values.length),
      asked,
    ),
    replications,
    confidence,
    figures: figures.length === 0 ? sweepFigures(base) : figuresOf(figures, base),
    objectives: base.objectives.map(({ text }) => text),
    maxEvents,
    assumptions: new Run(base).assumptions(),
    notModelled: notModelledOf([base]),
  };
  const pointAt = pointsOf(spec);
  const warnings = [...fewerIn(asked, axes), ...twinsIn(spec, pointAt)];
  return { spec, warnings: [...warnings, ...warningsOf(tryCells(spec, pointAt, template), spec)] };
}

/** So many values were asked for, and there are not so many whole numbers. */
function fewerIn({ vary }: SweepScenario, axes: readonly Axis[]): string[] {
  return vary.flatMap(({ name, range }, a) => {
    const [count, there] = [range?.count ?? 0, axes[a]!.values?.length ?? 0];
    return count <= there
      ? []
      : [`${name}: it takes whole numbers only, and ${count} values are ${there} different ones`];
  });
}

/** Samples of lists and whole numbers may be equal: their runs would be as well. */
function twinsIn({ design, cells }: SweepSpec, pointAt: (cell: number) => Point): string[] {
  if (!isSampled(design)) return [];
  const different = new Set(Array.from({ length: cells }, (_, cell) => JSON.stringify(pointAt(cell).labels))).size;
  if (different === cells) return [];
  return [`only ${different} of the ${cells} samples differ: fewer samples, or a grid, would say as much`];
}

/** A step on the way to a setting that is not there is a slip of the pen, whatever the other values are. */
function refuseUnknownPaths({ vary }: SweepScenario, template: Template): void {
  const paths = vary.flatMap(({ name, values = [] }) => {
    const ofCases = values.flatMap(({ settings }) => Object.keys(settings ?? {}));
    return values.some(({ settings }) => settings !== undefined) ? ofCases : [name];
  });
  const problems = [...new Set(paths)].flatMap((path) => template.problemOf(path) ?? []);
  if (problems.length > 0)
    throw new SweepError(
      problems
        .slice(0, MOST_TOLD)
        .map((problem) => `what varies: ${refusalOf([problem])}`)
        .join('\n'),
    );
}

function axisOf({ name, values, range }: SweptAxis, asked: SweepScenario, template: Template): Axis {
  if (values !== undefined) return { name, values };
  const { count, ...ends } = range!;
  const whole = wholeRange(name, ends, firstOf(asked, name), template);
  const isWhole = whole !== undefined;
  if (count === undefined) return { name, range: { ...(whole ?? ends), isWhole } };
  const exact = spaced(ends, count, false);
  // 1 GB, 2 GB, 3 GB need not be 1024 MB, 2048 MB, 3072 MB.
  const isFit = !isWhole || [exact, spaced(whole, count, false)].every((all) => all.every(isWholeNumber));
  const all = isFit ? exact : spaced(whole, count, true);
  // Whole numbers may be fewer than were asked for.
  const known = [...new Set(all)];
  if (known.length < count && asked.design === 'together')
    throw new SweepError(
      `${name}: it takes whole numbers only, and ${count} values are ${known.length} different ones: together all need equally many`,
    );
  return { name, values: known.map((value) => ({ value })) };
}

/** What the other axes begin with. */
function firstOf({ vary }: SweepScenario, except: string): Settings {
  const others = vary.filter(({ name }) => name !== except);
  return Object.fromEntries(
    others.flatMap(({ name, values, range }) => settingsOf(name, values?.[0] ?? { value: range!.from })),
  );
}

function warningsOf({ cells, refused, never }: Tried, spec: SweepSpec): string[] {
  const isAll = cells === spec.cells;
  const which = isAll ? `the ${cells} cells` : `the ${cells} cells that were tried`;
  const [first] = refused;
  if (first === undefined) return [];
  if (refused.length === cells) {
    const reasons = [...new Set(refused.map(({ why }) => why))];
    const example = `cell ${first.point.cell} with ${labelOf(first.point.settings)}`;
    const told =
      cells === 1 ? `${example} is no sound scenario` : `none of ${which} is a sound scenario, such as ${example}`;
    throw new SweepError([`${told}:`].concat(reasons.slice(0, MOST_TOLD).map((why) => `  ${why}`)).join('\n'));
  }
  const told = never.slice(0, MOST_TOLD).map(({ axis, value, why }) => {
    return `${labelOf({ [axis]: value ?? undefined })} is refused in all cells${isAll ? '' : ' that were tried'}: ${why}`;
  });
  const rest = never.length - MOST_TOLD;
  const more = rest > 0 ? [`${rest === 1 ? '1 more value is' : `${rest} more values are`} refused likewise`] : [];
  const are = refused.length === 1 ? 'is' : 'are';
  const sum = `${refused.length} of ${which} ${are} no sound scenario and ${are} not run`;
  return [
    ...told,
    ...more,
    never.length > 0
      ? sum
      : `${sum}, such as cell ${first.point.cell} with ${labelOf(first.point.settings)}: ${first.why}`,
  ];
}

/** They were checked when the scenario was read. */
function figuresOf(texts: readonly string[], scenario: Scenario): FigureRef[] {
  return texts.map((text) => {
    const read = readFigure(text, scenario);
    if (read.ok) return read.figure;
    throw new SweepError(formatProblems(quote(text), read.problems));
  });
}
