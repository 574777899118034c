/**
 * Charts as the page takes them: compiled from Vega-Lite to Vega. Loads Vega-Lite, which takes a quarter of a second, with the
 * first chart.
 */
import type { Chart } from '../charts/chart.ts';
import type { CompiledChart } from './charts.ts';

export async function compiled(charts: readonly Chart[]): Promise<CompiledChart[]> {
  if (charts.length === 0) return [];
  const { compile } = await import('vega-lite');
  return charts.map(({ spec, ...chart }) => {
    const { spec: vega } = compile(spec, { logger: SILENT });
    return { ...chart, spec: vega as unknown as CompiledChart['spec'] };
  });
}

/** What Vega-Lite remarks on is ours to know, not the user's. */
const SILENT = {
  level: () => SILENT,
  error: () => SILENT,
  warn: () => SILENT,
  info: () => SILENT,
  debug: () => SILENT,
};
