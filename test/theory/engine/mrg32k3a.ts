/**
 * L'Ecuyer's generator MRG32k3a with its streams 2^127 numbers apart, as the library SSJ has it: for traces that two simulators can share.
 * L'Ecuyer, Good Parameters and Implementations for Combined Multiple Recursive Random Number Generators, 1999.
 */
const M1 = 4294967087;
const M2 = 4294944443;
const FROM_1 = [
  [0n, 1n, 0n],
  [0n, 0n, 1n],
  [-810728n, 1403580n, 0n],
];
const FROM_2 = [
  [0n, 1n, 0n],
  [0n, 0n, 1n],
  [-1370589n, 0n, 527612n],
];
/** The seed of the package when nothing is said: all six numbers. */
const SEED = 12345n;
const DOUBLINGS_APART = 127;

type Matrix = readonly (readonly bigint[])[];

/** Uniform numbers in (0, 1) of a stream, from 0. */
export function mrg32k3a(stream: number): () => number {
  let first = seedOf(FROM_1, M1, stream);
  let second = seedOf(FROM_2, M2, stream);
  return () => {
    // Products stay below 2^53.
    const p1 = modulo(1403580 * first[1]! - 810728 * first[0]!, M1);
    const p2 = modulo(527612 * second[2]! - 1370589 * second[0]!, M2);
    first = [first[1]!, first[2]!, p1];
    second = [second[1]!, second[2]!, p2];
    return (p1 > p2 ? p1 - p2 : p1 - p2 + M1) * (1 / (M1 + 1));
  };
}

/** The state at the beginning of a stream: so many jumps of 2^127 steps from the seed. */
function seedOf(step: Matrix, modulus: number, stream: number): number[] {
  const m = BigInt(modulus);
  let jump = step;
  for (let i = 0; i < DOUBLINGS_APART; i++) jump = product(jump, jump, m);
  let state: Matrix = [[SEED], [SEED], [SEED]];
  for (let i = 0; i < stream; i++) state = product(jump, state, m);
  return state.map(([value]) => Number(((value! % m) + m) % m));
}

function product(a: Matrix, b: Matrix, m: bigint): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0n) % m));
}

function modulo(value: number, modulus: number): number {
  const rest = value % modulus;
  return rest < 0 ? rest + modulus : rest;
}
