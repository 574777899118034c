/**
 * Whether conditions stay the same once a scenario is warm: whatever changes by the clock is listed with the instant of its last
 * change. Only where nothing changes after the warm-up is there a steady state to speak of; anything else is about this
 * horizon, such as a day. Randomness that has no clock, such as bursts, changes nothing.
 */
import type { ArrivalScenario, Scenario } from '../scenario/scenario.ts';

/** Something that changes by the clock. */
export interface Change {
  /** In words: `the arrivals of orders`. */
  readonly what: string;
  /** The instant of its last change, in microseconds; null: it goes on to the end. */
  readonly last: number | null;
}

/** What changes after the warm-up, in the order of the scenario. */
export function changesAfterWarmUp(scenario: Scenario): Change[] {
  const { duration, warmUp } = scenario;
  return changesOf(scenario)
    .filter(([, last]) => last > warmUp)
    .map(([what, last]) => ({ what, last: last < duration ? last : null }));
}

function changesOf({ sources, tier, events, functions, duration }: Scenario): [what: string, last: number][] {
  const arrivals = [...sources, ...(tier?.tenants ?? [])];
  return [
    ...arrivals.map((one): [string, number] => [`the arrivals of ${one.name}`, lastOfAll(one.arrivals, duration)]),
    ...events.map((event): [string, number] => [
      wordOf(event),
      event.kind === 'outage' ? Math.min(event.until, duration) : event.at,
    ]),
    ...functions
      .filter(({ provisionedSchedule }) => provisionedSchedule.changes.length > 0)
      .map(({ name }): [string, number] => [`the provisioned concurrency of ${name}`, duration]),
  ];
}

function wordOf(event: Scenario['events'][number]): string {
  switch (event.kind) {
    case 'set':
      return `${event.option} of ${event.target.name}`;
    case 'redrive':
      return `the redrive from ${event.from}`;
    case 'enable':
    case 'disable':
      return `the switch of ${event.mapping}`;
    case 'reshard':
      return `the shards of ${event.stream}`;
    case 'outage':
      return `the outage of ${event.name}`;
  }
}

function lastOfAll(arrivals: readonly ArrivalScenario[], duration: number): number {
  return Math.max(0, ...arrivals.map((one) => lastChangeOf(one, duration)));
}

/** 0 of what is the same from beginning to end. */
function lastChangeOf({ when, startAt, endAt }: ArrivalScenario, duration: number): number {
  const ends = Math.max(startAt ?? 0, endAt !== undefined && endAt < duration ? endAt : 0);
  switch (when.kind) {
    case 'constant':
    case 'poisson':
    case 'bursty':
      return ends;
    case 'onOff':
      // With two durations that never vary it is a cycle, the same in every run.
      return when.on.kind === 'constant' && when.off.kind === 'constant' ? duration : ends;
    case 'steps':
      return Math.max(ends, Math.min(duration, when.steps.at(-1)?.at ?? 0));
    case 'ramp':
      return Math.max(ends, Math.min(duration, when.at + when.over));
    case 'daily':
    case 'records':
    case 'replay':
      return duration;
  }
}
