/**
 * The type of a source as people write it: our words, other spellings of them, and services that do not wait to be polled but
 * invoke functions themselves, which are origins of calls and events in this language. Pure.
 */
import type * as z from 'zod';
import type { Origin } from '../../model/sources/async/origins.ts';
import { SOURCE_KINDS, type SourceType } from '../../model/sources/kinds.ts';
import type { Said } from '../findings.ts';
import { quote } from '../problem.ts';
import { quoteFound } from '../plain.ts';
import { listed } from './shapes.ts';
import { leaf, sayWrongWord } from './words.ts';

export const SOURCE_TYPES = Object.keys(SOURCE_KINDS) as SourceType[];

export const typeSchema: z.ZodType<SourceType> = leaf(
  { type: 'string', enum: [...SOURCE_TYPES], description: 'What kind of source it is.' },
  (value) => {
    const found = SOURCE_TYPES.find((type) => type === value);
    return found === undefined ? sayWrongType(value) : { value: found };
  },
  listed(SOURCE_TYPES, 'or'),
);

/** By the spelling without case and signs: a type of ours, and what goes with it. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ...spelt('sqs', ['sqs', 'sqsqueue', 'queue', 'standardqueue', 'sqsstandard', 'simplequeueservice']),
  ...spelt('sqsFifo', ['fifo', 'fifoqueue', 'sqsfifo', 'sqsfifoqueue', 'queuefifo', 'fifosqs']),
  ...spelt('kinesis', ['kinesis', 'kinesisstream', 'kinesisdatastream', 'kinesisdatastreams', 'datastream']),
  ...spelt('dynamodbStreams', ['dynamodb', 'dynamodbstream', 'dynamo', 'dynamostreams', 'ddb', 'ddbstreams']),
  ...spelt('kafka', ['kafka', 'kafkatopic', 'apachekafka']),
  ...spelt('kafka, with cluster: msk', ['msk', 'mskkafka', 'managedkafka', 'managedstreamingforkafka']),
  ...spelt('kafka, with cluster: selfManaged', ['selfmanagedkafka']),
  ...spelt('mq', ['mq', 'mqqueue', 'mqbroker']),
  ...spelt('mq, with engine: activeMq', ['activemq']),
  ...spelt('mq, with engine: rabbitMq', ['rabbitmq', 'rabbit']),
  ...spelt('documentDb', ['documentdb', 'docdb', 'documentdbstream', 'changestream', 'mongodb']),
  ...spelt('sync', ['synchronous', 'requestresponse', 'direct']),
  ...spelt('async', ['asynchronous', 'event', 'events']),
]);

/** A service that invokes functions itself: its name, and whether it waits for the answer or which origin of events it is. */
interface Pushing {
  readonly name: string;
  readonly as: 'sync' | Origin;
}

const PUSHING: ReadonlyMap<string, Pushing> = new Map([
  ...pushing('SNS', 'sns', ['sns', 'snstopic', 'topic', 'simplenotificationservice']),
  ...pushing('S3', 's3', ['s3', 's3bucket', 'bucket']),
  ...pushing('EventBridge', 'eventBridge', ['eventbridge', 'eventbus', 'eventbridgerule', 'cloudwatchevents', 'rule']),
  ...pushing('EventBridge Scheduler', 'scheduler', ['scheduler', 'eventbridgescheduler', 'schedule', 'cron']),
  ...pushing('API Gateway', 'sync', ['apigateway', 'apigw', 'api', 'httpapi', 'restapi', 'websocket', 'http']),
  ...pushing('a load balancer', 'sync', ['alb', 'loadbalancer', 'applicationloadbalancer', 'elb', 'targetgroup']),
  ...pushing('a function URL', 'sync', ['functionurl', 'lambdaurl', 'lambdafunctionurl', 'url']),
  ...pushing('Cognito', 'sync', ['cognito', 'cognitouserpool']),
  ...pushing('Lex', 'sync', ['lex']),
  ...pushing('Alexa', 'sync', ['alexa']),
  ...pushing('AppSync', 'sync', ['appsync']),
  ...pushing('Data Firehose', 'sync', ['firehose', 'datafirehose', 'kinesisfirehose']),
  ...pushing('Step Functions', 'sync', ['stepfunctions', 'stepfunction', 'statemachine', 'sfn']),
  ...pushing('IoT', 'direct', ['iot', 'iotrule', 'iotcore', 'iotevents']),
  ...pushing('SES', 'direct', ['ses', 'simpleemailservice']),
  ...pushing('CloudWatch Logs', 'direct', ['cloudwatchlogs', 'logs', 'cwlogs']),
  ...pushing('CodeCommit', 'direct', ['codecommit']),
  ...pushing('CloudFormation', 'direct', ['cloudformation']),
  ...pushing('Config', 'direct', ['config']),
]);

const PIPES = new Set(['pipes', 'pipe', 'eventbridgepipes', 'eventbridgepipe']);

/** What to say of a type that is none of ours. */
function sayWrongType(value: unknown): Said {
  if (typeof value !== 'string') return sayWrongWord(value, SOURCE_TYPES);
  const spelling = plainly(value);
  const type = SPELLINGS.get(spelling);
  if (type !== undefined) {
    const message = `${listed(SOURCE_TYPES, 'or')} is due; found ${quoteFound(value)}`;
    return { message, hint: `did you mean ${type}?` };
  }
  return sayPushing(value) ?? sayWrongWord(value, SOURCE_TYPES);
}

/** What to say where the name of a service that nobody polls stands for a source; undefined: it is not such a name. */
export function sayPushing(written: string): Said | undefined {
  const spelling = plainly(written);
  if (PIPES.has(spelling)) {
    const message = `${quote(written)}: EventBridge Pipes is not modelled`;
    return {
      message,
      hint: 'a pipe polls as a mapping does: give its source, and a mapping with its filters and batch',
    };
  }
  const service = PUSHING.get(spelling);
  if (service === undefined) return undefined;
  const { name, as } = service;
  const does = as === 'sync' ? 'and waits for the answer' : 'asynchronously';
  return {
    message: `${quote(written)} is nothing that mappings poll: ${name} invokes functions by itself, ${does}`,
    hint: as === 'sync' ? 'type: sync with function: NAME' : `type: async with function: NAME and origin: ${as}`,
  };
}

/** `amazonmq` of `Amazon MQ` is `mq`, `sqs` of `AWS::SQS::Queue` is `sqsqueue`. */
function plainly(written: string): string {
  return written
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(aws|amazon)/, '');
}

function spelt(type: string, spellings: readonly string[]): [string, string][] {
  return spellings.map((spelling) => [spelling, type]);
}

function pushing(name: string, as: Pushing['as'], spellings: readonly string[]): [string, Pushing][] {
  return spellings.map((spelling) => [spelling, { name, as }]);
}
