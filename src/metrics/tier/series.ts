/**
 * The series of a result about the tier: depths of the shared queues, and of each group what it sends, what is stored and runs, and
 * how long first runs waited. At the intervals of the other series; the warm-up is in it.
 */
import type { Micros } from '../../engine/time.ts';
import { Recent } from '../../stats/recent.ts';
import type { Reader } from '../readings.ts';
import { samplePeriod } from '../sampler.ts';
import { Steps } from '../steps.ts';
import type { GroupRecord } from './group-record.ts';
import type { QueueGrid } from './queues.ts';
import { MOST_TENANTS, type TenantCurve, type TierGroupSeries, type TierSeries } from './result.ts';
import type { TierRecorder } from './tier-recorder.ts';

class GroupRows {
  readonly #accepted: number[] = [];
  readonly #backlog: number[] = [];
  readonly #running: number[] = [];
  readonly #age = { p50: [] as (number | null)[], p99: [] as (number | null)[] };
  readonly #group: GroupRecord;
  readonly #recent: Recent;
  readonly #steps = new Steps();

  constructor(group: GroupRecord) {
    this.#group = group;
    this.#recent = new Recent([group.firstRunInWindow, group.firstRunElse]);
  }

  close(): void {
    this.#accepted.push(this.#steps.take('accepted', this.#group.accepted.total));
    const most = this.#group.takeMost();
    this.#backlog.push(most.stored);
    this.#running.push(most.running);
    const ages = this.#recent.take();
    this.#age.p50.push(ages.count === 0 ? null : ages.quantile(0.5));
    this.#age.p99.push(ages.count === 0 ? null : ages.quantile(0.99));
  }

  beforeRestart(): void {
    this.#recent.keep();
  }

  restart(): void {
    this.#recent.restart();
  }

  toResult(): TierGroupSeries {
    const { p50, p99 } = this.#age;
    return {
      accepted: this.#accepted,
      backlog: this.#backlog,
      running: this.#running,
      firstAttemptAge: { p50, p99 },
    };
  }
}

export class TierRows implements Reader {
  readonly period: Micros;
  readonly #names: readonly string[];
  readonly #groups: readonly GroupRows[];
  readonly #grid: QueueGrid;
  readonly #depth = { mean: [] as (number | null)[], max: [] as (number | null)[] };
  readonly #hot: (number | null)[] = [];
  readonly #hottest: (number | null)[] = [];

  /** `grid`: a reader that is given each reading before this one. */
  constructor({ measure, probe, groups }: TierRecorder, grid: QueueGrid) {
    this.period = samplePeriod(measure.duration);
    this.#names = probe.groups.map(({ name }) => name);
    this.#groups = groups.map((group) => new GroupRows(group));
    this.#grid = grid;
  }

  note(): void {}

  close(): void {
    for (const rows of this.#groups) rows.close();
    const { mean, max, hot, hottest } = this.#grid.takeRecent();
    this.#depth.mean.push(mean);
    this.#depth.max.push(max);
    this.#hot.push(hot);
    this.#hottest.push(hottest);
  }

  beforeRestart(): void {
    for (const rows of this.#groups) rows.beforeRestart();
  }

  restart(): void {
    for (const rows of this.#groups) rows.restart();
  }

  toResult(tenants: TierSeries['tenants']): TierSeries {
    const groups = Object.fromEntries(this.#names.map((name, i) => [name, this.#groups[i]!.toResult()]));
    return { period: this.period, depth: this.#depth, hot: this.#hot, hottest: this.#hottest, groups, tenants };
  }
}

/** The p99 of many tenants, greatest first: the worst few by themselves, the others at even distances on a scale of ranks. */
export function tenantCurve(p99s: Float64Array): TenantCurve {
  const sorted = p99s.toSorted().reverse();
  const ranks = curveRanks(sorted.length);
  return { tenants: sorted.length, rank: ranks, p99: ranks.map((rank) => sorted[rank - 1]!) };
}

/** At most {@link MOST_TENANTS} ranks from 1 to `tenants`, closer together at the top: the first and the last are among them. */
export function curveRanks(tenants: number): number[] {
  if (tenants <= MOST_TENANTS) return Array.from({ length: tenants }, (_, i) => i + 1);
  // Distances grow with the square, so that the few that suffer are seen among a hundred thousand.
  const last = MOST_TENANTS - 1;
  const at = (i: number): number => i + 1 + Math.round((tenants - MOST_TENANTS) * (i / last) * (i / last));
  return Array.from({ length: MOST_TENANTS }, (_, i) => at(i));
}
