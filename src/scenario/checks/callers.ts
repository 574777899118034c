/**
 * What those who invoke a function by themselves and the function say together: nobody looks at what it returns.
 */
import type { Context, Parts } from '../complete/context.ts';
import { reports } from './mappings.ts';

const WHO = { sync: 'a direct call', async: 'an asynchronous invocation' };

export function checkCallers({ sources, functions }: Parts, { findings }: Context): void {
  for (const source of sources) {
    if (source.type !== 'sync' && source.type !== 'async') continue;
    const target = functions.find(({ name }) => name === source.function);
    if (target === undefined || !reports(target)) continue;
    findings.warning(['sources', source.name, 'function'], {
      message: `${target.name} reports failed records, and ${WHO[source.type]} looks at no report: such calls count as succeeded`,
      hint: 'onRecordError: throw, or a throw in the script',
    });
  }
}
