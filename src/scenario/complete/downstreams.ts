/**
 * Turns what a scenario says about downstreams into the whole of it, and checks the names that handlers use.
 */
import { MILLISECOND } from '../../engine/time.ts';
import type { DownstreamScenario, FunctionScenario } from '../scenario.ts';
import { downstreamSchema } from '../schema/downstream.ts';
import { readPart } from '../schema/issues.ts';
import { checkReference, readEntries, type Context } from './context.ts';

/** How long a call to something that is out takes until it fails: ours, and small. */
const FAIL_AFTER = 10 * MILLISECOND;

export function readDownstreams(value: unknown, { findings, origins }: Context): DownstreamScenario[] {
  return readEntries(value, 'downstreams', findings, (name, part, path) => {
    const written = readPart(downstreamSchema, part, path, findings);
    if (written === undefined) return undefined;
    return {
      name,
      latency: written.latency ?? origins.ours([...path, 'latency'], { kind: 'constant', value: 0 }),
      whenOut: written.whenOut ?? origins.ours([...path, 'whenOut'], 'fail'),
      failAfter: written.failAfter ?? origins.ours([...path, 'failAfter'], FAIL_AFTER),
    };
  });
}

export function checkUses(functions: readonly FunctionScenario[], { names, findings }: Context): void {
  for (const { name, handler } of functions) {
    handler.uses.forEach(({ downstream }, i) => {
      checkReference(downstream, 'downstream', names.downstreams, ['functions', name, 'handler', 'uses', i], findings);
    });
  }
}
