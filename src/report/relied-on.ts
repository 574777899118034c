/**
 * What a result stands and falls with, on the terminal: the numbers of AWS that it relied on and that AWS does not document, by how they are known.
 * Of experiments those that any of their runs relied on. Which of them decide anything: decisive.ts.
 */
import { FACT_KINDS } from '../aws/fact.ts';
import type { Assumption } from '../metrics/result.ts';
import { decisive, type ReliedIn } from './decisive.ts';
import { wrapped } from './fit.ts';
import { some } from './format.ts';
import type { Style } from './style.ts';

/** A paragraph for each kind, least sure first; none where everything is documented. */
export function reliedOn(of: ReliedIn, { width, paint }: Style): string[] {
  const assumptions = decisive(of);
  if (assumptions.length === 0) return [];
  return [
    ...wrapped(`${reliedHead(assumptions)} (lagcast facts PATH says more):`, width),
    ...byKind(assumptions)
      .flatMap((text) => wrapped(text, width - 2))
      .map((line) => paint('faint', `  ${line}`)),
  ];
}

export function reliedHead(assumptions: readonly Assumption[]): string {
  const which = assumptions.some(({ overridden }) => overridden) ? ' or the scenario overrides' : '';
  return `relied on ${some(assumptions.length, 'number')} that AWS does not document${which}`;
}

/** `2 assumed: sqs.envelope, sqs.duplicates`: a text for each kind. */
export function byKind(assumptions: readonly Assumption[]): string[] {
  return ['overridden', ...FACT_KINDS.toReversed()].flatMap((kind) => {
    const paths = assumptions
      .filter((one) => kind === (one.overridden ? 'overridden' : one.kind))
      .map(({ path }) => path);
    return paths.length === 0 ? [] : [`${paths.length} ${kind}: ${paths.join(', ')}`];
  });
}
