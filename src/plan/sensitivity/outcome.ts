/**
 * What a sensitivity analysis found: versioned plain data, a pure function of scenario, seed, options and version. Values are in the unit of
 * the figure: microseconds, bytes, shares from 0 to 1, counts, rates a second, dollars.
 */
import type { FigureRef } from '../../scenario/figure.ts';
import type { GuessSpread } from '../../scenario/scenario.ts';
import type { Grounds } from '../grounds.ts';
import type { Interval } from '../../stats/student.ts';

export type { FigureRef } from '../../scenario/figure.ts';

/** Version of the format; it changes when the meaning or the place of a field does. */
export const SENSITIVITY_FORMAT = 1;

export const METHODS = ['one-at-a-time', 'morris', 'sobol'] as const;
export type Method = (typeof METHODS)[number];

interface Head extends Grounds {
  /** {@link SENSITIVITY_FORMAT}. */
  readonly lagcastSensitivity: number;
  readonly version: string;
  readonly name: string;
  readonly question: string | null;
  readonly seed: number | string;
  readonly rules: string;
  readonly confidence: number;
  /** Runs in all. */
  readonly runs: number;
  readonly figures: readonly FigureRef[];
  /** Guesses that could not be tried at all, and why. */
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

/** What a guess is. */
export interface GuessHead {
  readonly path: string;
  /** An input of the scenario, or a number of the service that nobody publishes. */
  readonly of: 'input' | 'assumption';
  readonly spread: GuessSpread;
  /** What the base has there; empty of a whole part, such as a distribution. */
  readonly written: string;
}

// — one at a time —

export interface OneAtATime extends Head {
  readonly method: 'one-at-a-time';
  /** Of each end of each guess that was not screened. */
  readonly replications: number;
  readonly base: {
    /** Mean over the runs, by figure; null where no run had a value. */
    readonly means: readonly (number | null)[];
    readonly objectives: readonly ObjectiveCount[];
  };
  /** Those that move the first figure most come first. */
  readonly guesses: readonly TriedGuess[];
}

export interface ObjectiveCount {
  readonly text: string;
  /** Runs that missed it, of so many. */
  readonly missed: number;
  readonly runs: number;
}

export interface TriedGuess extends GuessHead {
  readonly ends: readonly TriedEnd[];
}

export interface TriedEnd {
  /** `× 2`, or the value. */
  readonly label: string;
  readonly factor: number | null;
  /** As the file would write it; null where it could not be tried. */
  readonly value: unknown;
  /** Why the scenario refuses it; null where it was tried. */
  readonly refused: string | null;
  /** That were made. */
  readonly runs: number;
  /** Only the first was made, for it changed nothing at all: so of numbers of the service that nobody asked for by name. */
  readonly isScreened: boolean;
  /** By figure; none where it was refused. */
  readonly effects: readonly Effect[];
  /** Where it was screened, those of the base. */
  readonly objectives: readonly ObjectiveCount[];
}

/**
 * `ends`: some run that had a value has none any more, for nothing was left to measure. `begins`: some run that had none has one. Of runs that
 * have one both times: `moves`: the interval of the difference leaves 0 out, and some of it is beyond 5 % of the base. `little`: all of it is
 * within 5 %. `nothing`: no run had another value. `unclear`: at this effort nobody can say.
 */
export type Verdict = 'ends' | 'begins' | 'moves' | 'little' | 'nothing' | 'unclear';

export interface Effect {
  /** Runs that have a value as written and none here, and those of which the opposite is true. */
  readonly lost: number;
  readonly gained: number;
  /** Of runs that have a value both times; null where none has. */
  readonly mean: number | null;
  /** Mean of the differences from the base, run by run with the same luck. */
  readonly difference: number | null;
  /** Of that mean, by Student's t; null of fewer than two runs. */
  readonly interval: Interval | null;
  /** Mean over that of the base; null where either is 0 or missing. */
  readonly ratio: number | null;
  /** Per cent that the figure moves for each per cent of the guess: log(ratio) / log(factor); null where one of them is. */
  readonly elasticity: number | null;
  readonly verdict: Verdict;
}

// — Morris —

export interface MorrisScreening extends Head {
  readonly method: 'morris';
  readonly trajectories: number;
  /** Of amounts; a list has those of its values. */
  readonly levels: number;
  /** By figure: points at which there was nothing to measure. */
  readonly unmeasured: readonly number[];
  /** Those that broke most steps of the first figure come first, then those with the greatest mean absolute effect on it. */
  readonly guesses: readonly (GuessHead & { readonly effects: readonly MorrisEffect[] })[];
}

/** Elementary effects of one guess on one figure, each for the whole range of the guess. */
export interface MorrisEffect {
  /** Steps with a value at both ends, of which the rest is told. */
  readonly count: number;
  /** Steps with a value at one end only: there the guess decides whether there is anything to measure. */
  readonly broken: number;
  /** μ: their mean. */
  readonly mean: number | null;
  /** μ*: the mean of their sizes, and its interval. */
  readonly meanSize: number | null;
  readonly interval: Interval | null;
  /** σ: how much they differ, from bends in the response or from the other guesses. */
  readonly standardDeviation: number | null;
}

// — Sobol —

export interface SobolIndices extends Head {
  readonly method: 'sobol';
  /** Rows of the sample; each took a run for each guess and two more. */
  readonly samples: number;
  /** By figure. */
  readonly totals: readonly SobolTotal[];
  /** Those with the greatest total index of the first figure come first. */
  readonly guesses: readonly (GuessHead & { readonly effects: readonly SobolEffect[] })[];
}

export interface SobolTotal {
  /** Rows in which all runs had a value: of these the rest is told. */
  readonly rows: number;
  /** Runs of all rows that had none. */
  readonly unmeasured: number;
  readonly mean: number | null;
  readonly variance: number | null;
  /** The share of the variance that luck alone makes. */
  readonly luck: number | null;
}

/** Shares of the variance of one figure; null where it has none. Estimates, which may come out a little below 0 or above 1. */
export interface SobolEffect {
  /** By this guess alone, whatever the others are. */
  readonly first: number | null;
  readonly firstInterval: Interval | null;
  /** By this guess in whatever way, together with others included. */
  readonly total: number | null;
  readonly totalInterval: Interval | null;
  /** Rows in which this guess alone decided whether there was anything to measure. */
  readonly broken: number;
}

export type Sensitivity = OneAtATime | MorrisScreening | SobolIndices;
