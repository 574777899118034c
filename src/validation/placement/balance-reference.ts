/** What is known of many queues with one server each, as data: scenarios/validation/placement/balance.json. */
import { OWN_SIMULATION, OWN_SIMULATION_OF_TIER } from '../own-simulation.ts';
import type { Evidence } from '../row.ts';

/** All times are in mean service times, which are seconds in the scenarios. */
export interface BalanceReference {
  readonly id: string;
  readonly evidence: Evidence;
  readonly source: SourceName;
  /** Absent: `unjudged` says why. */
  readonly family?: string;
  /** Of one in no family: why the sign of its error, or the size, says nothing. */
  readonly unjudged?: string;
  readonly queues: number;
  /** Arrivals of a queue in a mean service time. */
  readonly load: number;
  readonly placement: unknown;
  /** As a scenario has it; absent: exponential with mean 1 s. */
  readonly service?: unknown;
  readonly depth?: unknown;
  /** Hosts that accept events, each with a view of its own; absent: one. */
  readonly frontHosts?: number;
  /** Tenants that the events are of, each as likely; absent: one. */
  readonly tenants?: number;
  /**
   * Mean time in the system; mean number of events in a queue; shares of queues with at least `from`, `from` + 1, … events; mean number in a
   * queue when the run, which begins empty, ends.
   */
  readonly figure: 'time' | 'number' | 'tail' | 'transient';
  readonly from?: number;
  /** A list of shares for `tail`. */
  readonly expected: number | readonly number[];
  /** Relative; or, as an `absolute` one. */
  readonly tolerance?: number;
  readonly absolute?: number;
  /** Standard error of the expected value. */
  readonly referenceError?: number;
  readonly run: BalanceRun;
  /** What else to know about it. */
  readonly why?: string;
  /** CPU seconds, about. */
  readonly seconds: number;
}

export interface BalanceRun {
  readonly warmUp: number;
  readonly length: number;
  readonly replications: number;
  /** Events for each queue that are sent at the beginning, so that what would come together slowly is there at once. */
  readonly start?: number;
  /** Whether each run is paired with one of a single queue of as many servers, whose mean wait is known. */
  readonly pooled?: boolean;
}

/** Who says so, by the name that the data has for it. */
export const SOURCES = {
  'mean field':
    'Vvedenskaya, Dobrushin and Karpelevich 1996; Mitzenmacher, thesis 1996: fixed point for infinitely many queues',
  'mean field, from empty': 'the differential equations of the same model, integrated numerically from empty queues',
  'M/M/1': 'M/M/1, closed form',
  TPDS: 'Mitzenmacher, IEEE TPDS 12(10), 2001, table 1: 100 queues; recalled, not read; an own simulation for the specification, compiled 2026-11-21, agrees within two standard errors unless a note says otherwise',
  '(1 + β) mean field':
    'fixed point for infinitely many queues, derived for this comparison; after Peres, Talwar and Wieder 2010',
  'Gast 2018':
    'Gast, Bortolussi and Tribastone, Size expansions of mean field approximation, Performance 2018: simulations in its tables',
  'Gast 2017': 'Gast, SIGMETRICS 2017: published raw simulations of the paper, averaged',
  'chain of two queues': 'Markov chain of two queues, solved numerically',
  'own simulation': `${OWN_SIMULATION}; there is no closed form for so few queues`,
  'own simulation of the tier': OWN_SIMULATION_OF_TIER,
} as const;
export type SourceName = keyof typeof SOURCES;
