/** Puts together what makes metrics by the period, for runs whose metrics are wanted: beside simulate.ts, which drives it. */
import { Rules } from './aws/rules.ts';
import type { Clock, Micros } from './engine/time.ts';
import { AccountLevels, type Reservation } from './metrics/account-levels.ts';
import { MetricsReader, type Measured } from './metrics/metrics-reader.ts';
import { OpenPeriods, type AppendRows } from './metrics/open-periods.ts';
import { PeriodCounts } from './metrics/period-counts.ts';
import type { Records } from './model/records.ts';
import type { Scenario } from './scenario/scenario.ts';

export interface MetricsOptions {
  /** Length of a period: whole microseconds above zero. CloudWatch has 1, 5, 10, 20, 30 s and multiples of 60 s. */
  readonly period: Micros;
  /** Takes the rows of one period after the other, of some of them late: when the last invocation that began in it has ended. */
  readonly append: AppendRows;
}

/** The observer that counts. */
export function periodCounts(
  scenario: Scenario,
  model: { records: Records; clock: Clock },
  { period, append }: MetricsOptions,
): PeriodCounts {
  const { sources, mappings, functions } = scenario;
  const parts = { sources: sources.length, mappings: mappings.length, functions: functions.length };
  const reserved = functions.map(({ reservedConcurrency }) => reservedConcurrency);
  const account = new AccountLevels(reserved, reservations(scenario));
  return new PeriodCounts(parts, model, account, new OpenPeriods(period, append));
}

/** The reader that makes rows of what was counted. */
export function metricsReader(scenario: Scenario, { period }: MetricsOptions, measured: Measured): MetricsReader {
  // Rules of its own: the run does not rely on what only its metrics ask for.
  const activeFor = new Rules(scenario.rules, scenario.facts).number('sqs.metrics.activeFor');
  const hasFilters = scenario.mappings.map(({ filters }) => filters.length > 0);
  const names = { ...namesOf(scenario), hasFilters };
  return new MetricsReader({ period, end: scenario.duration, activeFor }, names, measured);
}

/** Names of the parts, in the order of the scenario. */
export function namesOf({
  sources,
  mappings,
  functions,
}: Scenario): Record<'sources' | 'mappings' | 'functions', string[]> {
  const names = (parts: readonly { readonly name: string }[]): string[] => parts.map(({ name }) => name);
  return { sources: names(sources), mappings: names(mappings), functions: names(functions) };
}

/** What functions reserve from when on, where events change it within the run, in order of time. */
function reservations({ events, duration, functions }: Scenario): Reservation[] {
  const changes = events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.option !== 'reservedConcurrency') return [];
    const fn = functions.findIndex(({ name }) => event.target.kind === 'function' && event.target.name === name);
    return fn < 0 ? [] : [{ at: event.at, fn, to: event.value }];
  });
  return changes.sort((a, b) => a.at - b.at);
}
