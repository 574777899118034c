/** Choices between queues that the tier has no strategy for: what is known of them, as cases that run on the engine alone. */
import type { Case } from '../../../src/validation/case.ts';
import { OWN_SIMULATION } from '../../../src/validation/own-simulation.ts';
import { controlled } from '../../../src/validation/control-variates.ts';
import { estimatedRow, type Labels } from '../../../src/validation/statistics.ts';
import { leastWorkRun, rememberedRun, type ChosenQueuesRun } from './chosen-queues.ts';

interface Known {
  readonly id: string;
  readonly queues: number;
  readonly load: number;
  readonly measured: number;
  readonly expected: number;
  readonly tolerance: number;
  readonly seconds: number;
}

/** Mean field of Hellemans and Van Houdt; test/theory/engine-placement.test.ts integrates it. */
export const LEAST_WORK: readonly (Known & { readonly startWork: number })[] = [
  {
    id: 'P-LL2-01',
    queues: 1000,
    load: 0.5,
    measured: 60,
    startWork: 0,
    expected: 1.15073,
    tolerance: 0.015,
    seconds: 1,
  },
  {
    id: 'P-LL2-03',
    queues: 1000,
    load: 0.9,
    measured: 150,
    startWork: 1,
    expected: 2.05029,
    tolerance: 0.015,
    seconds: 2,
  },
  {
    id: 'P-LL2-05',
    queues: 1000,
    load: 0.99,
    measured: 1000,
    startWork: 3,
    expected: 3.99657,
    tolerance: 0.015,
    seconds: 5,
  },
];

export const REMEMBERED: readonly (Known & {
  readonly fresh: 1 | 2;
  readonly referenceError: number;
  readonly why?: string;
})[] = [
  {
    ...{ id: 'P-MEM-01', queues: 100, load: 0.9, measured: 500, fresh: 1 },
    ...{ expected: 3.25106, tolerance: 0.02, referenceError: 0.0033, seconds: 2 },
  },
  {
    ...{ id: 'P-MEM-03', queues: 100, load: 0.95, measured: 2000, fresh: 2 },
    ...{ expected: 2.83418, tolerance: 0.02, referenceError: 0.0041, seconds: 3 },
    why: 'below the reference by more than chance, within its tolerance: it does not say whether a queue may be drawn twice for an event',
  },
];

const REPLICATIONS = 16;

export const enginePlacementCases: readonly Case[] = [
  ...LEAST_WORK.map((known) =>
    caseOf(known, (replication) => leastWorkRun(known, replication), {
      setting: `${known.queues} queues, load ${known.load}, least work left of two`,
      evidence: 'exact',
      source: 'T. Hellemans and B. Van Houdt, 2018, for infinitely many queues; integral recomputed',
      why: `the reference is for infinitely many queues, not ${known.queues}`,
    }),
  ),
  ...REMEMBERED.map((known) =>
    caseOf(known, (replication) => rememberedRun(known, replication), {
      setting: `${known.queues} queues, load ${known.load}, the shortest of ${known.fresh} drawn and one remembered`,
      evidence: 'independent simulation',
      source: `${OWN_SIMULATION}; after Mitzenmacher, Prabhakar and Shah 2002`,
      why: known.why,
    }),
  ),
];

function caseOf(
  { id, expected, tolerance, seconds, ...more }: Known & { readonly referenceError?: number },
  runOf: (replication: number) => ChosenQueuesRun,
  labels: Pick<Labels, 'setting' | 'evidence' | 'source' | 'why'>,
): Case {
  const run = (): ReturnType<Case['run']> => {
    const runs = Array.from({ length: REPLICATIONS }, (_, replication) => runOf(replication));
    const controls = [runs.map(({ arrivals }) => arrivals), runs.map(({ service }) => service)];
    const estimate = controlled(
      runs.map(({ time }) => time),
      controls,
    );
    const { referenceError } = more;
    const figure = 'mean time in the system, s';
    return [estimatedRow({ id, figure, ran: 'engine', ...labels }, estimate, { expected, tolerance, referenceError })];
  };
  return { id, seconds, run };
}
