/** A sweep in sentences: what was run, which cells are good and which of them the cheapest, and what became of the others. */
import type { SweepLine } from '../../plan/sweep/line.ts';
import { harmless } from '../fit.ts';
import { count, inUnit, list, some, was } from '../format.ts';
import type { ShownAxis, ShownCell, SweepOutcome } from './outcome.ts';
import { asGood, isGood, priceOf, ranked } from './ranking.ts';

/** Of more values the ends are told, and how many there are. */
const MOST_VALUES = 6;
const MOST_NUMBERS = 12;
const MOST_REASONS = 5;

/** `batchSize 10 and maximumBatchingWindow 1 s`. */
export function settingsText({ axes }: Pick<SweepOutcome, 'axes'>, { at }: Pick<ShownCell, 'at'>): string {
  return list(
    axes.map(({ short, levels }, a) => `${short} ${levels[at[a]!]!.text}`),
    'and',
  );
}

/** How the cells were made, and how often each was run. */
export function effort({ header, axes, cells }: SweepOutcome): string {
  const { design, replications } = header;
  const what = axes.map(axisText);
  const all = header.cells;
  const made = {
    grid: `A grid of ${some(all, 'cell')}: ${what.join(' × ')}.`,
    together: `${some(all, 'cell')}, in which ${axes.length === 1 ? '' : 'these change together: '}${list(what, 'and')}.`,
    'latin-hypercube': `A Latin hypercube of ${some(all, 'cell')}: ${list(what, 'and')}.`,
    'low-discrepancy': `${some(all, 'cell')} that fill ${list(what, 'and')} evenly (low discrepancy).`,
  }[design];
  const runs = `${some(replications, 'run')} of each${all > 1 ? ', all with the same luck' : ''}.`;
  const missing = all - cells.length;
  const part = missing === 0 ? [] : [`These are ${count(cells.length)} of them; ${count(missing)} are not run yet.`];
  return [made, runs, ...part].join(' ');
}

/** `batchSize 1, 10 and 100`; `rate 10/s to 900/s (12 values)`. */
function axisText({ short, levels }: ShownAxis): string {
  if (levels.length <= MOST_VALUES)
    return `${short} ${list(
      levels.map(({ text }) => text),
      'and',
    )}`;
  return `${short} ${levels[0]!.text} to ${levels.at(-1)!.text} (${count(levels.length)} values)`;
}

/** What was found, most important first. */
export function answer(outcome: SweepOutcome): string {
  const { header, cells } = outcome;
  const { objectives, replications } = header;
  const [best] = ranked(outcome);
  if (best === undefined) return cells.length === 0 ? 'No cell was run yet.' : 'No cell came to an outcome.';
  if (objectives.length === 0) return cheapest(outcome, best, 'Of all');
  const asked = objectives.length === 1 ? 'the objective' : `all ${count(objectives.length)} objectives`;
  const good = cells.filter((cell) => isGood(cell, header)).length;
  const times = replications === 1 ? 'in its one run' : `in all ${count(replications)} runs`;
  if (good === 0) {
    const most = best.met === 0 ? '' : `; most often ${nameOf(outcome, best)}, in ${count(best.met)}`;
    return `No cell met ${asked} ${times}${most}.`;
  }
  const which = `${count(good)} of ${some(cells.length, 'cell')} met ${asked} ${times}.`;
  return `${which} ${cheapest(outcome, best, good === 1 ? 'This is' : 'Of these')}`;
}

/** `cell 4 (batchSize 10)`. */
function nameOf(outcome: SweepOutcome, cell: ShownCell): string {
  return `cell ${cell.line.cell} (${settingsText(outcome, cell)})`;
}

function cheapest(outcome: SweepOutcome, best: ShownCell, of: string): string {
  const price = priceOf(outcome.header);
  if (price === undefined || best.estimates[price]!.mean === null) return `${of} ${nameOf(outcome, best)}.`;
  const { text, unit, better } = outcome.header.figures[price]!;
  const value = inUnit(unit, best.estimates[price]!.mean);
  if (of === 'This is') return `This is ${nameOf(outcome, best)}: ${harmless(text)} ${value}.`;
  return `${of} the ${better === 'more' ? 'most' : 'least'} ${harmless(text)} has ${nameOf(outcome, best)}: ${value}.`;
}

/** What else there is to know of those that came to an outcome. */
export function sentences(outcome: SweepOutcome): string[] {
  const { header, cells } = outcome;
  const [best] = ranked(outcome);
  const price = priceOf(header);
  const said: string[] = [];
  if (best !== undefined && price !== undefined && isGood(best, header)) {
    const equal = asGood(outcome, best, price);
    if (equal.length > 0)
      said.push(`These runs cannot tell its price from that of ${numbers(equal.map(({ line }) => line.cell))}.`);
  }
  header.figures.forEach(({ text }, f) => {
    const without = cells.filter(({ estimates }) => (estimates[f]?.missing ?? 0) > 0);
    if (without.length === 0) return;
    const inAll = without.filter(({ estimates }) => estimates[f]!.runs === 0);
    const where = inAll.length === without.length ? 'any' : 'some';
    said.push(
      `${harmless(text)} had nothing to be measured in ${where} run of ${numbers(without.map(({ line }) => line.cell))}.`,
    );
  });
  return said;
}

const WHAT: readonly (readonly [SweepLine['status'], (n: number) => string])[] = [
  ['failed', (n) => `${some(n, 'cell')} failed, and will be run again when the sweep goes on`],
  ['gave up', (n) => `${some(n, 'cell')} ${was(n)} given up`],
  ['refused', (n) => `${some(n, 'cell')} ${n === 1 ? 'is' : 'are'} no sound scenario`],
];

/** What became of cells that are not done: with their numbers, by reason. */
export function troubles({ cells }: SweepOutcome): string[] {
  return WHAT.flatMap(([status, told]) => {
    const own = cells.filter(({ line }) => line.status === status);
    if (own.length === 0) return [];
    const reasons = new Map<string, number[]>();
    for (const { line } of own) {
      const why = harmless(line.why ?? '');
      const known = reasons.get(why);
      if (known === undefined) reasons.set(why, [line.cell]);
      else known.push(line.cell);
    }
    const shown = [...reasons].slice(0, MOST_REASONS);
    const rest = own.length - shown.reduce((sum, [, of]) => sum + of.length, 0);
    return [
      `${told(own.length)}:`,
      ...shown.map(([why, of]) => `  ${numbers(of)}: ${why}`),
      ...(rest === 0 ? [] : [`  ${some(rest, 'more cell')} for other reasons: sweep.csv has them.`]),
    ];
  });
}

/** `cell 3`; `cells 3, 5 and 8`; `cells 3, 5, 8, … (40 in all)`. */
function numbers(cells: readonly number[]): string {
  const shown = cells.slice(0, MOST_NUMBERS).map((cell) => count(cell));
  const word = cells.length === 1 ? 'cell' : 'cells';
  if (shown.length === cells.length) return `${word} ${list(shown, 'and')}`;
  return `${word} ${shown.join(', ')}, … (${count(cells.length)} in all)`;
}
