/** Explains what a sweep is to run. */
import { isSampled, type SweepScenario, type SweptAxis } from '../sweep.ts';
import type { Sheet } from './sheet.ts';
import { list, plain } from './words.ts';

export function explainSweep(sheet: Sheet, sweep: SweepScenario | undefined): void {
  if (sweep === undefined) return;
  const { vary, design, samples, replications, figures } = sweep;
  sheet.heading(['sweep']);
  if (vary.length > 0) sheet.heading(['sweep', 'vary']);
  for (const axis of vary) sheet.value(['sweep', 'vary', axis.name], axisText(axis), axis.values ?? axis.range);
  sheet.value(['sweep', 'design'], design, design);
  if (isSampled(design)) sheet.value(['sweep', 'samples'], String(samples), samples);
  sheet.value(['sweep', 'replications'], String(replications), replications);
  if (figures.length > 0) sheet.value(['sweep', 'figures'], list(figures), figures);
}

function axisText({ values, range }: SweptAxis): string {
  if (values !== undefined) {
    const isCases = values.some(({ settings }) => settings !== undefined);
    const texts = values.map(({ value }) => (isCases ? plain(String(value)) : JSON.stringify(value)));
    return isCases ? `cases ${list(texts)}` : list(texts);
  }
  const { from, to, count, scale } = range!;
  const which = count === undefined ? 'any value' : `${count} values`;
  return `from ${from} to ${to}, ${which}${scale === 'log' ? ' on a logarithmic scale' : ''}`;
}
