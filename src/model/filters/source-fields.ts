/**
 * What a filter of a mapping may look at, for each kind of source (G.3), and what happens when the body of a record and the
 * pattern for it are of different forms (G.4).
 *
 * A body that is the JSON of an object or a list is JSON; any other is plain text, also a bare number (assumed: the service
 * says no more than "valid JSON"). A pattern for the body is for text when its key has a list, `{ body: [hello] }`, and for
 * JSON when it has keys of its own. Bodies that are no UTF-8 are left out: nobody can write one in a scenario.
 */
import type { Rule } from './pattern.ts';

export interface SourceFields {
  /** The key that stands for the body. */
  readonly key: string;
  /** What else the service hands over with a record; documentation no longer says that filters may look at it. */
  readonly metadata: readonly string[];
  /** Those of them that are in wide use and recorded. */
  readonly customary: readonly string[];
  /** Whether a pattern may be for a body of text; the service refuses it otherwise. */
  readonly takesText: boolean;
  /** A body of the other form than its pattern: the record does not match, or the pattern for the body is passed over. */
  readonly otherForm: 'noMatch' | 'passOver';
}

const COMMON = ['eventSource', 'eventSourceARN', 'awsRegion'];

export const SOURCE_FIELDS = {
  sqs: {
    key: 'body',
    metadata: [...COMMON, 'messageId', 'receiptHandle', 'attributes', 'messageAttributes', 'md5OfBody'],
    customary: [],
    takesText: true,
    otherForm: 'noMatch',
  },
  kinesis: {
    key: 'data',
    metadata: [
      ...[...COMMON, 'partitionKey', 'sequenceNumber', 'approximateArrivalTimestamp', 'kinesisSchemaVersion'],
      ...['eventID', 'eventName', 'eventVersion', 'invokeIdentityArn'],
    ],
    customary: [],
    takesText: false,
    otherForm: 'noMatch',
  },
  dynamodbStreams: {
    key: 'dynamodb',
    metadata: [...COMMON, 'eventName', 'eventID', 'eventVersion', 'userIdentity'],
    customary: ['eventName'],
    takesText: false,
    otherForm: 'noMatch',
  },
  kafka: {
    key: 'value',
    metadata: [...COMMON, 'topic', 'partition', 'offset', 'timestamp', 'timestampType', 'key', 'headers'],
    customary: [],
    takesText: true,
    otherForm: 'passOver',
  },
  mq: {
    key: 'data',
    metadata: [
      ...[...COMMON, 'messageID', 'messageType', 'deliveryMode', 'destination', 'correlationID', 'replyTo', 'type'],
      ...['expiration', 'priority', 'redelivered', 'timestamp', 'properties', 'basicProperties'],
    ],
    customary: [],
    takesText: true,
    otherForm: 'passOver',
  },
} as const satisfies Record<string, SourceFields>;

export type FilteredKind = keyof typeof SOURCE_FIELDS;

/** What a condition at this path is for; undefined: not for the body. */
export function formAt(path: string, { key }: SourceFields): 'text' | 'json' | undefined {
  if (path === key) return 'text';
  return path.startsWith(`${key}.`) ? 'json' : undefined;
}

/** What is left to ask of a record whose body has this form; undefined when it cannot match. */
export function ruleFor(form: 'text' | 'json', rule: Rule, fields: SourceFields): Rule | undefined {
  const isOther = (path: string): boolean => (formAt(path, fields) ?? form) !== form;
  if (!rule.some(({ path }) => isOther(path))) return rule;
  return fields.otherForm === 'noMatch' ? undefined : rule.filter(({ path }) => !isOther(path));
}
