/** The sign test: whether one of two things wins more often than chance would have it. */

/**
 * The probability that of `wins + losses` throws of a fair coin the rarer side comes up no more often than here, on either side;
 * 1 of none. Both whole numbers from 0.
 */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  const fewer = Math.min(wins, losses);
  // Terms of the binomial distribution by their logarithms: 2⁻ⁿ is too small for a number from 1,075 on.
  let term = -n * Math.LN2;
  let sum = Math.exp(term);
  for (let k = 1; k <= fewer; k++) {
    term += Math.log((n - k + 1) / k);
    sum += Math.exp(term);
  }
  return Math.min(1, 2 * sum);
}

/** The fewest throws of which all the same way are too many for chance: {@link signTest} of them is at most `doubt`, above 0. */
export function fewestFlips(doubt: number): number {
  let n = 1;
  while (signTest(n, 0) > doubt) n += 1;
  return n;
}
