/**
 * Translates property names of CloudFormation and of the AWS APIs, and other habits, into those of a scenario.
 * Only for the "did you mean" of an unknown key: a foreign name is never accepted.
 */
import { isMapping } from './plain.ts';

/** Writes a foreign value the way a scenario does. */
type Rewrite = (value: unknown) => string | undefined;

interface Translation {
  /** The key of ours, or the first key of a path. */
  readonly key: string;
  readonly rewrite: Rewrite;
}

/** By the foreign name in lower case; of several translations, the one whose key can stand there. */
const TRANSLATIONS: ReadonlyMap<string, readonly Translation[]> = new Map([
  ['timeout', [inUnit('timeout', 's', 30)]],
  ['timeoutinseconds', [inUnit('timeout', 's', 30)]],
  ['memorysize', [inUnit('memory', 'MB', 1024)]],
  ['reservedconcurrentexecutions', [plain('reservedConcurrency', 50)]],
  ['runtime', [nested('coldStart', 'coldStart: { runtime: nodejs22 }')]],
  ['snapstart', [nested('coldStart', 'coldStart: { runtime: java21, snapStart: true }')]],
  ['architectures', [nested('architecture', 'architecture: arm64')]],
  ['codesize', [nested('coldStart', 'coldStart: { runtime: nodejs22, packageSize: 40 MB }')]],
  ['packagetype', [nested('coldStart', 'coldStart: { runtime: nodejs22, package: image }')]],
  ['provisionedconcurrencyconfig', [plain('provisionedConcurrency', 20)]],
  ['provisionedconcurrentexecutions', [plain('provisionedConcurrency', 20), plain('environments', 20)]],
  ['ephemeralstorage', [inUnit('ephemeralStorage', 'MB', 1024)]],
  ['visibilitytimeout', [inUnit('visibilityTimeout', 's', 180)]],
  ['visibilitytimeoutinseconds', [inUnit('visibilityTimeout', 's', 180)]],
  ['messageretentionperiod', [inUnit('messageRetentionPeriod', 's', 345_600)]],
  ['delayseconds', [inUnit('delay', 's', 5)]],
  ['maximummessagesize', [inUnit('maximumMessageSize', 'B', 262_144)]],
  ['fifoqueue', [nested('type', 'type: sqsFifo')]],
  ['fifo', [nested('type', 'type: sqsFifo')]],
  ['contentbaseddeduplication', [nested('contentBasedDeduplication', 'contentBasedDeduplication: true')]],
  ['deduplicationscope', [nested('deduplicationScope', 'deduplicationScope: messageGroup')]],
  ['fifothroughputlimit', [nested('fifoThroughputLimit', 'fifoThroughputLimit: perMessageGroupId')]],
  ['messagegroupid', [nested('messageGroupId', 'messageGroupId: customer')]],
  ['messagededuplicationid', [nested('messageDeduplicationId', 'messageDeduplicationId: orderId')]],
  ['redrivepolicy', [nested('redrivePolicy', 'redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: NAME }')]],
  ['maxreceivecount', [wrapped('redrivePolicy', 'maxReceiveCount', 5), plain('maxReceiveCount', 5)]],
  [
    'deadletterqueue',
    [
      nested('redrivePolicy', 'redrivePolicy: { deadLetterQueue: NAME }'),
      nested('deadLetterQueue', 'deadLetterQueue: NAME'),
    ],
  ],
  ['deadletterconfig', [nested('deadLetterQueue', 'deadLetterQueue: NAME')]],
  ['maximumeventageinseconds', [inUnit('maximumEventAge', 's', 3600)]],
  ['maximumeventage', [inUnit('maximumEventAge', 's', 3600)]],
  ['onsuccess', [nested('onSuccess', 'onSuccess: NAME')]],
  ['onfailure', [nested('onFailure', 'onFailure: NAME')]],
  [
    'deadlettertargetarn',
    [
      nested('redrivePolicy', 'redrivePolicy: { deadLetterQueue: NAME }'),
      nested('deadLetterQueue', 'deadLetterQueue: NAME'),
    ],
  ],
  ['eventsourcearn', [nested('source', 'source: NAME')]],
  ['eventsource', [nested('source', 'source: NAME')]],
  ['queue', [nested('source', 'source: NAME')]],
  ['functionname', [nested('function', 'function: NAME')]],
  ['batchsize', [plain('batchSize', 10)]],
  ['maximumbatchingwindowinseconds', [inUnit('maximumBatchingWindow', 's', 5)]],
  ['batchwindow', [inUnit('maximumBatchingWindow', 's', 5)]],
  ['scalingconfig', [{ key: 'maximumConcurrency', rewrite: scalingConfig }]],
  ['functionresponsetypes', [nested('reportBatchItemFailures', 'reportBatchItemFailures: true')]],
  ['shardcount', [plain('shards', 4)]],
  ['streammodedetails', [nested('mode', 'mode: onDemand')]],
  ['streammode', [nested('mode', 'mode: onDemand')]],
  ['retentionperiodhours', [inUnit('retentionPeriod', 'h', 24)]],
  ['maxrecordsizeinkib', [inUnit('maxRecordSize', 'KiB', 2048)]],
  ['streamspecification', [nested('streamViewType', 'streamViewType: NEW_AND_OLD_IMAGES')]],
  ['startingposition', [nested('startingPosition', 'startingPosition: TRIM_HORIZON')]],
  ['startingpositiontimestamp', [nested('startingPositionTimestamp', 'startingPositionTimestamp: -1 h')]],
  ['parallelizationfactor', [plain('parallelizationFactor', 2)]],
  ['maximumretryattempts', [plain('maximumRetryAttempts', 2)]],
  ['maximumrecordageinseconds', [inUnit('maximumRecordAge', 's', 3600)]],
  ['bisectbatchonfunctionerror', [nested('bisectBatchOnFunctionError', 'bisectBatchOnFunctionError: true')]],
  ['tumblingwindowinseconds', [inUnit('tumblingWindow', 's', 60)]],
  ['destinationconfig', [{ key: 'onSuccess', rewrite: destinationConfig }, nested('onFailure', 'onFailure: NAME')]],
  ['filtercriteria', [{ key: 'filters', rewrite: filterCriteria }]],
  ['filters', [{ key: 'filters', rewrite: filterCriteria }]],
  ['filter', [{ key: 'filters', rewrite: filterCriteria }]],
  ['pattern', [{ key: 'filters', rewrite: filterCriteria }]],
  ['warmup', [inUnit('warmUp', 'min', 10)]],
]);

