/** A result names every number of AWS that it relied on, also those that only stood in for what the file does not say. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { reliedOn } from '../../src/report/relied-on.ts';
import { PLAIN } from '../../src/report/style.ts';
import { run } from '../support/run.ts';

function result(fn: object, more: object = {}): Result {
  return run({
    lagcast: 1,
    duration: '10 s',
    functions: { f: { handler: { perRecord: '50 ms' }, ...fn } },
    sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s' }] } },
    mappings: { m: { source: 'q', function: 'f' } },
    ...more,
  });
}
const paths = ({ assumptions, facts }: Result): string[] => [...assumptions, ...facts].map(({ path }) => path);

describe('what a result relied on', () => {
  it('has defaults of the scenario, documented or not', () => {
    const { assumptions, facts } = result({});
    expect(assumptions).toContainEqual(
      expect.objectContaining({ path: 'lambda.coldStart.platform', kind: 'assumed', value: 60_000 }),
    );
    expect(facts).toContainEqual({ path: 'sqs.visibilityTimeout', id: 'SQS-45', kind: 'documented' });
  });

  it('has no default where the file says the value', () => {
    const given = result({ coldStart: { init: '100 ms', platform: '10 ms' } });
    expect(paths(given)).not.toContain('lambda.coldStart.platform');
    expect(paths(given).filter((path) => path.startsWith('lambda.coldStart.init'))).toEqual([]);
  });

  it.each([
    [{}, 'nodejs22.zip.x86_64', 145_000],
    [{ coldStart: { runtime: 'java21', package: 'image' } }, 'java21.image.x86_64', 344_000],
    [{ architecture: 'arm64', coldStart: { runtime: 'rust' } }, 'rust.zip.arm64', 14_000],
  ])('has the row of measured INIT times that it drew from: %j', (fn, row, value) => {
    const rows = result(fn).assumptions.filter(({ path }) => path.startsWith('lambda.coldStart.init'));
    expect(rows).toMatchObject([{ path: `lambda.coldStart.init.${row}`, kind: 'measured', value, overridden: false }]);
  });

  it.each(['none', { runtime: 'java21', snapStart: true }])('draws no INIT with %j', (coldStart) => {
    expect(paths(result({ coldStart })).filter((path) => path.startsWith('lambda.coldStart.init'))).toEqual([]);
  });

  it('is named on the terminal, each once, overrides first (tests turn the start latency off)', () => {
    const ran = result({}, { facts: { 'sqs.pollers.start': 7 } });
    const lines = reliedOn(ran, { ...PLAIN, width: 1e6 });
    expect(lines[0]).toMatch(/^relied on \d+ numbers that AWS does not document or the scenario overrides/);
    expect(lines[1]).toBe('  2 overridden: sqs.pollers.start, sqs.startLatency');
    const named = lines.slice(1).flatMap((line) => line.replace(/^ +\d+ \w+: /, '').split(', '));
    expect(named.toSorted()).toEqual(ran.assumptions.map(({ path }) => path).toSorted());
  });

  it('is not told of what an unlimited number has no use for, unless the scenario set that itself', () => {
    const told = (more: object): string => reliedOn(result({}, more), { ...PLAIN, width: 1e6 }).join('\n');
    const moot = ['sqs.pollers.shrinkBy', 'lambda.requestRate.window', 'lambda.environment.idleLifetime'];
    for (const path of moot) {
      expect(told({}), path).toContain(path);
      expect(told({ rules: 'ideal' }), path).not.toContain(path);
    }
    expect(told({ rules: 'ideal', facts: { 'sqs.pollers.start': 5 } })).toContain('sqs.pollers.shrinkBy');
    expect(told({ rules: 'ideal', facts: { 'sqs.pollers.shrinkBy': '10 %' } })).toContain('sqs.pollers.shrinkBy');
    const cold = reliedOn(result({ coldStart: { init: '1 s' } }, { rules: 'ideal' }), { ...PLAIN, width: 1e6 });
    expect(cold.join('\n')).toContain('lambda.environment.idleLifetime');
  });

  it('is not told of what the ideal rules set, unless the scenario did', () => {
    const told = (rules: string, overridden: boolean): string => {
      const ran = result({}, { rules });
      const own = ran.assumptions.map((one) => (one.path === 'sqs.startLatency' ? { ...one, overridden } : one));
      expect(own.map(({ path }) => path)).toContain('sqs.startLatency');
      return reliedOn({ ...ran, assumptions: own }, { ...PLAIN, width: 1e6 }).join('\n');
    };
    expect(told('ideal', false)).not.toContain('sqs.startLatency');
    expect(told('ideal', false)).toContain('sqs.duplicates');
    expect(told('ideal', true)).toContain('1 overridden: sqs.startLatency');
    expect(told('current', false)).toContain('sqs.startLatency');
  });
});
