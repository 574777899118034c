/** Queueing theory: the cases of this part of the validation, and what they say together. */
import type { Case, Files, Section } from '../case.ts';
import type { Row } from '../row.ts';
import { arrivalCases } from './arrivals.ts';
import { batchCases } from './batches.ts';
import { coldStartCases } from './cold-starts.ts';
import { concurrencyCases } from './concurrency.ts';
import { expiryCases } from './expiry.ts';
import { chanceBeyond, defectsOf, familiesOf, familyOf, type Family } from './families.ts';
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

Some cases are about things that no event source mapping has: priorities between customers, a server that rests or waits for a least number,
patience that differs from customer to customer, the random numbers of another program. They run on the same engine, in \`test/theory/engine\`:
${ON_THE_ENGINE.join(', ')}.
`.trim();

export function theorySection(_files: Files): Section {
  return { name: 'theory', title: 'Queueing theory', about: ABOUT, cases: theoryCases, summary, defects };
}

/** Families one by one, and all of them as one. */
export function defects(rows: readonly Row[]): string[] {
  const families = familiesOf(rows);
  return [...families, everyone(families)].flatMap((one) => (one.scores.length === 0 ? [] : defectsOf(one)));
}

function everyone(families: readonly Family[]): Family {
  return familyOf(
    'all cases together',
    families.flatMap(({ scores }) => scores),
  );
}

const LIMITS = [2, 3.5] as const;

/** How families did, how many lie outside, and how many chance would put there. */
export function summary(rows: readonly Row[]): string {
  const families = familiesOf(rows);
  const all = everyone(families);
  const n = all.scores.length;
  if (n === 0) return '';
  const [outside, far] = LIMITS.map((limit) => all.scores.filter((z) => Math.abs(z) > limit).length);
  const [chance, farChance] = LIMITS.map((limit) => n * chanceBeyond(limit, REPLICATIONS));
  const below = n - all.above;
  return [
    `Of ${n} independent cases ${outside} are more than two standard errors off, and ${far} more than 3.5. Chance alone would put ` +
      `${chance!.toFixed(1)} and ${farChance!.toFixed(2)} there: one estimate in twenty is two standard errors off though nothing is wrong, so a ` +
      `table of this length without any such row would be suspicious. The mean z² is ${all.meanSquare.toFixed(2)}, where 1.05 is due for standard ` +
      `errors from ${REPLICATIONS} replications; ${all.above} cases are above what they should be and ${below} below.`,
    '',
    '| family | cases | mean z² | above | below | beyond 2 | beyond 3.5 |',
    '|---|---|---|---|---|---|---|',
    ...[...families, all].map(lineOf),
  ].join('\n');
}

function lineOf({ name, scores, meanSquare, above }: Family): string {
  const beyond = LIMITS.map((limit) => scores.filter((z) => Math.abs(z) > limit).length);
  return `| ${[name, scores.length, meanSquare.toFixed(2), above, scores.length - above, ...beyond].join(' | ')} |`;
}
