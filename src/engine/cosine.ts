/**
 * The cosine of a share of a turn, by nothing but addition and multiplication, so that every machine and every Node
 * release gives the same bits. Math.cos does not promise that: V8 can be built with fdlibm's, with glibc's or with
 * LLVM's, and their last bits differ. Leaves out sines, radians and the last bit itself: the error is below 1e-15.
 */

/** cos(2π · turns), for any finite number of turns. */
export function cosineOfTurns(turns: number): number {
  const inTurn = turns - Math.floor(turns);
  // Symmetric about half a turn, and antisymmetric about a quarter of one.
  const inHalf = inTurn > 0.5 ? 1 - inTurn : inTurn;
  return inHalf > 0.25 ? -inQuarter(0.5 - inHalf) : inQuarter(inHalf);
}

/** From 0 to a quarter of a turn. Above an eighth the sine of the rest is the more exact series. */
function inQuarter(turns: number): number {
  return turns > 0.125 ? sine(TWO_PI * (0.25 - turns)) : cosine(TWO_PI * turns);
}

const TWO_PI = 2 * Math.PI;

/** The beginning of the series; up to π/4 the first term left out is below 1e-17. */
function cosine(x: number): number {
  const y = x * x;
  let sum = 0;
  for (let n = 16; n > 0; n -= 2) sum = ((1 + sum) * -y) / (n * (n - 1));
  return 1 + sum;
}

function sine(x: number): number {
  const y = x * x;
  let sum = 0;
  for (let n = 17; n > 1; n -= 2) sum = ((1 + sum) * -y) / (n * (n - 1));
  return x * (1 + sum);
}
