/** What a heat map shows, as a title, and what there is to know of how it is drawn. */
import { count, inUnit, list, percent, some } from '../format.ts';
import { shown } from '../charts/names.ts';
import type { Layout } from './heat-map.ts';
import type { Look } from './heat-map-looks.ts';
import { anchorOf } from './levels.ts';
import type { ShownCell, SweepOutcome } from './outcome.ts';
import { firstName, isGood, ranked } from './ranking.ts';

export function heatTitle(outcome: SweepOutcome, layout: Layout, { figure }: Look): string {
  const { header } = outcome;
  const { cells } = layout;
  if (figure === undefined) {
    const good = cells.filter((cell) => isGood(cell, header)).length;
    const asked =
      header.objectives.length === 1 ? 'The objective is' : `All ${count(header.objectives.length)} objectives are`;
    return `${asked} met in every run in ${count(good)} of ${some(cells.length, 'cell')}`;
  }
  const { text, unit } = header.figures[figure]!;
  const known = cells.flatMap((cell) => {
    const mean = cell.estimates[figure]?.mean ?? null;
    return mean === null ? [] : [{ cell, mean }];
  });
  if (known.length === 0) return `${shown(text)} has no value`;
  const least = known.reduce((a, b) => (b.mean < a.mean ? b : a));
  const most = known.reduce((a, b) => (b.mean > a.mean ? b : a));
  // Of more than two settings the place would be longer than all else.
  const at = (cell: ShownCell): string => {
    return layout.fields === undefined ? ` (${placeText(outcome, layout, cell)})` : '';
  };
  const [low, high] = [least, most].map(({ mean, cell }) => `${inUnit(unit, mean)}${at(cell)}`);
  return `${shown(text)}: from ${low} to ${high}`;
}

/** `batchSize 10, factor 4`. */
function placeText({ axes }: SweepOutcome, { across, down }: Layout, { at }: ShownCell): string {
  return [down, across]
    .map(({ axis }) => `${shown(axes[axis]!.short, 24)} ${shown(axes[axis]!.levels[at[axis]!]!.text, 18)}`)
    .join(', ');
}

export function heatSubtitle(outcome: SweepOutcome, layout: Layout, { figure }: Look): string {
  const { header, axes, cells } = outcome;
  const { replications } = header;
  const [best] = ranked(outcome);
  const isSeen = best !== undefined && layout.cells.includes(best);
  const { at } = anchorOf(outcome);
  const held = layout.held.map((a) => `${shown(axes[a]!.short)} ${shown(axes[a]!.levels[at[a]!]!.text, 18)}`);
  const left = cells.length - layout.cells.length;
  const isOne = replications === 1;
  const what =
    figure === undefined
      ? `In a square: ${isOne ? '1 where the run' : `runs of ${count(replications)} that`} met all objectives.`
      : isOne
        ? 'One run of each cell.'
        : `Means of ${some(replications, 'run')}.`;
  const of = firstName(outcome);
  return [
    what,
    ...(isSeen ? [`Framed: ${of}.`] : []),
    ...(held.length === 0 ? [] : [`Held at ${list(held, 'and')}, as in ${of}.`]),
    ...(left === 0 ? [] : [`Left out: ${some(left, 'cell')} (${percent(left / cells.length)}).`]),
  ].join(' ');
}
