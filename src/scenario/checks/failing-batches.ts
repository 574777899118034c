/**
 * What becomes of a batch of a stream that fails: the choices of retries, age and destination, told by their consequences
 * (KIN-22, KIN-28; J.4, rule 8). Notes, but where a setting can never have an effect.
 */
import type { Context } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { StreamMapping, StreamScenario } from '../scenario.ts';

export function checkFailing(mapping: StreamMapping, source: StreamScenario, context: Context): void {
  const { maximumRetryAttempts, maximumRecordAge, bisectBatchOnFunctionError, batchSize } = mapping.options;
  const retention = retentionOf(source, context);
  const isEndless = maximumRetryAttempts < 0;
  if (isEndless && maximumRecordAge === undefined) noteBlocking(mapping, source, retention, context);
  else tellGivingUp(mapping, source, context);
  warnOfAge(mapping, source, retention, context);
  if (!bisectBatchOnFunctionError || batchSize > 1) return;
  context.findings.note(['mappings', mapping.name, 'bisectBatchOnFunctionError'], {
    message: 'a batch of one record cannot be split',
    source: 'KIN-25',
  });
}

/** How long the stream keeps a record. */
function retentionOf(source: StreamScenario, { rules }: Context): number {
  return source.type === 'kinesis' ? source.options.retentionPeriod : rules.number('dynamodb.retention');
}

function noteBlocking(
  { name, onFailure, options }: StreamMapping,
  source: StreamScenario,
  retention: number,
  { findings }: Context,
): void {
  const kept = formatQuantity('duration', retention);
  findings.note(['mappings', name], {
    message: `without maximumRetryAttempts and maximumRecordAge a batch that always fails is sent again until ${source.name} drops it after ${kept}: nothing behind it in its ${options.parallelizationFactor > 1 ? 'lane' : 'shard'} is handled until then`,
    hint: 'maximumRetryAttempts: 3 with onFailure: NAME gives it up and tells of it; a finite number always gives up',
    source: 'KIN-22',
  });
  if (onFailure === undefined) return;
  findings.warning(['mappings', name, 'onFailure'], {
    message: 'nothing is ever given up, so nothing goes there',
    hint: 'maximumRetryAttempts: 3, or a maximumRecordAge',
    source: 'KIN-22',
  });
}

function tellGivingUp(
  { name, options, onFailure }: StreamMapping,
  source: StreamScenario,
  { findings }: Context,
): void {
  const limits = [
    options.maximumRetryAttempts < 0 ? undefined : attempts(options.maximumRetryAttempts + 1),
    options.maximumRecordAge === undefined
      ? undefined
      : `when it is older than ${formatQuantity('duration', options.maximumRecordAge)}`,
  ];
  const when = limits.filter((limit) => limit !== undefined).join(' or ');
  if (onFailure === undefined) {
    findings.note(['mappings', name], {
      message: `a batch is given up ${when}: its records are skipped, and nobody is told`,
      hint: 'onFailure: NAME of a queue',
      source: 'KIN-28',
    });
    return;
  }
  const what =
    onFailure.kind === 's3'
      ? 'with its records'
      : `without its records: they are in ${source.name} until it drops them, to be read again by shard and sequence number`;
  findings.note(['mappings', name, 'onFailure'], {
    message: `a batch is given up ${when}; the news of it goes to ${onFailure.name}, ${what}`,
    source: 'KIN-28',
  });
}

function warnOfAge(
  { name, options }: StreamMapping,
  source: StreamScenario,
  retention: number,
  { findings }: Context,
): void {
  const age = options.maximumRecordAge;
  if (age === undefined || age < retention) return;
  const [limit, kept] = [age, retention].map((time) => formatQuantity('duration', time));
  findings.warning(['mappings', name, 'maximumRecordAge'], {
    message: `${source.name} drops records after ${kept}, so none gets as old as ${limit}`,
    hint: `less than ${kept}`,
    source: 'KIN-24',
  });
}

function attempts(count: number): string {
  return count === 1 ? 'after its first attempt' : `after ${count} attempts`;
}
