/** The folder of a path as the host names paths: `.` for a bare name. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? (path === ".." ? "../.." : ".") : slash === 0 ? "/" : path.slice(0, slash);
}

/** The last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A name inside a folder, without a leading `./`. */
export function inFolder(folder: string, name: string): string {
  return folder === "." ? name : folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** A folder and those above it, innermost first; above the working directory it goes on with `..`, for at most `limit` folders. */
export function foldersUpward(folder: string, limit = 64): readonly string[] {
  const folders: string[] = [];
  for (let at: string | undefined = folder; at !== undefined && folders.length < limit; at = parentOf(at)) folders.push(at);
  return folders;
}

function parentOf(folder: string): string | undefined {
  if (folder === "/" || /^[A-Za-z]:\/?$/.test(folder)) return undefined;
  if (folder === ".") return "..";
  if (/^(?:\.\.\/)*\.\.$/.test(folder)) return `../${folder}`;
  return folderOf(folder);
}
