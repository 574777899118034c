/** PLN-06: how many provisioned pollers a load needs, and what check says about it. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';

function told(arrivals: string, handler: string, mapping: string, rules = 'current'): string[] {
  const text = `lagcast: 1
duration: 1 h
rules: ${rules}
account: { concurrency: 100000 }
sources: { q: { type: sqs, visibilityTimeout: 3 min, arrivals: [ ${arrivals} ] } }
functions: { f: { timeout: 10 s, handler: { ${handler} } } }
mappings: { m: { source: q, function: f, ${mapping} } }
`;
  const lines = formatProblems('', readScenario(text).problems).split('\n');
  return lines.flatMap((line) => (line.includes('PLN-06') ? [line.replace(/^:[\d:]+ /, '')] : []));
}

const of = (least: number, most: number, batchSize = 10) =>
  `batchSize: ${batchSize}, provisionedPollerConfig: { minimumPollers: ${least}, maximumPollers: ${most} }`;
const SMALL = 'attributes: { size: 3 KiB }';

describe('PLN-06: provisioned pollers against the load', () => {
  it('the example of the pages needs ten', () => {
    expect(told(`{ rate: 1000/s, ${SMALL} }`, 'duration: 100 ms', of(10, 20))).toEqual([
      'note: mappings.m.provisionedPollerConfig: needs 10 pollers on average and 10 at the most (one handles 100/s, bound by its receives); it has 10 to 20 [PLN-06, SQS-27]',
    ]);
  });

  it('too few that are always ready', () => {
    const [warning, note, ...others] = told(`{ rate: 1000/s, ${SMALL} }`, 'duration: 100 ms', of(9, 20));
    expect(note).toMatch(/^note/);
    expect(warning).toBe(
      'warning: mappings.m.provisionedPollerConfig: 1,000 messages/s of q in full batches of 10 that take 100 ms on average needs 10 pollers, more than minimumPollers: 9 that are always ready: others are added only when messages wait (minimumPollers: 10) [PLN-06, SQS-27]',
    );
    expect(others).toEqual([]);
  });

  it('too few at the most, on average', () => {
    expect(told(`{ rate: 1000/s, ${SMALL} }`, 'duration: 2 s', of(5, 19))).toEqual([
      'warning: mappings.m.provisionedPollerConfig: 1,000 messages/s of q in full batches of 10 that take 2 s: that needs 20 pollers (one handles 50/s, bound by its invocations at once), more than maximumPollers: 19, and a backlog builds up (maximumPollers: 20 at least) [PLN-06, SQS-27]',
    ]);
    expect(told(`{ rate: 1000/s, ${SMALL} }`, 'duration: 2 s', of(20, 20))[0]).toMatch(/^note/);
  });

  it('too few at the most, for the greatest rate', () => {
    const steps =
      '{ rate: { steps: [ { at: 0 s, rate: 100/s }, { at: 10 min, rate: 2000/s }, { at: 11 min, rate: 100/s } ] }, attributes: { size: 100 KiB } }';
    const found = told(steps, 'duration: 100 ms', of(20, 100));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(
      '2,000 messages/s of q in full batches of 10 that take 100 ms at the most: that needs 196 pollers (one handles 10.2/s, bound by its bytes)',
    );
  });

  it('of one message a receive brings one', () => {
    expect(told(`{ rate: 95/s, ${SMALL} }`, 'duration: 100 ms', of(10, 20, 1))[0]).toContain(
      'needs 10 pollers on average',
    );
  });

  it('nothing on demand, of records written out, or under ideal', () => {
    expect(told(`{ rate: 1000/s }`, 'duration: 100 ms', 'batchSize: 10')).toEqual([]);
    expect(told(`{ rate: 1000/s }`, 'duration: 100 ms', of(2, 3), 'ideal')).toEqual([]);
    expect(told(`{ records: [ { at: 1 s } ] }`, 'duration: 100 ms', of(2, 3))).toEqual([]);
  });
});
