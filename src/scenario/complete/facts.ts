/**
 * Reads `facts:`, the scenario's own values for numbers of the service, each in the unit of its fact.
 */
import type { Fact } from '../../aws/fact.ts';
import { FACTS, type FactPath } from '../../aws/facts.ts';
import { Rules, type FactOverrides } from '../../aws/rules.ts';
import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isMapping, quoteFound } from '../plain.ts';
import { quote } from '../problem.ts';
import { formatQuantity } from '../quantities.ts';
import { readPart } from '../schema/issues.ts';
import { quantity } from '../schema/quantity.ts';
import { word } from '../schema/words.ts';

const PATHS = Object.keys(FACTS);

/** Times that were measured at some percentiles, each given by a fact. */
const MEASURED = ['sqs.startLatency', 'kinesis.fanOut.latency'] as const;
const PERCENTILES = ['p0', 'p10', 'p50', 'p90', 'p99', 'p100'] as const;

/** Overrides that can be used; the others have been reported. */
export function readFacts(value: unknown, findings: Findings): FactOverrides {
  if (value === undefined) return {};
  if (!isMapping(value)) {
    findings.error(['facts'], { message: `a mapping from facts to values is due; found ${quoteFound(value)}` });
    return {};
  }
  const overrides: Partial<Record<FactPath, number | string>> = {};
  for (const [path, written] of Object.entries(value)) {
    if (!isFact(path)) findings.error(['facts', path], { ...sayUnknown(path), about: 'key' });
    const given = isFact(path) ? readFact(path, written, findings) : undefined;
    if (given !== undefined) overrides[path as FactPath] = given;
  }
  for (const time of MEASURED) {
    const paths = PERCENTILES.map((percentile) => `${time}.${percentile}` as const);
    checkPercentiles(paths, overrides, findings);
  }
  return overrides;
}

/** Percentiles that were changed fit in with those beside them; no set of rules changes them. */
function checkPercentiles(paths: readonly FactPath[], overrides: FactOverrides, findings: Findings): void {
  if (!paths.some((path) => path in overrides)) return;
  const rules = new Rules('current', overrides);
  paths.slice(1).forEach((path, i) => {
    const below = paths[i]!;
    if (rules.number(path) >= rules.number(below)) return;
    const message = `a higher percentile cannot have a lower value: ${below} is ${formatQuantity('duration', rules.number(below))}`;
    const said = `${path} is ${formatQuantity('duration', rules.number(path))}`;
    if (path in overrides) findings.error(['facts', path], { message });
    else findings.error(['facts', below], { message: `a lower percentile cannot have a higher value: ${said}` });
  });
}

function isFact(path: string): path is FactPath {
  return Object.hasOwn(FACTS, path);
}

function sayUnknown(path: string): { message: string; hint: string } {
  const meant = nearest(path, PATHS);
  const hint = meant === undefined ? 'lagcast facts lists them' : `did you mean ${meant}?`;
  return { message: `no fact has the path ${quote(path)}`, hint };
}

function readFact(path: FactPath, written: unknown, findings: Findings): number | string | undefined {
  const { unit, oneOf, says, id, positive }: Fact = FACTS[path];
  const where = ['facts', path];
  if (unit === 'word') return readPart(word(oneOf ?? [], says), written, where, findings);
  if (written === 'unlimited' && (unit === 'count' || unit === 'size')) return Infinity;
  const least = positive === true ? { above: 0 } : { min: 0 };
  return readPart(quantity({ kind: unit, ...least, doc: says, source: id }), written, where, findings);
}
