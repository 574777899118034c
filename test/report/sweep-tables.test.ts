/** The tables of a sweep: CSV and Parquet, read back, are the same rows, typed, whatever the settings are called and hold. */
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { SweepHeader, SweepLine } from '../../src/plan/sweep/line.ts';
import { sweepCsv } from '../../src/report/sweep/csv.ts';
import { outcomeOf } from '../../src/report/sweep/outcome.ts';
import { sweepParquet } from '../../src/report/sweep/parquet.ts';
import { sweepColumns } from '../../src/report/sweep/rows.ts';
import { axis, batches, headerOf, linesOf, notDone } from '../support/sweeps.ts';

const BATCH = 'mappings.m.batchSize';
const columnsOf = (header: SweepHeader, lines: readonly SweepLine[]) => sweepColumns(outcomeOf(header, lines));
const notes = { version: '0.1.0', facts: { 'lagcast.sweep': 'fedcba9876543210' } };
type Row = Record<string, unknown>;

async function parquetRows(header: SweepHeader, lines: readonly SweepLine[]): Promise<Row[]> {
  const file = await sweepParquet(columnsOf(header, lines), notes);
  return parquetReadObjects({ file: file.slice().buffer });
}

function csvRows(header: SweepHeader, lines: readonly SweepLine[]): Record<string, string>[] {
  return parse([...sweepCsv(columnsOf(header, lines))].join(''), { columns: true });
}

/** Axes of all types, one of mixed ones, and cells of every status. */
const mixed = (): [SweepHeader, SweepLine[]] => {
  const header = headerOf([
    axis(BATCH, 1, 10, 100),
    axis('mappings.m.maximumBatchingWindow', '0 s', '1 min'),
    axis('functions.worker.cold', true, false),
    axis('mappings.m.filters', null, '=SUM(1)', 3),
  ]);
  const lines: SweepLine[] = linesOf(header, (settings, r) => batches(settings[BATCH] as number, r));
  lines[1] = notDone(lines[1]!, 'refused', 'mappings.m.batchSize: "too large", they say\nand more');
  lines[2] = notDone(lines[2]!, 'gave up', 'a run had more than 10 events');
  lines[3] = notDone(lines[3]!, 'failed', 'the worker ended');
  return [header, lines];
};

