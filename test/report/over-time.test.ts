/** Sparklines: what is drawn is what was measured, spikes included, and the scale is said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { overTime } from '../../src/report/over-time.ts';
import { sparkline } from '../../src/report/sparkline.ts';
import { run } from '../support/run.ts';

const readings = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 400 });

describe('a sparkline', () => {
  it('draws nothing lowest, a little above it, and the greatest highest', () => {
    expect(sparkline([0, 1, 1000, 500, 0], 5)).toBe('▁▂█▅▁');
    expect(sparkline([0, 0, 0], 6)).toBe('▁▁▁▁▁▁');
    expect(sparkline([], 6)).toBe('');
  });

  it('keeps a spike of one reading among many', () => {
    const many = Array.from({ length: 300 }, (_, i) => (i === 137 ? 9 : 0));
    expect(sparkline(many, 30)).toBe(`${'▁'.repeat(13)}█${'▁'.repeat(16)}`);
  });

  it('is as long as asked, has the greatest wherever it was, and is lowest only where there was nothing', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 150 }), (values, columns) => {
        const drawn = [...sparkline(values, columns)];
        expect(drawn).toHaveLength(columns);
        const greatest = Math.max(...values);
        expect(drawn.includes('█')).toBe(greatest > 0);
        drawn.forEach((block, column) => {
          const from = Math.floor((column * values.length) / columns);
          const mine = values.slice(from, Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns)));
          expect(block === '▁').toBe(mine.every((n) => n === 0));
          expect(block === '█').toBe(mine.some((n) => n > (greatest * 6) / 7));
        });
      }),
    );
  });

  it('leaves no reading out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 150 }), fc.nat(), (n, columns, any) => {
        const values = Array.from({ length: n }, (_, i) => (i === any % n ? 1 : 0));
        expect(sparkline(values, columns)).toContain('█');
      }),
    );
  });
});

const plain = (width: number) => ({ width, paint: (_kind: string, text: string) => text });

/** Twenty messages at once for a function of ten seconds that may run five times; the rest is refused, and given up. */
const refused: Result = run({
  lagcast: 1,
  duration: '5 min',
  functions: {
    work: { coldStart: 'none', timeout: '15 s', reservedConcurrency: 5, handler: { perInvocation: '10 s' } },
    idle: { coldStart: 'none', handler: { perInvocation: '100 ms', script: ['throw', 'succeed'] } },
  },
  sources: {
    jobs: {
      type: 'sqs',
      visibilityTimeout: '20 s',
      redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' },
      arrivals: [{ records: Array.from({ length: 20 }, (_, i) => ({ id: `r${i}` })) }],
    },
    dlq: { type: 'sqs' },
    unused: { type: 'sqs' },
    api: { type: 'sync', function: 'idle', arrivals: [{ rate: '1/s' }] },
  },
  mappings: { m: { source: 'jobs', function: 'work', batchSize: 1 } },
});

describe('the run over time', () => {
  it('has a line for each queue that was used and each function, and for what went wrong', () => {
    const lines = overTime(refused, plain(80));
    expect(lines.map((line) => line.slice(0, 22).trim())).toEqual([
      'whole run',
      'jobs       depth',
      'oldest',
      'dlq        depth',
      'work       concurrency',
      'throttles',
      'idle       concurrency',
      'errors',
    ]);
  });

  it('says the scale and the time', () => {
    const [head, depth, , dead, concurrency, throttles] = overTime(refused, plain(80));
    expect(head).toMatch(/^whole run +0 s +2 min 30 s +5 min +greatest$/);
    expect(depth).toMatch(/ depth +█[▁▂▃▄▅▆▇█]+ +20$/);
    expect(dead).toMatch(/ depth +▁+[▂▃▄▅▆▇]*█+ +1\d$/);
    expect(concurrency).toMatch(/ concurrency +█+▇?▁+ +5$/);
    expect(throttles).toMatch(/ throttles +[▁▂▃▄▅▆▇█]+ +\d+ in 1 s$/);
    expect(throttles).toContain(`${Math.max(...refused.series.functions['work']!.throttles)} in 1 s`);
  });

  it.each([24, 40, 60, 80, 120])('fits %i columns, and always has a picture of some length', (width) => {
    const lines = overTime(refused, plain(width));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const pictures = lines.flatMap((line) => line.match(/[▁▂▃▄▅▆▇█]+/g) ?? []);
    expect(pictures).toHaveLength(7);
    for (const picture of pictures) expect(picture.length).toBeGreaterThanOrEqual(24);
    if (width === 40) expect(lines.slice(0, 2)).toEqual(['Whole run, 0 s to 5 min:', 'jobs depth, at most 20']);
  });

  it('marks throttles and errors, and nothing else', () => {
    const lines = overTime(refused, { width: 80, paint: (kind, text) => `<${kind}>${text}</>` });
    expect(lines.filter((line) => line.includes('<warning>')).map((line) => line.trim().split(' ')[0])).toEqual([
      'throttles',
    ]);
    expect(lines.filter((line) => line.includes('<bad>')).map((line) => line.trim().split(' ')[0])).toEqual(['errors']);
  });
});
