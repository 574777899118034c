/** Charts say what is true, and show what the readings hold. That Vega-Lite accepts them is asked of those of the gallery, where it runs. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import type { Chart } from '../../src/report/charts/chart.ts';
import { charts, MOST_PARTS, withoutCharts } from '../../src/report/charts/charts.ts';
import { inLines, shown } from '../../src/report/charts/names.ts';
import { found, validate, warnings } from '../support/chart-contract.ts';
import { quiet, readings, resultOf, span, type Open } from '../support/charts.ts';
import { run } from '../support/run.ts';

interface LabelLayer {
  readonly mark: { readonly align: string };
  readonly data: { readonly values: readonly { readonly t: number; readonly v: number }[] };
}

const chart = (result: Result, id: string): Chart | undefined => charts(result).find((one) => one.id === id);
const title = (result: Result, id: string): string | undefined => chart(result, id)?.title;
interface Row {
  readonly t?: number;
  readonly v?: number | null;
  readonly s?: string;
  readonly from?: number;
  readonly to?: number;
}
/** All rows of data in a chart. */
const rows = (one: Chart): Row[] => valuesIn(one.spec);
function valuesIn(part: unknown): object[] {
  if (typeof part !== 'object' || part === null) return [];
  const { values } = part as { values?: unknown };
  if (Array.isArray(values) && typeof values[0] === 'object') return values as object[];
  return Object.values(part).flatMap(valuesIn);
}
const texts = (one: Chart): string => JSON.stringify(one.spec);

it('the schema and the compiler would notice', () => {
  const { spec } = charts(quiet(() => {}))[0]!;
  expect(validate({ ...spec, layer: [{ mark: { type: 'lime' } }] })).toBe(false);
  expect(
    warnings({
      ...spec,
      layer: [
        { mark: 'line', encoding: { y: { field: 't', type: 'quantitative', scale: { type: 'log', zero: true } } } },
      ],
    } as never),
  ).not.toEqual([]);
});

it('stand in the order in which one reads them', () => {
  const result = resultOf('05-reserved-concurrency-fills-the-dlq.yaml');
  expect(charts(result).map(({ id }) => id)).toEqual([
    'latency-jobs',
    'age-jobs',
    'backlog-jobs',
    'arrivals-jobs',
    'age-jobs-dlq',
    'backlog-jobs-dlq',
    'batches-jobs-to-report',
    'concurrency-report',
    'refusals-report',
    'cost-lines',
  ]);
});

describe('latency', () => {
  const withP99 = (p99: (number | null)[], warmUp = 0): Result =>
    quiet((result) => {
      const { latency } = result.series.sources['q']!;
      Object.assign(latency, { p50: p99, p95: p99, p99, max: p99 });
      result.warmUp = warmUp;
    });
  const p99 = (values: (number | null)[], warmUp = 0) => title(withP99(values, warmUp), 'latency-q');

  it('says the peak and when, by the end of its interval', () => {
    expect(p99(readings({ 5: 2e6, 359: 1, 29: 41e6 }, 1e6))).toBe('Latency of q: p99 reaches 41 s around 1 min');
  });

  it('says that nothing stands out where nothing does', () => {
    expect(p99(readings({ 7: 140e3 }, 110e3))).toBe('Latency of q: p99 stays between 110 ms and 140 ms');
    expect(p99(readings({}, 110e3))).toBe('Latency of q: p99 is 110 ms');
    const one = Array<number | null>(300).fill(null).with(299, 5e6);
    expect(p99(one)).toBe('Latency of q: p99 is 5 s around 10 min');
  });

  it('leaves the warm-up out, and says so when a greater peak is to be seen there', () => {
    expect(p99(readings({ 2: 50e6, 100: 41e6 }, 1e6), 60e6)).toBe(
      'Latency of q: p99 reaches 41 s around 3 min 22 s, after the warm-up',
    );
    expect(p99(readings({ 2: 40e6, 100: 41e6 }, 1e6), 60e6)).toBe('Latency of q: p99 reaches 41 s around 3 min 22 s');
  });

  it('is left out where nothing was handled', () => {
    expect(p99(Array<null>(300).fill(null))).toBeUndefined();
  });

  it('shows nothing where nothing was measured: the line ends with its interval, and a lone value is a dot', () => {
    const values = Array<number | null>(300).fill(null);
    [values[10], values[11], values[20]] = [1e6, 2e6, 3e6];
    const points = rows(chart(withP99(values), 'latency-q')!).filter(({ s, v }) => s === 'p99' && v !== null);
    expect(points.map(({ t, v }) => [t, v])).toEqual([
      [20, 1],
      [22, 2],
      [24, 2],
      [40, 3],
      [42, 3],
      [41, 3],
    ]);
  });

  it('is logarithmic only where values lie far apart, and never with a zero', () => {
    const type = (values: number[]): string[] =>
      texts(chart(withP99(values), 'latency-q')!)
        .match(/"type":"log"/g)
        ?.slice(0, 1) ?? [];
    expect(type(readings({ 9: 40e6 }, 1e6))).toHaveLength(1);
    expect(type(readings({ 9: 20e6 }, 1e6))).toHaveLength(0);
    expect(type(readings({ 9: 40e6 }, 0))).toHaveLength(0);
  });
});

