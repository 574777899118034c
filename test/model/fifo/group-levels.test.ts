/** How many groups a FIFO queue has, and has in flight: told wherever it changes, not only where messages are sent and received. */
import { describe, expect, it } from 'vitest';
import type { FifoResult } from '../../../src/metrics/groups/fifo-result.ts';
import { run } from '../../support/run.ts';

interface Given {
  readonly queue?: object;
  readonly mapping?: object;
  readonly events?: readonly object[];
}

/** Messages of groups a and b, received at 1 s by a function that throws, and visible again at 61 s. */
function levels({ queue = {}, mapping = {}, events = [] }: Given): Record<'q' | 'dead', FifoResult> {
  const records = [
    { id: 'a1', group: 'a' },
    { id: 'b1', group: 'b' },
  ];
  const { sources } = run({
    lagcast: 1,
    duration: '601 s',
    functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '1 s', invocationFails: '100 %' } } },
    sources: {
      q: { type: 'sqsFifo', visibilityTimeout: '60 s', ...queue, arrivals: [{ records }] },
      dead: { type: 'sqsFifo' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, enabledAt: '1 s', ...mapping } },
    events,
  });
  return { q: sources['q']!.fifo!, dead: sources['dead']!.fifo! };
}

const DISABLED = { at: '30 s', disable: 'm' };
const MOVES = { redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dead' } };

describe('groups in flight', () => {
  it('are fewer when a visibility timeout ends', () => {
    const { groupsInFlight, groupsPresent } = levels({ events: [DISABLED] }).q;
    expect(groupsInFlight).toMatchObject({ max: 2, last: 0 });
    expect(groupsInFlight.mean).toBeCloseTo((2 * 60) / 601, 2);
    expect(groupsPresent).toMatchObject({ max: 2, last: 2, mean: 2 });
  });

  it('are none after the filters of a mapping have let none through', () => {
    const { q } = levels({ mapping: { filters: [{ body: { never: [1] } }] } });
    expect([q.groupsPresent.last, q.groupsInFlight.last]).toEqual([0, 0]);
  });
});

describe('groups with messages', () => {
  it('are fewer when the retention period ends', () => {
    const { groupsPresent } = levels({ queue: { messageRetentionPeriod: '100 s' }, mapping: { enabledAt: '600 s' } }).q;
    expect(groupsPresent).toMatchObject({ max: 2, last: 0 });
    expect(groupsPresent.mean).toBeCloseTo((2 * 100) / 601, 2);
  });

  it('move to the dead-letter queue, which nobody reads', () => {
    const { q, dead } = levels({ queue: MOVES });
    expect(q.groupsPresent.last).toBe(0);
    expect(dead.groupsPresent).toMatchObject({ max: 2, last: 2 });
    expect(dead.groupsPresent.mean).toBeCloseTo((2 * 540) / 601, 2);
  });

  it('come back with a redrive', () => {
    const events = [
      { at: '100 s', disable: 'm' },
      { at: '301 s', redrive: { from: 'dead', to: 'q', rate: '10/s' } },
    ];
    const { q, dead } = levels({ queue: MOVES, events });
    expect(dead.groupsPresent).toMatchObject({ max: 2, last: 0 });
    expect(q.groupsPresent.last).toBe(2);
    expect(q.groupsPresent.mean).toBeCloseTo((2 * (61 + 300)) / 601, 2);
  });
});
