// The rules for the page's modules (kgraph/data/explore/script) and their tests. `npm run check` runs them from the
// repository's root.
import js from "@eslint/js";
import globals from "globals";

const SCRIPT = "kgraph/data/explore/script";
const EDITOR = "kgraph/data/serve/editor";

const rules = {
  "max-len": ["error", { code: 120 }],
  complexity: ["error", 9],
  "max-lines-per-function": ["error", { max: 23 }],
  "max-params": ["error", 4],
  "no-var": "error",
  "prefer-const": "error",
  eqeqeq: "error",
  "no-console": "error",
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-shadow": "error",
  "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
  "no-duplicate-imports": "error",
  "no-control-regex": "off", // control characters are what csv.mjs takes out
};

// What kgraph/explore/bundle.py understands, and what the page's policy forbids.
const forbidden = [
  ["ExportDefaultDeclaration", "Export names."],
  ["ExportAllDeclaration", "Export names."],
  ["ExportNamedDeclaration[declaration=null]", "Export a name where it is declared."],
  [
    "ExportNamedDeclaration > VariableDeclaration[kind!='const']",
    "Export no variable: who imports it would not see it change.",
  ],
  ["ImportDefaultSpecifier", "Import names."],
  ["ImportNamespaceSpecifier", "Import names."],
  ["ImportExpression", "The page is one file."],
  ["MemberExpression[property.name=/^(inner|outer)HTML$/]", "What an article says is text: use textContent."],
].map(([selector, message]) => ({ selector, message }));

export default [
  { ignores: [`${EDITOR}/yasgui.min.js`] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  { files: ["**/*.mjs", "**/*.js"], ...js.configs.recommended },
  { files: ["**/*.mjs", "**/*.js"], rules },
  { files: [`${SCRIPT}/**/*.mjs`], rules: { "no-restricted-syntax": ["error", ...forbidden] } },
  // The model knows neither the page nor the browser, so that Node can test it; a source may ask a server.
  { files: [`${SCRIPT}/model/*.mjs`], languageOptions: { globals: { URLSearchParams: "readonly" } } },
  {
    files: [`${SCRIPT}/source/*.mjs`],
    languageOptions: { globals: { URLSearchParams: "readonly", fetch: "readonly" } },
  },
  {
    files: [`${SCRIPT}/view/*.mjs`, `${SCRIPT}/start.mjs`],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-globals": ["error", "name", "event", "status", "find", "open", "close", "top", "length", "parent"],
    },
  },
  { files: [`${SCRIPT}/view/network.mjs`], languageOptions: { globals: { vis: "readonly" } } },
  {
    files: [`${EDITOR}/*.mjs`],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-globals": ["error", "name", "event", "status", "find", "open", "close", "top", "length", "parent"],
    },
  },
  { files: ["tests/page/**"], languageOptions: { globals: globals.node }, rules: { "max-lines-per-function": "off" } },
];