describe('age of the oldest', () => {
  const aged = (values: number[], last: number | null) =>
    title(
      quiet((result) => {
        result.series.sources['q']!.ageOfOldest = values;
        result.sources['q']!.ageOfOldest = { max: Math.max(...values), last };
      }),
      'age-q',
    );

  it('says the peak, and what is left of it', () => {
    const start = 'Age of the oldest message of q';
    expect(aged(readings({ 59: 30e6 }), null)).toBe(`${start} reaches 30 s around 2 min`);
    expect(aged(readings({ 59: 30e6 }, 1e6), 20e6)).toBe(`${start} reaches 30 s around 2 min, and is 20 s at the end`);
    expect(aged(readings({ 299: 30e6 }, 1e6), 30e6)).toBe(`${start} is greatest at the end: 30 s`);
    expect(aged(readings({}), null)).toBeUndefined();
  });
});

describe('backlog', () => {
  const deep = (depth: number[], last: number, inFlight = readings({})) =>
    title(
      quiet((result) => {
        Object.assign(result.series.sources['q']!, { depth, inFlight });
        result.sources['q']!.depth.last = last;
      }),
      'backlog-q',
    );

  it('says when it was greatest, and whether it went away', () => {
    expect(deep(readings({ ...span(0, 50, 400), 29: 500 }), 0)).toBe(
      'Backlog of q reaches 500 around 1 min, and is gone by 1 min 42 s',
    );
    expect(deep(readings({ ...span(0, 300, 400), 29: 500 }), 400)).toBe(
      'Backlog of q reaches 500 around 1 min, and is 400 at the end',
    );
  });

  it('does not call a backlog gone that came back', () => {
    expect(deep(readings({ ...span(0, 50, 500), ...span(250, 300, 300) }), 300)).toBe(
      'Backlog of q reaches 500 around 2 s, and is 300 at the end',
    );
  });

  it('makes no story of a few, and tells of those in flight where they are the many', () => {
    expect(deep(readings({ 4: 1 }), 0)).toBe('At most 1 message of q waits at once');
    expect(deep(readings({ 4: 9 }), 0)).toBe('At most 9 messages of q wait at once');
    expect(deep(readings({ 4: 20 }), 0, readings({ 4: 50 }))).toBe(
      'At most 50 messages of q are in flight, and 20 wait',
    );
    expect(deep(readings({}), 0)).toBeUndefined();
  });
});

describe('arrivals', () => {
  it('counts the whole run, and shows rates of each interval in a unit of their size', () => {
    const result = quiet((open) => {
      open.series.sources['q']!.arrived = readings({ 30: 120 });
      open.sources['q']!.books.in.arrived = 120;
    });
    const one = chart(result, 'arrivals-q')!;
    expect(one.title).toBe('Arrivals at q: 120 sent, 1 handled');
    expect(one.subtitle).toContain('most arrive around 1 min 2 s: 120 within 2 s');
    expect(rows(one)).toContainEqual({ t: 60, v: 60, s: 'sent' });
    expect(texts(one)).toContain('messages a second');
    expect(
      texts(
        chart(
          quiet(() => {}),
          'arrivals-q',
        )!,
      ),
    ).toContain('messages a minute');
  });

  it('counts the last interval by its own width', () => {
    const result = quiet((open) => {
      open.duration = 599e6;
      open.series.sources['q']!.arrived = readings({ 299: 120 });
    });
    expect(rows(chart(result, 'arrivals-q')!)).toContainEqual({ t: 598, v: 120, s: 'sent' });
  });
});

