/** Writes the charts of an experiment into `charts/` below its folder, where those of a run are below that of a run. */
import type { AnyChart } from '../report/charts/chart.ts';
import { ChartWriter, refuseForeignCharts, removeCharts } from './charts.ts';
import { makeFolder } from './files.ts';

/** To be asked before the runs: throws InputError when what is called `charts` there is not ours to replace. */
export { refuseForeignCharts } from './charts.ts';

/**
 * Those of an earlier time go, whether others are wanted or not; `made` is called only where they are. The folder is made where
 * there is none. Throws InputError where that cannot be.
 */
export async function writeExperimentCharts(
  folder: string,
  made: () => readonly AnyChart[],
  areWanted: boolean,
): Promise<void> {
  makeFolder(folder);
  refuseForeignCharts(folder);
  if (areWanted) await new ChartWriter().writeAll(made(), folder);
  else removeCharts(folder);
}
