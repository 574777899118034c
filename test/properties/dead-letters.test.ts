/** The causes of dead letters, counted by the recorder, against what the journal alone shows of each message. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { journaled, type Line } from '../support/run.ts';
import { anyScenario } from '../../src/testing/queue-scenarios.ts';

it('are those that the journal shows', () => {
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      // The journal of a run with outages of the queue does not show what could not be deleted.
      fc.pre(!JSON.stringify(scenario.events).includes('outage":{"source'));
      const { result, lines } = journaled({ ...scenario, warmUp: '0 s' });
      const { deadLetteredBy: by, deadLettered, deadLetteredUnseen } = result.sources['q']!;
      expect(Object.values(by).reduce((sum, n) => sum + n, 0)).toBe(deadLettered);
      expect(deadLetteredUnseen).toBeLessThanOrEqual(by.refused + by.systemError + by.held + by.dropped);
      const { held, dropped, refused, systemError, late, ...others } = by;
      const { late: lateThere, notGiven, ...othersThere } = causesFrom(lines);
      expect(others).toEqual(othersThere);
      expect(late + held + dropped + refused + systemError).toBe(lateThere! + notGiven!);
      // The journal does not say which receive a refused batch is of, so it tells these two apart only where every try was invoked.
      const { throttles, systemErrors } = result.mappings['m']!;
      if (throttles + systemErrors === 0) expect(late).toBe(lateThere);
    }),
    { numRuns: 8, seed: 5 },
  );
});

/** For each dead letter, what the lines between its last receive and its return say of that receive. */
function causesFrom(lines: readonly Line[]): Record<string, number> {
  const counts: Record<string, number> = {
    ...{
      earlier: 0,
      failed: 0,
      timedOut: 0,
      unusableAnswer: 0,
      reported: 0,
      late: 0,
      notDeleted: 0,
      outOfMemory: 0,
      stopped: 0,
      notGiven: 0,
    },
  };
  const last = new Map<string, Receive>();
  const invocations = new Map<number, readonly number[]>();
  for (const { event, records = [], receiveCounts, ...line } of lines) {
    if (event === 'invoked') invocations.set(line.invocation!, receiveCounts!);
    records.forEach((id, i) => {
      const receive = last.get(id);
      if (event === 'received') last.set(id, new Receive(receiveCounts![i]!, receive?.running));
      if (receive === undefined) return;
      if (event === 'deadLettered') counts[receive.cause]!++;
      if (event === 'returned') receive.end();
      if (event === 'invoked') receive.running.add(line.invocation!);
      if (event === 'finished') receive.finished(line, invocations.get(line.invocation!)![i]!);
    });
  }
  return counts;
}

/** The last receive of a message, and the invocations that were given it since it could be received before that. */
class Receive {
  readonly count: number;
  readonly running: Set<number>;
  cause = 'notGiven';
  #isOver = false;

  constructor(count: number, running = new Set<number>()) {
    this.count = count;
    this.running = running;
  }

  end(): void {
    if (this.cause === 'notGiven' && this.running.size > 0) this.cause = 'late';
    this.running.clear();
    this.#isOver = true;
  }

  finished({ invocation, outcome }: Omit<Line, 'event'>, receiveCount: number): void {
    if (receiveCount === this.count && !this.#isOver) this.cause = outcome === 'partial' ? 'reported' : outcome!;
    this.running.delete(invocation!);
  }
}
