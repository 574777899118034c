/** What is wrong with a pattern, and where: thrown while one is read, and given back by {@link readPattern}. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Why, in words that fit behind the place: `prefix takes a text`. */
  readonly reason: string;
  /** Keys and positions that lead to it from the top of the pattern. */
  readonly path: readonly (string | number)[];
  /** The operator that the dialect does not have, where that is what is wrong. */
  readonly operator: string | undefined;

  constructor(reason: string, path: readonly (string | number)[] = [], operator?: string) {
    super(reason);
    this.reason = reason;
    this.path = path;
    this.operator = operator;
  }

  /** The same, seen from further up. */
  under(key: string | number): Refused {
    return new Refused(this.reason, [key, ...this.path], this.operator);
  }
}
