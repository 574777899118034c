/**
 * Searches over runs that nobody simulates: each value has a known share of runs that miss, and a known price. So a search is quick
 * enough to be repeated over many seeds, and what it should have found is known.
 */
import { conduct, FRESH, type Cell } from '../../src/plan/experiment.ts';
import { search, type SearchSpec } from '../../src/plan/search/search.ts';
import type { SearchOutcome } from '../../src/plan/search/outcome.ts';
import type { Demand } from '../../src/plan/search/demands.ts';
import type { FigureRef } from '../../src/scenario/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Template, type Settings, type VariantResult } from '../../src/scenario/template.ts';

/** What a run of some settings is like. */
export interface World {
  /** The share of runs that miss. */
  readonly misses: (settings: Settings, replication: number) => number;
  /** On average; each run's luck adds up to `noise` on either side. */
  readonly price?: (settings: Settings) => number;
  readonly noise?: number;
  /** `own`: settings do not share what makes a run miss, so that many of them are as many chances to be taken in. */
  readonly luck?: 'common' | 'own';
  /** Settings that are no scenario. */
  readonly refuses?: (settings: Settings) => boolean;
}

interface FakeRun {
  readonly isMissed: boolean;
  readonly price: number;
}

const MISSES: Demand = {
  text: 'q.deadLettered == 0',
  unit: 'count',
  operator: '==',
  limit: 0,
  read: (result) => {
    const { isMissed } = result as unknown as FakeRun;
    return { met: !isMissed, value: isMissed ? 1 : 0 };
  },
};

const PRICE: FigureRef = { text: 'cost.total', statistic: undefined, name: 'cost', figure: 'total', unit: 'money' };

export interface Counted {
  readonly outcome: SearchOutcome;
  /** All cells, in order. */
  readonly cells: readonly (readonly [settings: Settings, replication: number])[];
}

/** Defaults: 5 %, 95 %, 2,000 runs, the smallest settings. */
export function searchIn(
  world: World,
  vary: SearchSpec['vary'],
  options: Partial<Pick<SearchSpec, 'risk' | 'confidence' | 'maxRuns' | 'hints' | 'demands' | 'fresh'>> & {
    readonly seed?: number;
    readonly minimise?: 'settings' | 'price';
  } = {},
): Counted {
  const { seed = 1, minimise = 'settings', ...others } = options;
  const cells: [Settings, number][] = [];
  const spec = {
    template: new FakeTemplate(world),
    demands: [MISSES],
    vary,
    price: minimise === 'price' ? PRICE : undefined,
    ...{ risk: 0.05, confidence: 0.95, maxRuns: 2000 },
    ...others,
  };
  const outcome = conduct(search(spec), ({ scenario, replication }: Cell) => {
    const settings = (scenario as unknown as { settings: Settings }).settings;
    cells.push([settings, replication]);
    return run(world, settings, replication, seed);
  });
  return { outcome, cells };
}

/** Each run misses or not by the luck of its replication, which all settings share. */
function run(
  { misses, price = () => 1, noise = 0, luck = 'common' }: World,
  settings: Settings,
  replication: number,
  seed: number,
): Result {
  const total = price(settings) + noise * (2 * uniform(seed, replication, 2) - 1);
  const fake = {
    isMissed: uniform(seed, replication, 1 + (luck === 'own' ? 7 * hash(settings) : 0)) < misses(settings, replication),
    price: total,
  };
  return { ...fake, sources: {}, mappings: {}, functions: {}, cost: { total, perMonth: total } } as unknown as Result;
}

export function isFresh(replication: number): boolean {
  return replication >= FRESH;
}

/** Settings are all there is to its scenarios. */
class FakeTemplate extends Template {
  readonly #world: World;

  constructor(world: World) {
    super({});
    this.#world = world;
  }

  override tryVariant(settings: Settings): VariantResult {
    if (this.#world.refuses?.(settings) === true)
      return { ok: false, problems: [{ severity: 'error', path: 'somewhere', message: 'is refused' }] };
    return { ok: true, settings, scenario: { settings } as unknown as Scenario, problems: [] };
  }
}

function hash(settings: Settings): number {
  return [...JSON.stringify(settings)].reduce((sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) >>> 0, 0);
}

/** From 0 to 1, by a mixer of 32 bits. */
function uniform(seed: number, replication: number, purpose: number): number {
  let x = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(replication + 1, 0x85ebca6b) ^ Math.imul(purpose, 0xc2b2ae35)) >>> 0;
  for (const factor of [0x7feb352d, 0x846ca68b, 0x7feb352d]) {
    x = Math.imul(x ^ (x >>> 16), factor) >>> 0;
    x = (x ^ (x >>> 15)) >>> 0;
  }
  return x / 2 ** 32;
}