describe('batches', () => {
  const closed = (by: Record<string, number>, size: object) =>
    title(
      quiet((result) => {
        Object.assign(result.mappings['m']!.closed, { full: 0, window: 0, payload: 0, noWindow: 0, ...by });
        Object.assign(result.mappings['m']!.batchSize, size);
      }),
      'batches-m',
    );

  it('says why they were closed and how large they were', () => {
    const mixed = { mean: 3.25, min: 1, max: 10 };
    expect(closed({ full: 25, window: 75 }, mixed)).toBe(
      'Batches of m: 75 % closed when the window ended, 25 % were full; 3.25 messages on average, at most 10',
    );
    expect(closed({ full: 1, noWindow: 999 }, mixed)).toBe(
      'Batches of m: all but 1 of 1,000 had nothing more to receive; 3.25 messages on average, at most 10',
    );
    expect(closed({ full: 1 }, { mean: 10, min: 10, max: 10 })).toBe(
      'Batches of m: the only one was full; each of 10 messages',
    );
    expect(closed({ full: 7 }, { mean: 1, min: 1, max: 1 })).toBe('Batches of m: all 7 were full; each of 1 message');
  });
});

describe('concurrency', () => {
  const running = (concurrency: number[], edit: (result: Open<Result>) => void = () => {}) =>
    quiet((result) => {
      result.series.functions['f']!.concurrency = concurrency;
      result.series.mappings['m']!.pollers = concurrency;
      edit(result);
    });
  const said = (result: Result) => title(result, 'concurrency-f');

  it('says when a function was at its limit, and only then', () => {
    expect(said(running(readings(span(60, 420, 10))))).toBe(
      'f reaches its limit of 10 in every interval from 2 min to 10 min',
    );
    expect(said(running(readings(span(60, 120, 10))))).toBe(
      'f reaches its limit of 10 in every interval from 2 min to 4 min',
    );
    expect(said(running(readings({}, 10)))).toBe('f reaches its limit of 10 in every interval');
    expect(said(running(readings({ 60: 10, 90: 10, 91: 10 })))).toBe(
      'f reaches its limit of 10 in 1 % of the intervals, between 2 min and 3 min 4 s',
    );
    expect(said(running(readings({ 60: 10 })))).toBe('f reaches its limit of 10 around 2 min 2 s');
    expect(said(running(readings({ 60: 9 })))).toBe('f runs at most 9 at once, of 10 possible');
  });

  it('names a limit that is 0 for most of the time beside where it is not', () => {
    const labelOf = (from: number, to: number) => {
      const result = running(readings(span(from, to, 4)), (open) => {
        open.series.functions['f']!.provisioned = readings(span(from, to, 4), 0);
      });
      const layers = found(chart(result, 'concurrency-f')!.spec, 'layer').flat() as LabelLayer[];
      const { mark, data } = layers.find((layer) => JSON.stringify(layer.data).includes('provisioned and ready 0'))!;
      return [mark.align, data.values[0]!.t, data.values[0]!.v];
    };
    expect(labelOf(200, 250)).toEqual(['right', 400, 4]);
    expect(labelOf(50, 100)).toEqual(['left', 200, 4]);
  });

  it('holds each reading against the limit of its own time', () => {
    const changed = running(readings(span(0, 100, 5)), (result) => {
      result.series.functions['f']!.limit = readings(span(0, 50, 5), 10);
    });
    expect(said(changed)).toBe('f reaches its limit of 5 in every interval from 0 s to 1 min 40 s');
  });

  it('finds the limit of the mapping where the function has room', () => {
    const held = running(readings(span(60, 120, 4)), (result) => {
      result.series.mappings['m']!.pollersLimit = readings({}, 4);
    });
    const reached = 'f runs at most 4 at once: m reaches its limit of 4 in every interval from 2 min to 4 min';
    expect(said(held)).toBe(reached);
    // Pollers that are there and wait for messages are no limit.
    const idle = running(readings(span(60, 120, 4)), (result) => {
      result.series.mappings['m']!.pollers = readings({}, 4);
      result.series.mappings['m']!.pollersLimit = readings({}, 4);
    });
    expect(said(idle)).toBe(reached);
  });

  it('draws limits that are near with their names, and tells those that are not', () => {
    const one = chart(running(readings({ 60: 9 })), 'concurrency-f')!;
    expect(rows(one)).toContainEqual({ t: 600, v: 10, s: 'reserved concurrency 10' });
    expect(one.subtitle).toContain('Out of reach: limit of m 1,250.');
    // Above the lines, which would cover them where a function is at its limit.
    const layers = (
      one.spec as unknown as { layer: { encoding: { color?: unknown }; mark: { strokeDash?: unknown } }[] }
    ).layer;
    const lastLine = layers.findLastIndex(({ encoding }) => encoding.color !== undefined);
    expect(layers.findIndex(({ mark }) => mark.strokeDash !== undefined)).toBeGreaterThan(lastLine);
    const far = chart(running(readings({ 60: 1 })), 'concurrency-f')!;
    expect(texts(far)).not.toContain('"s":"reserved concurrency 10"');
    expect(far.subtitle).toContain('Out of reach: reserved concurrency 10 and limit of m 1,250.');
  });
});

