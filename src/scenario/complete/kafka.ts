/** Turns what a scenario says about a source of type kafka into the whole of it. */
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Path } from '../problem.ts';
import type { KafkaScenario } from '../scenario.ts';
import type { Context } from './context.ts';
import type { SourceWritten } from './sources.ts';
import type { Sends } from './streams.ts';

export function completeKafka(
  name: string,
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): KafkaScenario {
  const options = context.origins.options(SOURCE_KINDS.kafka.options, written, path);
  const limits = { size: context.rules.number('mapping.payload'), taker: 'an invocation', source: 'KAF-05' };
  return { name, type: 'kafka', options, ...sends(limits) };
}
