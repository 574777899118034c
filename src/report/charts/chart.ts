/** A chart: a Vega-Lite specification with its data in it, and what it shows in words. One of a result says what it is of. */
import type { TopLevelSpec } from 'vega-lite';

/** A chart, whatever it is of: of an experiment, for instance. */
export interface AnyChart {
  /** Unique among those it stands with and safe as the stem of a file: `latency-orders`. */
  readonly id: string;
  /** What there is to see, as a sentence. */
  readonly title: string;
  readonly subtitle?: string;
  /** Complete: opens in the Vega editor as it is. */
  readonly spec: TopLevelSpec;
}

export interface Chart extends AnyChart {
  /** A sentence: what which shape of it means. The page has it below the chart. */
  readonly howToRead: string;
  readonly part: Part;
}

export interface Part {
  readonly kind: 'source' | 'mapping' | 'function' | 'downstream' | 'account' | 'tier' | 'cost';
  /** As in the scenario, where it has names, whatever characters it has. */
  readonly name: string;
}
