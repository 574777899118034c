/**
 * What queues say about their dead-letter queues (J.4, rule 5): no circles, enough receives, and time left at the end.
 */
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import { queuesOf, type QueueScenario } from '../scenario.ts';

export function checkQueues({ sources: all, mappings }: Parts, context: Context): void {
  const sources = queuesOf(all);
  const byName = new Map(sources.map((source) => [source.name, source]));
  const polled = new Set(mappings.map(({ source }) => source));
  checkCircles(sources, byName, context);
  if (context.rules.set === 'ideal') return;
  for (const source of sources) {
    if (polled.has(source.name)) warnOfFewReceives(source, context);
    warnOfRetention(source, byName, context);
  }
}

/** Reports each circle once, at the queue of it that stands first. */
function checkCircles(
  sources: readonly QueueScenario[],
  byName: ReadonlyMap<string, QueueScenario>,
  { findings }: Context,
): void {
  const seen = new Set<string>();
  for (const { name } of sources) {
    const way: string[] = [];
    let here: string | undefined = name;
    while (here !== undefined && !seen.has(here)) {
      seen.add(here);
      way.push(here);
      here = byName.get(here)?.redrivePolicy?.deadLetterQueue;
    }
    // A queue that names itself has been reported where it does.
    const start = here === undefined ? -1 : way.indexOf(here);
    if (start < 0 || way.length - start < 2) continue;
    const circle = [...way.slice(start), here!].join(' → ');
    const message = `dead-letter queues in a circle: ${circle}`;
    findings.error(['sources', here!, 'redrivePolicy', 'deadLetterQueue'], { message, source: 'SQS-48' });
  }
}

function warnOfFewReceives({ name, redrivePolicy }: QueueScenario, { rules, findings }: Context): void {
  const advised = rules.number('sqs.maxReceiveCount.advised');
  if (redrivePolicy === undefined || redrivePolicy.maxReceiveCount >= advised) return;
  findings.warning(['sources', name, 'redrivePolicy', 'maxReceiveCount'], {
    message: 'throttled receives count as well, so messages may be given up that the function never saw',
    hint: `at least ${advised} with Lambda`,
    source: 'SQS-47',
  });
}

/** The time a message was sent goes with it, so its retention has been running for as long as it waited; that of a FIFO queue begins anew. */
function warnOfRetention(
  { name, type, options, redrivePolicy }: QueueScenario,
  byName: ReadonlyMap<string, QueueScenario>,
  { findings }: Context,
): void {
  const target = type === 'sqsFifo' ? undefined : byName.get(redrivePolicy?.deadLetterQueue ?? '');
  if (target === undefined || target.options.messageRetentionPeriod > options.messageRetentionPeriod) return;
  const write = (source: Pick<QueueScenario, 'options'>) =>
    formatQuantity('duration', source.options.messageRetentionPeriod);
  findings.warning(['sources', name, 'redrivePolicy', 'deadLetterQueue'], {
    message: `${target.name} keeps messages for ${write(target)} from when they were sent, no longer than this queue does (${write({ options })})`,
    hint: `a longer messageRetentionPeriod for ${target.name}`,
    source: 'SQS-48',
  });
}
