/** Servers without a line: who finds all of them busy is refused, and never comes back. */
import type { Case } from '../case.ts';
import type { Result } from '../../metrics/result.ts';
import { head, inputsOf, NEVER_BACK, partsOf } from './line.ts';
import { modelCase, nameOf, type Model } from './model.ts';
import { constant, exponential, lognormal, type Service } from './service.ts';

/** `blocked`: the share refused, Erlang's B, whatever the service is beyond its mean; six digits, as the reference quotes it. */
export interface Loss {
  readonly id: string;
  /** Arrivals a second times mean service in seconds. */
  readonly load: number;
  readonly servers: number;
  readonly service: Service;
  readonly blocked: number;
  readonly tolerance: number;
  /** Over all replications. */
  readonly arrivals: number;
  readonly seconds: number;
  readonly knownMiss?: string;
}

const ERLANG = 'Erlang 1917; recomputed by the recursion for B';

export const ERLANG_B: readonly Loss[] = [
  loss('Q-ERLB-01', 0.5, 1, exponential(1), 0.333333, 1e5, 0.5),
  loss('Q-ERLB-02', 3, 5, exponential(1), 0.110054, 4e5, 1),
  loss('Q-ERLB-02', 3, 5, constant(1), 0.110054, 4e5, 1),
  loss('Q-ERLB-02', 3, 5, lognormal(1, 1), 0.110054, 4e5, 1),
  loss('Q-ERLB-03', 8, 5, exponential(1), 0.479008, 1e5, 0.5),
  loss('Q-ERLB-03', 8, 5, constant(1), 0.479008, 1e5, 0.5),
  loss('Q-ERLB-03', 8, 5, lognormal(1, 2), 0.479008, 2e5, 0.7),
  loss('Q-ERLB-04', 8, 10, exponential(1), 0.121661, 3e5, 0.8),
  loss('Q-ERLB-04', 8, 10, constant(1), 0.121661, 3e5, 0.8),
  loss('Q-ERLB-04', 8, 10, lognormal(1, 1), 0.121661, 3e5, 0.8),
  loss('Q-ERLB-05', 12, 10, exponential(1), 0.301925, 2e5, 0.7),
  loss('Q-ERLB-06', 45, 50, exponential(1), 0.0541045, 1e6, 1.7),
  loss('Q-ERLB-08', 110, 100, exponential(1), 0.136115, 8e5, 1.4),
  {
    ...loss('Q-ERLB-09', 950, 1000, exponential(1), 0.00364929, 4e6, 7),
    knownMiss:
      'the run is too short: refusals are rare and come in clusters, so four million calls leave a standard error of 4 %, and a third of the ' +
      'tolerance would take some 150 million; the difference is less than two standard errors',
  },
];

/** The published run of 1,000 s from empty prints 0.5039: it has the beginning in it. */
export const SIMFAAS: Loss = {
  ...loss('S-SIMFAAS-03', 2016, 1000, exponential(2.016), 0.504455, 6e5, 2),
  tolerance: 0.01,
};

function loss(
  id: string,
  load: number,
  servers: number,
  service: Service,
  blocked: number,
  arrivals: number,
  seconds: number,
): Loss {
  return { id, load, servers, service, blocked, tolerance: 0.02, arrivals, seconds };
}

/** The cases that are run with messages, too, with each law of the service. */
const THROTTLED = ['Q-ERLB-02', 'Q-ERLB-04'];

export const lossCases: readonly Case[] = [
  ...ERLANG_B.map((one) => modelCase(direct(one, ERLANG))),
  // The same system made of what a queue has: a throttled message that is given up at once.
  ...ERLANG_B.filter(({ id }) => THROTTLED.includes(id)).map((one) => modelCase(throttled(one))),
  modelCase(
    direct(
      SIMFAAS,
      'Erlang B, recomputed; the setting is that of example notebook 03 of SimFaaS (Mahmoudi and Khazaei)',
    ),
  ),
];

/** Calls against a reserved concurrency: the loss system itself. */
function direct(one: Loss, source: string): Model {
  const { id, servers, service } = one;
  const arrivalRate = one.load / service.mean;
  const variant = service.kind === 'exponential' ? undefined : service.kind;
  const name = nameOf({ id, variant });
  const scenario = {
    ...head({ name, messages: one.arrivals, arrivalRate, warmUpAtLeast: 10 * service.mean }),
    sources: { api: { type: 'sync', function: 'f', arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] } },
    functions: {
      f: { timeout: NEVER_BACK, reservedConcurrency: servers, handler: { perInvocation: service.written } },
    },
  };
  const refused = ({ sources }: Result): number => sources['api']!.refused / sources['api']!.arrived;
  return {
    id,
    variant,
    ...described(one, 'calls', source),
    scenario,
    figures: figures(one, refused),
    controls: inputsOf({ arrivalRate, service }),
  };
}

/**
 * As many pollers as there are messages against a reserved concurrency. A throttled message is not tried again within its receive, and
 * its next receive would be one too many.
 */
function throttled(one: Loss): Model {
  const arrivalRate = one.load / one.service.mean;
  const variant = `${one.service.kind}, throttled messages of a queue`;
  const redrivePolicy = { maxReceiveCount: 1, deadLetterQueue: 'dead' };
  const arrivals = [{ rate: { poisson: `${arrivalRate}/s` } }];
  const scenario = {
    // Until as many are given up as will ever be.
    ...head({ name: `${one.id}, ${variant}`, messages: one.arrivals, arrivalRate, warmUpAtLeast: 240 }),
    facts: { 'sqs.throttleRetry.first': '12 h', 'sqs.throttleRetry.max': '12 h' },
    sources: { q: { type: 'sqs', visibilityTimeout: '2 min', redrivePolicy, arrivals }, dead: { type: 'sqs' } },
    functions: {
      f: { timeout: NEVER_BACK, reservedConcurrency: one.servers, handler: { perInvocation: one.service.written } },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  };
  const refused = (result: Result): number => {
    const { f } = partsOf(result);
    return f.throttles / (f.throttles + f.invocations);
  };
  const [blocked, busy] = figures(one, refused);
  const deadLettered = (result: Result): number => partsOf(result).q.deadLettered / partsOf(result).q.arrived;
  const given = { figure: 'share dead-lettered', of: deadLettered, expected: one.blocked, tolerance: one.tolerance };
  return {
    id: one.id,
    variant,
    ...described(one, 'messages', ERLANG),
    scenario,
    figures: [blocked!, given, busy!],
    controls: inputsOf({ arrivalRate, service: one.service }),
  };
}

function described({ load, servers, service, seconds, knownMiss }: Loss, whats: string, source: string) {
  const setting = `${whats} at random, ${digits(load / service.mean)}/s; ${servers} servers and no line; service ${service.words}`;
  return { setting, source, family: 'Erlang B', seconds, knownMiss };
}

function figures({ load, blocked, tolerance }: Loss, refused: (result: Result) => number) {
  return [
    { figure: 'share refused', of: refused, expected: blocked, tolerance },
    {
      figure: 'mean number of servers at work',
      of: ({ functions }: Result) => functions['f']!.concurrency.mean,
      expected: load * (1 - blocked),
      tolerance,
    },
  ];
}

function digits(rate: number): string {
  return String(Number(rate.toPrecision(6)));
}
