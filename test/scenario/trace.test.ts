import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrace, type Trace, type TraceOptions, type TraceProblem } from '../../src/scenario/trace.ts';

type Options = Omit<TraceOptions, 'file'>;

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

function trace(text: string, options: Options = {}): Trace {
  const result = readTrace(text, { file: 'clicks.csv', ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.trace;
}

function problems(text: string, options: Options = {}): readonly TraceProblem[] {
  const result = readTrace(text, { file: 'clicks.csv', ...options });
  return result.ok ? [] : result.problems;
}

function lines(...rows: readonly string[]): string {
  return `${rows.join('\n')}\n`;
}

/** The values of an attribute, entry by entry. */
function values({ attributes }: Trace, name: string): readonly (string | undefined)[] {
  const column = attributes.find((attribute) => attribute.name === name);
  return [...(column?.index ?? [])].map((code) => column?.values[code]);
}

describe('one record a row', () => {
  const text = lines(
    'timestamp,type',
    '2014-04-10 00:04:00,order',
    '2014-04-10 00:04:01.5,refund',
    '2014-04-10 00:05:00,order',
  );

  it('counts time from the first stamp', () => {
    const { kind, times, span, counts, widths, durations } = trace(text, { time: 'timestamp' });
    expect(kind).toBe('events');
    expect([...times]).toEqual([0, 1_500_000, 60_000_000]);
    expect(span).toBe(MINUTE);
    expect([counts, widths, durations]).toEqual([undefined, undefined, undefined]);
  });

  it('carries attributes, by column or renamed', () => {
    expect(values(trace(text, { attributes: ['type'] }), 'type')).toEqual(['order', 'refund', 'order']);
    const renamed = trace(text, { attributes: { kind: 'type' } });
    expect(renamed.attributes.map(({ name, values: known }) => [name, known])).toEqual([['kind', ['order', 'refund']]]);
  });

  it('plays faster and slower, in whole microseconds', () => {
    expect([...trace(text, { speed: 2 }).times]).toEqual([0, 750_000, 30_000_000]);
    expect([...trace(text, { speed: 7 }).times]).toEqual([0, 214_286, 8_571_429]);
    expect(trace(text, { speed: 0.5 }).span).toBe(2 * MINUTE);
  });

  it('multiplies rows, and carries fractions over', () => {
    expect([...trace(text, { scale: 2 }).times]).toEqual([0, 0, 1_500_000, 1_500_000, MINUTE, MINUTE]);
    expect([...trace(text, { scale: 1.5 }).times]).toEqual([0, 1_500_000, 1_500_000, MINUTE]);
    expect([...trace(text, { scale: 0.5 }).times]).toEqual([1_500_000]);
    expect(values(trace(text, { scale: 2, attributes: ['type'] }), 'type')).toHaveLength(6);
    const hundred = lines('time', ...Array.from({ length: 100 }, (_, i) => String(i)));
    expect(trace(hundred, { scale: 0.29 }).times).toHaveLength(29);
  });

  it('below full volume keeps rows at equal distances, which is one tenant of ten in turn, or all of them', () => {
    const inTurn = lines('time,tenant', ...Array.from({ length: 1000 }, (_, i) => `${i},t${i % 10}`));
    const kept = (scale: number) => new Set(values(trace(inTurn, { scale, attributes: ['tenant'] }), 'tenant')).size;
    expect([kept(0.1), kept(0.093)]).toEqual([1, 10]);
  });

  it('carries the handler time of a record, which speed leaves alone', () => {
    const own = lines('time,duration', '0,0.25', '1,250 ms');
    expect([...(trace(own, { time: 'time', duration: 'duration', speed: 4 }).durations ?? [])]).toEqual([
      250_000, 250_000,
    ]);
    expect(trace(own, { time: 'time' }).durations).toBeUndefined();
  });

  it('sorts rows that are out of order, and keeps the order of equal ones', () => {
    const mixed = lines('time,id', '5,a', '3,b', '5,c', '3,d');
    const read = trace(mixed, { attributes: ['id'] });
    expect([...read.times]).toEqual([0, 0, 2 * SECOND, 2 * SECOND]);
    expect(values(read, 'id')).toEqual(['b', 'd', 'a', 'c']);
    expect(read.notes).toContain('2 rows earlier than the row before: sorted by time');
    expect(read.notes).toContain('2 rows at the same time as another: their records arrive together');
  });

  it('tells what it read', () => {
    expect(trace(text).notes).toEqual([
      'guessed from the header: time: "timestamp"',
      '3 rows, from 2014-04-10T00:04:00Z to 2014-04-10T00:05:00Z',
      'time stamps without a time zone: taken as UTC',
      'longest pause between arrivals: 58.5 s, after 2014-04-10T00:04:01.5Z',
    ]);
  });

  it('tells of settings that only counts use', () => {
    const { notes } = trace(text, { interval: MINUTE, spread: 'even' });
    expect(notes).toContain('`interval` is not used: each row is one record');
    expect(notes).toContain('`spread` is not used: each row is one record');
  });

  it('tells when only some stamps name a zone', () => {
    const mixed = lines('time', '2014-04-10T00:00:00Z', '2014-04-10T01:00:00', '2014-04-10T04:00:00+02:00');
    expect([...trace(mixed).times]).toEqual([0, 60 * MINUTE, 120 * MINUTE]);
    expect(trace(mixed).notes).toContain('1 of 3 time stamps without a time zone: taken as UTC');
  });
});

describe('end and duration', () => {
  const text = lines('end_timestamp,duration,app', '10,9,a', '11,0.5,b', '12,11.5,c');

  it('arrives at the end minus the duration, in order of arrival', () => {
    const read = trace(text, { end: 'end_timestamp', duration: 'duration', attributes: ['app'] });
    expect([...read.times]).toEqual([0, SECOND / 2, 10 * SECOND]);
    expect([...(read.durations ?? [])]).toEqual([11.5 * SECOND, 9 * SECOND, SECOND / 2]);
    expect(values(read, 'app')).toEqual(['c', 'a', 'b']);
    expect(read.span).toBe(10 * SECOND);
    expect(read.notes).toContain('1 row earlier than the row before: sorted by time');
  });

  it('tells of arrivals before the first end, which a cut-out file has too few of', () => {
    const note = '2 arrivals before the first end time, by up to 9.5 s: others as early may be missing from the file';
    expect(trace(text).notes).toContain(note);
  });

  it('starts at the first arrival, even when it lies before 0', () => {
    const read = trace(lines('end,duration', '1,5', '2,1'), { end: 'end', duration: 'duration' });
    expect([...read.times]).toEqual([0, 5 * SECOND]);
    expect(read.notes).toContain('2 rows, from -4 s to 1 s');
  });
});

describe('counts per interval', () => {
  const regular = lines(
    'time,value',
    '2014-04-10 00:00,10',
    '2014-04-10 00:05,0',
    '2014-04-10 00:10,2.5',
    '2014-04-10 00:15,4',
  );

  it('takes the most common gap for the interval and leaves empty intervals out', () => {
    const { kind, times, counts, widths, span } = trace(regular, { count: 'value' });
    expect(kind).toBe('counts');
    expect([...times]).toEqual([0, 10 * MINUTE, 15 * MINUTE]);
    expect([...(counts ?? [])]).toEqual([10, 2.5, 4]);
    expect([...(widths ?? [])]).toEqual([5 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
    expect(span).toBe(20 * MINUTE);
  });

  it('scales counts and keeps their fractions', () => {
    expect([...(trace(regular, { count: 'value', scale: 0.5 }).counts ?? [])]).toEqual([5, 1.25, 2]);
  });

  it('divides times and widths by the speed without opening gaps', () => {
    const { times, widths = new Float64Array(0), span } = trace(regular, { count: 'value', speed: 7 });
    expect([...times]).toEqual([0, 85_714_286, 128_571_429]);
    expect((times[1] ?? 0) + (widths[1] ?? 0)).toBe(times[2]);
    expect((times[2] ?? 0) + (widths[2] ?? 0)).toBe(span);
  });

  it('takes a missing row for no records', () => {
    const read = trace(lines('time,n', '0,1', '60,1', '240,1', '300,1', '480,1'), { count: 'n' });
    expect([...(read.widths ?? [])]).toEqual([MINUTE, MINUTE, MINUTE, MINUTE, MINUTE]);
    expect(read.notes).toContain('interval of 1 min, the most common gap between rows (2 of 4)');
    expect(read.notes).toContain('2 gaps longer than the interval, without records; the longest is 3 min, after 60 s');
  });

  it('cuts an interval where the next row begins', () => {
    const read = trace(lines('time,n', '0,1', '60,1', '90,0', '120,1', '180,1', '240,0'), { count: 'n' });
    expect([...read.times]).toEqual([0, MINUTE, 2 * MINUTE, 3 * MINUTE]);
    expect([...(read.widths ?? [])]).toEqual([MINUTE, MINUTE / 2, MINUTE, MINUTE]);
    expect(read.notes).toContain('2 gaps shorter than the interval, which is cut there');
  });

  it('adds up rows at one time', () => {
    const read = trace(lines('time,n,f', '0,1,a', '0,2,b', '60,3,a', '60,4,b'), { count: 'n', attributes: ['f'] });
    expect([...read.times]).toEqual([0, 0, MINUTE, MINUTE]);
    expect([...(read.widths ?? [])]).toEqual([MINUTE, MINUTE, MINUTE, MINUTE]);
    expect(values(read, 'f')).toEqual(['a', 'b', 'a', 'b']);
    expect(read.notes).toContain('2 rows at the same time as another: their counts add up');
  });

  it('takes the middle gap where none is more common', () => {
    const jittered = lines('time,n', '0,1', '58,1', '119,1', '179,1');
    expect(trace(jittered, { count: 'n' }).widths?.at(-1)).toBe(60 * SECOND);
  });

  it('takes the interval it is told', () => {
    const read = trace(lines('time,n', '0,5'), { count: 'n', interval: MINUTE });
    expect([[...read.times], [...(read.widths ?? [])], read.span]).toEqual([[0], [MINUTE], MINUTE]);
  });

  it('tells of floats and empty cells', () => {
    const { notes } = trace(lines('time,n', '0,1.0', '1,', '2,3.0'), { count: 'n' });
    expect(notes).toContain('counts are written with a decimal point; all are whole numbers');
    expect(notes).toContain('1 empty cell taken as 0');
    expect(trace(regular, { count: 'value' }).notes).toContain('1 count with a fraction, which is carried over');
  });

  it('reads a file of zeros, and says so', () => {
    const read = trace(lines('time,n', '0,0', '1,0'), { count: 'n' });
    expect([read.times.length, read.span]).toEqual([0, 2 * SECOND]);
    expect(read.notes).toContain('the file holds no records at all: all counts are 0');
  });

  it('does not take a column for counts in silence', () => {
    const { kind, notes } = trace(regular);
    expect(kind).toBe('events');
    expect(notes).toContain('each row is read as one record; if "value" holds counts per interval, say count: "value"');
    expect(trace(lines('time,value', '0,high')).notes.join()).not.toContain('count');
  });
});

describe('a row per function', () => {
  const text = lines('HashFunction,Trigger,1,2,3,4', 'f,queue,0,5,0,1', 'g,timer,2,,0,0', 'h,queue,0,7,0,0.5');

  it('adds rows up, by time and then by row', () => {
    const read = trace(text, { wide: true, attributes: ['HashFunction'] });
    expect(read.kind).toBe('counts');
    expect([...read.times]).toEqual([0, MINUTE, MINUTE, 3 * MINUTE, 3 * MINUTE]);
    expect([...(read.counts ?? [])]).toEqual([2, 5, 7, 1, 0.5]);
    expect([...(read.widths ?? [])]).toEqual(Array(5).fill(MINUTE));
    expect(values(read, 'HashFunction')).toEqual(['g', 'f', 'h', 'f', 'h']);
    expect(read.span).toBe(4 * MINUTE);
  });

  it('keeps only rows with a label, and still starts with the first column', () => {
    const read = trace(text, { wide: 'queue' });
    expect([...read.times]).toEqual([MINUTE, MINUTE, 3 * MINUTE, 3 * MINUTE]);
    expect(read.notes).toEqual([
      '2 of 3 rows of 4 intervals, from 1 to 4',
      '1 count with a fraction, which is carried over',
    ]);
  });

  it('lists the labels when none is the one asked for', () => {
    const [problem] = problems(text, { wide: 'queeu' });
    expect(problem?.message).toBe('no row of clicks.csv has the label "queeu"; "Trigger" has "queue", "timer"');
    expect(problem?.hint).toBe('did you mean "queue"?');
  });

  it('keeps rows with any of several labels, in whichever column, and misses each that is not there', () => {
    const read = trace(text, { wide: ['h', 'timer'], attributes: ['HashFunction'] });
    expect([...read.times]).toEqual([0, MINUTE, 3 * MINUTE]);
    expect(values(read, 'HashFunction')).toEqual(['g', 'h', 'h']);
    expect(read.notes[0]).toBe('2 of 3 rows of 4 intervals, from 1 to 4');
    const missing = problems(text, { wide: ['f', 'tiner', 'x'] });
    expect(missing.map(({ message, hint }) => [message.slice(0, 44), hint])).toEqual([
      ['no row of clicks.csv has the label "tiner"; ', 'did you mean "timer"?'],
      ['no row of clicks.csv has the label "x"; "Tri', undefined],
    ]);
  });

  it('scales, and takes another interval', () => {
    const read = trace(text, { wide: true, interval: SECOND, scale: 2, speed: 2 });
    expect([...read.times]).toEqual([0, SECOND / 2, SECOND / 2, 1.5 * SECOND, 1.5 * SECOND]);
    expect([...(read.counts ?? [])]).toEqual([4, 10, 14, 2, 1]);
    expect(read.span).toBe(2 * SECOND);
  });

  it('starts at the lowest number and leaves missing ones empty', () => {
    const read = trace(lines('f,12,10', 'x,1,2'), { wide: true });
    expect([[...read.times], [...(read.counts ?? [])], read.span]).toEqual([[0, 2 * MINUTE], [2, 1], 3 * MINUTE]);
  });

  it('is guessed from numbered columns', () => {
    expect(trace(text).notes[0]).toBe('guessed from the header: wide: true');
    expect(problems(text, { wide: false })[0]?.message).toContain('has no column that is known to hold times');
  });

  it('reports bad cells with row and column', () => {
    const [problem, ...others] = problems(text.replace('2,,0', '2,-3,0'), { wide: true });
    expect(problem).toMatchObject({ row: 3, column: '2', message: '"-3" is no count of records' });
    expect(others).toEqual([]);
  });

  it('needs numbered columns and rows', () => {
    const [problem] = problems(lines('a,b', '1,2'), { wide: true });
    expect(problem?.message).toBe('clicks.csv has no columns headed 1, 2, 3 …; it has "a", "b"');
    expect(problems('f,1,2\n', { wide: true })).toEqual([{ message: 'clicks.csv has no rows of data' }]);
  });
});

describe('how a file is written', () => {
  const times = [0, SECOND, 3 * SECOND];

  it.each([
    ['a byte order mark', '\ufefftime,n\n1,5\n2,6\n4,7\n'],
    ['a mark before a quoted header', '\ufeff"time","n"\n1,5\n2,6\n4,7\n'],
    ['spaces around header and values', ' time , n \n 1 , 5 \n 2 , 6 \n 4 , 7 \n'],
    ['spaces inside quotes', '" time ",n\n" 1 ",5\n2,6\n4,7\n'],
    ['line ends of Windows', 'time,n\r\n1,5\r\n2,6\r\n4,7\r\n'],
    ['line ends of old', 'time,n\r1,5\r2,6\r4,7\r'],
    ['mixed line ends', 'time,n\r\n1,5\n2,6\r\n4,7'],
    ['no final line end', 'time,n\n1,5\n2,6\n4,7'],
    ['semicolons', 'time;n\n1;5\n2;6\n4;7\n'],
    ['semicolons, and a comma in a title', 'time;n, of all;x\n1;5;0\n2;6;0\n4;7;0\n'],
    ['tabs', 'time\tn\n1\t5\n2\t6\n4\t7\n'],
    ['one column', 'time\n1\n2\n4\n'],
    ['quoted values with commas and line ends', 'time,n\n1,"5, or\nso"\n2,"6 ""x"""\n4,7\n'],
    ['capitals', 'TIMESTAMP,n\n1,5\n2,6\n4,7\n'],
  ])('reads a file with %s', (_, text) => {
    expect([...trace(text).times]).toEqual(times);
  });

  it('skips blank rows, and says so', () => {
    const read = trace('\n \ntime,n\n\n1,5\n,\n2,6\n   \n4,7\n\n');
    expect([...read.times]).toEqual(times);
    expect(read.notes).toContain('6 blank rows skipped');
  });

  it('reads a file without a header by column numbers', () => {
    const read = trace('a,2014-04-10 00:00,5\nb,2014-04-10 00:05,6\n', {
      time: '2',
      count: '3',
      attributes: { who: '1' },
    });
    expect([...(read.counts ?? [])]).toEqual([5, 6]);
    expect(values(read, 'who')).toEqual(['a', 'b']);
    expect(read.notes[0]).toBe('the file has no header: columns go by number');
    expect(trace('1\n2\n4\n', { time: '1' }).times).toHaveLength(3);
  });

  it('takes numbers for places in a file that has a header', () => {
    expect([...trace('n,when\n5,1\n6,2\n7,4\n', { time: '2' }).times]).toEqual(times);
  });

  it('decides on the form that most of the first rows have', () => {
    const [problem, ...others] = problems(lines('time', '2014', '2014-04-10', '2014-04-11', '12 s'));
    expect(problem?.message).toBe(
      '"2014" is no time stamp like the others, which are dates such as 2014-04-10 00:04:00',
    );
    expect([problem?.row, others.map(({ row }) => row)]).toEqual([2, [5]]);
  });

  it('reads a large file in pieces that never cut a quoted value', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},"line one\n${'x'.repeat(300)}, line ${i}"`);
    const read = trace(lines('time,text', ...rows), { attributes: ['text'] });
    expect(read.times).toHaveLength(3000);
    expect(new Set(values(read, 'text').map((text) => text?.length)).size).toBe(4);
    const [problem] = problems(lines('time,text', ...rows, 'late,"x"'));
    expect(problem).toMatchObject({ row: 6002, column: 'time' });
  });
});

describe('what is refused', () => {
  it('lists the columns and the nearest name', () => {
    expect(
      problems(lines('timestamp,value', '1,2'), { time: 'timestmp', count: 'valeu', attributes: ['zzz'] }),
    ).toEqual([
      {
        column: 'timestmp',
        message: 'clicks.csv has no column "timestmp"; it has "timestamp", "value"',
        hint: 'did you mean "timestamp"?',
      },
      {
        column: 'valeu',
        message: 'clicks.csv has no column "valeu"; it has "timestamp", "value"',
        hint: 'did you mean "value"?',
      },
      { column: 'zzz', message: 'clicks.csv has no column "zzz"; it has "timestamp", "value"' },
    ]);
  });

  it('suggests numbers for a file that seems to have no header', () => {
    const [problem] = problems('2014-04-10 00:00,5\n', { time: 'when' });
    expect(problem?.hint).toBe('a file without a header has its columns named by number, such as `time: 1`');
    expect(problems('2014-04-10 00:00,5\n')[0]?.hint).toContain('without a header, `time: 1`');
  });

  it('does not choose between columns of one name', () => {
    const [problem] = problems(lines('time,n,n', '1,2,3'), { count: 'n' });
    expect(problem?.message).toBe('clicks.csv has more than one column "n"');
    expect([...(trace(lines('time,n,n', '1,2,3', '2,2,3'), { count: '3' }).counts ?? [])]).toEqual([3, 3]);
  });

  it.each<[string, string, Options]>([
    ['an empty file', '', {}],
    ['a file of blank lines', '\n \n,,\n', {}],
    ['a header alone', 'time,n\n', {}],
    ['no column of times', 'a,b\n1,2\n', {}],
    ['a column without times', 'time,b\nx,2\n', {}],
    ['a NUL character', 'time\n1\0\n', {}],
    ['an interval that cannot be told', 'time,n\n5,1\n5,2\n', { count: 'n' }],
    ['counts without bounds', 'time,n\n5,1e99\n6,1\n', { count: 'n' }],
    ['counts scaled without bounds', 'time,n\n5,9e15\n6,1\n', { count: 'n', scale: 10 }],
    ['rows scaled without bounds', 'time\n5\n6\n', { scale: 1e9 }],
    ['times slowed without bounds', 'time\n5\n6000\n', { speed: 1e-9 }],
    ['an interval without bounds', 'time,n\n5,1\n', { count: 'n', interval: 1e300 }],
    ['a scale of 0', 'time\n5\n', { scale: 0 }],
    ['a negative speed', 'time\n5\n', { speed: -1 }],
    ['a scale that is no number', 'time\n5\n', { scale: NaN }],
    ['an endless interval', 'time,n\n5,1\n', { count: 'n', interval: Infinity }],
    ['two times', 'time,end,d\n5,6,1\n', { time: 'time', end: 'end', duration: 'd' }],
    ['an end without a duration', 'end\n5\n', { end: 'end' }],
    ['counts with a duration', 'time,n,d\n5,1,1\n', { count: 'n', duration: 'd' }],
    ['wide counts with a time', 'time,1,2\n5,1,1\n', { wide: true, time: 'time' }],
  ])('refuses %s', (_, text, options) => {
    expect(problems(text, options)).toHaveLength(1);
  });

  it.each<[string, string, Options, number]>([
    ['a time', 'time\n1\n2\nsoon\n', {}, 4],
    ['an empty time', 'time,n\n1,2\n,3\n', {}, 3],
    ['NaN for a time', 'time\n1\nNaN\n', {}, 3],
    ['a count', 'time,n\n1,2\n2,many\n', { count: 'n' }, 3],
    ['a negative count', 'time,n\n1,2\n2,-1\n', { count: 'n' }, 3],
    ['NaN for a count', 'time,n\n1,2\n2,NaN\n', { count: 'n' }, 3],
    ['Infinity for a count', 'time,n\n1,2\n2,Infinity\n', { count: 'n' }, 3],
    ['a duration', 'time,d\n1,2\n2,long\n', { duration: 'd' }, 3],
    ['a negative duration', 'time,d\n1,2\n2,-2\n', { duration: 'd' }, 3],
    ['an empty duration', 'time,d\n1,2\n2,\n', { duration: 'd' }, 3],
    ['a row that is too short', 'time,n\n1,2\n\n2\n', {}, 4],
    ['a row that is too long', 'time,n\n1,2\n2,3,4\n', {}, 3],
    ['a quote that is not closed', 'time,n\n1,2\n2,"3\n4,5\n', {}, 3],
    ['a quote inside a value', 'time,n\n"1\n",2\n2,3"4\n', {}, 4],
    ['text behind a quote', 'time,n\n1,2\n2,"3"4\n', {}, 3],
    ['a NUL character', 'time\r\n1\r\n2\0\r\n', {}, 3],
  ])('names the row of %s', (_, text, options, row) => {
    expect(problems(text, options).map((problem) => problem.row)).toContain(row);
  });

  it('shows twenty problems and counts the others', () => {
    const found = problems(lines('time', '1', ...Array<string>(1000).fill('never')));
    expect(found).toHaveLength(21);
    expect(found[19]).toMatchObject({ row: 22, column: 'time' });
    expect(found[20]).toEqual({ message: 'and 980 more' });
  });

  it('quotes hostile text on one harmless line', () => {
    const hostile = `\u001b[31m\u202e</script>${'x'.repeat(100)}`;
    const [problem] = problems(lines('time', '1', `"${hostile}\n"`));
    expect(problem?.message).toMatch(/^"\\u001b\[31m\\u202e<\/script>x+…" is no time stamp/);
  });
});

describe('whatever the file holds', () => {
  const row = fc.record({ minute: fc.nat(2000), count: fc.nat(1000) });
  const rows = fc.array(row, { minLength: 1, maxLength: 60 });
  const factor = fc.constantFrom(0.1, 0.5, 1, 1.5, 3, 7);

  it('keeps the sum of the counts, the order of times, and intervals apart', () => {
    fc.assert(
      fc.property(rows, factor, factor, (list, scale, speed) => {
        const text = lines('time,n', ...list.map(({ minute, count }) => `${minute} min,${count}`));
        const {
          times,
          counts = new Float64Array(0),
          widths = new Float64Array(0),
          span,
        } = trace(text, { count: 'n', interval: 2 * MINUTE, scale, speed });
        const expected = list.reduce((sum, { count }) => sum + count, 0) * scale;
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(expected, 6);
        times.forEach((time, i) => {
          const end = time + (widths[i] ?? 0);
          const next = times.find((other) => other > time) ?? span;
          expect(Number.isInteger(time) && Number.isInteger(end)).toBe(true);
          expect(time).toBeGreaterThanOrEqual(times[i - 1] ?? 0);
          expect(end).toBeLessThanOrEqual(next);
        });
      }),
    );
  });

  it('gives every row its records, in order of time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { minLength: 1 }), factor, (list, scale) => {
        const { times, attributes } = trace(lines('time', ...list.map(String)), { scale, attributes: { at: 'time' } });
        const first = Math.min(...list);
        expect(times).toHaveLength(Math.floor(list.length * scale + 1e-9));
        const [at] = attributes;
        times.forEach((time, i) => expect(Number(at?.values[at.index[i] ?? 0])).toBe(first + time / SECOND));
        expect([...times]).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });

  it('does not depend on how the file is written', () => {
    const dialect = fc.record({
      mark: fc.constantFrom('', '\ufeff'),
      cut: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n'),
    });
    fc.assert(
      fc.property(rows, dialect, (list, { mark, cut, end }) => {
        const table = [['time', 'n'], ...list.map(({ minute, count }) => [`${minute} min`, String(count)])];
        const plain = trace(table.map((cells) => cells.join(',')).join('\n'), { count: 'n', interval: MINUTE });
        const other = table.map((cells) => cells.map((cell) => `"${cell}"`).join(cut)).join(end);
        expect(trace(mark + other + end, { count: 'n', interval: MINUTE })).toEqual(plain);
      }),
    );
  });

  it('gives a trace or problems, and the same ones each time', () => {
    const cell = fc.constantFrom('time', 'n', '1', '2', '2014-04-10', '-1', '', ' ', '"', '\0', '5 s', '1e400', 'é');
    const glue = fc.constantFrom(',', ';', '\n', '\r\n', '');
    const text = fc.array(fc.tuple(cell, glue)).map((parts) => parts.flat().join(''));
    const options = fc.constantFrom<Options>({}, { time: '1' }, { count: 'n' }, { wide: true }, { wide: 'é' });
    fc.assert(
      fc.property(fc.oneof(text, fc.string()), options, (input, asked) => {
        const result = readTrace(input, { file: 'f', ...asked });
        expect(readTrace(input, { file: 'f', ...asked })).toEqual(result);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
