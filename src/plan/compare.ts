/**
 * Two or more variants side by side: the same replications of each, so that all have the same luck, and the differences pair by
 * pair. The first is the baseline; the others are compared with it and not with each other.
 *
 * All differences are judged together: with `confidence` none of the intervals is off the truth. Each is made as sure as that
 * takes (Bonferroni), so that a verdict and its interval never say different things.
 */
import { formatProblems } from '../scenario/problem.ts';
import { readFigure, type FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { labelOf, type Settings } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import { COMPARISON_FORMAT, type Comparison, type Remark, type Stopped } from './comparison.ts';
import { defaultFigures } from './default-figures.ts';
import { CONFIDENCE } from './estimate.ts';
import { conduct, type Cell, type Experiment } from './experiment.ts';
import { Tally } from './comparison-tally.ts';

/** Runs of each variant, unless somebody says otherwise. */
export const COMPARED_RUNS = 10;
/** Relative differences up to it do not matter, unless somebody says otherwise: quantiles are known to 0.4 % at best. */
export const MARGIN = 0.01;
/** Variants that one table can show. */
export const MOST_VARIANTS = 20;
/** Results that are there at once. */
const CELLS_A_ROUND = 32;

/** What is compared. A `Variant` of a template is one. */
export interface Compared {
  readonly scenario: Scenario;
  /** By which it differs from the scenario as written. */
  readonly settings?: Settings;
  /** What it goes by; default: its settings in short, or the name of its scenario. */
  readonly label?: string;
}

export interface CompareOptions {
  /** Runs of each variant, from 2; default {@link COMPARED_RUNS}. */
  readonly replications?: number;
  /** That all intervals hold the truth together, above 0 and below 1; default 0.95. */
  readonly confidence?: number;
  /** Relative differences up to it do not matter, from 0 and below 1; default {@link MARGIN}. */
  readonly margin?: number;
  /** What to compare: `p99(orders.latency)`; default: {@link defaultFigures} of all variants. */
  readonly figures?: readonly (FigureRef | string)[];
  /** The first replication; default 0. */
  readonly first?: number;
  /** Told how many runs there will be in all, as far as is known; changes nothing. */
  readonly onExpected?: (runs: number) => void;
}

/**
 * Runs variants and compares the others with the first. Throws RangeError of fewer than two variants, options out of range and
 * figures that no variant has, and what `simulate` throws.
 */
export function compare(variants: readonly Compared[], options: CompareOptions = {}): Comparison {
  return conduct(comparing(variants, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* comparing(variants: readonly Compared[], options: CompareOptions = {}): Experiment<Comparison> {
  const { replications = COMPARED_RUNS, confidence = CONFIDENCE, margin = MARGIN, first = 0 } = options;
  refuse(variants, { replications, confidence, margin, first });
  const { seed } = variants[0]!.scenario;
  // The same streams of chance in all: they are named after parts, and begin at the seed.
  const scenarios = variants.map(({ scenario }) => (scenario.seed === seed ? scenario : { ...scenario, seed }));
  const tally = new Tally(scenarios, figuresOf(variants, options.figures), { confidence, margin });
  options.onExpected?.(replications * variants.length);
  yield* runs(tally, scenarios, first, replications);
  return outcome(variants, tally, { confidence, margin, first, stopped: 'asked' });
}

/** Runs all variants until there are so many runs of each. */
function* runs(tally: Tally, scenarios: readonly Scenario[], first: number, until: number): Experiment<void> {
  const together = Math.max(1, Math.floor(CELLS_A_ROUND / scenarios.length));
  while (tally.runs < until) {
    const from = tally.runs;
    const count = Math.min(together, until - from);
    const cells: Cell[] = [];
    for (let i = 0; i < count; i++)
      for (const scenario of scenarios) cells.push({ scenario, replication: first + from + i });
    const results = yield cells;
    for (let i = 0; i < count; i++) tally.add(results.slice(i * scenarios.length, (i + 1) * scenarios.length));
  }
}

function outcome(
  variants: readonly Compared[],
  tally: Tally,
  { first, stopped, ...level }: { confidence: number; margin: number; first: number; stopped: Stopped },
): Comparison {
  const { name, seed, rules } = variants[0]!.scenario;
  const labels = labelsOf(variants);
  return {
    lagcastComparison: COMPARISON_FORMAT,
    version: VERSION,
    ...{ name, seed, rules, runs: tally.runs, first, stopped },
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

/** By variant; undefined where it has no such figure. */
function figuresOf(
  variants: readonly Compared[],
  asked: CompareOptions['figures'],
): { readonly figure: FigureRef; readonly isOf: readonly boolean[] }[] {
  const texts = asked?.map((figure) => (typeof figure === 'string' ? figure : figure.text));
  const all = texts ?? variants.flatMap(({ scenario }) => defaultFigures(scenario).map(({ text }) => text));
  const known = all.map((text) => {
    const read = variants.map(({ scenario }) => readFigure(text, scenario));
    const some = read.find((one) => one.ok);
    if (some === undefined) throw new RangeError(readFailure(text, read[0]!));
    return { figure: some.figure, isOf: read.map(({ ok }) => ok) };
  });
  return [...new Map(known.map((one) => [one.figure.text, one])).values()];
}

function readFailure(text: string, read: ReturnType<typeof readFigure>): string {
  return formatProblems(text, read.ok ? [] : read.problems).trimEnd();
}

function refuse(
  variants: readonly Compared[],
  {
    replications,
    confidence,
    margin,
    first,
  }: Required<Pick<CompareOptions, 'replications' | 'confidence' | 'margin' | 'first'>>,
): void {
  if (variants.length < 2 || variants.length > MOST_VARIANTS)
    throw new RangeError(`from 2 to ${MOST_VARIANTS} variants can be compared; found ${variants.length}`);
  if (!Number.isSafeInteger(replications) || replications < 2)
    throw new RangeError(`replications: a whole number from 2 is needed; found ${replications}`);
  if (!Number.isSafeInteger(first) || first < 0)
    throw new RangeError(`first: a whole number from 0 is needed; found ${first}`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence: a share above 0 and below 1 is needed; found ${confidence}`);
  if (!(margin >= 0 && margin < 1))
    throw new RangeError(`margin: a share from 0 and below 1 is needed; found ${margin}`);
}
