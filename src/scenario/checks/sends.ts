/** What handlers send on: messages that are too large for their target, or too many at once. */
import { largestEvent } from '../../model/sources/async/origins.ts';
import { payloadRule } from '../../model/sources/payload.ts';
import type { Rules } from '../../aws/rules.ts';
import { meanOf } from '../../engine/distributions.ts';
import type { SourceType } from '../../model/sources/kinds.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { SourceScenario } from '../scenario.ts';

export function checkSends(parts: Parts, context: Context): void {
  checkSizes(parts, context);
  checkCounts(parts, context);
}

/** Messages of one record, on average: more are no answer to an event, and hold up the run. */
const MOST_AT_ONCE = 100_000;

function checkCounts({ functions }: Parts, { findings }: Context): void {
  const written = (count: number): string => count.toLocaleString('en-US');
  for (const { name, handler } of functions) {
    handler.sends.forEach(({ count }, i) => {
      const mean = meanOf(count);
      if (mean <= MOST_AT_ONCE) return;
      const message = `${written(mean)} messages at once${count.kind === 'constant' ? '' : ', on average,'} are too many`;
      findings.error(['functions', name, 'handler', 'sends', i, 'count'], {
        message,
        hint: `at most ${written(MOST_AT_ONCE)}`,
      });
    });
  }
}

function checkSizes({ functions, sources }: Parts, { findings, rules }: Context): void {
  for (const { name, handler } of functions) {
    handler.sends.forEach(({ to, size }, i) => {
      const target = sources.find((source) => source.name === to);
      const most = target === undefined ? Infinity : largestFor(target, rules);
      if (size?.kind !== 'constant' || size.value <= most) return;
      findings.error(['functions', name, 'handler', 'sends', i, 'size'], {
        message: `a message of ${formatQuantity('size', size.value)} is larger than ${to} takes`,
        hint: `at most ${formatQuantity('size', most)}`,
        source: limitIsFrom(target!, most, rules),
      });
    });
  }
}

/** `most`: what it takes. */
function limitIsFrom(target: SourceScenario, most: number, rules: Rules): string | undefined {
  return target.type === 'async' && most < rules.number('async.payload') ? 'ASY-13' : LIMIT_IS_FROM[target.type];
}

const LIMIT_IS_FROM: Partial<Record<SourceType, string>> = {
  sqs: 'SQS-59',
  sqsFifo: 'SQS-59',
  async: 'ASY-10',
  kinesis: 'KIN-02',
  mq: 'KAF-05',
};

/** Bytes of the largest message that can be sent to a source. */
export function largestFor(source: SourceScenario, rules: Rules): number {
  if (source.type === 'sqs' || source.type === 'sqsFifo') return source.options.maximumMessageSize;
  if (source.type === 'async') return largestEvent(source.options.origin, rules);
  if (source.type === 'mq') return payloadRule('mq', rules).largest;
  return source.type === 'kinesis' ? source.options.maxRecordSize : Infinity;
}
