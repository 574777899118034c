/** What Run does for a tier: its observers, its readers, the run without the noise that follows where it is wanted, and its result. */
import type { AssembleOptions, WatchedTier } from './assemble.ts';
import { tierReaders, tierRecorder } from './assemble-tier-metrics.ts';
import { assert } from './engine/assert.ts';
import type { Micros } from './engine/time.ts';
import type { AppendLine } from './metrics/journal.ts';
import type { Reader } from './metrics/readings.ts';
import type { QueueGrid } from './metrics/tier/queues.ts';
import type { TierResult } from './metrics/tier/result.ts';
import type { TierRows } from './metrics/tier/series.ts';
import { tierDiscrepancy, tierResult } from './metrics/tier/summary.ts';
import { TierJournal } from './metrics/tier/tier-journal.ts';
import type { TierRecorder } from './metrics/tier/tier-recorder.ts';
import { everyoneOfTier } from './model/tier/everyone-of-tier.ts';
import type { TierObserver } from './model/tier/tier-observer.ts';
import type { Scenario, TierScenario } from './scenario/scenario.ts';
import { Baseline, wantsBaseline } from './simulate-baseline.ts';

/** What a run and the one without its noise have in common beside the scenario. */
export type Luck = Pick<AssembleOptions, 'replication' | 'limits' | 'simulation'>;

export class TierRun {
  readonly #scenario: Scenario;
  readonly #tier: TierScenario;
  readonly #recorder: TierRecorder;
  readonly #reading: { readonly grid: QueueGrid; readonly rows: TierRows };
  /** Made when the run itself has ended. */
  #baseline: Baseline | undefined;
  /** Who listens. */
  readonly observer: TierObserver;

  /** `journal`: undefined where none is kept; `own`: observers of the caller's. */
  constructor(
    scenario: Scenario,
    watched: WatchedTier,
    journal: AppendLine | undefined,
    own: readonly ((watched: WatchedTier) => TierObserver)[],
  ) {
    const { tier } = scenario;
    assert(tier !== undefined, 'a tier is watched that the scenario does not have');
    this.#scenario = scenario;
    this.#tier = tier;
    this.#recorder = tierRecorder(scenario, tier, watched);
    this.#reading = tierReaders(this.#recorder);
    const writing = journal === undefined ? [] : [new TierJournal(journal, watched)];
    this.observer = everyoneOfTier([this.#recorder, ...writing, ...own.map((make) => make(watched))]);
  }

  /** In the order in which they are to be given each reading. */
  get readers(): Reader[] {
    return [this.#reading.grid, this.#reading.rows];
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    this.#recorder.restart(now);
  }

  /** The run has ended: the one that follows; undefined where none is wanted, or where it has been made. */
  follow(luck: Luck): Baseline | undefined {
    if (this.#baseline !== undefined || !wantsBaseline(this.#tier)) return undefined;
    return (this.#baseline = new Baseline(this.#scenario, this.#tier, luck));
  }

  /** What is wrong with what was counted; undefined when it adds up. */
  get discrepancy(): string | undefined {
    return tierDiscrepancy(this.#recorder);
  }

  /** The run has ended, at `now`, and so has the one without the noise. */
  result(now: Micros): TierResult {
    return tierResult(this.#recorder, this.#reading, this.#baseline?.blastRadius ?? null, now);
  }
}
