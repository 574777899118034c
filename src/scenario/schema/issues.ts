/**
 * Between zod and us: how a schema says what is wrong in our words, and how zod's own issues become findings.
 * zod finds the wrong type of a mapping or list and walks the paths; everything else is said by the schemas themselves.
 */
import type * as z from 'zod';
import type { Findings, Said } from '../findings.ts';
import { isMapping, quoteFound } from '../plain.ts';
import type { Path } from '../problem.ts';

/** What a check or a transform gets to put its issues into. */
export interface Issues {
  readonly issues: z.core.$ZodRawIssue[];
}

/** Reports a problem at `path` below the value that is looked at. */
export function complain(context: Issues, input: unknown, said: Said, path: Path = []): void {
  context.issues.push({ code: 'custom', input, path: [...path], message: said.message, params: { ...said } });
}

/** The value in the schema's form, or undefined when something is wrong with it, which has then been reported. */
export function readPart<T>(schema: z.ZodType<T>, value: unknown, path: Path, findings: Findings): T | undefined {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  report(result.error.issues, path, findings);
  return undefined;
}

function report(issues: readonly z.core.$ZodIssue[], base: Path, findings: Findings): void {
  for (const issue of issues) {
    const path = [...base, ...(issue.path as (string | number)[])];
    if (issue.code === 'invalid_union') report(meantBranch(issue), path, findings);
    else findings.error(path, sayIssue(issue));
  }
}

/**
 * Our unions are of something short and something that says more: what was meant shows in what was written. A mapping
 * means the last, anything else the first, unless a list got past the beginning of another.
 */
function meantBranch({ errors, input }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  const [first = []] = errors;
  if (isMapping(input)) return errors.at(-1) ?? first;
  return Array.isArray(input) ? (errors.find((branch) => !branch.some(isAboutAll)) ?? first) : first;
}

/** Whether the issue says that the whole value is of the wrong kind. */
function isAboutAll({ path, code }: z.core.$ZodIssue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'custom');
}

function sayIssue(issue: z.core.$ZodIssue): Said {
  if (issue.code === 'custom') return { message: issue.message, ...issue.params };
  if (issue.input === undefined) return { message: 'is missing' };
  if (issue.code === 'too_small') return { message: 'at least one entry is due' };
  const found = quoteFound(issue.input);
  if (issue.code === 'invalid_type') return { message: `${dueFor(issue.expected)} is due; found ${found}` };
  return { message: `${issue.message}; found ${found}` };
}

function dueFor(expected: string): string {
  if (expected === 'array') return 'a list';
  return expected === 'object' || expected === 'record' ? 'a mapping of keys to values' : `a ${expected}`;
}
