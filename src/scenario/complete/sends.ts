/**
 * Turns what a scenario says about the messages that a handler sends on into the whole of it, and checks the sources it names.
 */
import type * as z from 'zod';
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { FunctionScenario, SendScenario } from '../scenario.ts';
import type { sendsSchema } from '../schema/sends.ts';
import { listed } from '../schema/shapes.ts';
import { checkReference, type Context } from './context.ts';
import type { Origins } from './origins.ts';

export function completeSends(
  written: z.output<typeof sendsSchema> | undefined,
  path: Path,
  origins: Origins,
): SendScenario[] {
  return (written ?? []).map(({ to, when, size, ...rest }, i) => {
    const ours = <T>(key: string, value: T): T => origins.ours([...path, i, key], value);
    return {
      to,
      for: rest.for ?? ours('for', 'record'),
      at: rest.at ?? ours('at', 'end'),
      when,
      share: rest.share ?? ours('share', 1),
      count: rest.count ?? ours('count', { kind: 'constant', value: 1 }),
      size,
      attributes: Object.entries(rest.attributes ?? {}).map(([name, spec]) => ({ name, spec })),
    };
  });
}

const TARGETS = (Object.keys(SOURCE_KINDS) as SourceType[]).filter((type) => SOURCE_KINDS[type].isTarget);

/** Reports targets that are not there, or that nothing can be sent to. */
export function checkTargets(functions: readonly FunctionScenario[], { names, findings }: Context): void {
  for (const { name, handler } of functions) {
    handler.sends.forEach(({ to }, i) => {
      const path = ['functions', name, 'handler', 'sends', i, 'to'];
      if (!checkReference(to, 'source', names.sources, path, findings)) return;
      const type = names.sources.get(to);
      if (type === undefined || SOURCE_KINDS[type].isTarget) return;
      const why =
        SOURCE_KINDS[type].calls === undefined
          ? 'which holds what has happened elsewhere'
          : 'whose callers wait for an answer';
      const message = `a handler cannot send to ${to}: it is of type ${type}, ${why}`;
      findings.error(path, { message, hint: `what can be sent to: sources of type ${listed(TARGETS, 'or')}` });
    });
  }
}
