/** What every recorded case says of itself, whatever it is about, and what a row makes of that. Leaves out what it expects. */
import type { Evidence } from '../row.ts';

/** How sure a case is, by its evidence; `stands` is how a row says so behind the source. */
const LEVELS = {
  'aws-recorded': { evidence: 'recorded', stands: 'recorded in a run against the service' },
  'aws-asserted': {
    evidence: 'recorded',
    stands: 'asserted by a test that is run against the service, without a stored recording',
  },
  'aws-e2e': {
    evidence: 'recorded',
    stands: 'a suite that can be run against the service, without a stored recording',
  },
  'aws-demo': { evidence: 'recorded', stands: 'a published demonstration' },
  'aws-log': { evidence: 'measured', stands: 'data points of the metrics of the service, in an account of runs' },
  'aws-statement': { evidence: 'documented', stands: 'said by the team of the service, without a run' },
  'aws-docs': { evidence: 'documented', stands: 'written or drawn by AWS, without a run' },
  'author-diagram': { evidence: 'documented', stands: 'drawn by its author, not logged' },
  'library-tests': { evidence: 'documented', stands: 'unit tests of a library, not of the service' },
  stated: { evidence: 'documented', stands: 'known to us as a statement; the test is not named' },
} as const satisfies Readonly<Record<string, { readonly evidence: Evidence; readonly stands: string }>>;
export type Level = keyof typeof LEVELS;

/** A row tells what happened, or when. */
export type Aspect = 'outcome' | 'times';

export interface Entry {
  /** Of the reference; several entries that share it differ in their variant. */
  readonly id: string;
  readonly variant?: string;
  readonly title: string;
  readonly source: string;
  readonly level: Level;
  /** Year, month and day. */
  readonly recordedOn?: string;
  /** What to know about it: what the recording leaves open, or was added. */
  readonly note?: string;
  /** Of a case that misses: why. */
  readonly knownMiss?: string;
  /** Where numbers of the simulator were taken from this very recording: which. */
  readonly calibrated?: Readonly<Partial<Record<Aspect, string>>>;
}

export function evidenceOf({ level }: Entry): Evidence {
  return LEVELS[level].evidence;
}

/** Repository, file, test; and how sure that is. */
export function sourceOf({ source, level, recordedOn }: Entry): string {
  const when = recordedOn === undefined ? '' : `, ${recordedOn}`;
  return `${source} (${LEVELS[level].stands}${when})`;
}
