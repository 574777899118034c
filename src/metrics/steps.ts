/** What counts that go on have gained since they were last looked at: counts by the interval. */
export class Steps {
  readonly #before = new Map<string, number>();

  /** What the count called `name` has gained since this was last asked. */
  take(name: string, total: number): number {
    const step = total - (this.#before.get(name) ?? 0);
    this.#before.set(name, total);
    return step;
  }

  /** The count, which is `total` now, begins at zero again: what it has gained until now is in the next step as well. */
  restart(name: string, total: number): void {
    this.#before.set(name, (this.#before.get(name) ?? 0) - total);
  }
}
