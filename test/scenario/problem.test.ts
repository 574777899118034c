import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeControls, formatPath, formatProblems, quote, type Problem } from '../../src/scenario/problem.ts';

const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const hostile = '\u001b[2J\r\n\t\u0000\u007f\u009b\u2028\u202e\ud800';
const hostileText = fc.oneof(fc.string({ unit: 'binary' }), fc.constant(hostile));

describe('a path', () => {
  it.each([
    [[], ''],
    [['duration'], 'duration'],
    [['functions', 'order-worker', 'handler'], 'functions.order-worker.handler'],
    [['arrivals', 0, 'rate'], 'arrivals[0].rate'],
    [['sources', 'Größe', 2, 3], 'sources.Größe[2][3]'],
    [['sources', 'a.b', 'type'], 'sources["a.b"].type'],
    [['sources', '', '1'], 'sources[""]["1"]'],
    [['events', 'a\u001b[2J"'], 'events["a\\u001b[2J\\""]'],
  ])('%j is written %j', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  it('with a name of a million letters is short', () => {
    expect(formatPath(['sources', 'a'.repeat(1e6)]).length).toBeLessThan(80);
  });
});

describe('a quoted value', () => {
  it.each([
    ['30 sec', '"30 sec"'],
    ['say "hi" \\', '"say \\"hi\\" \\\\"'],
    [30, '30'],
    [Number.NaN, 'NaN'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'nothing'],
    [[1, 2], 'a list of 2'],
    [{ a: 1 }, 'a mapping of 1'],
    ['30\u00a0s', '"30\\u00a0s"'],
    [hostile, '"\\u001b[2J\\r\\n\\t\\u0000\\u007f\\u009b\\u2028\\u202e\\ud800"'],
  ])('of %j is %s', (value, text) => {
    expect(quote(value)).toBe(text);
  });

  it('keeps sixty characters and says when there were more', () => {
    expect(quote('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
    expect(quote('x'.repeat(61))).toBe(`"${'x'.repeat(60)}…"`);
  });

  it('does not tear a character apart', () => {
    expect(quote(`x${'😀'.repeat(40)}`)).toBe(`"x${'😀'.repeat(29)}…"`);
    expect(quote(`x${'\u001b'.repeat(40)}`)).toBe(`"x${'\\u001b'.repeat(9)}…"`);
  });

  it('does not touch what it is given', () => {
    const cyclic: Record<string, unknown> = {
      get trap() {
        throw new Error('looked inside');
      },
      toString() {
        throw new Error('asked for text');
      },
    };
    cyclic['self'] = cyclic;
    expect(quote(cyclic)).toBe('a mapping of 3');
    expect(quote(Object.create(null))).toBe('a mapping of 0');
    expect(quote(Symbol('s'))).toBe('a symbol');
    expect(quote(() => 1)).toBe('a function');
  });

  it('is short and safe in a terminal, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.anything()), (value) => {
        expect(quote(value)).not.toMatch(UNSAFE);
        expect(quote(value).length).toBeLessThanOrEqual(63);
      }),
    );
  });
});

describe('problems as text', () => {
  const base: Problem = { severity: 'error', path: 'duration', message: 'is missing' };

  it('have place, severity, path, message, hint and source', () => {
    const problem: Problem = {
      ...base,
      place: { line: 3, column: 7 },
      path: 'mappings.m.batchSize',
      message: 'at most 10; found 20',
      hint: 'or set maximumBatchingWindow',
      source: 'SQS-34',
    };
    expect(formatProblems('a.yaml', [problem])).toBe(
      'a.yaml:3:7 error: mappings.m.batchSize: at most 10; found 20 (or set maximumBatchingWindow) [SQS-34]',
    );
  });

  it('leave out what they do not have', () => {
    expect(formatProblems('a.yaml', [{ ...base, path: '' }])).toBe('a.yaml error: is missing');
    expect(formatProblems('a.yaml', [])).toBe('');
  });

  it('come in the order of the file, those of the whole file first, at one place errors before warnings and notes', () => {
    const at = (line: number, column: number, severity: Problem['severity'] = 'error'): Problem => {
      return { severity, path: '', place: { line, column }, message: 'm' };
    };
    const mixed = [at(10, 1), at(2, 9), at(2, 10), at(2, 9, 'note'), at(2, 9, 'warning'), { ...base, path: '' }];
    const expected = ['f error:', 'f:2:9 error:', 'f:2:9 warning:', 'f:2:9 note:', 'f:2:10 error:', 'f:10:1 error:'];
    for (const problems of [mixed, mixed.toReversed()]) {
      const lines = formatProblems('f', problems).split('\n');
      expect(lines.map((line) => line.replace(/: .*$/, ':'))).toEqual(expected);
    }
  });

  it('keep their order when all else is equal', () => {
    const both = [
      { ...base, message: 'z' },
      { ...base, message: 'a' },
    ];
    expect(formatProblems('f', both)).toBe('f error: duration: z\nf error: duration: a');
  });

  it('are one line each and cannot move the cursor, whatever they hold', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (file, message, hint) => {
        const lines = formatProblems(file, [{ ...base, message, hint, path: message, source: hint }, base]).split('\n');
        expect(lines).toHaveLength(2);
        for (const line of lines) expect(line).not.toMatch(UNSAFE);
      }),
    );
  });
});

it('escaping leaves ordinary text of any script alone', () => {
  for (const text of ['plain text', 'Größe', '注文', 'заказ', '👩\u200d💻 ok', 'a\\n'])
    expect(escapeControls(text)).toBe(text);
});
