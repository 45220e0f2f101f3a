import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.serviceworker } },
    rules: {
      camelcase: ["error", { properties: "never", ignoreDestructuring: true }],
      eqeqeq: "error",
      "prefer-const": "error",
    },
  },
];
