/** A result of a report with the label that tells it from the others. Pure. */
import { suspectedOnly, type ResultExplanation } from '../../explain/explaining.ts';
import type { Result } from '../../metrics/result.ts';

export interface Entry {
  readonly label: string;
  readonly result: Result;
  /** What bound it; as far as the result alone says it, where nothing was run again. */
  readonly explanation: ResultExplanation;
}

const NOT_RUN_AGAIN =
  'Nothing was run again, so this is suspected and not verified; lagcast report RESULT --explain runs it again without each of these limits.';

/**
 * Labels each result by its name; those that share one, by what differs between them as well (seed, replication, rules,
 * version of lagcast), and by their place where nothing does. `explanations`: of those that were run again, at their places.
 */
export function entriesOf(
  results: readonly Result[],
  explanations: readonly (ResultExplanation | undefined)[] = [],
): Entry[] {
  const labels = results.map((result) => {
    const namesakes = results.filter(({ name }) => name === result.name);
    const differing = (['seed', 'replication', 'rules', 'version'] as const).filter((key) =>
      namesakes.some((other) => other[key] !== result[key]),
    );
    return [result.name, ...differing.map((key) => `${WORDS[key]} ${result[key] ?? 0}`)].join(' · ');
  });
  return results.map((result, i) => {
    const label = labels[i]!;
    const same = labels.flatMap((other, place) => (other === label ? [place] : []));
    return {
      label: same.length === 1 ? label : `${label} (${same.indexOf(i) + 1})`,
      result,
      explanation: explanations[i] ?? suspectedOnly(result, NOT_RUN_AGAIN),
    };
  });
}

const WORDS = { seed: 'seed', replication: 'replication', rules: 'rules', version: 'lagcast' } as const;

/** All names that any of them has, each once, in the order in which they come. */
export function union<T>(entries: readonly T[], namesOf: (entry: T) => readonly string[]): string[] {
  return [...new Set(entries.flatMap(namesOf))];
}
