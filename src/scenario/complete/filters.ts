/**
 * Checks the filters of a mapping: how many there are, that each is a pattern the service takes (FIL-23; J.4, rule 12), and
 * that it looks at something the source has (G.3). They are kept as written. Whether a record can match is not of this file.
 */
import { LAMBDA } from '../../model/filters/dialect.ts';
import { isObject, parseJson } from '../../model/filters/json.ts';
import { readPattern, type Pattern } from '../../model/filters/pattern.ts';
import { Refused } from '../../model/filters/refused.ts';
import { formAt, SOURCE_FIELDS, type FilteredKind, type SourceFields } from '../../model/filters/source-fields.ts';
import { foreignName } from '../foreign-names.ts';
import { nearest } from '../nearest.ts';
import { formatPath, quote, type Path } from '../problem.ts';
import { listed } from '../schema/shapes.ts';
import type { Context } from './context.ts';

/** The filters as written; what is wrong with them has been reported. */
export function completeFilters(
  written: readonly unknown[],
  kind: FilteredKind,
  path: Path,
  context: Context,
): readonly unknown[] {
  if (written.length > 0) checkNumber(written.length, path, context);
  written.forEach((one, i) => checkFilter(one, kind, [...path, i], context));
  return written;
}

function checkNumber(number: number, path: Path, { rules, findings }: Context): void {
  const [most, byRequest] = [rules.number('filters.most'), rules.number('filters.most.byRequest')];
  const source = 'FIL-01';
  if (number > byRequest) findings.error(path, { message: `a mapping has ${byRequest} filters at the most`, source });
  else if (number > most) {
    const message = `more than ${most} filters need a quota that AWS raises on request`;
    findings.warning(path, { message, source });
  }
}

function checkFilter(written: unknown, kind: FilteredKind, path: Path, context: Context): void {
  const { rules, findings } = context;
  const length = (typeof written === 'string' ? written : JSON.stringify(written)).length;
  const longest = rules.number('filters.pattern');
  if (length > longest) {
    const message = `a pattern has ${longest} characters at the most, written as JSON; this one has ${length}`;
    findings.error(path, { message, source: 'FIL-01' });
    return;
  }
  const value = typeof written === 'string' ? parseJson(written) : written;
  // In a text there are no places: the way to it is told in words.
  const say = placer(path, typeof written === 'string');
  const hasStrangers = isObject(value) && !checkKeys(Object.keys(value), value, kind, say, context);
  const pattern = readPattern(written, { dialect: LAMBDA, mostRules: rules.number('filters.combinations') });
  if (!(pattern instanceof Refused)) return hasStrangers ? undefined : checkBody(pattern, kind, path, context);
  const { path: inner, reason, operator } = pattern;
  findings.error(...say(inner, { message: reason, source: operator === undefined ? 'FIL-02' : 'FIL-23' }));
}

interface Told {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly source: string;
  readonly about?: 'key';
}

type Say = (inner: Path, said: Told) => [Path, Told];

function placer(path: Path, isText: boolean): Say {
  if (!isText) return (inner, said) => [[...path, ...inner], said];
  return (inner, { about: _, ...said }) => {
    const where = inner.length === 0 ? '' : `${formatPath(inner)}: `;
    return [path, { ...said, message: `${where}${said.message}` }];
  };
}

/** Whether the source has all that stands at the top of the pattern. */
function checkKeys(
  keys: readonly string[],
  value: Readonly<Record<string, unknown>>,
  kind: FilteredKind,
  say: Say,
  { findings }: Context,
): boolean {
  const fields: SourceFields = SOURCE_FIELDS[kind];
  let isSound = true;
  for (const key of keys) {
    if (key === fields.key || key === '$or') continue;
    if (fields.metadata.includes(key)) {
      if (fields.customary.includes(key)) continue;
      const message = `${key} is metadata: filters on it are not documented as supported`;
      findings.warning(...say([key], { message, hint: undefined, source: 'G.3', about: 'key' }));
      continue;
    }
    isSound = false;
    findings.error(...say([key], { ...stranger(key, value[key], fields), source: 'G.3', about: 'key' }));
  }
  return isSound;
}

/** A name that stands elsewhere, in another source or in AWS's own notation; or a slip of the pen. */
function stranger(
  key: string,
  value: unknown,
  { key: body, metadata }: SourceFields,
): { message: string; hint: string } {
  const message = `a filter of this source looks at ${body}, not at ${quote(key)}`;
  const translated = foreignName(key, value, ['filters']);
  if (translated !== undefined) return { message, hint: `a filter is the pattern itself: ${translated}` };
  const isBody = Object.values(SOURCE_FIELDS).some((one) => one.key === key);
  const meant = isBody ? body : nearest(key, [body, ...metadata]);
  return { message, hint: meant === undefined ? `${body}: { ${key}: … }` : `did you mean ${meant}?` };
}

/** A stream has no bodies of text; numbers of a table are texts. */
function checkBody({ rules }: Pattern, kind: FilteredKind, path: Path, { findings }: Context): void {
  const fields: SourceFields = SOURCE_FIELDS[kind];
  const conditions = rules.flat();
  if (!fields.takesText && conditions.some((one) => formAt(one.path, fields) === 'text')) {
    const message = `the service refuses a pattern for ${fields.key} that is not made of keys`;
    findings.error([...path, fields.key], { message, hint: `${fields.key}: { type: [ refund ] }`, source: 'G.4' });
  }
  if (kind !== 'dynamodbStreams') return;
  const isNumeric = ({ path: at, operators }: (typeof conditions)[number]): boolean =>
    operators.includes('numeric') && at.endsWith('.N');
  const places = new Set(conditions.filter(isNumeric).map((one) => one.path));
  if (places.size === 0) return;
  const message = `a table writes its numbers as text, { N: "7" }: numeric never matches ${listed([...places], 'and')}`;
  findings.warning(path, { message, source: 'J.4 rule 12' });
}
