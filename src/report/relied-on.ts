/**
 * What a result stands and falls with, on the terminal: the numbers of AWS that it relied on and that AWS does not document, by how they are known.
 * Leaves out what the ideal rules set themselves: that is how they are defined, and nobody measured or assumed it of AWS.
 */
import { FACT_KINDS, type Fact } from '../aws/fact.ts';
import { FACTS } from '../aws/facts.ts';
import type { Assumption, Result } from '../metrics/result.ts';
import { wrapped } from './fit.ts';
import { some } from './format.ts';
import type { Style } from './style.ts';

/** A paragraph for each kind, least sure first; none where everything is documented. */
export function reliedOn({ rules, assumptions: all }: Result, { width, paint }: Style): string[] {
  const assumptions = rules === 'ideal' ? all.filter((one) => one.overridden || !isSetByIdeal(one)) : all;
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

function isSetByIdeal({ path }: Assumption): boolean {
  const fact = (FACTS as Readonly<Record<string, Fact | undefined>>)[path];
  return fact?.under?.ideal !== undefined;
}
