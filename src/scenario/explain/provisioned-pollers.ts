/** Explains the provisioned pollers of a mapping. */
import type { ProvisionedPollerConfig } from '../../model/mapping/provisioned-options.ts';
import type { Path } from '../problem.ts';
import type { Sheet } from './sheet.ts';

export function explainProvisionedPollers(sheet: Sheet, config: ProvisionedPollerConfig, path: Path): void {
  const { minimumPollers, maximumPollers } = config;
  sheet.heading(path);
  sheet.value([...path, 'minimumPollers'], String(minimumPollers), minimumPollers);
  sheet.value([...path, 'maximumPollers'], String(maximumPollers), maximumPollers);
}
