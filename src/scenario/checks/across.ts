/**
 * The rules that take more than one part of a scenario to see, run on the parts that are sound.
 * What the service would refuse is an error; what it allows and people regret is a warning. The ideal model knows no advice.
 */
import type { Context, Parts } from '../complete/context.ts';
import { checkAccount } from './account.ts';
import { checkAmount } from './amount.ts';
import { checkAsync } from './async.ts';
import { checkAttributes } from './attributes.ts';
import { checkBatchTime } from './batch-time.ts';
import { checkBrokers } from './brokers.ts';
import { checkCallers } from './callers.ts';
import { checkConcurrencyNeed } from './concurrency-need.ts';
import { checkDownstreams } from './downstreams.ts';
import { checkFifo } from './fifo.ts';
import { checkFunctions } from './functions.ts';
import { checkKafka } from './kafka.ts';
import { checkKeys } from './keys.ts';
import { warnOfLoops } from './loops.ts';
import { checkMappings } from './mappings.ts';
import { checkMemory } from './memory.ts';
import { checkPollerNeed } from './poller-need.ts';
import { checkQueues } from './queues.ts';
import { checkReaders } from './readers.ts';
import { checkSends } from './sends.ts';
import { checkStreamLoad } from './stream-load.ts';
import { checkStreams } from './streams.ts';
import { checkTier } from './tier/tier.ts';
import { checkUse } from './use.ts';

export function checkAcross(parts: Parts, accountConcurrency: number, context: Context): void {
  checkMappings(parts, context);
  checkQueues(parts, context);
  checkStreams(parts, context);
  checkBrokers(parts, context);
  checkKafka(parts, context);
  checkReaders(parts, context);
  checkStreamLoad(parts, context);
  checkKeys(parts, context);
  checkFifo(parts, context);
  checkCallers(parts, context);
  checkAsync(parts, context);
  checkAttributes(parts, context);
  checkSends(parts, context);
  warnOfLoops(parts, context);
  checkUse(parts, context);
  checkAmount(parts, context);
  checkTier(parts, context);
  if (context.rules.set === 'ideal') return;
  checkAccount(parts.functions, accountConcurrency, context);
  checkFunctions(parts, context);
  checkBatchTime(parts, context);
  checkConcurrencyNeed(parts, context);
  checkPollerNeed(parts, context);
  checkMemory(parts, context);
  checkDownstreams(parts, accountConcurrency, context);
}
