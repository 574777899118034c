// Style and the bans that keep runs deterministic. The layering itself is tested by test/architecture.
import tseslint from 'typescript-eslint';

const deterministic = [
  {
    selector: "BinaryExpression[operator='**']",
    message: 'Its last bit differs between Node releases: write exp(a · log x).',
  },
  { selector: "AssignmentExpression[operator='**=']", message: 'Its last bit differs between Node releases.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='pow']",
    message: 'Its last bit differs between Node releases.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Chance comes from named streams.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'reports/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-restricted-syntax': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-syntax': ['error', ...deterministic],
      'no-restricted-globals': [
        'error',
        'Date',
        'console',
        'process',
        'performance',
        'setTimeout',
        'setInterval',
        'setImmediate',
      ],
    },
  },
);
