/**
 * Assertions that are always on. One that fails is a defect of ours, not of the scenario: it ends the run,
 * and whoever runs the simulation adds the seed, the virtual time and the command that repeats it.
 */

/** Something that cannot happen did. The message says what; the command line maps it to exit code 1. */
export class Defect extends Error {
  override readonly name = 'Defect';
}

/** Throws a {@link Defect} unless `condition` holds. `what` must be a constant text: it is evaluated on every call. */
export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Defect(what);
}
