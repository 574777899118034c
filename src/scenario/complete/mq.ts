/** Turns what a scenario says about a queue of Amazon MQ into the whole of it. */
import { payloadRule } from '../../model/sources/payload.ts';
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { MqScenario } from '../scenario.ts';
import type { Context } from './context.ts';
import type { SourceWritten } from './sources.ts';
import { refuseDelays, type Sends } from './streams.ts';

export function completeMq(
  name: string,
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): MqScenario {
  refuseDelays(written, 'scheduled messages of a broker are not modelled', path, context);
  const options = context.origins.options(SOURCE_KINDS.mq.options, written, path);
  const limits = { size: payloadRule('mq', context.rules).largest, taker: 'an invocation', source: 'KAF-05' };
  return { name, type: 'mq', options, ...sends(limits) };
}
