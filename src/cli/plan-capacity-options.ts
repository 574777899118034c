/**
 * What the options of `lagcast plan` say to the questions about capacity, as settings of the scenario's `plan:`, where the reader judges
 * them. What the file says and no option does stays.
 */
import type { QuestionName } from '../plan/question-names.ts';
import { isMapping } from '../scenario/plain.ts';
import type { Settings, Template } from '../scenario/template.ts';
import { InputError } from './files.ts';

export interface CapacityOptions {
  readonly ask?: QuestionName | undefined;
  readonly mapping?: string | undefined;
  readonly backlog?: string | undefined;
  /** `2,4,8`. */
  readonly shards?: string | undefined;
  readonly eventTypes?: string | undefined;
  readonly factors?: string | undefined;
  readonly reserved?: string | undefined;
}

/** By option, what it is in the scenario, and of which questions. */
const KEYS = {
  mapping: { key: 'mapping', of: ['matrix', 'drain', 'pollers'] },
  backlog: { key: 'backlog', of: ['drain'] },
  shards: { key: 'shards', of: ['matrix'] },
  eventTypes: { key: 'eventTypes', of: ['matrix'] },
  factors: { key: 'parallelizationFactor', of: ['matrix'] },
  reserved: { key: 'reservedConcurrency', of: ['matrix'] },
} as const;

const NUMBER = /^\d{1,15}$/;

/** Throws InputError of an option that the question has no use for, and of what are no numbers. */
export function askedOfCapacity(template: Template, options: CapacityOptions): Settings {
  const { ask = 'settings' } = options;
  const given = (Object.keys(KEYS) as (keyof typeof KEYS)[]).filter((name) => options[name] !== undefined);
  for (const name of given) {
    const questions: readonly string[] = KEYS[name].of;
    if (!questions.includes(ask))
      throw new InputError(
        `${flagOf(name)} goes with --ask ${questions.join(' or --ask ')}, and not with --ask ${ask}`,
      );
  }
  if (given.length === 0) return {};
  const written = template.written(`plan.${ask}`);
  const values = Object.fromEntries(given.map((name) => [KEYS[name].key, valueOf(name, options[name]!)]));
  return { [`plan.${ask}`]: { ...(isMapping(written) ? written : {}), ...values } };
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function valueOf(name: keyof typeof KEYS, text: string): unknown {
  if (name === 'mapping') return text;
  const parts = name === 'backlog' ? [text] : text.split(',').map((part) => part.trim());
  const wrong = parts.find((part) => !NUMBER.test(part));
  if (wrong !== undefined) {
    const due =
      name === 'backlog' ? 'a whole number is due' : 'whole numbers with commas between them are due, such as 2,4,8';
    throw new InputError(`${flagOf(name)}: ${due}; found "${wrong}"`);
  }
  return name === 'backlog' ? Number(text) : parts.map(Number);
}
