/** How many runs a search may still ask for. */

/** There are not enough runs left for what is to be done next. */
export class BudgetUsed extends Error {
  override readonly name = 'BudgetUsed';
}

export class Budget {
  readonly #most: number;
  spent = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** To be called before the runs. Throws {@link BudgetUsed}. */
  spend(runs: number): void {
    if (this.spent + runs > this.#most) throw new BudgetUsed();
    this.spent += runs;
  }
}
