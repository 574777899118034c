/**
 * What should hold in any run of a pipeline, as functions that throw: ready to stand in a property. Each message says what was wrong, where,
 * and ends with the scenario as YAML. `soundRun` is what the simulator itself promises of any scenario; the others are promises of yours.
 */
import type { Result } from '../metrics/result.ts';
import type { Settings } from '../scenario/template.ts';
import { simulate } from '../simulate.ts';
import type { Case } from './case.ts';
import { lostIn, lostText } from './lost.ts';
import { satisfies } from './satisfies.ts';

/** A case for which an invariant does not hold. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
  readonly #case: Case;

  constructor(one: Case, what: string) {
    super(`${what}\n\n${one.toString()}`);
    this.#case = one;
  }

  get case(): Case {
    return this.#case;
  }

  /** Test runners print what an error has besides its message: of the case that would be every number of its result. */
  toJSON(): object {
    const { name, message } = this;
    return { name, message };
  }
}

/** All that holds of any scenario: books, limits, finite figures. */
export function soundRun(one: Case): void {
  booksBalance(one);
  staysWithinLimits(one);
  everyFigureIsFinite(one);
}

/** Every record of every source went somewhere, and nowhere twice. */
export function booksBalance(one: Case): void {
  for (const [name, { books }] of Object.entries(one.result.sources)) {
    const [inside, outside] = [sumOf(books.in), sumOf(books.out)];
    if (inside !== outside)
      fail(one, `the books of ${name} do not balance: ${inside} came in, and ${outside} are accounted for`);
  }
}

/** Reserved concurrency, the maximum concurrency of mappings, and that of the account were never exceeded. */
export function staysWithinLimits(one: Case): void {
  const { beyondLimits } = one.watch;
  if (beyondLimits.length > 0) fail(one, beyondLimits.join('\n'));
}

/** No number of the result is NaN or infinite. */
export function everyFigureIsFinite(one: Case): void {
  const path = notFinite(one.result, []);
  if (path !== undefined) fail(one, `${path.join('.')} is no finite number`);
}

/**
 * Records of one partition key reached the function in the order in which they were sent, first attempts against first attempts; and of FIFO
 * queues nothing was handled while an earlier message of its group was there, which a visibility timeout that is too short breaks.
 */
export function keepsOrder(one: Case): void {
  const late = Object.entries(one.result.sources).flatMap(([name, { fifo }]) =>
    fifo !== null && fifo.outOfOrder > 0
      ? [`${name}: ${fifo.outOfOrder} messages were handled before an earlier one of their group`]
      : [],
  );
  const wrong = [...one.watch.outOfOrder, ...late];
  if (wrong.length > 0) fail(one, wrong.join('\n'));
}

/** Nothing was dead-lettered, expired, discarded or refused for good: of the named sources, or of all. What still waits is not lost. */
export function losesNothing(one: Case, ...sources: readonly string[]): void {
  const lost = lostIn(one.result, sources.length === 0 ? undefined : sources);
  if (lost.length > 0) fail(one, `records were lost: ${lostText(lost)}`);
}

/** All objectives of the scenario are met. */
export function meetsObjectives(one: Case): void {
  const missed = one.result.objectives.filter(({ met }) => !met);
  if (missed.length > 0)
    fail(one, `missed: ${missed.map(({ text, value }) => `${text} (it is ${String(value)})`).join('; ')}`);
}

/** An objective that the scenario need not have: `p99(orders.latency) < 30 s`. */
export function satisfiesObjective(one: Case, text: string): void {
  const { met, value } = satisfies(one.result, text);
  if (!met) fail(one, `missed: ${text} (it is ${String(value)})`);
}

/** The same scenario gives the same result to the byte. */
export function isDeterministic(one: Case): void {
  const again = simulate(one.scenario);
  if (JSON.stringify(again) !== JSON.stringify(one.result))
    fail(one, 'a second run of the same scenario gave another result');
}

/**
 * With `more` (another value at a path, such as a higher reserved concurrency) no more records are lost than without, luck being equal. Not every
 * pipeline keeps this promise: more concurrency can be too much for what stands behind.
 */
export function losesNoMoreWith(one: Case, more: Settings): void {
  const other = one.with(more);
  const [before, after] = [one, other].map(({ result }) => lostIn(result).reduce((sum, { count }) => sum + count, 0));
  if (after! <= before!) return;
  fail(
    other,
    `${after} records were lost with ${JSON.stringify(more)}, and ${before} without: ${lostText(lostIn(other.result))}`,
  );
}

function fail(one: Case, what: string): never {
  throw new InvariantError(one, what);
}

function sumOf(side: Result['sources'][string]['books']['in'] | Result['sources'][string]['books']['out']): number {
  return Object.values(side).reduce((sum, n) => sum + n, 0);
}

function notFinite(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = notFinite(part, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
