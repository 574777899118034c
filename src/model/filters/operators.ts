/**
 * What an item of a pattern's list may be: a value that has to be the same, or an object with one operator. An operator is a
 * function that reads what is written behind it and gives the test of a leaf; a new one is a line in {@link OPERATORS}.
 * `exists` is not here: it is about whether there is a leaf at all (pattern.ts).
 */
import { anythingBut } from './anything-but.ts';
import { cidrTest } from './cidr.ts';
import { checkDialect, type Dialect } from './dialect.ts';
import { isObject } from './json.ts';
import { numeric } from './numeric.ts';
import { Refused } from './refused.ts';
import { equalsIgnoreCase, onTexts, textOf, type Test } from './texts.ts';
import { wildcardTest } from './wildcard.ts';

/** Reads what stands behind an operator. */
export type Operator = (written: unknown, dialect: Dialect) => Test;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['anything-but', anythingBut],
  ['cidr', (written) => onTexts(cidrTest(textOf(written, 'cidr')))],
  ['equals-ignore-case', (written) => onTexts(equalsIgnoreCase(textOf(written, 'equals-ignore-case')))],
  ['numeric', numeric],
  ['prefix', affix('prefix', (text, part) => text.startsWith(part))],
  ['suffix', affix('suffix', (text, part) => text.endsWith(part))],
  ['wildcard', (written) => onTexts(wildcardTest(textOf(written, 'wildcard')))],
]);

/** Names that begin an operator, so that an object with one of them is no field. */
export const OPERATOR_NAMES: readonly string[] = [...OPERATORS.keys(), 'exists'];

/** The test of one operator. */
export function readOperator(name: string, written: unknown, dialect: Dialect): Test {
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new Refused(`${name} is no operator: ${OPERATOR_NAMES.join(', ')} are`);
  checkDialect(name, dialect);
  return operator(written, dialect);
}

/** `prefix` and `suffix`: of a text, or of one in any case. */
function affix(name: string, has: (text: string, part: string) => boolean): Operator {
  return (written, dialect) => {
    if (!isObject(written)) {
      const part = textOf(written, name);
      return onTexts((text) => has(text, part));
    }
    if (Object.keys(written).join() !== 'equals-ignore-case')
      throw new Refused(`only equals-ignore-case fits into ${name}`);
    checkDialect(`${name}/equals-ignore-case`, dialect);
    const part = textOf(written['equals-ignore-case'], `${name} with equals-ignore-case`).toLowerCase();
    return onTexts((text) => has(text.toLowerCase(), part));
  };
}
