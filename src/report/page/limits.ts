/**
 * What the model leaves out of what the runs have, part by part, folded but for its heads, and last what
 * nearly every run meets; all of it is in docs/limits.md. Pure.
 */
import type { Limit } from '../../limits/limit.ts';
import { LIMITED_PARTS, touchedBy } from '../../limits/touched.ts';
import { PAGE_OF_LIMITS } from '../not-modelled/text.ts';
import type { Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { table } from './table.ts';

/** Of several results, what any of them meets. Nothing where they meet none. */
export function limits(entries: readonly Entry[]): Html[] | null {
  const all = new Set(entries.flatMap(({ result }) => touchedBy(result).flatMap(({ limits: met }) => met)));
  if (all.size === 0) return null;
  const usual = LIMITED_PARTS.flatMap(({ limits: of }) =>
    of.filter((limit) => all.has(limit) && limit.isUsual === true),
  );
  const folded = LIMITED_PARTS.flatMap(({ title, limits: of }) => {
    const met = of.filter((limit) => all.has(limit) && limit.isUsual !== true);
    return met.length === 0 ? [] : [ofPart(title, met)];
  });
  return [
    markup`<p>What the service has and ${entries.length === 1 ? 'this run has' : 'these runs have'} not, of the parts that are in it; the rest is in <code>${PAGE_OF_LIMITS}</code>.</p>`,
    ...folded,
    ...(usual.length === 0 ? [] : [ofPart('Nearly every run', usual)]),
  ];
}

function ofPart(title: string, met: readonly Limit[]): Html {
  return markup`<details><summary><strong>${title}</strong><span class="kind">: ${met.map(({ what }) => what).join('; ')}</span></summary>
${table({
  caption: `Not modelled: ${title}`,
  columns: ['not there', 'what that means'],
  rows: met.map(({ what, means }) => ({ head: what, cells: [means] })),
  isProse: true,
})}</details>
`;
}
