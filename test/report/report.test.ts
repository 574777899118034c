/** What people read: numbers, tables, the verdict. */
import { describe, expect, it } from 'vitest';
import { count, duration, percent, some } from '../../src/report/format.ts';
import { wrapped } from '../../src/report/fit.ts';
import { PLAIN } from '../../src/report/style.ts';
import { table } from '../../src/report/table.ts';
import { firstLine, terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run } from '../support/run.ts';

it.each([
  [0, '0 µs'],
  [850, '850 µs'],
  [16_200, '16.2 ms'],
  [999_499, '999 ms'],
  [999_600, '1 s'],
  [1_073_000, '1.07 s'],
  [59_960_000, '1 min'],
  [125_000_000, '2 min 5 s'],
  [3_600_000_000, '1 h'],
  [12_000_000_000, '3 h 20 min'],
  [190_000_000_000, '2 d 5 h'],
  [-2_000_000, '−2 s'],
  [null, '–'],
])('%s µs reads as %s', (micros, text) => {
  expect(duration(micros)).toBe(text);
});

it('counts have thousands apart, and fractions three digits', () => {
  expect([0, 12, 1234567, 9.0512, 0.00012345, 1234.5, null].map(count)).toEqual([
    '0',
    '12',
    '1,234,567',
    '9.05',
    '0.000123',
    '1,235',
    '–',
  ]);
  expect([some(1, 'message'), some(2000, 'message')]).toEqual(['1 message', '2,000 messages']);
  expect([0, 0.042, 1, 0.00003, 1e-9].map(percent)).toEqual(['0 %', '4.2 %', '100 %', '0.003 %', '<0.0001 %']);
});

it('tables align names left and figures right, wide characters included', () => {
  expect(
    table(
      {
        head: ['name', 'n'],
        rows: [
          ['注文', '1,000'],
          ['q', '5'],
        ],
      },
      PLAIN,
    ),
  ).toEqual(['name      n', '注文  1,000', 'q         5']);
});

it('texts break at spaces', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('unbreakable', 4)).toEqual(['unbreakable']);
});

const scenario = (more: {
  fn?: object;
  queue?: object;
  mapping?: object;
  duration?: string;
  rate?: unknown;
  rest?: object;
}) => ({
  lagcast: 1,
  name: 'Said',
  duration: more.duration ?? '5 min',
  functions: { f: { coldStart: 'none', handler: { perInvocation: '100 ms' }, ...more.fn } },
  sources: {
    q: { type: 'sqs', visibilityTimeout: '30 s', arrivals: [more.rate ?? { rate: '20/s' }], ...more.queue },
    dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
  },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, ...more.mapping } },
  ...more.rest,
});
const said = (more: Parameters<typeof scenario>[0]): string => verdict(run(scenario(more))).join('\n');
const redrivePolicy = { maxReceiveCount: 1, deadLetterQueue: 'dlq' };

describe('the verdict', () => {
  it('says that all went well, and how fast, and nothing else', () => {
    expect(
      said({
        rest: { rules: 'ideal' },
        rate: {
          rate: {
            steps: [
              { at: '0 s', rate: '10/s' },
              { at: '4 min', rate: '0/s' },
            ],
          },
        },
      }),
    ).toMatch(
      /^All [\d,]+ messages of q were handled: half within 100 ms, 99 % within 100 ms, the slowest after 100 ms\.$/,
    );
  });

  it('tells over-polling from failing code', () => {
    const refused = said({
      fn: { reservedConcurrency: 1, handler: { perInvocation: '2 s' } },
      queue: { redrivePolicy },
    });
    expect(refused).toMatch(
      /dead-lettered, without your code ever running: pollers received them, f refused them until/,
    );
    expect(refused).toMatch(
      /f refused [\d,]+ invocations \(ReservedFunctionConcurrentInvocationLimitExceeded [\d,]+\); at most 1 of 1 reserved ran/,
    );
    const failing = said({
      fn: { handler: { perInvocation: '100 ms', invocationFails: '20 %' } },
      queue: { redrivePolicy },
    });
    expect(failing).toMatch(/dead-lettered: in the end f failed on their batches\./);
    expect(failing).toMatch(/invocations of f failed \((1\d|2\d)(\.\d)? %\)/);
  });

  it('says when a queue does not keep up, and by how much', () => {
    const text = said({ mapping: { maximumConcurrency: 2 }, rate: { rate: '30/s' } });
    expect(text).toMatch(
      /q did not keep up: 2,99\d messages were waiting at the end, (10|9\.99) a second more than were taken away/,
    );
    expect(text).toMatch(
      /m was at its limit of 2 concurrent batches for \d+(\.\d)? % of the run while messages waited/,
    );
  });

  it('says when a backlog was greatest and when it was gone', () => {
    const burst = {
      rate: {
        steps: [
          { at: '60 s', rate: '1000/s' },
          { at: '61 s', rate: '0/s' },
        ],
      },
    };
    expect(said({ rate: burst })).toMatch(
      /The backlog of q was greatest around 1 min 1 s, with 9\d\d messages waiting, and was gone by 1 min \d+ s\./,
    );
  });

  it('says what was lost: expired, acknowledged unprocessed, handled twice', () => {
    expect(said({ queue: { messageRetentionPeriod: '60 s' }, mapping: { enabled: false } })).toMatch(
      /outlived the retention period/,
    );
    const buggy = { handler: { perRecord: '10 ms', onRecordError: 'firstRecordOnly' } };
    expect(said({ fn: buggy, mapping: { batchSize: 10, maximumBatchingWindow: '2 s' } })).toMatch(
      /were deleted although the handler had not processed them/,
    );
  });

  it('says when none was handled', () => {
    expect(said({ mapping: { enabled: false } })).toMatch(/^None of the 6,000 messages sent to q was handled\./);
  });
});

describe('the terminal report', () => {
  const result = run({
    ...scenario({}),
    question: 'Is it <b>safe</b>?',
    objectives: ['p99(q.latency) < 1 s', 'q.arrived == 1'],
  });

  it('begins with scenario, seed, rules and version', () => {
    expect(terminalReport(result).split('\n')[0]).toBe(firstLine(result));
    expect(firstLine(result)).toBe('Said · seed 1 · rules current · lagcast 0.1.0');
  });

  it('shows each objective with what the run gave', () => {
    expect(terminalReport(result)).toContain('✓ p99(q.latency) < 1 s  100 ms\n✗ q.arrived == 1         6,000');
  });

  it('shows books whose sides are equal', () => {
    const row = terminalReport(result)
      .split('\n')
      .find((line) => /^q +6,000 +=/.test(line))!;
    const [into, ...out] = row.replaceAll(',', '').match(/\d+/g)!.map(Number);
    expect(out.reduce((sum, n) => sum + n, 0)).toBe(into);
  });

  it('fits 110 columns', () => {
    expect(
      Math.max(
        ...terminalReport(result)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110);
  });
});
