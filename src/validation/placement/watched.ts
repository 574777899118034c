/** What an observer of the tier is made from, as a run hands it out. */
import type { RunOptions } from '../../simulate.ts';

type MakeObserver = NonNullable<RunOptions['tierObservers']>[number];
export type WatchedTier = Parameters<MakeObserver>[0];
