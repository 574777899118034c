/** CloudWatch's words for what an alarm compares with, and for what it makes of missing datapoints. */

/** Each with its sign. */
export const COMPARISONS = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
} as const;
export type Comparison = keyof typeof COMPARISONS;

export const TREATMENTS = ['missing', 'notBreaching', 'breaching', 'ignore'] as const;
export type MissingData = (typeof TREATMENTS)[number];
