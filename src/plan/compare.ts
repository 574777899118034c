/**
 * Two or more variants side by side: the same replications of each, so that all have the same luck, and the differences pair by
 * pair. The first is the baseline; the others are compared with it and not with each other.
 *
 * All differences are judged together: with `confidence` none of the intervals is off the truth. Each is made as sure as that
 * takes (Bonferroni), so that a verdict and its interval never say different things.
 */
import type { Problem } from '../scenario/problem.ts';
import { readFigure, type FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { labelOf, type Settings } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import { COMPARISON_FORMAT, type Comparison, type Remark } from './comparison.ts';
import { defaultFigures } from './default-figures.ts';
import { CONFIDENCE } from './estimate.ts';
import { conduct, type Cell, type Experiment } from './experiment.ts';
import { Tally, type TalliedFigure } from './comparison-tally.ts';
import { grounded, type Ungrounded } from './grounds.ts';
import type { Level } from './paired.ts';
import type { Stopping } from './replicate.ts';
import { inRounds } from './rounds.ts';
import {
  isReached,
  LEAST_RUNS,
  MOST_RUNS,
  nextLook,
  readPrecision,
  runsFor,
  wantedHalfWidth,
  type Precision,
} from './stopping.ts';

/** Runs of each variant, unless somebody says otherwise. */
export const COMPARED_RUNS = 10;
/** Relative differences up to it do not matter, unless somebody says otherwise: quantiles are known to 0.4 % at best. */
export const MARGIN = 0.01;
/** Variants that one table can show. */
export const MOST_VARIANTS = 20;
/** Variants, options or figures of which nothing can be compared; the message says what is allowed. */
export class WrongComparison extends RangeError {
  override readonly name = 'WrongComparison';
}

/** What is compared. A `Variant` of a template is one. */
export interface Compared {
  readonly scenario: Scenario;
  /** By which it differs from the scenario as written. */
  readonly settings?: Settings;
  /** What it goes by; default: its settings in short, or the name of its scenario. */
  readonly label?: string;
}

export interface CompareOptions {
  /** Runs of each variant, from 2; default {@link COMPARED_RUNS}. Not together with `until`. */
  readonly replications?: number | undefined;
  /** Go on until these differences are known: `p99(orders.latency) within 5 %`, of the baseline's value. */
  readonly until?: readonly (Precision | string)[] | undefined;
  /** Most runs of each variant with `until`, from 2; default 1000. */
  readonly mostRuns?: number | undefined;
  /** That all intervals hold the truth together, above 0 and below 1; default 0.95. */
  readonly confidence?: number | undefined;
  /** Relative differences up to it do not matter, from 0 and below 1; default {@link MARGIN}. */
  readonly margin?: number | undefined;
  /** What to compare: `p99(orders.latency)`; default: {@link defaultFigures} of all variants. */
  readonly figures?: readonly (FigureRef | string)[] | undefined;
  /** The first replication; default 0. */
  readonly first?: number | undefined;
  /** Told how many runs there will be in all, as far as is known; changes nothing. */
  readonly onExpected?: ((runs: number) => void) | undefined;
}

/**
 * Runs variants and compares the others with the first. Throws {@link WrongComparison} of fewer than two variants, options out of range and
 * figures that no variant has, and what `simulate` throws.
 */
export function compare(variants: readonly Compared[], options: CompareOptions = {}): Comparison {
  return conduct(comparing(variants, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* comparing(variants: readonly Compared[], options: CompareOptions = {}): Experiment<Comparison> {
  refuse(variants, options);
  return yield* grounded(
    allRuns(variants, options),
    variants.map(({ scenario }) => scenario),
  );
}

function* allRuns(variants: readonly Compared[], options: CompareOptions): Experiment<Ungrounded<Comparison>> {
  const { confidence = CONFIDENCE, margin = MARGIN, first = 0, mostRuns = MOST_RUNS, until = [] } = options;
  const { seed } = variants[0]!.scenario;
  // The same streams of chance in all: they are named after parts, and begin at the seed.
  const scenarios = variants.map(({ scenario }) => (scenario.seed === seed ? scenario : { ...scenario, seed }));
  const precisions = until.map((one) => precisionOf(typeof one === 'string' ? one : one.text, scenarios));
  const tally = new Tally(scenarios, figuresOf(scenarios, options.figures, precisions), { confidence, margin });
  const isGiven = precisions.length === 0;
  const leastRuns = isGiven ? (options.replications ?? COMPARED_RUNS) : Math.min(LEAST_RUNS, mostRuns);
  const looks: number[] = [];
  let expected = leastRuns;
  for (let due = leastRuns; tally.runs < due;) {
    options.onExpected?.(expected * variants.length);
    yield* runs(tally, scenarios, first, due);
    if (isGiven) break;
    looks.push(tally.runs);
    const known = precisions.map(({ figure }) => tally.known(figure.text));
    due = nextLook(tally.runs, mostRuns, precisions, known);
    expected = Math.min(mostRuns, Math.max(due, ...precisions.map((one, i) => runsFor(tally.runs, one, known[i]!))));
  }
  const stopping = isGiven ? null : stoppingOf({ leastRuns, mostRuns, looks }, precisions, tally);
  return outcome(variants, tally, { confidence, margin, first, stopping });
}

function stoppingOf(
  rule: Pick<Stopping, 'leastRuns' | 'mostRuns' | 'looks'>,
  precisions: readonly Precision[],
  tally: Tally,
): Stopping {
  const told = precisions.map((precision) => {
    const known = tally.known(precision.figure.text);
    const wanted = known.value === null ? null : wantedHalfWidth(precision, known.value);
    return { text: precision.text, wanted, halfWidth: known.halfWidth, reached: isReached(precision, known) };
  });
  return { ...rule, reached: told.every(({ reached }) => reached), precisions: told };
}

/** Runs all variants until there are so many runs of each: one of each with the same luck, then the next of each. */
function* runs(tally: Tally, scenarios: readonly Scenario[], first: number, until: number): Experiment<void> {
  const cells: Cell[] = [];
  for (let run = tally.runs; run < until; run++)
    for (const scenario of scenarios) cells.push({ scenario, replication: first + run });
  yield* inRounds(cells, (result, i) => tally.add(result, i % scenarios.length));
}

function outcome(
  variants: readonly Compared[],
  tally: Tally,
  { first, stopping, ...level }: Level & Pick<Comparison, 'first' | 'stopping'>,
): Ungrounded<Comparison> {
  const { name, seed, rules } = variants[0]!.scenario;
  const labels = labelsOf(variants);
  return {
    lagcastComparison: COMPARISON_FORMAT,
    version: VERSION,
    ...{ name, seed, rules, runs: tally.runs, first, stopping },
    ...level,
    ...tally.judged(),
    variants: variants.map(({ scenario, settings = {} }, i) => {
      const { name, rules, duration, warmUp } = scenario;
      return { label: labels[i]!, name, rules, duration, warmUp, settings, ...tally.ofVariant(i) };
    }),
    remarks: remarksOf(variants),
  };
}

/** Those that differ from the baseline. */
function remarksOf(variants: readonly Compared[]): Remark[] {
  const base = variants[0]!.scenario;
  return variants.flatMap(({ scenario }, variant) =>
    (['seed', 'duration', 'warmUp', 'rules'] as const).flatMap((about) =>
      scenario[about] === base[about] ? [] : [{ about, variant }],
    ),
  );
}

/** Those of several variants with the same label are numbered. */
function labelsOf(variants: readonly Compared[]): string[] {
  const taken = new Set<string>();
  return variants.map(({ label, settings, scenario }) => {
    const own = label ?? (settings === undefined ? scenario.name : labelOf(settings));
    let free = own;
    for (let n = 2; taken.has(free); n++) free = `${own} (${n})`;
    taken.add(free);
    return free;
  });
}

/** Those that some variant has. */
function figuresOf(
  scenarios: readonly Scenario[],
  asked: CompareOptions['figures'],
  precisions: readonly Precision[],
): TalliedFigure[] {
  const texts = asked?.map((figure) => (typeof figure === 'string' ? figure : figure.text));
  const all = texts ?? scenarios.flatMap((scenario) => defaultFigures(scenario).map(({ text }) => text));
  const known = [...all, ...precisions.map(({ figure }) => figure.text)].map((text) => {
    const read = scenarios.map((scenario) => readFigure(text, scenario));
    const found = read.find((one) => one.ok);
    if (found === undefined) throw new WrongComparison(said('figures', read[0]!));
    return { figure: found.figure, isOf: read.map(({ ok }) => ok) };
  });
  return [...new Map(known.map((one) => [one.figure.text, one])).values()];
}

/** Of a figure that all variants have: otherwise there is no difference to know. */
function precisionOf(text: string, scenarios: readonly Scenario[]): Precision {
  const all = scenarios.map((scenario) => {
    const read = readPrecision(text, scenario);
    if (!read.ok) throw new WrongComparison(said('until', read));
    return read.precision;
  });
  return all[0]!;
}

function said(option: string, read: { readonly ok: boolean; readonly problems?: readonly Problem[] }): string {
  const texts = (read.problems ?? []).map(({ message, hint }) =>
    hint === undefined ? message : `${message} (${hint})`,
  );
  return `${option}: ${texts.join('; ')}`;
}

function refuse(variants: readonly Compared[], options: CompareOptions): void {
  const { replications, confidence = CONFIDENCE, margin = MARGIN, first = 0, until = [], mostRuns } = options;
  if (variants.length < 2 || variants.length > MOST_VARIANTS)
    throw new WrongComparison(`from 2 to ${MOST_VARIANTS} variants can be compared; found ${variants.length}`);
  if (until.length > 0 && replications !== undefined)
    throw new WrongComparison('replications and until: one of them says how many runs there are');
  checkWhole('replications', replications ?? COMPARED_RUNS, 2);
  checkWhole('mostRuns', mostRuns ?? MOST_RUNS, 2);
  checkWhole('first', first, 0);
  if (!(confidence > 0 && confidence < 1))
    throw new WrongComparison(`confidence: a share above 0 and below 1 is needed; found ${confidence}`);
  if (!(margin >= 0 && margin < 1))
    throw new WrongComparison(`margin: a share from 0 and below 1 is needed; found ${margin}`);
}

function checkWhole(what: string, n: number, least: number): void {
  if (Number.isSafeInteger(n) && n >= least) return;
  throw new WrongComparison(`${what}: a whole number from ${least} is needed; found ${n}`);
}
