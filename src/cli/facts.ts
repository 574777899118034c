/** `lagcast facts`: every AWS number with its kind and source, as a table. */
import type { RuleSet } from '../aws/fact.ts';
import { factTable } from '../report/facts.ts';
import { print } from './console.ts';

export function factsCommand(rules: RuleSet): void {
  print(factTable(rules));
}
