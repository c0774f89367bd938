const NODE = /^(node|nodejs|bun|deno|tsx|ts-node|ts-node-dev|swc-node|electron)$/;
const PYTHON = /^(python|pypy)(\d(\.\d+)?)?$/;
const SERVERS = /^(gunicorn|uvicorn|hypercorn|daphne|waitress-serve|granian|uwsgi)$/;

/** True for programs that start JavaScript or TypeScript files of the project. */
export function isNodeProgram(name: string): boolean {
  return NODE.test(name);
}

/** True for programs that start Python files of the project. */
export function isPythonProgram(name: string): boolean {
  return isPython(name) || SERVERS.test(name) || name === "flask" || name === "streamlit" || name === "celery" || name === "fastapi";
}

/** True for the interpreter itself. */
export function isPython(name: string): boolean {
  return PYTHON.test(name);
}
