/** A trace is read once for all variants that replay it in the same way, and again where they do not. */
import { expect, it } from 'vitest';
import { rememberedTraces } from '../../src/scenario/remembered-traces.ts';
import { Template } from '../../src/scenario/template.ts';
import { readTrace, type TraceOptions } from '../../src/scenario/trace.ts';

const TEXT = 'time,count\n0,5\n60,7\n120,1\n';
const OPTIONS: TraceOptions = { file: 't.csv', time: 'time', count: 'count' };

function counted() {
  const asked: TraceOptions[] = [];
  const traces = rememberedTraces((text, options) => {
    asked.push(options);
    return readTrace(text, options);
  });
  return { asked, traces };
}

it('gives what the reader gives, and asks it once for equal text and options', () => {
  const { asked, traces } = counted();
  expect(traces(TEXT, OPTIONS)).toEqual(readTrace(TEXT, OPTIONS));
  expect(traces(TEXT, { ...OPTIONS })).toBe(traces(TEXT, OPTIONS));
  expect(asked).toHaveLength(1);
  expect(traces(TEXT, { ...OPTIONS, scale: 2 })).toEqual(readTrace(TEXT, { ...OPTIONS, scale: 2 }));
  expect(traces(`${TEXT}180,4\n`, OPTIONS)).toEqual(readTrace(`${TEXT}180,4\n`, OPTIONS));
  // JSON has no infinity.
  const odd = [Infinity, NaN].map((scale) => traces(TEXT, { ...OPTIONS, scale }));
  expect(odd).toEqual([Infinity, NaN].map((scale) => readTrace(TEXT, { ...OPTIONS, scale })));
  expect(asked).toHaveLength(5);
});

it('keeps a few only, those asked for last', () => {
  const { asked, traces } = counted();
  for (let scale = 1; scale <= 8; scale++) traces(TEXT, { ...OPTIONS, scale });
  traces(TEXT, { ...OPTIONS, scale: 1 });
  traces(TEXT, { ...OPTIONS, scale: 9 });
  expect(asked).toHaveLength(9);
  traces(TEXT, { ...OPTIONS, scale: 1 });
  expect(asked).toHaveLength(9);
  traces(TEXT, { ...OPTIONS, scale: 2 });
  expect(asked).toHaveLength(10);
});

it('serves all variants of a template, and of those made of it', () => {
  const { asked, traces } = counted();
  const tree = {
    lagcast: 1,
    duration: '5 min',
    functions: { worker: { handler: { perRecord: '1 ms' } } },
    sources: { orders: { type: 'sqs', arrivals: [{ replay: OPTIONS }] } },
    mappings: { m: { source: 'orders', function: 'worker' } },
  };
  const traceOf = (template: Template, batchSize: number) =>
    template.variant({ 'mappings.m.batchSize': batchSize }).scenario.sources[0]!.arrivals[0]!.when;
  for (const options of [{ readTrace: traces }, {}]) {
    const template = new Template(tree, { ports: { readText: () => TEXT }, ...options });
    const [one, two] = [traceOf(template, 1), traceOf(template.with({ seed: 7 }), 10)];
    if (one.kind !== 'replay' || two.kind !== 'replay') throw new Error('no replay');
    expect(one.trace).toBe(two.trace);
  }
  expect(asked).toHaveLength(1);
});
