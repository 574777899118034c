/**
 * Brooker's experiment of 2012: a request a second, ten servers that each take their oldest request every eight seconds, and queue lengths
 * that were looked up some time ago. What he says of it, and a table that another program made of it.
 *
 * When within the eight seconds a server takes something is left open; here the beats are evenly spread. In the other program all happens in
 * whole seconds, with beats by chance, which makes waits up to half a second shorter, and more where lengths are about as old as a beat.
 */
import type { Case } from '../case.ts';
import { OWN_SIMULATION_OF_TIER } from '../own-simulation.ts';
import type { Row } from '../row.ts';
import { estimatedRow, estimateOf, type Estimate, type Labels } from '../statistics.ts';
import { statedRow } from './settled-row.ts';
import { runTier, tierScenario } from './tier-run.ts';

/** Time between two look-ups, in seconds; mean time in a queue, in seconds, of the other program. */
export interface BrookerReference {
  readonly refreshes: readonly number[];
  readonly table: Readonly<Record<Look, readonly number[]>>;
  /** Relative. */
  readonly tolerance: number;
  /** Best of two is as bad as chance where depths are as old as this, from and to. */
  readonly crossing: readonly [number, number];
}

const LOOKS = ['by chance', 'best of all', 'best of 2', 'best of 3'] as const;
type Look = (typeof LOOKS)[number];
const PLACEMENTS: Readonly<Record<Look, unknown>> = {
  'by chance': 'random',
  'best of all': 'jsq',
  'best of 2': { strategy: 'bestOf', d: 2 },
  'best of 3': { strategy: 'bestOf', d: 3 },
};

const REPLICATIONS = 10;
/** Of cells whose means are a matter of luck: of chance alone, and looked up seldom, when all events go to one queue for long. */
const MORE_REPLICATIONS = 40;
const SELDOM = 40;
const WARM_UP = 1000;
const LENGTH = 6000;
const POST = 'Brooker, The power of two random choices, 2012';
const SETTING = 'ten queues, one event a second, each queue gives one out every 8 s';
const BEATS =
  'the other program moves in whole seconds and spreads the beats of the servers by chance; here they are evenly spread. With beats as there, a program in test/theory gives that table';

const ERROR =
  'above by 2.8 standard errors of ours; the reference has an error of one or two percent itself, which is not counted here, and beats by chance';

/** Which rows of the table miss. */
const KNOWN_MISSES: Readonly<Record<string, string>> = Object.fromEntries([
  ...[10, 20].map((refresh) => [figureOf('best of all', refresh), BEATS]),
  [figureOf('best of all', 70), ERROR],
  ...[1, 10, 20].map((refresh) => [figureOf('best of 2', refresh), BEATS]),
  ...[1, 10, 20].map((refresh) => [figureOf('best of 3', refresh), BEATS]),
]);

function figureOf(look: Look, refresh: number): string {
  return `mean time in a queue, s: ${look}, lengths looked up every ${refresh} s`;
}

/** What the post says: who is best and who is worst at some ages of lengths, and where two choices are no better than chance. */
export function brookerCase({ crossing }: BrookerReference): Case {
  return { id: 'AP-4.5-BROOKER', seconds: 8, run: () => claimRows(crossing) };
}

/** The table; the difference in the beats is known. */
export function brookerTableCase(reference: BrookerReference): Case {
  return { id: 'AP-4.5-TABLE', seconds: 7, knownMisses: KNOWN_MISSES, run: () => tableRows(reference) };
}

const CLAIMS: readonly (readonly [refresh: number, what: 'best' | 'worst', who: Look])[] = [
  [1, 'best', 'best of all'],
  [1, 'worst', 'by chance'],
  [8, 'best', 'best of 3'],
  [10, 'best', 'best of 2'],
  [40, 'best', 'best of 2'],
  [40, 'worst', 'best of all'],
  [100, 'best', 'by chance'],
  [100, 'worst', 'best of all'],
];