describe('throttles and errors', () => {
  const failing = (throttles: number[], errors: number[]) =>
    title(
      quiet((result) => Object.assign(result.series.functions['f']!, { throttles, errors })),
      'refusals-f',
    );

  it('counts them and says where they lie', () => {
    expect(failing(readings({ 60: 200, 149: 12 }), readings({}))).toBe(
      '212 throttles of f, all between 2 min and 5 min',
    );
    expect(failing(readings({ 60: 2 }), readings({ 60: 1 }))).toBe(
      '2 throttles and 1 error of f, all around 2 min 2 s',
    );
    expect(failing(readings({}), readings({ 60: 1 }))).toBe('1 error of f, around 2 min 2 s');
    expect(failing(readings({ 1: 3, 290: 1 }), readings({}))).toBe('4 throttles of f, between 2 s and 9 min 42 s');
    expect(failing(readings({ 0: 3, 299: 1 }), readings({}))).toBe('4 throttles of f');
    expect(failing(readings({}), readings({}))).toBeUndefined();
  });

  it('says that it counts the warm-up, which figures elsewhere do not', () => {
    const told = (more: object) =>
      chart(
        quiet((result) => Object.assign(result.series.functions['f']!, { errors: readings({ 60: 1 }) }), more),
        'refusals-f',
      )!.subtitle;
    expect(told({ warmUp: '1 min' })).toMatch(/ in each 2 s\. Over the whole run, warm-up included\.$/);
    expect(told({})).toMatch(/ in each 2 s\.$/);
  });
});

it('a spike of one interval is in every chart it belongs to', () => {
  const result = quiet((open) => {
    const q = open.series.sources['q']!;
    const f = open.series.functions['f']!;
    Object.assign(q, {
      depth: readings({ 123: 777 }),
      ageOfOldest: readings({ 123: 777e6 }),
      arrived: readings({ 123: 777 }),
    });
    q.latency.p99 = readings({ 123: 777e6 }, 1e6);
    Object.assign(f, { concurrency: readings({ 123: 777 }), throttles: readings({ 123: 777 }) });
    open.series.mappings['m']!.batchSize = readings({ 123: 777 }, 1);
  });
  for (const id of ['latency-q', 'age-q', 'backlog-q', 'batches-m', 'concurrency-f', 'refusals-f']) {
    expect([id, rows(chart(result, id)!).some(({ t, v }) => t === 246 && v === 777)]).toEqual([id, true]);
  }
  expect(rows(chart(result, 'arrivals-q')!)).toContainEqual({ t: 246, v: 388.5, s: 'sent' });
});

describe('shaded times', () => {
  const shaded = (id: string) =>
    rows(
      chart(
        quiet((result) => {
          result.warmUp = 60e6;
          result.outages = [
            { kind: 'downstream', name: 'db', from: 120e6, until: 180e6 },
            { kind: 'mapping', name: 'm', from: 200e6, until: 210e6 },
            { kind: 'mapping', name: 'another', from: 300e6, until: 310e6 },
            { kind: 'function', name: 'f', from: 400e6, until: 420e6 },
            { kind: 'function', name: 'g', from: 500e6, until: 510e6 },
            { kind: 'source', name: 'q', from: 590e6, until: null },
          ];
        }),
        id,
      )!,
    )
      .filter(({ from }) => from !== undefined)
      .map(({ from, to, s }) => [s, from, to]);

  it('are the warm-up and the outages of parts that have to do with the chart', () => {
    const all = [
      ['warm-up', 0, 60],
      ['db out', 120, 180],
      ['m out', 200, 210],
      ['f out', 400, 420],
      ['q out', 590, 600],
    ];
    expect(shaded('backlog-q')).toEqual(all);
    expect(shaded('concurrency-f')).toEqual(all);
    expect(
      rows(
        chart(
          quiet(() => {}),
          'latency-q',
        )!,
      ).filter(({ from }) => from !== undefined),
    ).toEqual([]);
  });
});

