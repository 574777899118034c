/**
 * How many records there are, watched as it changes: for models whose answer is no figure of a result, such as the number at an instant.
 *
 * A watch is an observer like any other; the run that it watches is an ordinary one.
 */
import type { Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { Run, type RunOptions, type Watched } from '../../simulate.ts';

/** Knows the number of records in all sources together: sent, or called, and not yet done with. A record is done with when its batch is. */
export abstract class Population extends Listener {
  protected number = 0;
  protected readonly clock: { readonly now: number };
  protected readonly watched: Watched;

  constructor(watched: Watched) {
    super();
    this.watched = watched;
    this.clock = watched.sim;
  }

  /** Called before the number changes, and with the instant at which it does. */
  protected abstract changes(now: number): void;

  override sent(_source: Named, _slot: number): void {
    this.changes(this.clock.now);
    this.number += 1;
  }

  override deleted(_source: Named, batch: Batch): void {
    this.changes(this.clock.now);
    this.number -= batch.size;
  }

  override answered(_source: Named): void {
    this.changes(this.clock.now);
    this.number -= 1;
  }
}

/** Events between two looks whether the watch has seen enough. */
const SLICE = 5_000;

/** Runs a replication to its end, or until the watch has seen enough, and returns the watch. */
export function watchRun<W extends Listener>(
  scenario: Scenario,
  replication: number,
  watch: (watched: Watched) => W,
  isDone: (watch: W) => boolean = () => false,
): W {
  let made!: W;
  const observers: RunOptions['observers'] = [(watched) => (made = watch(watched))];
  const run = new Run(scenario, { replication, observers });
  while (!run.advance(SLICE) && !isDone(made));
  return made;
}
