/**
 * Requests that find all servers taken and come again after an exponential time, for as long as it takes (retrial queues).
 *
 * As a pipeline: a function invoked asynchronously calls a downstream with so many connections, which fails at once when all are
 * open. Lambda is told not to retry; the failed event goes to a second function, which takes an exponential time and sends it back.
 * Those in orbit are the executions of that second function.
 */
import type { Result } from '../../metrics/result.ts';
import { readScenarioValue } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Case } from '../case.ts';
import { estimatedRow, replications, REPLICATIONS } from '../statistics.ts';

export interface RetrialCase {
  readonly id: string;
  /** Per second. */
  readonly arrivalRate: number;
  readonly servers: number;
  /** With a mean of 1 s. */
  readonly service: 'exponential' | 'constant';
  /** Of each request in orbit, per second. */
  readonly retryRate: number;
  /** Mean number of requests in orbit. */
  readonly expected: number;
  readonly tolerance: number;
  readonly source: string;
  /** Of a replication, in simulated seconds, after the warm-up. */
  readonly measured: number;
  /** CPU seconds of all replications. */
  readonly seconds: number;
}

const FALIN = 'G. I. Falin and J. G. C. Templeton, Retrial Queues, 1997; not read, value recomputed by its closed form';
const CHAIN = 'Markov chain of (busy servers, orbit), cut where it does not matter and solved for the specification';

const CASES: readonly RetrialCase[] = [
  one('Q-RETR-01', 0.5, 1, 1, 1, 0.05, FALIN, 2200, 2.5),
  one('Q-RETR-02', 0.8, 1, 0.5, 9.6, 0.05, FALIN, 4500, 10),
  one('Q-RETR-05', 1.4, 2, 1, 2.93359, 0.05, CHAIN, 1500, 3),
  one('Q-RETR-06', 4, 5, 0.5, 8.13198, 0.05, CHAIN, 900, 3.5),
  one('Q-RETR-09', 7, 10, 5, 0.761565, 0.05, CHAIN, 2500, 10),
  one('Q-RETR-10', 18, 20, 1, 12.6257, 0.05, CHAIN, 1200, 14),
  { ...one('Q-RETR-11', 0.7, 1, 0.5, 4.08333, 0.06, FALIN, 1000, 1.5), service: 'constant' },
];

function one(
  id: string,
  arrivalRate: number,
  servers: number,
  retryRate: number,
  expected: number,
  tolerance: number,
  source: string,
  measured: number,
  seconds: number,
): RetrialCase {
  return {
    id,
    arrivalRate,
    servers,
    service: 'exponential',
    retryRate,
    expected,
    tolerance,
    source,
    measured,
    seconds,
  };
}

export const retrialCases: readonly Case[] = CASES.map((retrial) => ({
  id: retrial.id,
  seconds: retrial.seconds,
  run: () => {
    const { id, arrivalRate, servers, service, retryRate, expected, tolerance, source } = retrial;
    const pick = ({ functions }: Result) => ({ orbit: functions['orbit']!.concurrency.mean });
    const { orbit } = replications(retrialScenario(retrial), REPLICATIONS, pick, (result) =>
      inputsOf(result, arrivalRate),
    );
    const labels = {
      id,
      figure: 'mean number waiting to try again',
      setting: `λ ${arrivalRate}/s, ${servers} server${servers > 1 ? 's' : ''}, ${service} service of 1 s, tried again after ${1 / retryRate} s on average`,
      evidence: 'exact',
      source,
      ran: 'scenario',
      family: 'retrials',
    } as const;
    return [estimatedRow(labels, orbit, { expected, tolerance })];
  },
}));

/** By how much more new requests came than are due, and more servers worked: all are served in the end, in a second on average. */
function inputsOf({ sources, functions, duration, warmUp }: Result, arrivalRate: number): number[] {
  const fresh = sources['requests']!.arrived - functions['orbit']!.sent;
  return [
    fresh / (arrivalRate * ((duration - warmUp) / 1e6)) - 1,
    functions['worker']!.concurrency.mean / arrivalRate - 1,
  ];
}

/** The scenario of a case; its id is the seed. */
export function retrialScenario({ id, arrivalRate, servers, service, retryRate, measured }: RetrialCase): Scenario {
  const warmUp = Math.ceil(measured / 10);
  const read = readScenarioValue({
    lagcast: 1,
    name: id,
    seed: id,
    rules: 'ideal',
    duration: `${warmUp + measured} s`,
    warmUp: `${warmUp} s`,
    sources: {
      requests: {
        type: 'async',
        function: 'worker',
        maximumRetryAttempts: 0,
        onFailure: 'refused',
        arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }],
      },
      refused: { type: 'async', function: 'orbit' },
    },
    functions: {
      worker: {
        timeout: '12 h',
        handler: {
          perRecord: '0 s',
          uses: [{ downstream: 'servers', connect: 'perInvocation' }],
          onRecordError: 'throw',
        },
      },
      orbit: {
        timeout: '12 h',
        handler: { perRecord: { exponential: { mean: `${1 / retryRate} s` } }, sends: [{ to: 'requests' }] },
      },
    },
    downstreams: {
      servers: {
        latency: service === 'constant' ? '1 s' : { exponential: { mean: '1 s' } },
        connections: servers,
        onExhausted: 'fail',
        failAfter: '0 s',
      },
    },
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}
