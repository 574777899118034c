import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTrace, type Trace, type TraceOptions } from '../../src/scenario/trace.ts';

/**
 * Arrival traces that nobody on this project wrote, read from a folder beside the repository when it is there.
 * The expected numbers were found without this reader, by a script over the same files (sums and counts also by awk).
 */
const FOLDER = fileURLToPath(new URL('../../../shared/real-inputs/traces/', import.meta.url));

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

function read(file: string, options: Omit<TraceOptions, 'file'>): Trace {
  const result = readTrace(readFileSync(FOLDER + file, 'utf8'), { file, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.trace;
}

function sum(values: Float64Array | undefined): number | undefined {
  return values?.reduce((total, value) => total + value, 0);
}

if (!existsSync(FOLDER)) {
  it('the real traces are absent and were not read', () => expect(existsSync(FOLDER)).toBe(false));
} else {
  describe('real traces', () => {
    it('requests to a load balancer: 4,032 rows of floats, eight of them after a missing row', () => {
      const trace = read('numenta__NAB__elb_request_count_8c0756.csv', { time: 'timestamp', count: 'value' });
      expect(trace.kind).toBe('counts');
      expect(trace.times).toHaveLength(4032);
      expect(sum(trace.counts)).toBe(249_327);
      expect([trace.counts?.at(0), trace.counts?.at(-1)]).toEqual([94, 60]);
      expect([trace.times.at(0), trace.times.at(-1)]).toEqual([0, 1_211_700 * SECOND]);
      expect(new Set(trace.widths)).toEqual(new Set([5 * MINUTE]));
      expect(trace.span).toBe(1_212_000 * SECOND);
      expect(trace.notes).toEqual([
        '4032 rows, from 2014-04-10T00:04:00Z to 2014-04-24T00:39:00Z',
        'time stamps without a time zone: taken as UTC',
        'counts are written with a decimal point; all are whole numbers',
        'interval of 5 min, the most common gap between rows (4023 of 4031)',
        '8 gaps longer than the interval, without records; the longest is 10 min, after 2014-04-10T11:29:00Z',
      ]);
    });

    it('mentions of a company: 15,831 rows without a gap, 28 of them zero', () => {
      const trace = read('numenta__NAB__Twitter_volume_AMZN.csv', { time: 'timestamp', count: 'value' });
      expect(trace.times).toHaveLength(15_831 - 28);
      expect(sum(trace.counts)).toBe(843_768);
      expect(trace.times.at(-1)).toBe(4_749_000 * SECOND);
      expect(trace.span).toBe(4_749_300 * SECOND);
      expect(trace.notes).toEqual([
        '15831 rows, from 2015-02-26T21:42:53Z to 2015-04-22T20:52:53Z',
        'time stamps without a time zone: taken as UTC',
        'interval of 5 min, the most common gap between rows (15830 of 15830)',
      ]);
    });

    it('taxi passengers: 10,320 half hours, no final line end', () => {
      const trace = read('numenta__NAB__nyc_taxi.csv', { time: 'timestamp', count: 'value' });
      expect(trace.times).toHaveLength(10_320);
      expect(sum(trace.counts)).toBe(156_219_716);
      expect([trace.counts?.at(0), trace.counts?.at(-1)]).toEqual([10_844, 26_288]);
      expect(trace.times.at(-1)).toBe(18_574_200 * SECOND);
      expect(trace.span).toBe(18_576_000 * SECOND);
      expect(trace.notes[0]).toBe('10320 rows, from 2014-07-01T00:00:00Z to 2015-01-31T23:30:00Z');
    });

    it('requests to a language model: 8,819 arrivals to the microsecond, with sizes', () => {
      const trace = read('Azure__AzurePublicDataset__AzureLLMInferenceTrace_code.csv', {
        time: 'TIMESTAMP',
        attributes: { size: 'ContextTokens' },
      });
      expect(trace.kind).toBe('events');
      expect(trace.times).toHaveLength(8819);
      // 18:17:03.97996, .03196 and .07815 of the next second: the seventh digit is 0 throughout.
      expect([...trace.times.slice(0, 3)]).toEqual([0, 52_000, 98_189]);
      expect(trace.span).toBe(3_435_948_056);
      const [size] = trace.attributes;
      expect(size?.values).toHaveLength(3552);
      const sizes = Float64Array.from(size?.index ?? [], (code) => Number(size?.values[code]));
      expect(sum(sizes)).toBe(18_059_974);
      expect(trace.notes).toEqual([
        '8819 rows, from 2023-11-16T18:17:03.97996Z to 2023-11-16T19:14:19.928016Z',
        'time stamps without a time zone: taken as UTC',
        'longest pause between arrivals: 217.168952 s, after 2023-11-16T19:04:39.801445Z',
      ]);
    });

    it('function invocations: 199 rows with an end and a duration', () => {
      const trace = read('vhive-serverless__invitro__Azure2021_200.csv', {
        end: 'end_timestamp',
        duration: 'duration',
        attributes: ['func', 'app'],
      });
      expect(trace.times).toHaveLength(199);
      expect(sum(trace.durations)).toBe(10_599_170_000);
      // From 0.001490900 s to 1200.014798054 s.
      expect([trace.times.at(0), trace.span]).toEqual([0, 1_200_013_307]);
      expect(trace.attributes.map(({ values }) => values.length)).toEqual([31, 13]);
      expect(trace.notes[0]).toBe('199 rows, from 0.001491 s to 1200.014798 s');
      // Ends are out of order 83 times, arrivals never.
      expect(trace.notes.join()).not.toContain('sorted');
    });

    it('minutes of a day: 4 functions, 905 counts of 5', () => {
      const file = 'vhive-serverless__invitro__example-invocations.csv';
      const all = read(file, { wide: true, attributes: ['Trigger'] });
      expect(all.times).toHaveLength(230 + 3 * 225);
      expect(sum(all.counts)).toBe(1150 + 3 * 1125);
      expect([all.times.at(0), all.times.at(-1), all.span]).toEqual([0, 229 * MINUTE, 1440 * MINUTE]);
      expect(all.attributes[0]?.values).toEqual(['queue', 'timer']);
      const queues = read(file, { wide: 'queue' });
      expect(queues.times).toHaveLength(230 + 2 * 225);
      expect(sum(queues.counts)).toBe(1150 + 2 * 1125);
    });

    it('guesses the columns of all of them', () => {
      const guessed = (file: string): string | undefined => read(file, {}).notes[0];
      expect(guessed('numenta__NAB__nyc_taxi.csv')).toBe('guessed from the header: time: "timestamp"');
      expect(guessed('Azure__AzurePublicDataset__AzureLLMInferenceTrace_code.csv')).toContain('time: "TIMESTAMP"');
      expect(guessed('vhive-serverless__invitro__Azure2021_200.csv')).toContain('end: "end_timestamp"');
      expect(guessed('vhive-serverless__invitro__example-invocations.csv')).toContain('wide: true');
    });

    it('a table of durations is no file of arrivals', () => {
      const file = 'vhive-serverless__invitro__example-durations.csv';
      const result = readTrace(readFileSync(FOLDER + file, 'utf8'), { file });
      expect(result).toMatchObject({
        ok: false,
        problems: [
          {
            message: expect.stringContaining(
              'has no column that is known to hold times; it has "HashOwner", "HashApp"',
            ),
            hint: 'this looks like a summary of durations, which holds no arrivals: replay the invocations that belong to it',
          },
        ],
      });
    });
  });
}
