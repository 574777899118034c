/** Which guesses matter, as sentences: the farthest first, what does not matter together, and what nobody can say yet. */
import type {
  FigureRef,
  Effect,
  OneAtATime,
  Sensitivity,
  TriedEnd,
  TriedGuess,
} from '../../plan/sensitivity/outcome.ts';
import type { Interval } from '../../stats/student.ts';
import { inUnit, percent, some } from '../format.ts';
import { MOST_SAID, named, ofMorris, ofSobol } from './designed-words.ts';

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

function ofEnds(outcome: OneAtATime): string[] {
  const { guesses, figures, base } = outcome;
  const figure = figures[0]!;
  const tried = guesses.filter(({ ends }) => ends.some(wasTried));
  if (tried.length === 0) return ['No guess could be tried.'];
  const breaking = tried.filter(breaks);
  const said = [...breakingSentences(breaking, figure)];
  if (base.means[0] === null) {
    const none = `As written there is nothing to measure of ${figure.text}`;
    return [
      breaking.length > 0 ? `${none}.` : `${none}, and no guess changes that.`,
      ...said,
      ...ofObjectives(outcome),
    ];
  }
  const others = tried.filter((guess) => !breaks(guess));
  const moving = others.filter((guess) => has(guess, 'moves'));
  said.push(...moving.slice(0, MOST_SAID).map((guess) => movingSentence(guess, figure, base.means[0]!)));
  if (moving.length > MOST_SAID) {
    const rest = moving.slice(MOST_SAID);
    said.push(`${named(pathsOf(rest))} ${rest.length === 1 ? 'moves' : 'move'} it less.`);
  }
  if (moving.length === 0 && others.length > 0)
    said.push(`No ${breaking.length > 0 ? 'other ' : ''}guess moves ${figure.text} for certain.`);
  const unmoved = others.filter((guess) => !has(guess, 'moves'));
  return [...said, ...ofUnmoved(unmoved, outcome), ...ofObjectives(outcome)];
}

/** What cannot be told yet, what does not matter, and how well that is known. */
function ofUnmoved(guesses: readonly TriedGuess[], { replications }: OneAtATime): string[] {
  const said: string[] = [];
  const say = (of: readonly TriedGuess[], one: string, several: string, what: string) => {
    if (of.length > 0) said.push(`${named(pathsOf(of))} ${of.length === 1 ? one : several} ${what}.`);
  };
  const unclear = guesses.filter((guess) => has(guess, 'unclear'));
  if (unclear.length > 0)
    said.push(`Of ${named(pathsOf(unclear))} ${some(replications, 'run')} cannot tell: more replications may.`);
  const still = guesses.filter((guess) => !has(guess, 'unclear'));
  const screened = still.filter(wasScreened);
  const whole = still.filter((guess) => !wasScreened(guess));
  say(
    whole.filter(({ ends }) => ends.every(wasTried)),
    'does',
    'do',
    'not matter to it',
  );
  say(
    whole.filter(({ ends }) => !ends.every(wasTried)),
    'does',
    'do',
    'not matter to it at the end that could be tried',
  );
  say(screened, 'was', 'were', 'tried in one run each way, in which nothing happened otherwise');
  return said;
}

/** What changed nothing at all in its first run has no others. */
function wasScreened({ ends }: TriedGuess): boolean {
  return ends.every((end) => !wasTried(end) || end.isScreened);
}

function pathsOf(guesses: readonly { readonly path: string }[]): string[] {
  return guesses.map(({ path }) => path);
}

function has({ ends }: TriedGuess, verdict: Effect['verdict']): boolean {
  return ends.some(({ effects }) => effects[0]?.verdict === verdict);
}

/** Whether an end of it decides whether there is anything to measure. */
function breaks(guess: TriedGuess): boolean {
  return has(guess, 'ends') || has(guess, 'begins');
}

function wasTried({ refused }: TriedEnd): boolean {
  return refused === null;
}

function breakingSentences(breaking: readonly TriedGuess[], figure: FigureRef): string[] {
  const said = breaking.slice(0, MOST_SAID).map((guess) => breakingSentence(guess, figure));
  const rest = breaking.slice(MOST_SAID);
  return rest.length === 0 ? said : [...said, `So ${rest.length === 1 ? 'does' : 'do'} ${named(pathsOf(rest))}.`];
}

