/** `sweep:` of a scenario: what it means, what is refused, and that each refusal names the place and the value. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { SweepScenario } from '../../src/scenario/sweep.ts';

const BASE = 'lagcast: 1\nduration: 1 min\nsources: { q: { type: sqs } }\n';

function read(sweep: string): SweepScenario | string[] {
  const result = readScenario(`${BASE}sweep: ${sweep}\n`);
  return result.ok
    ? result.scenario.sweep!
    : result.problems.map(({ path, message, hint }) => `${path}: ${message}${hint === undefined ? '' : ` (${hint})`}`);
}

const axis = (written: string, design = 'grid') => {
  const sweep = read(`{ vary: { sources.q.delay: ${written} }, design: ${design} }`);
  return Array.isArray(sweep) ? sweep : (sweep as SweepScenario).vary[0];
};
const valuesOf = (written: string, design?: string) => {
  const found = axis(written, design) as { values?: readonly { value: unknown }[] };
  return found.values?.map(({ value }) => value) ?? found;
};

describe('sweep:', () => {
  it('fills in what is not said', () => {
    const none = { vary: [], figures: [], samples: 64 };
    expect(read('{}')).toEqual({ ...none, design: 'grid', replications: 5 });
    expect(read('{ design: latin-hypercube }')).toMatchObject({ samples: 64 });
    expect(readScenario(BASE)).toMatchObject({ ok: true, scenario: { sweep: undefined } });
  });

  it.each([
    ['[ 1, 10, ~ ]', [1, 10, null]],
    ['{ from: 2, to: 5 }', [2, 3, 4, 5]],
    ['{ from: 128 MB, to: 384 MB, step: 128 }', ['128 MB', '256 MB', '384 MB']],
    ['{ from: 3, to: 1 }', [3, 2, 1]],
    ['{ from: 5, to: 5 }', [5]],
  ])('reads %s', (written, values) => {
    expect(valuesOf(written)).toEqual(values);
  });

  it('keeps ranges whose values depend on the setting', () => {
    expect(axis('{ from: 10/s, to: 1000/s, values: 5, scale: log }')).toEqual({
      name: 'sources.q.delay',
      range: { from: '10/s', to: '1000/s', scale: 'log', count: 5 },
    });
    expect(axis('{ from: 9, to: 1 }', 'low-discrepancy')).toMatchObject({
      range: { from: 9, to: 1, scale: 'linear', count: undefined },
    });
    expect(axis('{ from: 1, to: 9, scale: log }', 'latin-hypercube')).toMatchObject({ range: { scale: 'log' } });
    expect(valuesOf('{ from: 1, to: 9, step: 4 }', 'latin-hypercube')).toEqual([1, 5, 9]);
  });

  it('has cases that set several paths, or nothing', () => {
    expect(
      read('{ vary: { load: { cases: { calm: {}, storm: { sources.q.delay: 1 s, sources.q.fifo: ~ } } } } }'),
    ).toMatchObject({
      vary: [
        {
          name: 'load',
          values: [
            { value: 'calm', settings: {} },
            { value: 'storm', settings: { 'sources.q.delay': '1 s', 'sources.q.fifo': null } },
          ],
        },
      ],
    });
  });
});

describe('what is no axis', () => {
  it.each([
    ['[]', /sweep\.vary\["sources\.q\.delay"\]: at least one value/],
    ['[ 1, 1 ]', /\[1\]: 1 is in the list twice/],
    ['5', /due; found 5/],
    ['{}', /a range has from and to, or there are cases \(such as/],
    ['{ from: 1 }', /a range has from and to/],
    ['{ from: 1, to: 9, step: 2, values: 3 }', /only one of step and values/],
    ['{ from: 1, to: 9, step: 2, scale: log }', /only one of step and scale/],
    ['{ from: 1, to: 9, cases: { a: {} } }', /either a range or cases are due; found from/],
    ['{ from: 1, to: 9, values: 1 }', /values: from 2 to/],
    ['{ from: 1, to: 9, values: 20000 }', /values: from 2 to 10000 is allowed; found 20000/],
    ['{ from: 1, to: 9, scale: log }', /how many values are due on a logarithmic scale \(such as values: 5\)/],
    ['{ from: 0, to: 9, values: 3, scale: log }', /above 0 on a logarithmic scale; found 0 and 9/],
    ['{ from: -1, to: -9, values: 3, scale: log }', /above 0/],
    ['{ from: 5, to: 5, values: 3 }', /another value than from/],
    ['{ from: 1 s, to: 5 min, values: 3 }', /one unit is due for all; found "1 s", "5 min"/],
    ['{ from: 1, to: 5 s }', /one unit is due/],
    ['{ from: 128 MB, to: 1 GB }', /found "128 MB", "1 GB" \(to: 1000 MB\)/],
    ['{ from: 1 ms, to: 1 s, values: 3, scale: log }', /found "1 ms", "1 s" \(to: 1000 ms\)/],
    ['{ from: 1 s, to: 9 s, step: 1 min }', /found "1 s", "9 s", "1 min" \(step: 60 s\)/],
    ['{ from: 10 / s, to: 20 / s }', /from: a number, .*found "10 \/ s" \(did you mean 10\/s\?\)/],
    ['[ 5, .inf ]', /\[1\]: a number that can be counted is due; found Infinity/],
    ['[ { a: [ 1, .nan ] } ]', /\[0\]\.a\[1\]: a number that can be counted is due; found NaN/],
    ['[ ~, .inf, -.inf ]', /\[2\]: .* found -Infinity/],
    ['{ from: 1, to: 5, step: 0 }', /more than 0/],
    ['{ from: 1, to: 5, step: -1 }', /more than 0/],
    ['{ from: 1, to: 1e9 }', /these are 1000000000 values/],
    ['{ from: fast, to: slow, values: 3 }', /from: a number, with a unit or without/],
    ['{ form: 1, to: 9 }', /did you mean from\?/],
    ['{ from: 1, to: 9, scale: logarithmic }', /linear or log is due.*did you mean log|linear or log is due/],
  ])('%s', (written, message) => expect(String(axis(written))).toMatch(message));

  it.each([
    ['{ "..": [ 1 ] }', /no path/],
    ['{ plan.risk: [ 1 ] }', /cannot vary/],
    ['{ sweep.samples: [ 1 ] }', /cannot vary/],
    ['{ objectives: [ ~, [] ] }', /what is asked for cannot vary/],
    ['{ seed: { from: 1, to: 3 } }', /no setting/],
    ['{ x-mine: [ 1 ] }', /nothing here reads it/],
    ['{ load: { cases: {} } }', /cases: at least one case/],
    ['{ load: { cases: [ a ] } }', /load\.cases: a mapping of keys to values is due; found a list of 1/],
    ['{ load: { cases: { a: 5 } } }', /cases\.a: a mapping of keys to values is due; found 5/],
    ['{ load: { cases: { a: { seed: 5 } } } }', /cases\.a\.seed: this says what is run/],
    ['{ load: { cases: { a: {}, b: {} } } }', /b: it sets the same as "a"/],
    ['{ load: { cases: { " ": {} } } }', /the name of a case has 1 to 100/],
    // A mapping of data has such keys first, whatever the file says: `together` would pair others.
    [
      '{ load: { cases: { "10": { a: 1 }, b: {} } } }',
      /cases\["10"\]: a case cannot be called "10": .*\(such as x10\)/,
    ],
    [
      '{ load: { cases: { b: { a: { c: .inf } } } } }',
      /cases\.b\.a\.c: a number that can be counted is due; found Inf/,
    ],
    // A name that looks like a path would be taken for one in the outcome.
    ['{ mappings.m.batchSize: { cases: { a: {} } } }', /a name for cases is due; found "mappings.m.batchSize"/],
  ])('%s', (vary, message) => expect(String(read(`{ vary: ${vary} }`))).toMatch(message));
});

describe('axes that would set the same', () => {
  it.each([
    ['{ a.b: [ 1, 2 ], load: { cases: { x: { a.b: 3 } } } }', /vary\.load: a\.b is set by "a\.b" as well/],
    ['{ a.b: [ 1, 2 ], \'a["b"]\': [ 3 ] }', /a\.b is set by "a\.b" as well/],
    ['{ a: [ 1, 2 ], a.b: [ 3 ] }', /vary\["a\.b"\]: a\.b is set by "a" as well, or a part of what it sets/],
    ['{ a.b: [ 3 ], a: [ 1, 2 ] }', /vary\["a\.b"\]: a\.b is set by "a" as well/],
    ['{ "a.list[0].b": [ 1 ], a.list: [ 2 ] }', /a\.list\[0\]\.b is set by "a.list"/],
    ['{ load: { cases: { x: { a: 1, a.b: 2 } } } }', /a case sets a\.b and what it is a part of/],
    ['{ load: { cases: { x: { a.b: 1, \'a["b"]\': 2 } } } }', /a case sets a\.b twice/],
  ])('%s', (vary, message) => expect(String(read(`{ vary: ${vary} }`))).toMatch(message));

  it('but cases may set it one after the other, and neighbours are no parts', () => {
    expect(
      read(
        '{ vary: { load: { cases: { x: { a: 1 }, y: { a.b: 2 } } }, a1: [ 1 ], "facts.a": [ 1 ], facts.a.b: [ 2 ] } }',
      ),
    ).toMatchObject({ vary: { length: 4 } });
  });
});

describe('how many cells', () => {
  it.each([
    ['{ samples: 5 }', /sweep\.samples: samples are of a latin-hypercube or low-discrepancy design; this is a grid/],
    ['{ samples: 5, design: together }', /this is together/],
    ['{ samples: 0, design: latin-hypercube }', /sweep\.samples: from 1 to 100000/],
    ['{ samples: 1e6, design: latin-hypercube }', /sweep\.samples: from 1 to 100000/],
    ['{ design: latin }', /did you mean grid|grid, together, latin-hypercube or low-discrepancy is due; found "latin"/],
    ['{ replications: 0 }', /sweep\.replications: from 1/],
    ['{ figures: [] }', /sweep\.figures: at least one/],
    ['{ figures: [ p99(q.latencyy) ] }', /figures\[0\]: .*did you mean latency/],
    ['{ figures: [ fast ] }', /figures\[0\]: a figure is due; found "fast" \(such as/],
    ['{ vary: { a: { from: 1, to: 1000 }, b: { from: 1, to: 101 } } }', /these are 101000 cells, and at most 100000/],
    ['{ vary: { a: [ 1, 2 ], b: [ 1 ] }, design: together }', /equally many values; "a" has 2, "b" has 1/],
    ['[ 5 ]', /a mapping of keys to values is due/],
  ])('%s', (sweep, message) => expect(String(read(sweep))).toMatch(message));

  it('is only that of the samples of a sampled design', () => {
    const vary = '{ a: { from: 1, to: 1000 }, b: { from: 1, to: 1000 } }';
    expect(read(`{ vary: ${vary}, design: latin-hypercube, samples: 10 }`)).toMatchObject({ samples: 10 });
  });
});

it('is explained', () => {
  const result = readScenario(`${BASE}
sweep:
  vary:
    sources.q.delay: [ 1 s, ~ ]
    a.b: { from: 1, to: 100, scale: log }
    load: { cases: { calm: {}, big storm: { a.c: 1 } } }
  design: latin-hypercube
  figures: [ cost.perMonth ]
`);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { lines } = explain(result.scenario);
  const first = lines.findIndex(({ path }) => path === 'sweep');
  expect(lines.slice(first).map(({ text, value }) => `${text}  # ${value?.from ?? ''}`)).toEqual([
    'sweep:  # ',
    '  vary:  # ',
    '    sources.q.delay: [ "1 s", null ]  # given',
    '    a.b: from 1 to 100, any value on a logarithmic scale  # given',
    '    load: cases [ calm, "big storm" ]  # given',
    '  design: latin-hypercube  # given',
    '  samples: 64  # our default',
    '  replications: 5  # our default',
    '  figures: [ cost.perMonth ]  # given',
  ]);
});
