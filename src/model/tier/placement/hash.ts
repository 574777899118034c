/**
 * A hash of 64 bits in two halves, because a double loses what is above 53: FNV-1a, finished by the mixer of splitmix64, without which
 * keys that differ in one character hash to neighbours. Every purpose puts a label of its own before the key: residues of one
 * hash for two purposes would be correlated.
 */

/** Both halves are whole numbers of 32 bits without sign. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}
