/**
 * What happens first when several things are due at the same microsecond. The order has meaning: a completion frees
 * an environment before a poll wants one; a message is visible again before anybody looks for it; a poll sees all
 * that arrived at its instant. Within a rank, first scheduled is first run.
 */
export const Rank = {
  /** A scripted change of the scenario: a setting, an outage, a redrive. */
  scenario: 0,
  /** An invocation ends. */
  completion: 1,
  /** What has not ended by now is cut off: who ends at the very instant of a timeout has ended in time. */
  cutOff: 2,
  /** A hidden or delayed record becomes visible. */
  visibility: 3,
  /** A record reaches an age limit: retention, maximum age. */
  age: 4,
  /** A producer sends. */
  arrival: 5,
  /** A poller looks for work, or tries a refused batch again. */
  poll: 6,
  /** A controller adapts: pollers are added or removed. */
  controller: 7,
  /** An observer takes a reading; it sees the instant as everybody else left it. */
  sample: 8,
} as const;

export type Rank = (typeof Rank)[keyof typeof Rank];
