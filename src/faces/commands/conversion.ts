export { convert } from "../../engine/config/convert.ts";
export { peerFileNames, peerProgramNames, readPeerFile } from "../../engine/config/peer-file.ts";
export { configurationText } from "./init-text.ts";
