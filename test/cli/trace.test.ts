/** `--trace` and `lagcast trace` as a user has them. What is in a trace and in a story: metrics/trace.test.ts, report/life.test.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wrongTraceOptions } from '../../src/cli/trace-file.ts';
import { conflictOf } from '../../src/cli/outputs.ts';
import { CommandLine } from '../support/command-line.ts';
import { faultsOf, slicesOf, traceIn } from '../support/traced.ts';

const line = new CommandLine();
const lagcast = (...args: string[]) => line.run(...args);

describe('lagcast run --trace', () => {
  it('writes a trace, of the records and the part that are asked for, and says which record there is not', () => {
    const { status, stderr } = lagcast(
      ...['run', 'tiny.yaml', '--trace', 't.json', '--trace-records', 'q-5, q-9999', '--trace-to', '10 s'],
    );
    expect([status, stderr]).toEqual([0, 'note: no record is called "q-9999"; the trace does not follow it\n']);
    const events = traceIn(readFileSync(join(line.folder, 't.json'), 'utf8'));
    expect(faultsOf(events)).toEqual([]);
    const slices = slicesOf(events);
    // One a message, ten a second; that of 10 s touches the part.
    expect(slices.filter(({ cat }) => cat === 'invocation')).toHaveLength(101);
    expect(slices.some(({ cat }) => cat === 'record')).toBe(true);
  });

  it('leaves none behind when the run cannot come to its end', () => {
    const { status } = lagcast('run', 'tiny.yaml', '--trace', 'gone.json', '--max-events', '50');
    expect([status, existsSync(join(line.folder, 'gone.json'))]).toEqual([2, false]);
  });

  it.each([
    [{ traceFrom: '1 s' }, '--trace-from says something of --trace FILE'],
    [{ trace: 't', traceFrom: '1' }, '--trace-from: '],
    [{ trace: 't', traceFrom: '2 s', traceTo: '1 s' }, 'would end before it begins'],
    [{ trace: 't', traceFrom: '-1 s' }, '--trace-from: the run begins at 0 s'],
    [{ trace: '-' }, '--trace: standard output takes no trace'],
    [{ trace: 't', traceRecords: ' , ' }, 'a number or ids are needed'],
    [{ trace: 't', traceRecords: ',' }, 'a number or ids are needed'],
    [{ trace: 't', traceRecords: '1000000' }, 'at most 100,000 of each source'],
  ])('%o is refused', (options, message) => {
    expect(wrongTraceOptions(options)).toContain(message);
  });

  it.each([
    {},
    { trace: 't' },
    { trace: 't', traceRecords: '0' },
    { trace: 't', traceRecords: '7,' },
    { trace: 't', traceTo: '1 h' },
  ])('%o is not', (options) => {
    expect(wrongTraceOptions(options)).toBeUndefined();
  });

  it.each([
    [['a.yaml', 'b.yaml'], { trace: 't.json' }, '--trace takes one scenario at a time'],
    [['a.yaml'], { trace: 'a.yaml' }, 'the trace would replace the scenario'],
    [['a.yaml'], { trace: 'x', journal: './x' }, 'the journal and the trace would both be'],
    [['a.yaml'], { trace: 'o/result.json', out: 'o' }, 'the trace and the result would both be'],
  ])('%j with %o is refused', (files, options, message) => {
    expect(conflictOf(files, options)).toContain(message);
  });
});

describe('lagcast trace', () => {
  it('names records of each source that are worth a look', () => {
    const { status, stdout } = lagcast('trace', 'tiny.yaml');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^Tiny · seed 1 · rules current · lagcast .*\n\nq: 600 records, q-1 … q-600\n {2}q-1 +the slowest/,
    );
  });

  it('--record tells the life of one; --json the same as data', () => {
    const told = lagcast('trace', 'tiny.yaml', '--record', 'q-5');
    expect([told.status, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toMatch(
      /\nRecord q-5\n\n0:00\.400 .* is sent to q\n[\s\S]* is deleted from q\n\nIt was handled, 100 ms after/,
    );
    const data = JSON.parse(lagcast('trace', 'tiny.yaml', '--record', 'q-5', '--json').stdout) as object;
    expect(data).toMatchObject({
      lagcastTrace: 1,
      name: 'Tiny',
      record: 'q-5',
      end: 60e6,
      leftOut: 0,
      summary: { ending: ['handled'], since: 400_000, until: 500_000, receives: 1, invocations: 1 },
    });
    expect((data as { moments: { at: number; event: string }[] }).moments[0]).toMatchObject({
      at: 400_000,
      event: 'sent',
    });
  });

  it('an id that no record has ends with 2, says what ids look like, and which may be meant', () => {
    const { status, stdout, stderr } = lagcast('trace', 'tiny.yaml', '--record', 'q-700');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe('error: no record is called "q-700": ids are q-1 … q-600; did you mean q-600?\n');
  });
});
