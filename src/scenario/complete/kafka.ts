/** Turns what a scenario says about topics of Kafka, and about mappings that read them, into the whole of it. */
import { SOURCE_KINDS } from '../../model/sources/kinds.ts';
import type { Said } from '../findings.ts';
import type { Path } from '../problem.ts';
import type { KafkaMapping, KafkaScenario, MappingScenario, SourceScenario } from '../scenario.ts';
import type { Context } from './context.ts';
import type { MappingWritten, SourceWritten } from './sources.ts';
import { impliedKey, NO_DELAY, refuseDelays, streamReading, type Sends } from './streams.ts';

export function completeKafka(
  name: string,
  written: SourceWritten,
  sends: Sends,
  path: Path,
  context: Context,
): KafkaScenario {
  refuseDelays(written, NO_DELAY, path, context);
  const options = context.origins.options(SOURCE_KINDS.kafka.options, written, path);
  const size = context.rules.number('mapping.payload');
  const sent = sends({ size, taker: 'an invocation', source: 'KAF-05', key: options.partitionKey });
  const partitionKey = options.partitionKey ?? impliedKey(written, path, context);
  return { name, type: 'kafka', options: { ...options, partitionKey }, ...sent };
}

/** `sources`: those that are sound. Undefined when it does not say where it begins to read, and has to. */
export function completeKafkaMapping(
  common: Pick<KafkaMapping, 'name' | 'source' | 'function' | 'filters' | 'enabledAt' | 'provisionedPollerConfig'>,
  written: MappingWritten,
  sources: readonly SourceScenario[],
  path: Path,
  context: Context,
): KafkaMapping | undefined {
  refuseRetryControls(written, path, context);
  const startingPosition = startingPositionOf(common.source, written, sources, path, context);
  if (startingPosition === undefined) return undefined;
  const options = context.origins.options(SOURCE_KINDS.kafka.mapping, written, path);
  if (written.onFailure !== undefined && (options.maximumRetryAttempts ?? -1) < 0)
    options.maximumRetryAttempts = context.origins.fact(
      [...path, 'maximumRetryAttempts'],
      'kafka.onFailure.maximumRetryAttempts',
    );
  const reading = streamReading({ ...written, startingPosition }, common.enabledAt, path, context, true);
  return { ...common, type: 'kafka', options, ...reading };
}

/** A mapping of Amazon MSK has to say it; of a cluster of one's own, it has a default (R-KAF-01). */
function startingPositionOf(
  name: string,
  { startingPosition }: MappingWritten,
  sources: readonly SourceScenario[],
  path: Path,
  { origins, findings }: Context,
): KafkaMapping['startingPosition'] | undefined {
  if (startingPosition !== undefined) return startingPosition;
  const where = [...path, 'startingPosition'];
  const source = sources.find((one) => one.name === name);
  // What is wrong with the source has been reported.
  if (source?.type !== 'kafka') return undefined;
  if (source.options.cluster === 'selfManaged') return origins.service(where, 'TRIM_HORIZON' as const);
  findings.error(where, {
    message: 'is missing: TRIM_HORIZON, LATEST or AT_TIMESTAMP is due',
    hint: 'a topic of cluster: selfManaged is read from TRIM_HORIZON unless said',
    source: 'R-KAF-01',
  });
  return undefined;
}

/** What only mappings in provisioned mode may set (J.4, rule 9). */
const RETRY_CONTROLS = [
  'maximumRetryAttempts',
  'maximumRecordAge',
  'bisectBatchOnFunctionError',
  'reportBatchItemFailures',
] as const;

function refuseRetryControls(written: MappingWritten, path: Path, { findings }: Context): void {
  if (written.provisionedPollerConfig !== undefined) return;
  const said: Readonly<Record<string, unknown>> = written;
  for (const control of RETRY_CONTROLS) {
    // What changes nothing is no control.
    if (said[control] === undefined || said[control] === false) continue;
    findings.error([...path, control], provisionedOnly(control));
  }
}

function provisionedOnly(control: string): Said {
  return {
    message: `${control} goes with provisioned mode only: on demand, a failed batch is tried again until its records expire`,
    hint: 'provisionedPollerConfig: { minimumPollers: 1, maximumPollers: 10 }',
    about: 'key',
    source: 'J.4 rule 9',
  };
}

/** Why an event cannot set it; undefined: it can, or it is no setting of a mapping of Kafka. */
export function refusedControl(mapping: MappingScenario | undefined, option: string): Said | undefined {
  if (mapping?.type !== 'kafka' || mapping.provisionedPollerConfig !== undefined) return undefined;
  return RETRY_CONTROLS.some((control) => control === option) ? provisionedOnly(option) : undefined;
}

/** What holds where an event takes a limit away: with a destination, retries have one all the same (KAF-07). */
export function limitAllTheSame(
  mapping: MappingScenario | undefined,
  option: string,
  { rules }: Context,
): number | undefined {
  const isLimited = mapping?.type === 'kafka' && mapping.onFailure !== undefined && option === 'maximumRetryAttempts';
  return isLimited ? rules.number('kafka.onFailure.maximumRetryAttempts') : undefined;
}
