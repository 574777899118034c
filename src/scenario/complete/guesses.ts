/**
 * Reads `guesses:`, the inputs that the writer of a scenario is not sure of, by path, and how far off each may be.
 * Changes nothing in a run: `lagcast sensitivity` asks for them.
 */
import { FACTS } from '../../aws/facts.ts';
import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { isMapping, quoteFound, type Mapping } from '../plain.ts';
import { quote, type Path } from '../problem.ts';
import type { GuessScenario } from '../scenario.ts';
import { guessSchema } from '../schema/guesses.ts';
import { readPart } from '../schema/issues.ts';
import { parsePath, withValue, type PathProblem } from '../setting-path.ts';

/** `tree`: the whole scenario, in which the paths lead. */
export function readGuesses(value: unknown, tree: Mapping, findings: Findings): GuessScenario[] {
  if (value === undefined) return [];
  if (!isMapping(value)) {
    findings.error(['guesses'], {
      message: `a mapping from paths to how far off they may be is due; found ${quoteFound(value)}`,
      hint: 'such as functions.worker.handler.perRecord: { times: 2 }',
    });
    return [];
  }
  return Object.entries(value).flatMap(([path, written]) => {
    const place: Path = ['guesses', path];
    const wrong = wrongPath(path, tree);
    if (wrong !== undefined) findings.error(place, { ...wrong, about: 'key' });
    const spread = readPart(guessSchema, written, place, findings);
    return wrong === undefined && spread !== undefined ? [{ path, spread }] : [];
  });
}

/** What keeps a path from being one that a guess can have; undefined where nothing does. */
export function wrongPath(text: string, tree: unknown): PathProblem | undefined {
  const parsed = parsePath(text);
  if (!parsed.ok) return parsed.problem;
  const [first, second] = parsed.path;
  if (first === 'facts') return wrongFact(String(second));
  if (first === 'guesses' || first === 'objectives' || parsed.path.length < 2) {
    const message = `${quote(text)} is no input that could be another`;
    return { message, hint: 'such as functions.worker.handler.perRecord' };
  }
  const set = withValue(tree, parsed.path, 0);
  return set.ok === false ? set.problem : undefined;
}

function wrongFact(fact: string): PathProblem | undefined {
  if (Object.hasOwn(FACTS, fact)) return undefined;
  const meant = nearest(fact, Object.keys(FACTS));
  const hint = meant === undefined ? 'lagcast facts lists them' : `did you mean facts.${meant}?`;
  return { message: `no fact is called ${quote(fact)}`, hint };
}