function claimRows(crossing: readonly [number, number]): Row[] {
  const labels: Omit<Labels, 'figure'> = {
    ...{ id: 'AP-4.5-BROOKER', setting: SETTING, evidence: 'published simulation', source: POST, ran: 'scenario' },
  };
  // All ways of choosing have the same luck, since they are compared with each other. Chance does not look at lengths.
  const seed = 'AP-4.5-BROOKER';
  const byChance = timeInQueue({ look: 'by chance', refresh: 0, seed }).mean;
  const times = new Map<number, Readonly<Record<Look, number>>>();
  const at = (refresh: number): Readonly<Record<Look, number>> => {
    const meanOf = (look: Look): number =>
      look === 'by chance' ? byChance : timeInQueue({ look, refresh, seed }).mean;
    const known =
      times.get(refresh) ??
      (Object.fromEntries(LOOKS.map((look) => [look, meanOf(look)])) as Readonly<Record<Look, number>>);
    times.set(refresh, known);
    return known;
  };
  const rows = CLAIMS.map(([refresh, what, who]) => {
    const sorted = LOOKS.toSorted((a, b) => at(refresh)[a] - at(refresh)[b]);
    const found = what === 'best' ? sorted[0]! : sorted.at(-1)!;
    const figure = `${what} with lengths looked up every ${refresh} s`;
    return statedRow({ ...labels, figure }, who, `${found}: ${listOf(at(refresh))}`, found === who);
  });
  const [from, to] = crossing.map(at);
  const [before, after] = [from!, to!].map((means) => means['best of 2'] - means['by chance']);
  const place = crossing[0] + ((crossing[1] - crossing[0]) * -before!) / (after! - before!);
  const figure = 'time between look-ups at which best of 2 is as bad as chance';
  const found = before! < 0 && after! > 0 ? `${place.toFixed(0)} s` : 'not between them';
  const about = `about 70 s; between ${crossing[0]} and ${crossing[1]} s`;
  return [...rows, statedRow({ ...labels, figure }, about, found, before! < 0 && after! > 0)];
}

function listOf(means: Readonly<Record<Look, number>>): string {
  return LOOKS.map((look) => `${look} ${means[look].toFixed(1)} s`).join(', ');
}

function tableRows({ refreshes, table, tolerance }: BrookerReference): Row[] {
  return LOOKS.flatMap((look) =>
    // Chance does not look at lengths.
    refreshes.slice(0, look === 'by chance' ? 1 : undefined).map((refresh, i) =>
      estimatedRow(
        {
          ...{ id: 'AP-4.5-TABLE', figure: figureOf(look, refresh) },
          ...{ setting: SETTING, evidence: 'independent simulation', ran: 'scenario' },
          source: OWN_SIMULATION_OF_TIER,
        },
        timeInQueue({
          ...{ look, refresh, seed: `AP-4.5-TABLE/${look}/${refresh}` },
          runs:
            look === 'by chance' || (look === 'best of all' && refresh >= SELDOM) ? MORE_REPLICATIONS : REPLICATIONS,
        }),
        { expected: table[look][i]!, tolerance },
      ),
    ),
  );
}

interface Cell {
  readonly look: Look;
  /** Seconds between two look-ups of lengths. */
  readonly refresh: number;
  readonly seed: string;
  readonly runs?: number;
}

function timeInQueue({ look, refresh, seed, runs: n = REPLICATIONS }: Cell): Estimate {
  const tier = {
    ...{ queues: 10, placement: PLACEMENTS[look], measure: { every: '1 h' } },
    ...(look === 'by chance' ? {} : { depth: { view: 'periodic', refreshEvery: `${refresh} s` } }),
    pollers: { slots: 1, receiveEvery: '8 s', receiveBatch: 1 },
    tenants: { all: { service: '0 s', arrivals: [{ rate: '1/s' }] } },
  };
  const scenario = tierScenario({ seed, duration: WARM_UP + LENGTH, warmUp: WARM_UP, tier });
  const runs = Array.from({ length: n }, (_, replication) => runTier(scenario, { replication }));
  return estimateOf(runs.map(({ only }) => only().firstAttemptAge.mean! / 1e6));
}
