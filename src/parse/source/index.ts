export { jsonStrings, type JsonString } from "./json.ts";
