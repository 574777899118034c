/** A chart of a result: a Vega-Lite specification with its data in it, what it shows in words, and what it is of. */
import type { TopLevelSpec } from 'vega-lite';

export interface Chart {
  /** Unique in its result and safe as the stem of a file: `latency-orders`. */
  readonly id: string;
  /** What there is to see, as a sentence. */
  readonly title: string;
  readonly subtitle?: string;
  readonly part: Part;
  /** Complete: opens in the Vega editor as it is. */
  readonly spec: TopLevelSpec;
}

export interface Part {
  readonly kind: 'source' | 'mapping' | 'function' | 'downstream' | 'account' | 'tier' | 'cost';
  /** As in the scenario, where it has names, whatever characters it has. */
  readonly name: string;
}
