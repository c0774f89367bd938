/** The values of `--fail-on`. */
export const failOn = ["error", "warning", "info", "never"] as const;