/** How a scenario says what the foreign `key` with its value says, where one of the `known` keys can; `delay: 5 s`. */
export function foreignName(key: string, value: unknown, known: readonly string[]): string | undefined {
  const translation = TRANSLATIONS.get(key.toLowerCase())?.find((candidate) => known.includes(candidate.key));
  return translation?.rewrite(value);
}

/** A number that the scenario writes with its unit; without a number to take over, an example. */
function inUnit(key: string, unit: string, example: number): Translation {
  return { key, rewrite: (value) => `${key}: ${number(value) ?? example} ${unit}` };
}

function plain(key: string, example: number): Translation {
  return { key, rewrite: (value) => `${key}: ${number(value) ?? example}` };
}

function wrapped(key: string, inner: string, example: number): Translation {
  return { key, rewrite: (value) => `${key}: { ${inner}: ${number(value) ?? example} }` };
}

function nested(key: string, text: string): Translation {
  return { key, rewrite: () => text };
}

function scalingConfig(value: unknown): string {
  const most = isMapping(value) ? number(value['MaximumConcurrency']) : undefined;
  return `maximumConcurrency: ${most ?? 10}`;
}

/** Of events, which have two destinations; of whose none can be told, the one that everybody needs. */
function destinationConfig(value: unknown): string {
  const given = isMapping(value) ? ['onSuccess', 'onFailure'].filter((key) => Object.hasOwn(value, pascal(key))) : [];
  return (given.length === 0 ? ['onFailure'] : given).map((key) => `${key}: NAME`).join(' and ');
}

function pascal(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}

/** The first pattern of FilterCriteria, of its list or of one of its entries, if it is short enough to be read. */
function filterCriteria(value: unknown): string {
  const within = (one: unknown, key: string): unknown => (isMapping(one) && Object.hasOwn(one, key) ? one[key] : one);
  const list = within(value, 'Filters');
  const pattern = within(Array.isArray(list) ? list[0] : list, 'Pattern');
  const isShort = typeof pattern === 'string' && pattern.length <= 60 && pattern.trim().startsWith('{');
  return `filters: [ ${isShort ? pattern.trim() : '{ … }'} ]`;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
