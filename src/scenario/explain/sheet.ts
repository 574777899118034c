/**
 * The lines of an explanation while they are gathered: a key with its value as people write it, and where it comes from.
 * Leaves out what there is to explain (beside this file) and how lines are laid out (report/explain.ts).
 */
import { INIT_TIMES_ID } from '../../aws/cold-starts.ts';
import type { Fact } from '../../aws/fact.ts';
import { FACTS } from '../../aws/facts.ts';
import { escapeControls, formatPath, type Path } from '../problem.ts';
import type { Origin, Scenario } from '../scenario.ts';

/** One line. A heading, such as `functions:`, has no value and no origin. */
export interface ExplainedLine {
  /** As problems write it: `functions.worker.timeout`. */
  readonly path: string;
  /** With indentation, and a dash where an item of a list begins; holds nothing that could steer a terminal. */
  readonly text: string;
  readonly value?: ExplainedValue;
}

export interface ExplainedValue {
  /** In the unit of the model: microseconds, bytes, MB, per second, shares from 0 to 1; null for none and for no limit. */
  readonly value: unknown;
  /** The value as a scenario writes it. */
  readonly written: string;
  readonly from: Origin['from'] | 'given' | 'not set';
  /** The facts it rests on. */
  readonly facts: readonly { readonly path: string; readonly id: string; readonly kind: string }[];
  /** Where it comes from, in words: `service default, SQS-45`. */
  readonly origin: string;
}

/** A line is cut here: text of the scenario may be long. */
const LONGEST = 120;

export class Sheet {
  readonly lines: ExplainedLine[] = [];
  readonly #scenario: Pick<Scenario, 'origins' | 'rules'>;
  #isFirstOfItem = false;

  constructor(scenario: Pick<Scenario, 'origins' | 'rules'>) {
    this.#scenario = scenario;
  }

  /** A key whose parts follow. */
  heading(path: Path): void {
    this.#add(path, '', undefined);
  }

  /** The next line begins an item of a list. */
  item(): void {
    this.#isFirstOfItem = true;
  }

  /** A key with its value; `written` as a scenario has it. */
  value(path: Path, written: string, value: unknown): void {
    const text = cut(escapeControls(written));
    this.#add(path, ` ${text}`, { ...this.#originOf(path), written: text, value: value === Infinity ? null : value });
  }

  /** A key that may stay unset; `meaning` is what then holds. */
  unset(path: Path, meaning = 'none'): void {
    this.#add(path, ` ${meaning}`, { value: null, written: meaning, from: 'not set', facts: [], origin: 'not set' });
  }

  /** An item of a list that stands in one line, at the end of `path`. */
  entry(path: Path, written: string, value: unknown): void {
    const text = cut(escapeControls(written));
    const origin = { ...this.#originOf(path), written: text, value };
    this.lines.push({ path: formatPath(path), text: `${margin(path.length - 1)}- ${text}`, value: origin });
  }

  /** What is left out of a list; it has been given like the rest. */
  more(path: Path, count: number): void {
    this.lines.push({ path: formatPath(path), text: `${margin(path.length)}… and ${count} more` });
  }

  #add(path: Path, rest: string, value: ExplainedValue | undefined): void {
    const depth = path.length - 1;
    const start = this.#isFirstOfItem ? `${margin(depth - 1)}- ` : margin(depth);
    this.#isFirstOfItem = false;
    const text = `${start}${escapeControls(String(path.at(-1)))}:${rest}`;
    this.lines.push({ path: formatPath(path), text, ...(value !== undefined && { value }) });
  }

  /** By the value's own path, or by that of what it is a part of. */
  #originOf(path: Path): Pick<ExplainedValue, 'from' | 'facts' | 'origin'> {
    const { origins, rules } = this.#scenario;
    for (let length = path.length; length > 0; length--) {
      const place = formatPath(path.slice(0, length));
      if (!Object.hasOwn(origins, place)) continue;
      const origin = origins[place]!;
      const facts = origin.facts.map((fact) => ({ path: fact, id: FACTS[fact].id, kind: FACTS[fact].kind }));
      return { from: origin.from, facts, origin: inWords(origin, rules) };
    }
    return { from: 'given', facts: [], origin: 'given' };
  }
}

/** `service default, SQS-45`; what is not documented says what it stands for: `assumed, UNK-04: …`. */
function inWords({ from, facts }: Origin, rules: string): string {
  const ids = [...new Set(facts.map((path) => FACTS[path].id))].join(' and ');
  const suffix = ids === '' ? '' : `, ${ids}`;
  switch (from) {
    case 'assumed': {
      const { kind, says }: Fact = FACTS[facts[0]!];
      return `${kind}${suffix}: ${says}`;
    }
    case 'measured':
      return `measured, ${INIT_TIMES_ID}: a minimal function, a lower bound for real code`;
    case 'rule set':
      return `rule set ${rules}${suffix}`;
    case 'override':
      return `override of ${facts.join(' and ')}${suffix}`;
    default:
      return `${from}${suffix}`;
  }
}

function margin(depth: number): string {
  return '  '.repeat(Math.max(0, depth));
}

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${[...text.slice(0, LONGEST)].slice(0, -1).join('')}…`;
}
