/** Runs of the tier behind the tables of tier-tables.ts. */
import type { MeanTime } from './tier-tables.ts';
import { sends, TierListener, tierOf, tierScenario, watchTier } from '../support/tiers.ts';

/** Of a hundred queues with one server each, in a thousand service times, 100 000 events go by. */
export function meanTimeOf(
  { placement, load, queues = 100, frontHosts = 1, depth }: MeanTime,
  length: number,
  seed = 1,
): number {
  const { of } = tierOf({
    ...{ seed, duration: length * 1.2, warmUp: length * 0.2, queues, placement, frontHosts },
    ...(depth === undefined ? {} : { depth }),
    pollers: { slots: 1 },
    tenants: { all: sends(load * queues, 1) },
  });
  return of('all').completionAge.mean! / 1e6;
}

/** Throws where a figure is not near enough to what is expected; prints it with THEORY=1. */
export function near(title: string, found: number, expected: number, tolerance: number): void {
  const off = found / expected - 1;
  const line = `${title.padEnd(50)} ${found.toPrecision(4)} for ${expected.toPrecision(4)}: ${(100 * off).toFixed(2)} %`;
  if (process.env['THEORY'] !== undefined) console.log(line);
  if (!(Math.abs(off) <= tolerance)) throw new Error(`${line}, ${100 * tolerance} % are allowed`);
}

/** Ten servers that take their oldest request every 8 s, one request a second (Brooker 2012): mean time in the queue, in seconds. */
export function brooker(placement: unknown, refreshEvery: number, length: number): number {
  const { of } = tierOf({
    ...{ duration: length * 1.1, warmUp: length * 0.1, queues: 10, placement },
    depth: { view: 'periodic', refreshEvery: `${refreshEvery} s` },
    pollers: { slots: 1, receiveEvery: '8 s', receiveBatch: 1 },
    tenants: { all: { service: '0 s', arrivals: [{ rate: '1/s' }] } },
  });
  return of('all').firstAttemptAge.mean! / 1e6;
}

/** So many balls into bins that nothing leaves: the deepest bin, on average over seeds. */
export function fullest(balls: number, bins: number, placement: unknown, seeds: number): number {
  let sum = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const scenario = tierScenario({
      ...{ duration: 1, seed, queues: bins, placement, pollers: { slots: 1 } },
      incidents: [{ at: '0 s', pollersDown: true }],
      tenants: {
        all: { service: '1 s', arrivals: [{ records: Array.from({ length: balls }, () => ({ at: '1 ms' })) }] },
      },
    });
    const { probe } = watchTier(scenario, ({ probe }) => Object.assign(new TierListener(), { probe }));
    sum += probe.depths.reduce((most, depth) => Math.max(most, depth), 0);
  }
  return sum / seeds;
}
