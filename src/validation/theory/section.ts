/** Queueing theory: the cases of this part of the validation, and what they say together. */
import type { Case, Files, Section } from '../case.ts';
import { familyDefects, familySummary } from '../families.ts';
import { arrivalCases } from './arrivals.ts';
import { batchCases } from './batches.ts';
import { coldStartCases } from './cold-starts.ts';
import { conservationCase } from './conservation.ts';
import { concurrencyCases } from './concurrency.ts';
import { expiryCases } from './expiry.ts';
import { finiteBufferCases } from './finite-buffers.ts';
import { identityCases } from './identities.ts';
import { lossCases } from './losses.ts';
import { manyServersCases } from './many-servers.ts';
import { oneServerCases } from './one-server.ts';
import { rampCases } from './ramps.ts';
import { retrialCases } from './retrials.ts';
import { retryCases } from './retries.ts';
import { REPLICATIONS } from '../statistics.ts';
import { traceCases } from './traces.ts';
import { transientCases } from './transients.ts';
import { windowCases } from './windows.ts';

export const theoryCases: readonly Case[] = [
  ...oneServerCases,
  ...manyServersCases,
  ...arrivalCases,
  ...lossCases,
  ...finiteBufferCases,
  ...retrialCases,
  ...retryCases,
  ...windowCases,
  ...batchCases,
  ...coldStartCases,
  ...expiryCases,
  ...concurrencyCases,
  ...transientCases,
  ...rampCases,
  ...identityCases,
  conservationCase,
  ...traceCases,
];

/** Of the reference, with no pipeline that has such a thing: they run on the engine, in the tests. */
export const ON_THE_ENGINE = [
  'Q-NPOL-01',
  'Q-PRIO-01',
  'Q-PRIO-02',
  'Q-BULK-05',
  'Q-BULK-06',
  'Q-ABAN-01',
  'Q-ABAN-02',
  'Q-ABAN-03',
  'Q-VAC-01',
  'Q-VAC-02',
  'Q-VAC-04',
  'S-SSJ-01',
  'S-SSJ-02',
  'S-SSJ-04',
  'S-CIW-01',
  'S-CIW-06',
] as const;

const ABOUT = `
What is known of queues without simulating them, and what other simulators print. Every case is a scenario that a user could write, read and
run as theirs are, under \`rules: ideal\`: the queueing model without AWS in the way. Only the ramps of pollers run under the rules of their time.

A row compares a mean over independent replications, ${REPLICATIONS} unless it says otherwise, with its expected value; z is the difference in standard
errors. It passes within 3.5 standard errors if the standard error is at most a third of the tolerance, and else within the tolerance. Each case has its
id as the seed, so no seed was chosen and no two cases share their luck. Expected values with a closed form are computed again in the tests.

Where messages come by a Poisson process, chance in what came and in how long it took decides much of a mean; how much that was off is known in each run, and
what follows from it is taken off (control variates, as under [balanced allocations](#balanced-allocations)). The standard error is that of what is left.

Where a result has no such figure (how many there are at an instant, say), an observer of the run counts it, and the row says observed. “The
reference” is a collection of values that we made for the specification; where a value is solved, recomputed or simulated for it, that was by other programs of ours.

Some cases are about things that no event source mapping has: priorities between customers, a server that rests or waits for a least number,
patience that differs from customer to customer, the random numbers of another program. They run on the same engine, in \`test/theory/engine\`:
${ON_THE_ENGINE.join(', ')}.
`.trim();

export function theorySection(_files: Files): Section {
  return {
    name: 'theory',
    title: 'Queueing theory',
    about: ABOUT,
    cases: theoryCases,
    summary: familySummary,
    defects: familyDefects,
  };
}
