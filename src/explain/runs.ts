/** Runs of variants with the luck of the base: each variant once, and no more of them than were allowed. */
import type { Cell } from '../plan/experiment.ts';
import type { Result } from '../metrics/result.ts';
import type { Settings } from '../scenario/template.ts';
import type { Base } from './levers.ts';

/** A part of an experiment that comes to `T`. */
export type Step<T> = Generator<readonly Cell[], T, readonly Result[]>;

export class Runs {
  count = 0;
  readonly #base: Base;
  readonly #most: number;
  readonly #known = new Map<string, Result>();

  constructor(base: Base, most: number) {
    this.#base = base;
    this.#most = most;
  }

  has(settings: Settings): boolean {
    return this.#known.has(keyOf(settings));
  }

  /** Undefined where no run is left, and of settings that give no scenario. */
  *of(settings: Settings): Step<Result | undefined> {
    const known = this.#known.get(keyOf(settings));
    if (known !== undefined) return known;
    const variant = this.#base.template.tryVariant(settings);
    if (!variant.ok || this.count >= this.#most) return undefined;
    this.count += 1;
    const [result] = yield [{ scenario: variant.scenario, replication: this.#base.result.replication ?? 0 }];
    this.#known.set(keyOf(settings), result!);
    return result;
  }
}

function keyOf(settings: Settings): string {
  return JSON.stringify(
    Object.entries(settings).map(([path, value]) => (value === undefined ? [path] : [path, value])),
  );
}