describe('the tables of a sweep', () => {
  it('are the same rows as CSV and as Parquet, down to the last digit', async () => {
    const [header, lines] = mixed();
    const typed = await parquetRows(header, lines);
    const written = csvRows(header, lines);
    expect(typed).toHaveLength(header.cells * header.figures.length);
    // A spreadsheet would take `=SUM(1)` for a formula: CSV has an apostrophe before it.
    const asText = (value: unknown): string => {
      return value === null ? '' : value === '=SUM(1)' ? "'=SUM(1)" : String(value as number);
    };
    expect(written).toEqual(
      typed.map((row) => Object.fromEntries(Object.entries(row).map(([k, value]) => [k, asText(value)]))),
    );
  });

  it('hold what was worked out by hand', async () => {
    const header = headerOf([axis(BATCH, 1, 10, 100)]);
    const [first, , third, fourth] = await parquetRows(
      header,
      linesOf(header, (settings, r) => batches(settings[BATCH] as number, r)),
    );
    // p50 of three runs: half of 110, 111 and 112 ms. Student's t of two degrees of freedom is 4.302653 at 95 %.
    expect(first).toMatchObject({
      cell: 0,
      status: 'done',
      [BATCH]: 1,
      figure: 'p50(orders.latency)',
      unit: 'duration',
    });
    expect(first).toMatchObject({
      runs: 3,
      missing: 0,
      mean: 55_500,
      standard_deviation: 500,
      min: 55_000,
      max: 56_000,
    });
    expect(first!['high']).toBeCloseTo(55_500 + (4.302653 * 500) / Math.sqrt(3), 1);
    expect(third).toMatchObject({
      figure: 'worker.invocations',
      mean: 6000,
      low: 6000,
      high: 6000,
      runs_met: 3,
      why: null,
    });
    expect(fourth).toMatchObject({ figure: 'cost.perMonth', unit: 'money' });
  });

  it('have a type for each column', async () => {
    const [header, lines] = mixed();
    const file = await sweepParquet(columnsOf(header, lines), notes);
    const { schema, created_by, key_value_metadata } = parquetMetadata(file.slice().buffer);
    const types = Object.fromEntries(
      schema.slice(1).map(({ name, type, converted_type }) => [name, converted_type ?? type]),
    );
    expect(types).toEqual({
      ...{ cell: 'INT32', status: 'UTF8', [BATCH]: 'INT32' },
      ...{ 'mappings.m.maximumBatchingWindow': 'UTF8', 'mappings.m.maximumBatchingWindow_microseconds': 'DOUBLE' },
      ...{ 'functions.worker.cold': 'BOOLEAN', 'mappings.m.filters': 'UTF8' },
      ...{ figure: 'UTF8', unit: 'UTF8', runs: 'INT32', missing: 'INT32' },
      ...{ mean: 'DOUBLE', low: 'DOUBLE', high: 'DOUBLE', standard_deviation: 'DOUBLE', min: 'DOUBLE', max: 'DOUBLE' },
      ...{ runs_met: 'INT32', why: 'UTF8' },
    });
    expect(created_by).toBe('lagcast 0.1.0');
    expect(key_value_metadata).toContainEqual({ key: 'lagcast.sweep', value: 'fedcba9876543210' });
  });

  it('have rows of cells that are not done, with the reason and no values', async () => {
    const [header, lines] = mixed();
    const rows = await parquetRows(header, lines);
    const of = (cell: number): Row[] => rows.filter((row) => row['cell'] === cell);
    expect([1, 2, 3].map((cell) => of(cell).map(({ status }) => status)[0])).toEqual(['refused', 'gave up', 'failed']);
    for (const row of of(1)) expect(row).toMatchObject({ mean: null, low: null, runs: null, runs_met: null });
    expect(of(1)[0]!['why']).toBe('mappings.m.batchSize: "too large", they say\nand more');
  });

  it('keep columns apart from axes of the same name', () => {
    const header = headerOf([axis('unit', 1, 2), axis('vary.unit', 1, 2), axis('status', 'a', 'b')]);
    const names = columnsOf(
      header,
      linesOf(header, () => batches(1, 0)),
    ).map(({ name }) => name);
    expect(names.slice(0, 5)).toEqual(['cell', 'status', 'vary.unit', 'vary.vary.unit', 'vary.status']);
    expect(new Set(names).size).toBe(names.length);
  });

  it('say the same of quantities below zero, and mark what a spreadsheet would run', async () => {
    const header = headerOf([axis('x', '-1 s', '0 s', '-1 s+1'), axis('y', -1, -2.5), axis('load', '=1+1', '@a')]);
    const lines = linesOf(header, () => batches(1, 0));
    const [typed, csv] = [await parquetRows(header, lines), csvRows(header, lines)];
    const each = (key: string, rows: readonly Row[]) => [...new Set(rows.map((row) => String(row[key] as number)))];
    expect([each('x', csv), each('y', csv)]).toEqual([
      ['-1 s', '0 s', "'-1 s+1"],
      ['-1', '-2.5'],
    ]);
    expect([each('x', typed), each('y', typed)]).toEqual([
      ['-1 s', '0 s', '-1 s+1'],
      ['-1', '-2.5'],
    ]);
    expect([each('load', csv), each('load', typed)]).toEqual([
      ["'=1+1", "'@a"],
      ['=1+1', '@a'],
    ]);
  });

  it('have the types of the cells that are done, whatever was refused', () => {
    const header = headerOf([axis('memory', '128 MB', '1 GB', 2048), axis(BATCH, 5, '20 s')]);
    const lines: SweepLine[] = linesOf(header, () => batches(1, 0)).map((line) =>
      line.settings['memory'] === 2048 || line.settings[BATCH] === '20 s' ? notDone(line, 'refused', 'no') : line,
    );
    const columns = new Map(columnsOf(header, lines).map(({ name, type, values }) => [name, [type, new Set(values)]]));
    expect(columns.get('memory')).toEqual(['text', new Set(['128 MB', '1 GB', '2048'])]);
    expect(columns.get('memory_mb')).toEqual(['number', new Set([128, 1024, null])]);
    expect(columns.get(BATCH)).toEqual(['integer', new Set([5, null])]);
  });

  it('are numbers where an axis has fractions, or numbers too large for 32 bits', () => {
    const typeOf = (...values: readonly unknown[]) => {
      const header = headerOf([axis('x', ...values)]);
      return columnsOf(
        header,
        linesOf(header, () => batches(1, 0)),
      )[2]!.type;
    };
    expect(typeOf(1, 2)).toBe('integer');
    expect(typeOf(1, 2.5)).toBe('number');
    expect(typeOf(1, 2 ** 31)).toBe('number');
    expect(typeOf(null, 1)).toBe('integer');
    expect(typeOf('1', 1)).toBe('text');
  });

  it('are the same bytes each time', async () => {
    const [header, lines] = mixed();
    const [one, two] = await Promise.all([0, 1].map(() => sweepParquet(columnsOf(header, lines), notes)));
    expect(Buffer.compare(one!, two!)).toBe(0);
  });
});
