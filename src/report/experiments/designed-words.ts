/**
 * What Morris's and Sobol's designs found, as sentences. A guess does not matter when its whole interval says so; of what the interval leaves
 * open it is said that it does.
 */
import type { FigureRef, MorrisScreening, SobolIndices } from '../../plan/sensitivity/outcome.ts';
import type { Interval } from '../../stats/student.ts';
import { inUnit, list, percent, some } from '../format.ts';

/** More are in the table. */
export const MOST_SAID = 3;
const MOST_NAMED = 6;
/** Of the largest size, and of the variance: less does not matter. */
const SMALL = 0.05;

export function ofMorris({ guesses, figures, trajectories, unmeasured, confidence }: MorrisScreening): string[] {
  const figure = figures[0]!;
  const points = trajectories * (guesses.length + 1);
  if (unmeasured[0] === points) return [`There was nothing to measure of ${figure.text} at any of ${points} points.`];
  const found = guesses.map(({ path, effects }) => ({ path, ...effects[0]! }));
  const said = ofGaps(found, figure, unmeasured[0]!, some(points, 'point'), 'step');
  const sized = found.flatMap((one) => (one.meanSize === null ? [] : [{ ...one, meanSize: one.meanSize }]));
  const most = Math.max(0, ...sized.map(({ meanSize }) => meanSize));
  if (most === 0) {
    if (said.length === 0) return [`No guess moves ${figure.text} at all.`];
    if (sized.length > 0) said.push('Where there is something to measure, no guess moves it.');
    return said;
  }
  const large = sized.filter(({ meanSize }) => meanSize >= SMALL * most).toSorted((a, b) => b.meanSize - a.meanSize);
  for (const { path, meanSize, interval, standardDeviation } of large.slice(0, MOST_SAID)) {
    const range = rangeText(interval, meanSize, (value) => inUnit(figure.unit, value), confidence);
    const bends = standardDeviation! > meanSize / 2 ? ', and how much depends on where it or another stands' : '';
    said.push(
      `Over its whole range ${path} moves ${figure.text} by ${inUnit(figure.unit, meanSize)} on average${range}${bends}.`,
    );
  }
  const isSmall = ({ meanSize, interval, broken }: (typeof sized)[number]) =>
    broken === 0 && meanSize < SMALL * most && (interval?.high ?? meanSize) < SMALL * most;
  said.push(...notMattering(sized.filter(isSmall), 'less than a twentieth of that'));
  const open = found.filter(
    (one) => one.broken === 0 && (one.meanSize === null || (one.meanSize < SMALL * most && !isSmall(one as never))),
  );
  said.push(...notTold(open, some(trajectories, 'trajectory', 'trajectories')));
  return said;
}

export function ofSobol({ guesses, figures, totals, samples, confidence }: SobolIndices): string[] {
  const figure = figures[0]!;
  const { variance, luck, rows, unmeasured } = totals[0]!;
  const found = guesses.map(({ path, effects }) => ({ path, ...effects[0]! }));
  const points = samples * (guesses.length + 2);
  const said = ofGaps(found, figure, unmeasured, some(points, 'point'), 'row');
  if (rows < 2) return [...said, `Too few rows are whole to tell any share: ${rows} of ${samples}.`];
  if (unmeasured > 0) said.push(`The shares are those of the ${rows} rows of ${samples} that are whole.`);
  if (variance === null) return [...said, `At all points of ${rows} rows ${figure.text} is the same.`];
  for (const { path, first, firstInterval, total } of found.slice(0, MOST_SAID)) {
    if (total === null || first === null || total < SMALL) continue;
    const range = rangeText(firstInterval, first, share, confidence);
    const together = total - first > 0.1 ? `, and ${share(total)} together with others` : '';
    said.push(`${path} by itself makes ${share(first)} of the variance of ${figure.text}${range}${together}.`);
  }
  const low = found.filter(({ total, broken }) => broken === 0 && (total ?? 0) < SMALL);
  const isSmall = ({ totalInterval }: (typeof low)[number]) => (totalInterval?.high ?? 0) < SMALL;
  said.push(...notMattering(low.filter(isSmall), 'less than 5 % of it in any way'));
  said.push(
    ...notTold(
      low.filter((one) => !isSmall(one)),
      some(rows, 'row'),
    ),
  );
  if (luck !== null && luck > SMALL) said.push(`Luck alone makes ${share(luck)}.`);
  return said;
}

interface Found {
  readonly path: string;
  readonly broken: number;
}

/** Where there was nothing to measure, and which guesses decide that. */
function ofGaps(found: readonly Found[], figure: FigureRef, unmeasured: number, of: string, where: string): string[] {
  if (unmeasured === 0) return [];
  const deciding = found
    .filter(({ broken }) => broken > 0)
    .toSorted((a, b) => b.broken - a.broken)
    .map(({ path, broken }) => `${path} (in ${some(broken, where)})`);
  const none = `There was nothing to measure of ${figure.text} at ${unmeasured} of ${of}`;
  return [deciding.length === 0 ? `${none}.` : `${none}, which hangs on ${named(deciding)}.`];
}

function notMattering(found: readonly Found[], why: string): string[] {
  if (found.length === 0) return [];
  return [`${named(found.map(({ path }) => path))} ${found.length === 1 ? 'does' : 'do'} not matter: ${why}.`];
}

function notTold(found: readonly Found[], effort: string): string[] {
  return found.length === 0 ? [] : [`Of ${named(found.map(({ path }) => path))} ${effort} cannot tell: more may.`];
}

/** Nothing of what is known to a tenth. */
function rangeText(
  interval: Interval | null,
  of: number,
  write: (value: number) => string,
  confidence: number,
): string {
  if (interval === null || interval.high - interval.low <= 0.2 * Math.abs(of)) return '';
  return ` (${percent(confidence)}: ${write(interval.low)} to ${write(interval.high)})`;
}

function share(value: number): string {
  return `${Math.round(Math.min(1, Math.max(0, value)) * 100)} %`;
}

export function named(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const shown =
    items.length > MOST_NAMED ? [...items.slice(0, MOST_NAMED - 1), `${items.length - MOST_NAMED + 1} others`] : items;
  return list(shown, word);
}
