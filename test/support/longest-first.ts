/**
 * Starts the files that take longest before all others, so that no worker is left with a long one when the other has nothing to do. Vitest
 * by itself begins with the largest files where it does not know how long they took, and some of ours are a few lines with hours simulated.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first; a new one that takes twenty seconds belongs here. */
const LONGEST = [
  ...[
    'slow/placement-figures',
    'slow/coverage',
    'browser/report',
    'slow/sweep-command',
    'slow/scenarios-of-the-tier',
    'slow/command-line',
  ],
  ...[
    'slow/compare',
    'slow/experiment-pictures',
    'slow/report',
    'slow/ties',
    'slow/sweep-killed',
    'slow/real-traces',
    'slow/gallery-of-the-tier',
  ],
  ...['fuzz/fuzz', 'scenarios/gallery', 'docs/docs', 'cli/cli'],
].map((name) => `/test/${name}.test.ts`);

/** Place among the longest; of all others the same, after these. */
function placeOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(name));
  return place === -1 ? LONGEST.length : place;
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}
