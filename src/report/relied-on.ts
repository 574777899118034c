/** What a result stands and falls with, on the terminal: the numbers of AWS that it relied on and that AWS does not document, by how they are known. */
import { FACT_KINDS } from '../aws/fact.ts';
import type { Result } from '../metrics/result.ts';
import { wrapped } from './fit.ts';
import { some } from './format.ts';
import type { Style } from './style.ts';

/** A paragraph for each kind, least sure first; none where everything is documented. */
export function reliedOn({ assumptions }: Result, { width, paint }: Style): string[] {
  const kinds = ['overridden', ...FACT_KINDS.toReversed()];
  const paragraphs = kinds.flatMap((kind) => {
    const paths = assumptions
      .filter((one) => kind === (one.overridden ? 'overridden' : one.kind))
      .map(({ path }) => path);
    return paths.length === 0 ? [] : [`${paths.length} ${kind}: ${paths.join(', ')}`];
  });
  if (paragraphs.length === 0) return [];
  const which = assumptions.some(({ overridden }) => overridden) ? ' or the scenario overrides' : '';
  const head = `relied on ${some(assumptions.length, 'number')} that AWS does not document${which} (lagcast facts PATH says more):`;
  return [
    ...wrapped(head, width),
    ...paragraphs.flatMap((text) => wrapped(text, width - 2)).map((line) => paint('faint', `  ${line}`)),
  ];
}
