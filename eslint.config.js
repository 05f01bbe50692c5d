import js from '@eslint/js';
import globals from 'globals';

const RULES = {
    'complexity': ['error', 10],
    'curly': 'error',
    'eqeqeq': 'error',
    'max-depth': ['error', 3],
    'max-len': ['error', {code: 120, ignoreUrls: true, ignoreRegExpLiterals: true}],
    'max-lines': ['error', {max: 350, skipBlankLines: true, skipComments: true}],
    'no-var': 'error',
    'prefer-const': 'error',
};

export default [
    {ignores: ['build/', '.venv*/', 'node_modules/', 'docs/']},
    js.configs.recommended,
    {rules: RULES},
    {
        files: ['startspark/static/**/*.js'],
        languageOptions: {globals: globals.browser},
        rules: {
            'no-restricted-globals': ['error', 'Jupyter', '$', 'require', 'define'],
        },
    },
    {
        files: ['startspark/static/strings.js', 'tests/js/**/*.js'],
        rules: {'max-lines': 'off'},
    },
    {
        files: ['startspark/static/main.js', 'startspark/static/tree.js'],
        languageOptions: {sourceType: 'script', globals: {...globals.browser, define: 'readonly'}},
        rules: {'no-restricted-globals': 'off'},
    },
    {
        files: ['tests/js/**/*.js', 'eslint.config.js'],
        languageOptions: {globals: {...globals.node, ...globals.browser}},
    },
];
