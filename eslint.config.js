// @ts-check
import { defineConfig, globalIgnores } from "eslint/config";
import { ownLines } from "./scripts/lint/own-lines.mjs";
import tseslint from "typescript-eslint";

/** Time, chance and environment come in as parameters, so that a round can be replayed and the sandbox can travel. */
const handedIn = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Take `now` as a parameter.",
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take `now` as a parameter." },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: "Take `now` as a parameter." },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Take `random` as a parameter.",
  },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: "Only src/config.ts reads the environment.",
  },
];

const nodeGlobals = [
  "process",
  "console",
  "global",
  "URL",
  "setTimeout",
  "setInterval",
  "clearInterval",
  "WebAssembly",
];
const browserGlobals = [
  ...["window", "document", "location", "history", "navigator", "localStorage", "matchMedia", "customElements"],
  ...[
    "fetch",
    "EventSource",
    "FileReader",
    "AbortController",
    "URL",
    "URLSearchParams",
    "FormData",
    "Intl",
    "console",
    "crypto",
  ],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "queueMicrotask"],
  ...["Event", "CustomEvent", "KeyboardEvent", "MutationObserver", "ResizeObserver", "IntersectionObserver"],
  ...["Element", "HTMLElement", "HTMLInputElement", "HTMLButtonElement", "Node", "getComputedStyle", "structuredClone"],
];

const asGlobals = (/** @type {readonly string[]} */ names) =>
  Object.fromEntries(names.map((name) => [name, /** @type {const} */ ("readonly")]));

/** Faults that any JavaScript can have. TypeScript finds the others by itself. */
/** @type {import("eslint").Linter.RulesRecord} */
const plainRules = {
  eqeqeq: ["error", "always"],
  "no-var": "error",
  "prefer-const": "error",
  "no-param-reassign": "error",
  "no-shadow-restricted-names": "error",
  "no-unsafe-finally": "error",
  "no-fallthrough": "error",
  "no-constant-condition": "error",
  "no-control-regex": "error",
  "no-empty": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-self-assign": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-unreachable-loop": "error",
  "no-useless-escape": "error",
  "no-sparse-arrays": "error",
  "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
};

export default defineConfig(
  globalIgnores(["dist/", "data/", "coverage/", "src/storage/generated/"]),
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...plainRules,
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/prefer-readonly": "error",
      // Nothing here has a `this`: what an interface calls a method is a function that closes over what it needs.
      "@typescript-eslint/unbound-method": "off",
      // What an interface promises may have nothing to wait for; `async` still turns a throw into a rejection.
      "@typescript-eslint/require-await": "off",
      // Arrow functions that pass a call on are how callbacks are written here.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Reading with a name that comes from outside is written as such: env["PORT"].
      "@typescript-eslint/dot-notation": "off",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}", "commands/**/*.ts", "simulate/**/*.ts"],
    plugins: { house: { rules: { "own-lines": ownLines } } },
    rules: {
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "house/own-lines": ["error", { max: 40 }],
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}", "commands/**/*.ts", "simulate/**/*.ts"],
    ignores: ["src/main.ts", "src/config.ts"],
    rules: { "no-restricted-syntax": ["error", ...handedIn] },
  },
  {
    // A page part is a tree, not an algorithm.
    files: ["src/**/*.tsx"],
    rules: { "house/own-lines": "off" },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    rules: { ...plainRules, "no-undef": "error", "no-unused-vars": "error" },
  },
  {
    files: ["scripts/**/*.mjs", "eslint.config.js"],
    languageOptions: { globals: asGlobals(nodeGlobals) },
  },
  {
    files: ["src/platforms/sandbox/page/**/*.js"],
    languageOptions: { globals: asGlobals(browserGlobals) },
  },
);
