/** Reads the cases of an axis: each has a name of its own and sets several paths at once. */
import type { Findings } from '../findings.ts';
import { quote, type Path } from '../problem.ts';
import { NAME, NAME_RULE } from '../schema/words.ts';
import { MOST_VALUES, type AxisValue, type SweptAxis } from '../sweep.ts';
import { readVariedPath, refuseUncounted } from './varied.ts';

const LONGEST_NAME = 100;
/** Keys that a mapping of data keeps in front of all others, in their own order, wherever the file has them. */
const WHOLE_NUMBER = /^\d+$/;

type Settings = Readonly<Record<string, unknown>>;

/** Undefined, and reported, when something is wrong with it. */
export function readCases(
  name: string,
  cases: Readonly<Record<string, Settings>>,
  place: Path,
  findings: Findings,
): SweptAxis | undefined {
  const before = findings.errors;
  // Something that looks like a path would be taken for one by whoever reads the outcome.
  if (!NAME.test(name))
    findings.error(place, { message: `a name for cases is due; found ${quote(name)}`, hint: NAME_RULE, about: 'key' });
  const entries = Object.entries(cases);
  if (entries.length === 0) findings.error([...place, 'cases'], { message: 'at least one case is due' });
  if (entries.length > MOST_VALUES)
    findings.error([...place, 'cases'], { message: `at most ${MOST_VALUES} cases can be tried` });
  const known = new Map<string, string>();
  const values = entries.map(([value, settings]): AxisValue => {
    const own = [...place, 'cases', value];
    checkName(value, own, findings);
    refuseTwin(value, settings, known, own, findings);
    for (const [path, one] of Object.entries(settings)) {
      readVariedPath(path, [...own, path], findings);
      refuseUncounted(one, [...own, path], findings);
    }
    return { value, settings };
  });
  return findings.errors === before ? { name, values } : undefined;
}

function checkName(name: string, place: Path, findings: Findings): void {
  const isName = name.trim() !== '' && name.length <= LONGEST_NAME;
  const message = `the name of a case has 1 to ${LONGEST_NAME} characters`;
  if (!isName) findings.error(place, { message, about: 'key' });
  if (WHOLE_NUMBER.test(name))
    findings.error(place, {
      message: `a case cannot be called ${quote(name)}: whole numbers as names lose their order, which says which cell is which`,
      hint: `such as x${name}`,
      about: 'key',
    });
}

function refuseTwin(
  name: string,
  settings: Settings,
  known: Map<string, string>,
  place: Path,
  findings: Findings,
): void {
  const text = JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const twin = known.get(text);
  known.set(text, name);
  if (twin !== undefined) findings.error(place, { message: `it sets the same as ${quote(twin)}`, about: 'key' });
}
