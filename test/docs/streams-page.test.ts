/** docs/streams.md: the facts it lists stand there as facts.md has them, and none that the model of streams assumes is missing. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (page: string): string => readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');

/** The cells of the rows of tables that begin with a path. */
function factsOf(page: string): string[][] {
  const lines = read(page).split('\n');
  const rows = lines.filter((line) => /^\| `[a-zA-Z.0-9]+` \|/.test(line));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const listed = factsOf('streams.md');
const facts = factsOf('facts.md');

it('has values and kinds of facts as they are', () => {
  expect(listed.length).toBeGreaterThan(15);
  for (const [path, value, kind] of listed) {
    const fact = facts.find(([other]) => other === path);
    expect([path, fact?.[1], fact?.[3]]).toEqual([path, value, kind]);
  }
});

it('has all facts of streams that are not documented', () => {
  const isSure = (kind: string): boolean => kind === 'documented' || kind === 'recalled';
  const due = facts
    .filter(([path, , , kind]) => /^`(kinesis|dynamodb|stream)\./.test(path!) && !isSure(kind!))
    .map(([path]) => path)
    // Of a measured distribution one stands for all.
    .filter((path) => !/fanOut\.latency(`|\.p(0|10|90|99|100)`)/.test(path!));
  const missing = due.filter((path) => !listed.some(([other]) => other === path));
  expect(missing).toEqual([]);
});
