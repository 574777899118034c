/**
 * What is wrong with a scenario, where, and how that is written down for people, one problem a line.
 * Everything taken from a file is treated as hostile: it is shortened and cannot move the cursor of a terminal.
 * Leaves out finding problems, and deciding which of them stop a run.
 */

/** A position in a file as editors count it: line and column from 1, the column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The way to a value from the top of the file: names of mappings and positions in lists, from 0. */
export type Path = readonly (string | number)[];

export interface Problem {
  readonly severity: 'error' | 'warning' | 'note';
  /** As `formatPath` writes it; empty for the file as a whole. */
  readonly path: string;
  readonly place?: Place;
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** The entry of the reference that states the rule, such as `SQS-34`. */
  readonly source?: string;
}

const LONGEST_QUOTE = 60;

/**
 * Characters that steer a terminal or are mistaken for others: controls, direction marks, line separators,
 * lone surrogates, and every space but the ordinary one (so that `"30\u00a0s"` shows why it is no duration).
 */
const UNSAFE = /(?! )[\p{Cc}\p{Cs}\p{Z}\p{Bidi_Control}\ufeff]/gu;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const PLAIN_NAME = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

const SEVERITIES: readonly Problem['severity'][] = ['error', 'warning', 'note'];

/** The text with everything that is unsafe in a terminal spelled out, as in `\u001b`. The length may grow sixfold. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (character) => SHORT_ESCAPES.get(character) ?? codeOf(character));
}

/** A value found in a file, for use in a message: at most about 60 characters, on one line, text in double quotes. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return `"${shorten(value)}"`;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `a mapping of ${Object.keys(value).length}`;
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  return shorten(String(value));
}

/** `functions.order-worker.handler`, `arrivals[0].rate`; names that are not plain are quoted: `sources["a.b"]`. */
export function formatPath(path: Path): string {
  return path.map(formatStep).join('').replace(/^\./, '');
}

/**
 * The problems as text, one a line and without a line break at the end:
 * `file:line:column severity: path: message (hint) [source]`.
 * They stand in the order of the file; those without a place concern all of it and come first.
 */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  return problems
    .toSorted(compareProblems)
    .map((problem) => escapeControls(formatProblem(file, problem)))
    .join('\n');
}

/** Orders problems by place, at one place the gravest first; for use with a stable sort. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
  );
}

function formatProblem(file: string, { severity, path, place, message, hint, source }: Problem): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  const subject = path === '' ? '' : `${path}: `;
  const advice = hint === undefined ? '' : ` (${hint})`;
  const reference = source === undefined ? '' : ` [${source}]`;
  return `${where} ${severity}: ${subject}${message}${advice}${reference}`;
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  return step.length <= LONGEST_QUOTE && PLAIN_NAME.test(step) ? `.${step}` : `[${quote(step)}]`;
}

/** Cuts between characters as they will be shown, so that neither a surrogate pair nor an escape is torn apart. */
function shorten(text: string): string {
  let shown = '';
  for (const character of text.slice(0, LONGEST_QUOTE + 2)) {
    const next = character === '"' || character === '\\' ? `\\${character}` : escapeControls(character);
    if (shown.length + next.length > LONGEST_QUOTE) return `${shown}…`;
    shown += next;
  }
  return shown;
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