/** `Setting your guess of functions.worker.handler.duration to 40 s leaves nothing to measure of p99(orders.latency) in 5 runs of 5; …` */
function breakingSentence({ path, of, ends }: TriedGuess, figure: FigureRef): string {
  const broken = ({ effects: [effect] }: TriedEnd) => (effect === undefined ? 0 : effect.lost + effect.gained);
  const worst = ends.toSorted((a, b) => broken(b) - broken(a))[0]!;
  const { verdict, lost, gained, mean } = worst.effects[0]!;
  const doing = capital(doingText(worst, whatText(path, of)));
  const rest = otherEnd(ends, worst, figure);
  if (verdict === 'begins')
    return `${doing} gives ${figure.text} a value in ${some(gained, 'run')} of ${worst.runs} that had none${rest}.`;
  const left = mean === null ? '' : `, and makes it ${inUnit(figure.unit, mean)} in others`;
  return `${doing} leaves nothing to measure of ${figure.text} in ${some(lost, 'run')} of ${worst.runs}${left}${rest}.`;
}

/** `Doubling your guess of functions.worker.handler.perRecord moves p99(orders.latency) ninefold, from 2 s to 18 s; halving it changes little.` */
function movingSentence({ path, of, ends }: TriedGuess, figure: FigureRef, base: number | null): string {
  const farthest = ends
    .filter(({ effects }) => effects[0]?.verdict === 'moves')
    .toSorted((a, b) => Math.abs(b.effects[0]!.difference!) - Math.abs(a.effects[0]!.difference!))[0]!;
  const effect = farthest.effects[0]!;
  const doing = capital(doingText(farthest, whatText(path, of)));
  const from = inUnit(figure.unit, base);
  const to = inUnit(figure.unit, effect.mean);
  const moved = effect.ratio === null ? '' : ` ${foldText(effect.ratio)}`;
  return `${doing} moves ${figure.text}${moved}, from ${from} to ${to}${otherEnd(ends, farthest, figure)}.`;
}

function whatText(path: string, of: TriedGuess['of']): string {
  return of === 'input' ? `your guess of ${path}` : `the assumed ${path}`;
}

function otherEnd(ends: readonly TriedEnd[], said: TriedEnd, figure: FigureRef): string {
  const other = ends.find((end) => end !== said && wasTried(end));
  return other === undefined ? '' : `; ${doingText(other, 'it')} ${otherText(other, figure)}`;
}

function doingText({ factor, label }: TriedEnd, what: string): string {
  if (factor === null || !label.startsWith('×')) return `setting ${what} to ${label}`;
  if (factor === 2) return `doubling ${what}`;
  if (factor === 0.5) return `halving ${what}`;
  return factor > 1 ? `multiplying ${what} by ${round(factor)}` : `dividing ${what} by ${round(1 / factor)}`;
}

function otherText({ effects, runs, isScreened }: TriedEnd, figure: FigureRef): string {
  const effect = effects[0]!;
  switch (effect.verdict) {
    case 'ends':
      return `leaves nothing to measure in ${some(effect.lost, 'run')} of ${runs}`;
    case 'begins':
      return `gives it a value in ${some(effect.gained, 'run')} of ${runs}`;
    case 'nothing':
      return isScreened ? 'changes nothing in the one run that was tried' : 'changes nothing';
    case 'little':
      return 'changes little';
    case 'unclear':
      return 'may or may not';
    case 'moves':
      return `makes it ${inUnit(figure.unit, effect.mean)}`;
  }
}

/** What somebody who planned with the guess will not like, or will: of what may be luck nothing is said. */
function ofObjectives({ guesses, base, replications }: OneAtATime): string[] {
  return base.objectives.flatMap(({ text, missed }, i) => {
    const byMore = (sign: number) =>
      guesses.flatMap(({ path, ends }) =>
        ends
          .filter((end) => wasTried(end) && isMany(sign * (end.objectives[i]!.missed - missed), replications))
          .map((end) => `${doingText(end, path)} (${some(end.objectives[i]!.missed, 'run')} of ${replications})`),
      );
    const [more, fewer] = [byMore(1), byMore(-1)];
    if (more.length + fewer.length === 0) return [];
    if (missed === 0) return [`${text} is met as written, and missed by ${named(more, 'or')}.`];
    const ways = [
      ...(more.length === 0 ? [] : [`in more by ${named(more, 'or')}`]),
      ...(fewer.length === 0 ? [] : [`in fewer by ${named(fewer, 'or')}`]),
    ];
    return [`${text} is missed in ${some(missed, 'run')} of ${replications} as written, ${ways.join(', and ')}.`];
  });
}

/** Two runs, and a fifth of them. */
function isMany(more: number, runs: number): boolean {
  return more >= 2 && more >= runs / 5;
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

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
