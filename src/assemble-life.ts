/** Puts together what tells the life of one record, and what finds records worth a look, beside simulate.ts, which drives them. */
import type { Life } from './metrics/life/moments.ts';
import { LifeTimes, type LifeTime } from './metrics/life/times.ts';
import { Remarkable, type Remarked } from './metrics/life/remarkable.ts';
import { TierRemarkable } from './metrics/life/tier-remarkable.ts';
import { TierWitness } from './metrics/life/tier-witness.ts';
import { Witness } from './metrics/life/witness.ts';
import type { Scenario } from './scenario/scenario.ts';
import { roleOf } from './metrics/ledgers.ts';
import { type RunOptions } from './simulate.ts';

type Watching = Required<Pick<RunOptions, 'observers' | 'tierObservers'>> & Pick<RunOptions, 'timesOf'>;

export interface Looking {
  /** To be given to the run, which must be a new one. */
  readonly run: Watching;
  /** What was found; to be asked when the run is over. */
  readonly found: () => Found;
}

export interface Found {
  /** Of the record that was asked for; without moments where there is none with this id. */
  readonly life: Life | undefined;
  /** Of that record: where its time went. */
  readonly times: readonly LifeTime[];
  /** By source, then by group of tenants. */
  readonly remarked: readonly Remarked[];
  /** Ids that the scenario gave to records that were made. */
  readonly given: readonly string[];
}

/** `id`: the record whose life is wanted; absent: none. */
export function looking({ sources, mappings }: Scenario, id?: string): Looking {
  let witness: Witness | undefined;
  let remarkable: Remarkable | undefined;
  let ofTier: TierRemarkable | undefined;
  const names = sources.map(({ name }) => name);
  const callers = sources.filter(({ type }) => ['calls', 'events'].includes(roleOf(type)));
  const times = new LifeTimes([...mappings, ...callers].map(({ name }) => name));
  return {
    run: {
      observers: [
        ({ records, sim, idOf }) => (remarkable = new Remarkable(names, { records, clock: sim, idOf })),
        ...(id === undefined
          ? []
          : [
              ({ records, sim, idOf }: Parameters<Watching['observers'][number]>[0]) =>
                (times.witness = witness = new Witness(id, { records, clock: sim, idOf })),
              () => times,
            ]),
      ],
      ...(id === undefined ? {} : { timesOf: times }),
      tierObservers: [
        (watched) => (ofTier = new TierRemarkable(watched)),
        // The observers of the run are made before those of its tier.
        ...(id === undefined
          ? []
          : [({ probe }: Parameters<Watching['tierObservers'][number]>[0]) => new TierWitness(witness!, probe)]),
      ],
    },
    found: () => ({
      life: witness?.life,
      times: witness === undefined ? [] : times.all(),
      remarked: [...(remarkable?.found ?? []), ...(ofTier?.found ?? [])],
      given: remarkable?.given ?? [],
    }),
  };
}
