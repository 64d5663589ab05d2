// What eslint asks of the JavaScript; how it looks is prettier's, and types are tsc's.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["nnviz/stage/bundles/", ".venv*/", "build/"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "prefer-const": ["error", { destructuring: "all" }],
      "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-var": "error",
    },
  },
  { files: ["nnviz/stage/assets/**", "tests/e2e/**", "web/**"], languageOptions: { globals: globals.browser } },
  { files: ["scripts/**", "tests/js/**", "*.js"], languageOptions: { globals: globals.node } },
];
