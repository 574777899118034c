/**
 * The supermarket model with infinitely many queues, each a server with exponential service of mean 1: fixed points of its mean field, as
 * oracles for strategies of placement with many queues, live loads and random ties. λ is the load of each queue, below 1.
 */

const NEGLIGIBLE = 1e-18;
const LONGEST = 1_000_000;

/** s(i), the share of queues with at least i events, for i from 0 to where it is negligible: each follows from the one before. */
function tails(load: number, next: (before: number) => number): readonly number[] {
  const shares = [1];
  let share = load;
  while (share > NEGLIGIBLE && shares.length < LONGEST) {
    shares.push(share);
    share = next(share);
  }
  return shares;
}

/** The mean time in a system whose tails are given: Little's law. */
function meanTime(load: number, shares: readonly number[]): number {
  let sum = 0;
  for (let i = shares.length - 1; i > 0; i--) sum += shares[i]!;
  return sum / load;
}

/** Tails of best of d: s(i) = λ s(i−1)^d (Vvedenskaya, Dobrushin and Karpelevich 1996; Mitzenmacher 1996). */
export function bestOfTails(load: number, d: number): readonly number[] {
  return tails(load, (before) => {
    let product = load;
    for (let i = 0; i < d; i++) product *= before;
    return product;
  });
}

export function bestOfTime(load: number, d: number): number {
  return meanTime(load, bestOfTails(load, d));
}

/** Tails of (1 + β): s(i) = λ ((1 − β) s(i−1) + β s(i−1)²). */
export function onePlusBetaTails(load: number, beta: number): readonly number[] {
  return tails(load, (before) => load * ((1 - beta) * before + beta * before * before));
}

export function onePlusBetaTime(load: number, beta: number): number {
  return meanTime(load, onePlusBetaTails(load, beta));
}

/**
 * Join the idle queue with x queues for each host (Lu et al. 2011): p of the lists are not empty, where p/(1 − p) = x(1 − λ), so queues
 * are sent λ(1 − p) by chance beside the one event that they register for.
 */
export function joinIdleTime(load: number, queuesPerHost: number): number {
  const odds = queuesPerHost * (1 - load);
  return 1 / (1 - load / (1 + odds));
}
