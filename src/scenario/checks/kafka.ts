/**
 * What a mapping of Kafka, its topic and its function say together (J.4, rule 9; PLN-14): pollers beyond the partitions, how many batches there
 * can be at once, batches that always fail, answers that nobody looks at, records that no invocation can hold.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Context, Parts } from '../complete/context.ts';
import { formatQuantity } from '../quantities.ts';
import type { FunctionScenario, KafkaMapping, KafkaScenario, MappingScenario, SourceScenario } from '../scenario.ts';
import { reports } from './mappings.ts';
import { warnOfLarge } from './stream-load.ts';
import { tellOfLatest } from './streams.ts';

/** A mapping with both its ends. */
interface Joined {
  readonly mapping: KafkaMapping;
  readonly source: KafkaScenario;
  readonly target: FunctionScenario;
}

export function checkKafka(parts: Parts, context: Context): void {
  const joined = join(parts);
  for (const source of new Set(joined.map((one) => one.source))) warnOfLarge(source, context);
  for (const one of joined) {
    tellOfLatest(one, context);
    notePollers(one, context);
    noteMost(one, context);
    warnUnheard(one, context);
    tellOfFailing(one, context);
    warnOfAge(one, context);
  }
}

/** A mapping whose source or function has problems of its own is left alone. */
function join({ mappings, sources, functions }: Parts): Joined[] {
  return mappings.flatMap((mapping) => {
    const topic = topicOf(mapping, sources);
    const target = functions.find(({ name }) => name === mapping.function);
    return topic === undefined || target === undefined ? [] : [{ ...topic, target }];
  });
}

/** A mapping of Kafka and its topic; undefined: it is of another kind. */
export function topicOf(
  mapping: MappingScenario,
  sources: readonly SourceScenario[],
): { readonly mapping: KafkaMapping; readonly source: KafkaScenario } | undefined {
  const source = sources.find(({ name }) => name === mapping.source);
  return mapping.type === 'kafka' && source?.type === 'kafka' ? { mapping, source } : undefined;
}

/** Batches that one partition may be in at once. */
export function batchesOfPartition({ provisionedPollerConfig: config }: KafkaMapping, rules: Rules): number {
  return config === undefined ? 1 : rules.number('kafka.provisioned.perPartition');
}

/** Batches that a mapping can have with its function at once (PLN-14), and where that comes from. */
export function mostBatches(
  { provisionedPollerConfig: config }: KafkaMapping,
  { options: { partitions } }: KafkaScenario,
  rules: Rules,
): { readonly most: number; readonly why: string } {
  const ofPartitions = plural(partitions, 'partition');
  if (config === undefined) return { most: partitions, why: `for ${ofPartitions}` };
  const pollers = Math.min(config.maximumPollers, partitions);
  const invokes = rules.number('kafka.provisioned.invokes');
  const perPartition = rules.number('kafka.provisioned.perPartition');
  const byPartition = partitions * perPartition;
  return byPartition <= pollers * invokes
    ? { most: byPartition, why: `for ${ofPartitions}${perPartition === 1 ? '' : ` × ${perPartition}`}` }
    : { most: pollers * invokes, why: `of ${plural(pollers, 'poller')} × ${invokes}` };
}

function notePollers({ mapping, source }: Joined, { findings }: Context): void {
  const config = mapping.provisionedPollerConfig;
  const { partitions } = source.options;
  if (config === undefined || config.maximumPollers <= partitions) return;
  findings.note(['mappings', mapping.name, 'provisionedPollerConfig'], {
    message: `up to ${config.maximumPollers} pollers, and ${source.name} has ${plural(partitions, 'partition')}: there will be no more than ${partitions}`,
    source: 'J.4 rule 9',
  });
}

function noteMost({ mapping, source, target }: Joined, { findings, rules }: Context): void {
  const { most, why } = mostBatches(mapping, source, rules);
  findings.note(['mappings', mapping.name], {
    message: `${plural(most, 'batch', 'batches')} at once at most with ${target.name}, ${why}`,
    source: 'PLN-14',
  });
}

/** A function that reports failures to a mapping that does not look at answers. */
function warnUnheard({ mapping, target }: Joined, { findings }: Context): void {
  if (mapping.options.reportBatchItemFailures || !reports(target)) return;
  const isProvisioned = mapping.provisionedPollerConfig !== undefined;
  findings.warning(['mappings', mapping.name], {
    message: `${target.name} reports failed records, but this mapping does not listen: such a batch counts as a success`,
    hint: isProvisioned ? 'reportBatchItemFailures: true' : 'reportBatchItemFailures: true, in provisioned mode only',
    source: 'KAF-07',
  });
}

function tellOfFailing({ mapping, source }: Joined, { findings }: Context): void {
  const { options, onFailure, name, provisionedPollerConfig } = mapping;
  if (options.maximumRetryAttempts < 0 && options.maximumRecordAge === undefined) {
    const kept = formatQuantity('duration', source.options.retentionPeriod);
    findings.note(['mappings', name], {
      message: `a batch that always fails is tried again until ${source.name} drops it after ${kept}: nothing behind it in its partitions is handled until then`,
      hint:
        provisionedPollerConfig === undefined
          ? 'onFailure: NAME gives it up after 10 more tries; other limits go with provisioned mode'
          : 'maximumRetryAttempts: 3 with onFailure: NAME gives it up and tells of it',
      source: 'KAF-07',
    });
  } else if (onFailure === undefined) {
    findings.note(['mappings', name], {
      message: 'a batch is given up at its limit: its records are skipped, and nobody is told',
      hint: 'onFailure: NAME of a queue or a topic',
      source: 'KAF-08',
    });
  }
}

function warnOfAge({ mapping, source }: Joined, { findings }: Context): void {
  const age = mapping.options.maximumRecordAge;
  const { retentionPeriod } = source.options;
  if (age === undefined || age < retentionPeriod) return;
  const [limit, kept] = [age, retentionPeriod].map((time) => formatQuantity('duration', time));
  findings.warning(['mappings', mapping.name, 'maximumRecordAge'], {
    message: `${source.name} drops records after ${kept}, so none gets as old as ${limit}`,
    hint: `less than ${kept}`,
    source: 'KAF-07',
  });
}

function plural(count: number, noun: string, more = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : more}`;
}
