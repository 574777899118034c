/** Turns what a scenario says about provisioned pollers into the whole of it. */
import { provisionedOptionsOf, type ProvisionedPollerConfig } from '../../model/mapping/provisioned-options.ts';
import type { PolledType } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { ProvisionedPollersWritten } from '../schema/provisioned-pollers.ts';
import type { Origins } from './origins.ts';

/** `{}` asks for provisioned mode with what the service takes for granted; undefined is on demand. `path`: of the mapping. */
export function completeProvisionedPollers(
  type: PolledType,
  written: ProvisionedPollersWritten | undefined,
  path: Path,
  origins: Origins,
): ProvisionedPollerConfig | undefined {
  const options = provisionedOptionsOf(type);
  if (written === undefined || options === undefined) return undefined;
  return origins.options(options, written, [...path, 'provisionedPollerConfig']);
}
