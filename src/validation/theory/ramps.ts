/**
 * A backlog sent at once meets pollers that grow in a straight line up to a ceiling, as documented. There is no chance in it, so there is
 * nothing to average; and it is the one part of this section that does not run under `rules: ideal`.
 */
import { Listener, type Named } from '../../model/observer.ts';
import { simulate } from '../../simulate.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { partsOf } from './line.ts';
import { exactly } from './exact.ts';
import { scenarioOf } from './model.ts';

/** `expected`: seconds until the last message is handled. The backlog equals (c₀t + rt²/2)/S, and goes on linearly at the ceiling. */
export interface Ramp {
  readonly id: string;
  readonly rules: 'current' | '2023-10';
  readonly backlog: number;
  /** Seconds. */
  readonly service: number;
  readonly start: number;
  readonly perMinute: number;
  readonly ceiling: number;
  readonly expected: number;
  /** Minutes until the ceiling is reached, where the backlog lasts for it, and the id of that case. */
  readonly ceilingAfter?: { readonly id: string; readonly expected: number };
  readonly seconds: number;
}

const UNTIL_2023 = { rules: '2023-10', start: 5, perMinute: 60, ceiling: 1000 } as const;
const SINCE_2023 = { rules: 'current', start: 5, perMinute: 300, ceiling: 1250 } as const;

export const RAMPS: readonly Ramp[] = [
  { id: 'Q-FLUID-01', ...UNTIL_2023, backlog: 100_000, service: 0.5, expected: 311.267, seconds: 0.6 },
  { id: 'Q-FLUID-02', ...UNTIL_2023, backlog: 100_000, service: 1.7, expected: 578.117, seconds: 0.6 },
  {
    ...{ id: 'Q-FLUID-04', ...SINCE_2023, backlog: 1_000_000, service: 1, expected: 924.002, seconds: 5 },
    ceilingAfter: { id: 'Q-FLUID-09', expected: 4.15 },
  },
  {
    ...{ id: 'Q-FLUID-05', ...UNTIL_2023, backlog: 1_000_000, service: 1, expected: 1495.01, seconds: 5 },
    ceilingAfter: { id: 'Q-FLUID-08', expected: 16.5833 },
  },
];

/** Relative: whether a ramp is a line or has steps moves the end by up to half a step. */
const TOLERANCE = 0.02;

export const rampCases: readonly Case[] = RAMPS.map((ramp) => ({
  id: ramp.id,
  ...(ramp.ceilingAfter === undefined ? {} : { gives: [ramp.ceilingAfter.id] }),
  seconds: ramp.seconds,
  run: () => rowsOf(ramp),
}));

/** Remembers when there were that many pollers, in microseconds. */
class Reached extends Listener {
  at = NaN;
  readonly #clock: { readonly now: number };
  readonly #pollers: number;

  constructor(clock: { readonly now: number }, pollers: number) {
    super();
    this.#clock = clock;
    this.#pollers = pollers;
  }

  override pollersChanged(_mapping: Named, pollers: number): void {
    if (pollers === this.#pollers) this.at = this.#clock.now;
  }
}

/** The whole backlog within a millisecond, under the rules of the time; everything but the ramp is out of the way. */
function rowsOf({ id, rules, backlog, service, start, perMinute, ceiling, expected, ceilingAfter }: Ramp): Row[] {
  const value = {
    lagcast: 1,
    name: id,
    rules,
    duration: '30 min',
    account: { concurrency: 10_000 },
    facts: { 'sqs.startLatency': 'off' },
    sources: {
      q: {
        type: 'sqs',
        arrivals: [{ replay: { file: 'backlog.csv', time: 'at', count: 'messages', interval: '1 ms' } }],
      },
    },
    functions: { f: { coldStart: 'none', handler: { duration: `${service} s` } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  };
  const scenario = scenarioOf(value, { ports: { readText: () => `at,messages\n0,${backlog}\n` } });
  let reached!: Reached;
  const result = simulate(scenario, { observers: [({ sim }) => (reached = new Reached(sim, ceiling))] });
  const setting = `${backlog} messages at once; ${start} pollers, ${perMinute} more a minute, ${ceiling} at most; ${service} s each`;
  const labels = {
    setting,
    source: 'documented ramp; the time follows by arithmetic',
    evidence: 'documented',
    ran: 'scenario',
  } as const;
  // Sent at 0 s: the greatest latency is the end.
  const drained = partsOf(result).q.latency.max! / 1e6;
  const rows = [exactly({ id, figure: 'time until the last is handled, s', ...labels }, expected, drained, TOLERANCE)];
  if (ceilingAfter === undefined) return rows;
  const figure = 'time until there are as many pollers as ever, min';
  return [
    ...rows,
    exactly(
      { id: ceilingAfter.id, figure, ...labels, ran: 'observed' },
      ceilingAfter.expected,
      reached.at / 60e6,
      TOLERANCE,
    ),
  ];
}
