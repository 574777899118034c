/** Which guesses matter, as sentences: the farthest first, what does not matter together, and what nobody can say yet. */
import type {
  FigureRef,
  Effect,
  MorrisScreening,
  OneAtATime,
  Sensitivity,
  SobolIndices,
  TriedEnd,
  TriedGuess,
} from '../../plan/sensitivity/outcome.ts';
import type { Interval } from '../../stats/student.ts';
import { inUnit, list, percent, some } from '../format.ts';

/** More are in the table. */
const MOST_SAID = 3;
const MOST_NAMED = 6;

export function sentences(outcome: Sensitivity): string[] {
  switch (outcome.method) {
    case 'one-at-a-time':
      return ofEnds(outcome);
    case 'morris':
      return ofMorris(outcome);
    case 'sobol':
      return ofSobol(outcome);
  }
}

// — one at a time —

function ofEnds(outcome: OneAtATime): string[] {
  const { guesses, figures, base } = outcome;
  const figure = figures[0]!;
  const moving = guesses.filter((guess) => has(guess, 'moves'));
  const still = guesses.filter((guess) => !has(guess, 'moves') && !has(guess, 'unclear') && guess.ends.some(wasTried));
  const unclear = guesses.filter((guess) => !has(guess, 'moves') && has(guess, 'unclear'));
  const said = moving.slice(0, MOST_SAID).map((guess) => movingSentence(guess, figure, base.means[0]!));
  if (moving.length > MOST_SAID) {
    const rest = moving.slice(MOST_SAID).map(({ path }) => path);
    said.push(`${named(rest)} ${rest.length === 1 ? 'moves' : 'move'} it less.`);
  }
  if (moving.length === 0) said.push(`No guess moves ${figure.text} for certain.`);
  if (unclear.length > 0)
    said.push(
      `Of ${named(unclear.map(({ path }) => path))} ${some(outcome.replications, 'run')} cannot tell: more replications may.`,
    );
  if (still.length > 0) {
    const paths = still.map(({ path }) => path);
    said.push(`${named(paths)} ${paths.length === 1 ? 'does' : 'do'} not matter to it.`);
  }
  return [...said, ...ofObjectives(outcome)];
}

function has({ ends }: TriedGuess, verdict: Effect['verdict']): boolean {
  return ends.some(({ effects }) => effects[0]?.verdict === verdict);
}

function wasTried({ refused }: TriedEnd): boolean {
  return refused === null;
}

/** `Doubling your guess of functions.worker.handler.perRecord moves p99(orders.latency) ninefold, from 2 s to 18 s; halving it changes little.` */
function movingSentence({ path, of, ends }: TriedGuess, figure: FigureRef, base: number | null): string {
  const farthest = ends
    .filter(({ effects }) => effects[0]?.verdict === 'moves')
    .toSorted((a, b) => Math.abs(b.effects[0]!.difference!) - Math.abs(a.effects[0]!.difference!))[0]!;
  const effect = farthest.effects[0]!;
  const what = of === 'input' ? `your guess of ${path}` : `the assumed ${path}`;
  const doing = capital(doingText(farthest, what));
  const from = inUnit(figure.unit, base);
  const to = inUnit(figure.unit, effect.mean);
  const moved = effect.ratio === null ? '' : ` ${foldText(effect.ratio)}`;
  const other = ends.find((end) => end !== farthest && wasTried(end));
  const rest = other === undefined ? '' : `; ${doingText(other, 'it')} ${otherText(other.effects[0]!, figure)}`;
  return `${doing} moves ${figure.text}${moved}, from ${from} to ${to}${rest}.`;
}

function doingText({ factor, label }: TriedEnd, what: string): string {
  if (factor === null || !label.startsWith('×')) return `setting ${what} to ${label}`;
  if (factor === 2) return `doubling ${what}`;
  if (factor === 0.5) return `halving ${what}`;
  return factor > 1 ? `multiplying ${what} by ${round(factor)}` : `dividing ${what} by ${round(1 / factor)}`;
}

function otherText(effect: Effect, figure: FigureRef): string {
  switch (effect.verdict) {
    case 'nothing':
      return 'changes nothing';
    case 'little':
      return 'changes little';
    case 'unclear':
      return 'may or may not';
    case 'moves':
      return `makes it ${inUnit(figure.unit, effect.mean)}`;
  }
}

