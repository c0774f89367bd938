#!/usr/bin/env bash
# Runs stowage for action.yml. All settings are environment variables, each list one item a line.
set -euo pipefail

if [ ! -f "$STOWAGE_ACTION/dist/start.js" ]; then
  (cd "$STOWAGE_ACTION" && npm ci --no-audit --no-fund --ignore-scripts && node build.mjs) >&2
fi

# Reads lines of $1 into the array `items`, empty ones left out.
read_items() {
  items=()
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line%$'\r'}"
    if [ -n "$line" ]; then items+=("$line"); fi
  done <<<"$1"
}

read_items "$STOWAGE_ARGS"
arguments=("${items[@]+"${items[@]}"}")
read_items "$STOWAGE_PATHS"
paths=("${items[@]+"${items[@]}"}")

cd "$STOWAGE_FOLDER"
check() {
  node "$STOWAGE_ACTION/bin/stowage.js" check --fail-on "$STOWAGE_FAIL_ON" "$@" "${arguments[@]+"${arguments[@]}"}" -- "${paths[@]+"${paths[@]}"}"
}

status=0
check --format sarif --output "$STOWAGE_SARIF" || status=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  # GitHub refuses a summary of more than 1 MiB.
  { check --format markdown 2>/dev/null | head -c 1000000 >>"$GITHUB_STEP_SUMMARY"; } || true
fi
if [ "$STOWAGE_ANNOTATIONS" = true ]; then
  check --format github 2>/dev/null || true
else
  check 2>/dev/null || true
fi

if [ -n "${GITHUB_OUTPUT:-}" ]; then
  case "$STOWAGE_FOLDER/$STOWAGE_SARIF" in
    *$'\n'* | *$'\r'*) echo "neither working-directory nor sarif-file may hold a line end" >&2; exit 2 ;;
  esac
  if [ -f "$STOWAGE_SARIF" ]; then
    case "$STOWAGE_SARIF" in
      /*) sarif="$STOWAGE_SARIF" ;;
      *) sarif="$STOWAGE_FOLDER/$STOWAGE_SARIF" ;;
    esac
    printf 'sarif-file=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
  fi
  printf 'exit-status=%s\n' "$status" >>"$GITHUB_OUTPUT"
fi
exit "$status"
