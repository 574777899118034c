/** The strategies that look at nothing but how many records there are. Others choose among them (strategies.ts). */
import type { Arrangement } from '../stages.ts';
import { allAtOnce, type AllAtOnceSettings } from './all-at-once.ts';
import { chunks, type ChunksSettings } from './chunks.ts';
import { oneByOne, type OneByOneSettings } from './one-by-one.ts';
import { pool, type PoolSettings } from './pool.ts';

export type ArrangementSettings = OneByOneSettings | PoolSettings | ChunksSettings | AllAtOnceSettings;

interface Kind<S> {
  arrangement(settings: S): Arrangement;
}

/** By kind; another is one file and one line. */
const ARRANGEMENTS: { readonly [K in ArrangementSettings['kind']]: Kind<ArrangementSettings & { kind: K }> } = {
  oneByOne,
  pool,
  chunks,
  allAtOnce,
};

export function arrangementOf(settings: ArrangementSettings): Arrangement {
  const kind: Kind<never> = ARRANGEMENTS[settings.kind];
  return kind.arrangement(settings as never);
}
