/** What the services in front of asynchronous invocation are called in sentences. */
const SERVICES: Readonly<Record<string, string>> = {
  sns: 'SNS',
  s3: 'S3',
  eventBridge: 'EventBridge',
  scheduler: 'EventBridge Scheduler',
};

/** The name of an origin that is a service; of one nobody knows, as it stands. */
export function serviceOf(origin: string): string {
  return SERVICES[origin] ?? origin;
}
