/** What counts that go on have gained since they were last looked at: counts by the interval. */
export class Steps {
  readonly #before = new Map<string, number>();

  /** What the count called `name` has gained since this was last asked. */
  take(name: string, total: number): number {
    const step = total - (this.#before.get(name) ?? 0);
    this.#before.set(name, total);
    return step;
  }

  /** The count begins at zero again. */
  restart(name: string): void {
    this.#before.delete(name);
  }
}
