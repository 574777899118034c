/**
 * Turns a strategy or a discipline, a word or a mapping, into its name and all of its options.
 */
import type { Chosen } from '../../../model/tier/settings.ts';
import { at, isMapping } from '../../plain.ts';
import type { Path } from '../../problem.ts';
import { readPart } from '../../schema/issues.ts';
import { chosenSchema, nameSchema, type Choice } from '../../schema/tier/chosen.ts';
import type { Context } from '../context.ts';

/** Undefined when something is wrong with it, which has then been reported. */
export function readChoice(choice: Choice, value: unknown, path: Path, context: Context): Chosen | undefined {
  const { rules, findings, origins } = context;
  const name = nameOf(choice, value, path, context);
  if (name === undefined) return undefined;
  const written = isMapping(value) ? readPart(chosenSchema(choice, name, rules), value, path, findings) : {};
  if (written === undefined) return undefined;
  return { name, options: origins.options(choice.registry[name]!.options, written, path, 'ours') };
}

function nameOf(choice: Choice, value: unknown, path: Path, { findings, origins }: Context): string | undefined {
  const { key, standard } = choice;
  const where = isMapping(value) ? [...path, key] : path;
  const name = isMapping(value) ? at(value, key) : value;
  return name === undefined
    ? origins.ours([...path, key], standard)
    : readPart(nameSchema(choice), name, where, findings);
}
