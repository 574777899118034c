/**
 * Builds queues of Amazon MQ, and says of their mappings what all mappings have. A part of assemble.ts.
 */
import type { MappingSettings } from './model/mapping/event-source-mapping.ts';
import { MqQueue } from './model/sources/mq.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

export function makeMq({ name, options }: S.MqScenario, index: number, world: World): MqQueue {
  const { engine, expiry = Infinity } = options;
  const consumers = world.rules.number(engine === 'activeMq' ? 'mq.activeMq.concurrency' : 'mq.rabbitMq.concurrency');
  return new MqQueue(name, index, { consumers, expiry }, world);
}

/** What is said of all mappings, by one whose consumers have a batch each; nobody listens to failures of single records. */
export function oneBatchEach(options: S.MqMapping['options']): MappingSettings {
  return {
    ...options,
    ...{ reportBatchItemFailures: false, maximumConcurrency: undefined, lowTrafficHold: false },
    pollers: { kind: 'fixed', count: 1 },
  };
}
