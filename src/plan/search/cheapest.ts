/**
 * The search where something is to be small that only runs can tell, such as the bill: hopeless candidates are left out first, the rest
 * run a few times, and are put in order by what that came to. When one is found that looks good, those that might be less after all, or
 * are smaller and no dearer, run as often as it did before one of them is chosen.
 */
import type { Experiment } from '../experiment.ts';
import { judge, looksOf } from './judge.ts';
import { byPrice, difference, INDIFFERENCE, isDearer, RUNS_FOR_PRICE, type Prices } from './price.ts';
import type { Race } from './race.ts';

/** How many run on beside the one that looks best. */
const MOST_RIVALS = 5;

/** Finds out what candidates come to, as far as they are not bad or expected to be. */
export function* price(race: Race, risk: number): Experiment<void> {
  yield* leaveOutHopeless(race, risk);
  for (const candidate of openOf(race)) {
    if (race.standingOf(candidate) !== 'open') continue;
    if (!(yield* race.runUpTo(candidate, RUNS_FOR_PRICE))) continue;
    rejectIfBad(race, candidate, risk);
  }
}

/** All that can still win, cheapest first. */
export function orderByPrice(race: Race): number[] {
  const all = Array.from({ length: race.candidates.count }, (_, i) => i);
  return byPrice(all, (candidate) => race.ledgerOf(candidate)?.meanPrice ?? null);
}

/** The cheapest of the winner and its rivals, the smallest of those that are as cheap; and those that were no dearer. */
export function* choose(race: Race, winner: number): Experiment<{ readonly winner: number; readonly equal: number[] }> {
  const rivals = rivalsOf(race, winner);
  const good = [winner];
  for (const rival of rivals) if ((yield* race.decide(rival)) === 'good') good.push(rival);
  const [cheapest] = byMean(race, good);
  const mean = race.ledgerOf(cheapest!)!.meanPrice ?? 0;
  const equal = good
    .filter((one) => one === cheapest || !isDearer(pricesOf(race, one), pricesOf(race, cheapest!), mean))
    .toSorted((a, b) => a - b);
  return { winner: equal[0]!, equal: equal.slice(1) };
}

/** Those that might be cheaper than the winner, or as cheap and smaller; the nearest few. */
function rivalsOf(race: Race, winner: number): number[] {
  const ofWinner = pricesOf(race, winner);
  const margin = INDIFFERENCE * Math.abs(race.ledgerOf(winner)!.meanPrice ?? 0);
  return race.looked
    .filter((candidate) => candidate !== winner && ['open', 'good'].includes(race.standingOf(candidate)))
    .flatMap((candidate) => {
      const between = difference(pricesOf(race, candidate), ofWinner);
      if (between === undefined) return [];
      const mayBeLess = between.interval.low < 0 || (candidate < winner && between.mean <= margin);
      return mayBeLess ? [{ candidate, distance: Math.abs(between.mean) }] : [];
    })
    .toSorted((a, b) => a.distance - b.distance || a.candidate - b.candidate)
    .slice(0, MOST_RIVALS)
    .map(({ candidate }) => candidate);
}

/** Over the runs that all of them had. */
function byMean(race: Race, candidates: readonly number[]): number[] {
  const common = Math.min(...candidates.map((candidate) => race.ledgerOf(candidate)!.runs));
  const meanOf = (candidate: number): number => {
    const known = pricesOf(race, candidate)
      .slice(0, common)
      .filter((one) => one !== null);
    return known.length === 0 ? Infinity : known.reduce((sum, one) => sum + one, 0) / known.length;
  };
  return candidates.toSorted((a, b) => meanOf(a) - meanOf(b) || a - b);
}

function pricesOf(race: Race, candidate: number): Prices {
  return race.ledgerOf(candidate)!.prices;
}

function openOf(race: Race): number[] {
  return Array.from({ length: race.candidates.count }, (_, i) => i).filter((i) => race.standingOf(i) === 'open');
}

/** Two runs each tell where the hopeless ones end: what is easier than one with hope has hope. */
function* leaveOutHopeless(race: Race, risk: number): Experiment<void> {
  const { candidates } = race;
  if (!race.isMonotone) return;
  const hopeful = new Set<number>();
  for (;;) {
    const unclear = openOf(race).filter((candidate) => !hopeful.has(candidate));
    if (unclear.length === 0) return;
    const candidate = mostTelling(unclear, (a, b) => candidates.isAsEasy(a, b));
    yield* race.runUpTo(candidate, looksOf(risk)[0]!);
    if (race.standingOf(candidate) !== 'open' || rejectIfBad(race, candidate, risk)) continue;
    for (const other of unclear) if (candidates.isAsEasy(other, candidate)) hopeful.add(other);
  }
}

/** The candidate that has most both above and below it. */
function mostTelling(unclear: readonly number[], isAsEasy: (a: number, b: number) => boolean): number {
  const step = Math.max(1, Math.ceil(unclear.length / 100));
  let best = { candidate: unclear[0]!, score: -1 };
  for (let i = 0; i < unclear.length; i += step) {
    const candidate = unclear[i]!;
    const harder = unclear.filter((other) => isAsEasy(candidate, other)).length;
    const easier = unclear.filter((other) => isAsEasy(other, candidate)).length;
    const score = Math.min(harder, easier);
    if (score > best.score) best = { candidate, score };
  }
  return best.candidate;
}

function rejectIfBad(race: Race, candidate: number, risk: number): boolean {
  const { runs, misses } = race.ledgerOf(candidate)!;
  if (judge(runs, misses, risk) !== 'bad') return false;
  race.reject(candidate);
  return true;
}
