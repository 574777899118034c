/**
 * All combinations of the values that may vary, by number: what each is as settings and as a scenario, which are smaller, and which
 * are easier as far as anybody can say beforehand. The first value of a list is the smallest, the first setting counts most; so the
 * number itself is the order of size.
 */
import type { Scenario, VariedSetting } from '../../scenario/scenario.ts';
import type { Settings, Template } from '../../scenario/template.ts';
import { directionOf, type Direction } from './directions.ts';
import { scaleOf } from './scale.ts';

/** More than that are too many to choose among. */
export const MOST_CANDIDATES = 20_000;

export interface Axis extends VariedSetting {
  /** Undefined where more and less are not easier or harder, or nobody can say. */
  readonly direction: Direction | undefined;
  /** How easy each value makes it; undefined where values cannot be compared. */
  readonly ease: readonly number[] | undefined;
}

export function axisOf({ path, values }: VariedSetting): Axis {
  const direction = directionOf(path);
  const ease = direction === undefined ? undefined : easeOf(values, direction);
  return { path, values, direction: ease === undefined ? undefined : direction, ease };
}

function easeOf(values: readonly unknown[], { easier, without }: Direction): number[] | undefined {
  const scale = scaleOf(values);
  if (scale === undefined || (without === undefined && scale.includes(null))) return undefined;
  const numbers = scale.map((number) => number ?? (without === 'most' ? Infinity : -Infinity));
  return easier === 'more' ? numbers : numbers.map((number) => -number);
}

export class Candidates {
  readonly axes: readonly Axis[];
  readonly count: number;
  readonly #template: Template;
  readonly #scenarios = new Map<number, Scenario | string>();

  /** `vary`: at least one, with at least one value each, and no more than {@link MOST_CANDIDATES} combinations. */
  constructor(template: Template, vary: readonly VariedSetting[]) {
    this.#template = template;
    this.axes = vary.map(axisOf);
    this.count = vary.reduce((product, { values }) => product * values.length, 1);
  }

  /** Positions of its values. */
  placesOf(candidate: number): number[] {
    let rest = candidate;
    const places = this.axes.map(() => 0);
    for (let i = this.axes.length - 1; i >= 0; i--) {
      const { length } = this.axes[i]!.values;
      places[i] = rest % length;
      rest = Math.floor(rest / length);
    }
    return places;
  }

  at(places: readonly number[]): number {
    return this.axes.reduce((candidate, { values }, i) => candidate * values.length + places[i]!, 0);
  }

  /** As people read them: null for without it. */
  valuesOf(candidate: number): Record<string, unknown> {
    const places = this.placesOf(candidate);
    return Object.fromEntries(this.axes.map(({ path, values }, i) => [path, values[places[i]!]]));
  }

  settingsOf(candidate: number): Settings {
    const values = Object.entries(this.valuesOf(candidate));
    return Object.fromEntries(values.map(([path, value]) => [path, value === null ? undefined : value]));
  }

  /** Or, as text, why it is no scenario. */
  scenarioOf(candidate: number): Scenario | string {
    const known = this.#scenarios.get(candidate);
    if (known !== undefined) return known;
    const made = this.#template.tryVariant(this.settingsOf(candidate));
    const why = made.problems.find(({ severity }) => severity === 'error');
    const scenario = made.ok ? made.scenario : `${why?.path ?? ''}: ${why?.message ?? 'is no scenario'}`;
    this.#scenarios.set(candidate, scenario);
    return scenario;
  }

  /** The first problem of a candidate as `variant` throws it. */
  refuse(candidate: number): never {
    this.#template.variant(this.settingsOf(candidate));
    throw new Error('the candidate is a scenario');
  }

  /** Whether there is any setting of which one can say what is easier. */
  get hasDirections(): boolean {
    return this.axes.some(({ ease }) => ease !== undefined);
  }

  /** Whether `a` is expected to meet whatever `b` meets: nowhere harder. A candidate is as easy as itself. */
  isAsEasy(a: number, b: number): boolean {
    // From the last setting to the first, as digits: this is asked millions of times.
    for (let i = this.axes.length - 1; i >= 0; i--) {
      const { values, ease } = this.axes[i]!;
      const [one, other] = [a % values.length, b % values.length];
      if (one !== other && (ease === undefined || ease[one]! < ease[other]!)) return false;
      a = (a - one) / values.length;
      b = (b - other) / values.length;
    }
    return true;
  }

  /** Those that differ in one setting by one step, and are harder. */
  harderNeighbours(candidate: number): number[] {
    const places = this.placesOf(candidate);
    return this.axes.flatMap(({ values }, i) =>
      [places[i]! - 1, places[i]! + 1].flatMap((place) => {
        if (place < 0 || place >= values.length) return [];
        const other = this.at(places.map((old, k) => (k === i ? place : old)));
        return this.isAsEasy(candidate, other) && !this.isAsEasy(other, candidate) ? [other] : [];
      }),
    );
  }
}
