/** Where the facts come from and when they were read: the pages that many of them share, and the units these pages use. */

/** KB and MB of the pages of Lambda and Kinesis are read as powers of two. */
export const KIB = 1024;
export const MIB = 1024 * KIB;
/** When the pages were read. */
export const READ = '2026-10';
/** The developer guides of Lambda, SQS, Kinesis Data Streams and DynamoDB. */
export const LDG = 'https://docs.aws.amazon.com/lambda/latest/dg/';
export const SDG = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/';
export const KDG = 'https://docs.aws.amazon.com/streams/latest/dev/';
export const DDG = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/';
export const API = 'botocore 1.43.107, service models';
/** From publish to the start of a warm function on a quiet system: 1,024 records each way. */
export const START_LATENCY =
  'bitesizedserverless.com, Serverless Messaging: Latency Compared; eu-west-1, 1,024 samples';
/** The recordings of the service that stand in the suite of an emulator. */
export const RECORDED = 'recording of the service in localstack/localstack';
export const OURS = 'no public source; our default, meant to be varied';