describe('names', () => {
  const HOSTILE = [
    '</script><script>alert(1)</script>',
    '${1+1}',
    "'+datum.value+'",
    '"\\u0041\\',
    `${'x'.repeat(299)}é`,
    '注文キュー🎉',
    'a.b[c]',
    '\u0000\u202e\ud800',
    '__proto',
    '',
  ];
  /** All parts of a small run are called so. */
  const named = (name: string): Result => {
    const { sources, mappings, functions, cost, series, ...rest } = quiet(() => {});
    const as = <T>(parts: Readonly<Record<string, T>>): Record<string, T> => ({ [name]: Object.values(parts)[0]! });
    const mapping = { ...Object.values(mappings)[0]!, source: name, function: name };
    return {
      ...rest,
      sources: as(sources),
      mappings: as({ mapping }),
      functions: as(functions),
      cost: { ...cost, lines: cost.lines.map((line) => ({ ...line, resource: name })) },
      series: {
        ...series,
        sources: as(series.sources),
        mappings: as(series.mappings),
        functions: as(series.functions),
      },
    };
  };

  it.each(HOSTILE)('%j stays data: valid, without warnings, in no expression', (name) => {
    const plain = charts(named('q'));
    const all = charts(named(name));
    expect(all.map(({ part }) => part.name)).toEqual([...plain.slice(1).map(() => name), 'lines']);
    for (const [i, { id, spec }] of all.entries()) {
      expect([id, validate(spec), warnings(spec)]).toEqual([id, true, []]);
      expect(found(spec, 'labelExpr')).toEqual(found(plain[i]!.spec, 'labelExpr'));
      expect(found(spec, 'field')).toEqual(found(plain[i]!.spec, 'field'));
      expect(id).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
    }
  });

  it('are short and fit to be drawn in titles', () => {
    expect(shown('x'.repeat(299))).toMatch(/^x{26}…x{13}$/);
    expect(shown('a\u0000\u202e\ud800b\nc')).toBe('a b c');
    expect(shown('注文キュー🎉')).toBe('注文キュー🎉');
  });

  it('that are equal as names of files get numbers, in order', () => {
    const { sources, series, ...rest } = quiet(() => {});
    const twice = (part: object) => ({ 'a.b': part, 'A-B': part, 'a-b-2': part, 'a b': part });
    const result = {
      ...rest,
      sources: twice(sources['q']!),
      mappings: {},
      series: { ...series, sources: twice(series.sources['q']!) },
    } as unknown as Result;
    const ids = charts(result).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('latency'))).toEqual([
      'latency-a-b',
      'latency-A-B-2',
      'latency-a-b-2-2',
      'latency-a-b-3',
    ]);
  });
});

it('titles are broken into lines evenly, and not between a number and its unit', () => {
  expect(inLines('one two three four', 12)).toEqual(['one two', 'three four']);
  expect(inLines('it takes 2 min 5 s at 76.7 % of it', 11)).toEqual(['it takes', '2 min 5 s', 'at 76.7 %', 'of it']);
  expect(inLines('aaaaaaaaaaaa b', 5)).toEqual(['aaaaaaaaaaaa', 'b']);
  expect(inLines('', 5)).toEqual(['']);
});

it('of very many parts those with the most trouble have charts, in the order of the scenario, and the rest are counted', () => {
  const names = Array.from({ length: 40 }, (_, i) => `q${i}`);
  const result = run({
    lagcast: 1,
    duration: '1 min',
    functions: { f: { timeout: '5 s', handler: { perInvocation: '400 ms' } } },
    sources: Object.fromEntries(names.map((name) => [name, { type: 'sqs', arrivals: [{ records: [{ at: '1 s' }] }] }])),
    mappings: Object.fromEntries(names.slice(10).map((name) => [`m-${name}`, { source: name, function: 'f' }])),
  });
  const drawn = [...new Set(charts(result).flatMap(({ part }) => (part.kind === 'source' ? [part.name] : [])))];
  // Nobody reads the first ten: theirs are the oldest messages.
  expect(drawn.slice(0, 10)).toEqual(names.slice(0, 10));
  expect(drawn).toHaveLength(MOST_PARTS);
  expect(withoutCharts(result)).toEqual({ sources: 28, mappings: 18, functions: 0 });
});
