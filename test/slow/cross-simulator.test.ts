/** Exported queueing models in the simulator and in an implementation from the textbook, each with its own luck: the same averages. */
import { expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { estimateOf, replications, type Estimate } from '../../src/validation/statistics.ts';
import { scenarioOf } from '../support/run.ts';
import { exported, SETTINGS, written } from '../theory/exported-settings.ts';
import { chance } from '../theory/textbook-chance.ts';
import { play, type Customer, type Exported } from '../theory/textbook.ts';

it.each(SETTINGS)('$title', (setting) => {
  const [runs, minutes] = [20, 30];
  const value = written(setting, minutes);
  const ours = replications(scenarioOf(value), runs, figuresOf);
  const model = exported(value);
  const theirs = Array.from({ length: runs }, (_, i) => summary(play(model, chance(model, i + 1)), model));
  for (const figure of ['wait', 'lost', 'done'] as const) {
    const other = estimateOf(theirs.map((run) => run[figure]));
    expect(zOf(ours[figure], other), `${figure}: ${ours[figure].mean} and ${other.mean}`).toBeLessThan(3.5);
  }
});

/** Mean wait in seconds, share of arrivals lost, and done. */
function figuresOf({ sources }: Result) {
  const { books, ageAtFirstAttempt } = sources['q']!;
  const { arrived } = books.in;
  const lost = books.out.expired + books.out.refused + books.out.deadLettered;
  return { wait: ageAtFirstAttempt.mean! / 1e6, lost: lost / arrived, done: books.out.succeeded / arrived };
}

function summary(customers: readonly Customer[], { duration, line }: Exported) {
  const waits = customers.flatMap(({ begun, arrived }) => (begun === undefined ? [] : [begun - arrived]));
  const patience = line.patience ?? Infinity;
  const isLost = ({ lost, begun, arrived }: Customer): boolean =>
    lost === undefined ? begun === undefined && arrived + patience <= duration : lost <= duration;
  const share = (of: (customer: Customer) => boolean): number => customers.filter(of).length / customers.length;
  return {
    wait: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    lost: share(isLost),
    done: share(({ done }) => done !== undefined && done <= duration),
  };
}

/** How far apart two estimates are, in standard errors; 0 for two that are equal and have none. */
function zOf(a: Estimate, b: Estimate): number {
  const difference = Math.abs(a.mean - b.mean);
  return difference === 0 ? 0 : difference / Math.hypot(a.standardError, b.standardError);
}
