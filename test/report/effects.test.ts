/** What people are told of what the work left behind. */
import { expect, it } from 'vitest';
import { terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run } from '../support/run.ts';

/** Three records, of which the third makes the invocation throw at first. */
const told = (handler: object) =>
  run({
    lagcast: 1,
    duration: '1 min',
    functions: {
      f: {
        timeout: '2 s',
        coldStart: 'none',
        handler: { perRecord: '100 ms', when: [{ id: 'c', receiveCount: { max: 1 }, then: 'throw' }], ...handler },
      },
    },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '12 s', arrivals: [{ records: ['a', 'b', 'c'].map((id) => ({ id })) }] },
    },
    mappings: { m: { source: 'q', function: 'f', pollers: { policy: 'fixed', count: 1 } } },
  });

it('tells what took effect again, and what was rolled back', () => {
  expect(verdict(told({ effects: {} }))).toContain(
    '3 records took effect again in f although their keys had had theirs: 6 effects of 3.',
  );
  const rolledBack = told({ transaction: 'perBatch' });
  expect(verdict(rolledBack)).toContain('3 effects of f were rolled back with their transactions.');
  expect(terminalReport(rolledBack)).toMatch(/\nf +3 +0 +0 +0 +3 +300 ms\n/);
});