/** What somebody who planned with the guess will not like, or will. */
function ofObjectives({ guesses, base, replications }: OneAtATime): string[] {
  return base.objectives.flatMap(({ text, missed }, i) => {
    const overturned = guesses.flatMap(({ path, ends }) =>
      ends
        .filter((end) => wasTried(end) && (end.objectives[i]!.missed === 0) !== (missed === 0))
        .map((end) => `${doingText(end, path)} (${some(end.objectives[i]!.missed, 'run')} of ${end.runs})`),
    );
    if (overturned.length === 0) return [];
    const verb =
      missed === 0
        ? 'is met as written, and missed by'
        : `is missed in ${some(missed, 'run')} of ${replications} as written, and met by`;
    return [`${text} ${verb} ${named(overturned, 'or')}.`];
  });
}

/** `+3.2 s to +4.1 s`. */
export function differenceText({ low, high }: Interval, unit: FigureRef['unit']): string {
  const sign = (value: number) =>
    value > 0 ? `+${inUnit(unit, value)}` : value < 0 ? `−${inUnit(unit, -value)}` : '0';
  return `${sign(low)} to ${sign(high)}`;
}

/** `× 2.1`. */
export function timesText(ratio: number): string {
  return `× ${round(ratio)}`;
}

const FOLD = [
  '',
  '',
  'twofold',
  'threefold',
  'fourfold',
  'fivefold',
  'sixfold',
  'sevenfold',
  'eightfold',
  'ninefold',
  'tenfold',
];

function foldText(ratio: number): string {
  const whole = Math.round(ratio);
  if (whole >= 2 && whole <= 10 && Math.abs(ratio - whole) < 0.05 * whole) return FOLD[whole]!;
  if (ratio > 1.5) return `${round(ratio)}-fold`;
  if (ratio > 2 / 3) return ratio >= 1 ? `up by ${percent(ratio - 1)}` : `down by ${percent(1 - ratio)}`;
  return `to ${percent(ratio)} of it`;
}

// — all at once —

function ofMorris({ guesses, figures }: MorrisScreening): string[] {
  const figure = figures[0]!;
  const most = guesses[0]?.effects[0]?.meanSize ?? 0;
  if (most === 0) return [`No guess moves ${figure.text} at all.`];
  const small = guesses.filter(({ effects }) => (effects[0]!.meanSize ?? 0) < most / 20);
  const large = guesses.filter((guess) => !small.includes(guess));
  const said = large.slice(0, MOST_SAID).map(({ path, effects }) => {
    const { meanSize, standardDeviation } = effects[0]!;
    const bends = standardDeviation! > meanSize! / 2 ? ', and how much depends on where it or another stands' : '';
    return `Over its whole range ${path} moves ${figure.text} by ${inUnit(figure.unit, meanSize)} on average${bends}.`;
  });
  if (small.length === 0) return said;
  const paths = small.map(({ path }) => path);
  return [...said, `${named(paths)} ${paths.length === 1 ? 'does' : 'do'} not matter: less than a twentieth of that.`];
}

function ofSobol({ guesses, figures, totals }: SobolIndices): string[] {
  const figure = figures[0]!;
  const { variance, luck } = totals[0]!;
  if (variance === null) return [`${capital(figure.text)} does not vary at all.`];
  const said = guesses.slice(0, MOST_SAID).flatMap(({ path, effects }) => {
    const { first, total } = effects[0]!;
    if (total === null || first === null || total < 0.05) return [];
    const together = total - first > 0.1 ? `, and ${share(total)} together with others` : '';
    return [`${path} by itself makes ${share(first)} of the variance of ${figure.text}${together}.`];
  });
  const small = guesses.filter(({ effects }) => (effects[0]!.total ?? 0) < 0.05).map(({ path }) => path);
  if (small.length > 0)
    said.push(`${named(small)} ${small.length === 1 ? 'does' : 'do'} not matter: less than 5 % of it in any way.`);
  if (luck !== null && luck > 0.05) said.push(`Luck alone makes ${share(luck)}.`);
  return said;
}

function share(value: number): string {
  return `${Math.round(Math.min(1, Math.max(0, value)) * 100)} %`;
}

function named(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const shown =
    items.length > MOST_NAMED ? [...items.slice(0, MOST_NAMED - 1), `${items.length - MOST_NAMED + 1} others`] : items;
  return list(shown, word);
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
