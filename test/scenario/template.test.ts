import { describe, expect, it } from 'vitest';
import { figureOfObjective, readFigure } from '../../src/scenario/figure.ts';
import { labelOf, Template, VariantError } from '../../src/scenario/template.ts';

const TEXT = `
lagcast: 1
duration: 1 min
functions: { f: { timeout: 10 s, handler: { duration: 1 s } } }
sources: { q: { type: sqs, arrivals: [ { replay: { file: a.csv, time: t } } ] } }
mappings: { m: { source: q, function: f, maximumConcurrency: 5 } }
objectives: [ p99(q.latency) < 30 s ]
`;

function template(reads: string[] = []): Template {
  const ports = { readText: (path: string) => (reads.push(path), 't\n1\n2\n') };
  const made = Template.fromText(TEXT, { ports });
  if (!made.ok) throw new Error('no template');
  return made.template;
}

describe('Template', () => {
  it('makes variants, and leaves itself as it is', () => {
    const base = template();
    const { scenario } = base.variant({ 'mappings.m.batchSize': 7, 'mappings.m.maximumConcurrency': undefined });
    expect(scenario.mappings[0]!.options).toMatchObject({ batchSize: 7 });
    expect(scenario.mappings[0]!.options).not.toHaveProperty('maximumConcurrency', 5);
    expect(base.variant().scenario.mappings[0]!.options).toMatchObject({ maximumConcurrency: 5 });
    expect(base.written('mappings.m.maximumConcurrency')).toBe(5);
    expect(base.with({ 'mappings.m.maximumConcurrency': 9 }).written('mappings.m.maximumConcurrency')).toBe(9);
  });

  it('checks a variant as a whole: a timeout beyond the visibility timeout is refused', () => {
    expect(() => template().variant({ 'functions.f.timeout': '60 s' })).toThrow(VariantError);
    expect(template().tryVariant({ 'functions.f.timeout': '60 s' })).toMatchObject({ ok: false });
  });

  it('reads a file once for all variants', () => {
    const reads: string[] = [];
    const base = template(reads);
    for (const batch of [1, 2, 3]) base.variant({ 'mappings.m.batchSize': batch });
    expect(reads).toEqual(['a.csv']);
  });

  it('names the settings in what it throws', () => {
    expect(() => template().variant({ 'mappings.n.batchSize': 1 })).toThrow(/mappings has no "n"/);
    expect(() => template().variant({ '..': 1 })).toThrow(/no path/);
    expect(labelOf({ 'mappings.m.batchSize': 10, 'functions.f.reservedConcurrency': undefined })).toBe(
      'batchSize=10 reservedConcurrency=not set',
    );
    expect(labelOf({})).toBe('base');
    expect(labelOf({ 'mappings.a.batchSize': 1, 'mappings.b.batchSize': 2, 'functions.a.memory': '1 GB' })).toBe(
      'a.batchSize=1 b.batchSize=2 memory=1 GB',
    );
  });
});

describe('readFigure', () => {
  const { scenario } = template().variant();

  it('finds what objectives name', () => {
    expect(readFigure('p99(q.latency)', scenario)).toMatchObject({
      ok: true,
      figure: { unit: 'duration', statistic: 'p99' },
    });
    expect(readFigure('cost.perMonth', scenario)).toMatchObject({ ok: true, figure: { unit: 'money' } });
    expect(figureOfObjective(scenario.objectives[0]!, scenario).text).toBe('p99(q.latency)');
  });

  it.each(['', 'latency', 'p99(q.latency', 'p99(x.latency)', 'p99(q.latncy)', 'q.latency', 'x'.repeat(600)])(
    'refuses %j',
    (text) => {
      const read = readFigure(text, scenario);
      expect(read.ok).toBe(false);
      expect(read).toHaveProperty('problems.0.message');
    },
  );
});
