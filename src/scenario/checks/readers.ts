/**
 * How many mappings read one stream: those that poll share the reads of a shard, and what they cannot have is refused
 * (KIN-04, PLN-11, DDB-03); registered consumers have their own, and are limited in number (KIN-10).
 */
import type { Context, Parts } from '../complete/context.ts';
import { SECOND } from '../../engine/time.ts';
import { streamMappingsOf, streamsOf, type StreamMapping, type StreamScenario } from '../scenario.ts';

export function checkReaders({ sources, mappings }: Parts, context: Context): void {
  const readers = streamMappingsOf(mappings);
  for (const source of streamsOf(sources)) {
    const own = readers.filter((mapping) => mapping.source === source.name);
    const polling = own.filter(({ options }) => options.enhancedFanOut !== true);
    if (source.type === 'kinesis') {
      refuseConsumers(source, own.length - polling.length, context);
      warnOfReads(source, polling.length, context);
    } else warnOfThird(source, polling, context);
  }
}

function refuseConsumers({ name }: StreamScenario, consumers: number, { rules, findings }: Context): void {
  const most = rules.number('kinesis.fanOut.consumers');
  if (consumers <= most || rules.set === 'ideal') return;
  findings.error(['sources', name], {
    message: `${consumers} mappings read it by enhanced fan-out, and a stream has at most ${most} registered consumers`,
    hint: 'the others can poll: enhancedFanOut: false',
    source: 'KIN-10',
  });
}

function warnOfReads({ name }: StreamScenario, polling: number, { rules, findings }: Context): void {
  const reads = polling * perSecond(rules.number('kinesis.poll.every'));
  const most = rules.number('kinesis.read.calls');
  if (reads <= most) return;
  findings.warning(['sources', name], {
    message: `${polling} mappings poll it: ${reads} reads of each shard a second, and a shard answers ${most} of all of them together; ${shareRefused(reads, most)} refused, and every mapping reads later`,
    hint: `enhancedFanOut: true for ${Math.ceil(polling - most / perSecond(rules.number('kinesis.poll.every')))} of them`,
    source: 'KIN-04',
  });
}

/** More than DynamoDB advises; the service takes the mapping, and refuses reads. */
function warnOfThird({ name }: StreamScenario, polling: readonly StreamMapping[], { rules, findings }: Context): void {
  const most = rules.number('dynamodb.readers');
  if (polling.length <= most) return;
  const reads = polling.length * perSecond(rules.number('dynamodb.poll.every'));
  const answered = rules.number('dynamodb.read.calls');
  const cost = reads > answered ? `: ${shareRefused(reads, answered)} refused, and every mapping reads later` : '';
  findings.warning(['sources', name], {
    message: `${polling.length} mappings read it, and DynamoDB serves ${most} readers of a shard: they make ${reads} reads a second of each, and ${answered} are answered${cost}`,
    hint: 'one mapping whose function passes the changes on to the others',
    source: 'DDB-03',
  });
}

function perSecond(every: number): number {
  return SECOND / every;
}

function shareRefused(reads: number, answered: number): string {
  return `${Math.round((1 - answered / reads) * 100)} % are`;
}
