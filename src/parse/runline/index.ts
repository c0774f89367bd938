export { readRunWords, type RunOption, type RunWords } from "./options.ts";
export { mayStartContainers, shellTexts } from "./shell-texts.ts";
