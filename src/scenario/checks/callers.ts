/**
 * What direct callers and the function they call say together: nobody looks at what it returns.
 */
import type { Context, Parts } from '../complete/context.ts';
import { reports } from './mappings.ts';

export function checkCallers({ sources, functions }: Parts, { findings }: Context): void {
  for (const source of sources) {
    if (source.type !== 'sync') continue;
    const target = functions.find(({ name }) => name === source.function);
    if (target === undefined || !reports(target)) continue;
    findings.warning(['sources', source.name, 'function'], {
      message: `${target.name} reports failed records, and a direct call looks at no report: such calls count as succeeded`,
      hint: 'onRecordError: throw, or a throw in the script',
    });
  }
}
