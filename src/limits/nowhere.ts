/** What lagcast knows nothing of: services and shapes that cannot be written as a scenario at all. For docs/limits.md only. */

export const NOWHERE: readonly (readonly [what: string, instead: string])[] = [
  ['EventBridge Pipes', 'a pipe polls as a mapping does: write its source, filters and batch as one'],
  [
    'API Gateway, load balancers, function URLs',
    'their traffic is a source of type `sync`, without their own time and limits',
  ],
  [
    'rules of EventBridge, subscriptions of SNS, notifications of S3',
    'what they let through is the arrivals of a source of type `async`',
  ],
  ['Step Functions, durable functions', 'each step is a function of its own'],
  ['Lambda Managed Instances', 'refused: an environment there serves several requests at once (LMI-01)'],
  ['versions and aliases', 'each is a function, or a source of type `async`, of its own'],
  [
    'several Regions or accounts, permissions, networks, keys',
    'a run is one account in one Region, in which everybody may do everything',
  ],
  [
    'consumers on containers or machines of one’s own',
    'a function comes nearest; a timeout above 15 minutes needs `rules: ideal`',
  ],
];
