/** That the user asked to stop, as an error: a file of its own, so that nobody loads a simulator for it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
