/**
 * Changes of the number of shards, in order of time (KIN-08): of provisioned Kinesis streams only, by a bounded factor, so
 * often a day, and one at a time. The ideal model knows no bounds, but one change at a time there is one, too.
 */
import { boundariesOf, reshardPlan } from '../../model/sources/stream/reshard-plan.ts';
import type { Context, Parts } from '../complete/context.ts';
import { DAY } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import { streamsOf, type EventScenario, type KinesisScenario } from '../scenario.ts';

type Reshard = EventScenario & { readonly kind: 'reshard' };

/** `events`: in order of time. */
export function checkReshards(events: readonly EventScenario[], { sources }: Parts, context: Context): void {
  for (const source of streamsOf(sources)) {
    if (source.type !== 'kinesis') continue;
    const own = events.filter((event): event is Reshard => event.kind === 'reshard' && event.stream === source.name);
    const before: Reshard[] = [];
    for (const event of own) {
      checkOne(event, before, source, context);
      before.push(event);
    }
  }
}

/** `before`: the changes of this stream that came earlier. */
function checkOne(event: Reshard, before: readonly Reshard[], source: KinesisScenario, context: Context): void {
  const { rules, findings } = context;
  const path = ['events', event.entry, 'reshard'];
  const refuse = (key: string, message: string, hint?: string): void => {
    findings.error([...path, key], { message, hint, source: 'KIN-08' });
  };
  if (source.options.mode === 'onDemand') {
    return refuse('stream', `${source.name} is in mode onDemand: the service splits its shards itself`);
  }
  const last = before.at(-1);
  // One split or merge after another, as the run makes them.
  const steps =
    last === undefined
      ? 0
      : reshardPlan(boundariesOf(before.at(-2)?.shards ?? source.options.shards), last.shards).length;
  const readyAt = last === undefined ? -Infinity : last.at + steps * rules.number('kinesis.reshard.time');
  if (event.at < readyAt) {
    const ready = formatQuantity('duration', readyAt);
    findings.warning([...path, 'stream'], {
      message: `the change before goes on until ${ready} (assumed: kinesis.reshard.time for each split or merge): this one begins then, where the service refuses it`,
      hint: `at: ${ready}`,
      source: 'KIN-08',
    });
  }
  if (rules.set === 'ideal') return;
  const has = last?.shards ?? source.options.shards;
  const factor = rules.number('kinesis.reshard.factor');
  const [least, most] = [Math.ceil(has / factor), has * factor];
  if (event.shards < least || event.shards > most) {
    const message = `${source.name} has ${has} shards then: one change leads to ${least} to ${most}`;
    return refuse('shards', message, 'several changes, one after the other');
  }
  const mostPerDay = rules.number('kinesis.reshard.mostPerDay');
  const today = before.filter(({ at }) => at > event.at - DAY).length;
  if (today >= mostPerDay) {
    const next = before[before.length - mostPerDay]!.at + DAY;
    const message = `the ${today + 1}th change within 24 h, and the service makes ${mostPerDay}`;
    return refuse('stream', message, `not before ${formatQuantity('duration', next)}`);
  }
  if (event.shards === has) findings.warning([...path, 'shards'], { message: `it has ${has} shards already` });
}
