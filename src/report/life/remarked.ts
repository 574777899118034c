/** Records worth a look, by source, for who does not know an id yet. Pure. */
import type { Remark, Remarked } from '../../metrics/life/remarkable.ts';
import { count, duration, was } from '../format.ts';
import { harmless } from '../fit.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';

const WHAT: Readonly<Record<Remark['what'], (value: number) => string>> = {
  slowest: (value) => `the slowest that was handled: ${duration(value)}`,
  mostInvoked: (value) => `the one invoked most often: ${count(value)} times`,
  deadLettered: () => 'the first that was dead-lettered',
  expired: () => 'the first that became too old',
  givenUp: () => 'the first that was given up',
  refused: () => 'the first that was refused',
  failed: () => 'the first that failed',
  dropped: () => 'the first that was dropped',
};

export function remarkedWords(found: readonly Remarked[], style: Style): string[] {
  return found.flatMap((one, i) => [...(i === 0 ? [] : ['']), ...wordsOf(one, style)]);
}

function wordsOf({ source, count: all, first, last, movedIn, remarks }: Remarked, style: Style): string[] {
  const head = style.paint('strong', source);
  const moved = movedIn === 0 ? '' : `; ${count(movedIn)} ${was(movedIn)} moved in from elsewhere`;
  if (first === undefined) return [`${head}: no records${movedIn === 0 ? '' : ' of its own'}${moved}`];
  const ids = harmless(first === last ? first : `${first} … ${last}`);
  return [
    `${head}: ${count(all)} ${all === 1 ? 'record' : 'records'}, ${ids}${moved}`,
    ...(remarks.length === 0
      ? []
      : table(
          { rows: remarks.map(({ id, what, value }) => [`  ${harmless(id)}`, WHAT[what](value)]), remark: true },
          style,
        )),
  ];
}
