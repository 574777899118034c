/** A sweep in sentences: what was run, which cells are good and which of them the cheapest, and what became of the others. */
import { harmless } from '../fit.ts';
import { count, inUnit, list, some } from '../format.ts';
import type { ShownAxis, ShownCell, SweepOutcome } from './outcome.ts';
import { distanceOf } from './distance.ts';
import { asGood, isGood, priceOf, ranked } from './ranking.ts';

/** Of more values the ends are told, and how many there are. */
const MOST_VALUES = 6;
const MOST_NUMBERS = 12;

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
  const part =
    missing === 0
      ? []
      : [`These are ${count(cells.length)} of them; ${count(missing)} ${missing === 1 ? 'is' : 'are'} not run yet.`];
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
  if (objectives.length === 0) return cheapest(outcome, best, cells.length === 1 ? 'one' : 'all');
  const asked = objectives.length === 1 ? 'the objective' : `all ${count(objectives.length)} objectives`;
  const good = cells.filter((cell) => isGood(cell, header)).length;
  const times = replications === 1 ? 'in its one run' : `in all ${count(replications)} runs`;
  if (good === 0) {
    const closest = distanceOf(best, header) < Infinity ? `; closest is ${nameOf(outcome, best)}` : '';
    const most = best.met === 0 ? closest : `; most often ${nameOf(outcome, best)}, in ${count(best.met)}`;
    return `No cell met ${asked} ${times}${most}.`;
  }
  const which = `${count(good)} of ${some(cells.length, 'cell')} met ${asked} ${times}.`;
  return `${which} ${cheapest(outcome, best, good === 1 ? 'one' : 'these')}`;
}

/** `cell 4 (batchSize 10)`. */
function nameOf(outcome: SweepOutcome, cell: ShownCell): string {
  return `cell ${cell.line.cell} (${settingsText(outcome, cell)})`;
}

/** `The cheapest of these is cell 4 (batchSize 10): cost.perMonth $12.34.` */
function cheapest(outcome: SweepOutcome, best: ShownCell, of: 'one' | 'these' | 'all'): string {
  const price = priceOf(outcome.header);
  const isKnown = price !== undefined && best.estimates[price]!.mean !== null;
  const { text = '', unit = 'count', better } = isKnown ? outcome.header.figures[price]! : {};
  const name = nameOf(outcome, best);
  const told = isKnown ? `${name}: ${harmless(text)} ${inUnit(unit, best.estimates[price]!.mean)}` : name;
  if (of === 'one') return `It is ${told}.`;
  if (!isKnown) return `The first ${of === 'all' ? 'of all' : 'of these'} is ${told}.`;
  const most = unit === 'money' ? 'cheapest' : better === 'more' ? 'greatest' : 'least';
  return `The ${most} of ${of} is ${told}.`;
}

/** What else there is to know of those that came to an outcome. */
export function sentences(outcome: SweepOutcome): string[] {
  const { header, cells } = outcome;
  const [best] = ranked(outcome);
  const price = priceOf(header);
  const said: string[] = [];
  if (best !== undefined && price !== undefined && isGood(best, header)) {
    const equal = asGood(outcome, best, price);
    if (equal.length > 0) said.push(`These runs cannot tell its price from that of ${cellsText(equal)}.`);
  }
  const nothing = new Map<string, string[]>();
  header.figures.forEach(({ text, figure }, f) => {
    const without = cells.filter(({ estimates }) => (estimates[f]?.missing ?? 0) > 0);
    if (without.length === 0) return;
    const inAll = without.filter(({ estimates }) => estimates[f]!.runs === 0);
    const where = inAll.length === without.length ? 'any' : 'some';
    const why = figure === 'latency' ? ': nothing got through while it was measured' : '';
    const rest = `had nothing to be measured in ${where} run of ${cellsText(without)}${why}.`;
    nothing.set(rest, [...(nothing.get(rest) ?? []), harmless(text)]);
  });
  for (const [rest, texts] of nothing) said.push(`${list(texts, 'and')} ${rest}`);
  return said;
}

/** `3`; `3, 5 and 8`; `3, 5, 8, … (40 in all)`. */
export function cellNumbers(cells: readonly ShownCell[]): string {
  const shown = cells.slice(0, MOST_NUMBERS).map(({ line }) => String(line.cell));
  if (shown.length === cells.length) return list(shown, 'and');
  return `${shown.join(', ')}, … (${count(cells.length)} in all)`;
}

function cellsText(cells: readonly ShownCell[]): string {
  return `${cells.length === 1 ? 'cell' : 'cells'} ${cellNumbers(cells)}`;
}
