/**
 * Nothing below the command line may know the time of day, the machine, or arithmetic whose last bit moves between Node
 * releases. Says on its own what eslint.config.js says, and heeds no comment that switches a rule off.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const globals = ['Date', 'performance', 'process', 'console', 'crypto', 'Intl', 'globalThis', 'global', 'require'];
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const rules: Linter.RulesRecord = {
  'no-restricted-globals': ['error', ...globals, ...timers],
  'no-restricted-properties': ['error', { object: 'Math', property: 'pow' }, { object: 'Math', property: 'random' }],
  'no-restricted-imports': ['error', { paths: builtinModules, patterns: [{ regex: '^node:' }] }],
  'no-restricted-syntax': [
    'error',
    "BinaryExpression[operator='**']",
    "AssignmentExpression[operator='**=']",
    // What draws is loaded late; it is pure as the rest.
    'ImportExpression:not([source.value=/^(vega(-lite)?|hyparquet-writer)$/])',
    'MetaProperty',
  ],
};

const linter = new Linter();
const config: Linter.Config = {
  files: ['**/*.ts'],
  languageOptions: { parser: tseslint.parser as Linter.Parser },
  linterOptions: { noInlineConfig: true },
  rules,
};

/** What a breach of the rules has in it, of which one is enough: a text without need not be parsed, which takes ten times as long as all else here. */
const SIGNS: readonly RegExp[] = [
  new RegExp(String.raw`\b(${[...globals, ...timers].join('|')})\b`),
  new RegExp(`['"](${builtinModules.join('|')})['"]|node:`),
  /\bMath\b[^]*\b(pow|random)\b|\b(pow|random)\b[^]*\bMath\b/,
  // No beginning of a comment.
  /[^/*]\*\*[^/*]/,
  /\bimport\b(?!\s*(type\b|[{*'"\w]))/,
  // Any of these written otherwise.
  /\\u/,
];

/** What is forbidden in a text, as "line: rule". */
function forbidden(code: string): string[] {
  if (!SIGNS.some((sign) => sign.test(code))) return [];
  const messages = linter.verify(code, [config], { filename: 'any.ts' });
  return messages.filter(({ severity }) => severity === 2).map(({ line, message }) => `${line}: ${message}`);
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.startsWith('cli'),
);

describe('below the command line', () => {
  it('no file knows the time of day, the machine, or arithmetic that differs between releases', () => {
    expect(files).toContain('engine/simulation.ts');
    expect(files.length).toBeGreaterThan(50);
    const found = files.flatMap((name) =>
      forbidden(readFileSync(source + name, 'utf8')).map((place) => `${name}:${place}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    'export const x = (a: number) => a ** 2;',
    'export let x = 2; x **= 3;',
    'export const x = Math.pow(2, 3);',
    "export const x = Math['random']();",
    'export const { pow } = Math;',
    'export const x = Date.now();',
    'export const x = new Date(0);',
    'export const x = performance.now();',
    'export const x = process.pid;',
    'console.log(1); // eslint-disable-line',
    'setTimeout(() => {}, 1);',
    'export const x = crypto.randomUUID();',
    'export const x = globalThis;',
    "import { cpus } from 'node:os'; export { cpus };",
    "import { cpus } from 'os'; export { cpus };",
    "export { cpus } from 'node:os';",
    "export const x = await import('node:os');",
  ])('this would be found: %s', (code) => expect(forbidden(code)).toHaveLength(1));

  it.each([
    "import { process } from './process.ts'; export const x = process.now();",
    'export const x = { Date: 1, console: 2 }.Date; // Math.random, 2 ** 3',
    "export const x = 'new Date()';",
    "export const x = await import('vega-lite');",
  ])('this is allowed: %s', (code) => expect(forbidden(code)).toEqual([]));
});
