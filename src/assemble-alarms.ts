/** Builds the alarms that a scenario describes, and connects them to the metrics of a run. */
import { Rules } from './aws/rules.ts';
import { Rank } from './engine/rank.ts';
import type { Simulation } from './engine/simulation.ts';
import type { Micros } from './engine/time.ts';
import { Alarm } from './metrics/alarms/alarm.ts';
import type { AlarmResult, Trouble } from './metrics/alarms/result.ts';
import { AlarmWatch } from './metrics/alarms/watch.ts';
import type { WatchRows } from './metrics/open-periods.ts';
import type { EventScenario, Scenario } from './scenario/scenario.ts';

/** What alarms rest on beyond their metrics. */
export const FACTS_OF_ALARMS = ['cloudwatch.alarm.delay', 'cloudwatch.alarm.extraPeriods'] as const;

/** All alarms of a run. */
export class Alarms {
  readonly #scenario: Scenario;
  readonly #alarms: readonly Alarm[];
  readonly #delay: Micros;

  constructor(scenario: Scenario) {
    // Rules of its own, as metrics have: a run without alarms does not rely on what only they ask for.
    const rules = new Rules(scenario.rules, scenario.facts);
    const extra = rules.number('cloudwatch.alarm.extraPeriods');
    this.#delay = rules.number('cloudwatch.alarm.delay');
    this.#scenario = scenario;
    this.#alarms = scenario.alarms.map(({ name: _name, text: _text, of = '', ...settings }) => {
      return new Alarm({ ...settings, of }, extra);
    });
  }

  /** Their periods, each once. */
  get periods(): Micros[] {
    return [...new Set(this.#alarms.map(({ settings }) => settings.period))];
  }

  /** What takes the rows of a period, and evaluates its alarms some time after each; undefined where none has it. */
  watch(period: Micros, sim: Simulation): WatchRows | undefined {
    const own = this.#alarms.filter(({ settings }) => settings.period === period);
    if (own.length === 0) return undefined;
    const evaluation = sim.action(Rank.sample, (number) => watch.evaluate(number, sim.now));
    // Without a delay it follows at the very instant.
    const later = (number: number): void => {
      if (this.#delay === 0) watch.evaluate(number, sim.now);
      else sim.after(this.#delay, evaluation, number);
    };
    const watch = new AlarmWatch(period, own, later);
    return (rows, from, to) => watch.take(rows, from, to);
  }

  /** By name. */
  results(): Record<string, AlarmResult> {
    const { alarms, events, duration } = this.#scenario;
    const troubles = troublesOf(events, duration);
    return Object.fromEntries(
      alarms.map(({ name, text }, i) => [name, this.#alarms[i]!.result(text, troubles, duration)]),
    );
  }
}

/** What a scenario does to a run, in order of time; not what undoes it again. */
function troublesOf(events: readonly EventScenario[], duration: Micros): Trouble[] {
  const begins = new Map<number, Micros>();
  for (const { entry, at } of events) begins.set(entry, Math.min(at, begins.get(entry) ?? Infinity));
  const troubles = events.flatMap((event): Trouble[] => {
    const { at, entry } = event;
    if (at > begins.get(entry)! || at > duration) return [];
    switch (event.kind) {
      case 'outage':
        return [{ kind: 'outage', name: event.name, at, until: event.until }];
      case 'disable':
        return [{ kind: 'disable', name: event.mapping, at, until: Infinity }];
      case 'set':
        return [
          { kind: 'set', name: `${event.target.kind}s.${event.target.name}.${event.option}`, at, until: Infinity },
        ];
      default:
        return [];
    }
  });
  return troubles.sort((a, b) => a.at - b.at);
}
