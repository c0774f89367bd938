import { failsOnWarnings, readCheckDirective, readDirective } from "../../src/parse/suppression.ts";

test.each([
  [" stowage: ignore[a, b] because", { peer: undefined, ids: ["a", "b"], reach: "next" }],
  ["stowage: ignore-file[a]", { peer: undefined, ids: ["a"], reach: "file" }],
  [" hadolint ignore=DL3006,SC2086", { peer: "hadolint", ids: ["hadolint:DL3006", "tally:hadolint/DL3006", "shellcheck:SC2086", "tally:shellcheck/SC2086"], reach: "next" }],
  [" hadolint global ignore = DL3003 , DL3004", { ids: ["hadolint:DL3003", "tally:hadolint/DL3003", "hadolint:DL3004", "tally:hadolint/DL3004"], reach: "file" }],
  [" hadolint stage ignore=DL3011", { ids: ["hadolint:DL3011", "tally:hadolint/DL3011"], reach: "stage" }],
  [" tally global ignore=max-lines,hadolint/DL3006", { peer: "tally", ids: ["tally:tally/max-lines", "buildkit:max-lines", "tally:buildkit/max-lines", "tally:hadolint/DL3006", "hadolint:DL3006"], reach: "file" }],
  [" dclint disable", { peer: "dclint", all: true, reach: "file" }],
  [" dclint disable service-keys-order no-version-field", { ids: ["dclint:service-keys-order", "dclint:no-version-field"], reach: "file" }],
  [" dclint disable-line no-version-field", { ids: ["dclint:no-version-field"], reach: "line" }],
  ["checkov:skip=CKV_DOCKER_5: no need", { peer: "checkov", ids: ["checkov:CKV_DOCKER_5"], reach: "file" }],
  ["trivy:ignore:AVD-DS-0002", { peer: "trivy", ids: ["trivy:DS-0002"], reach: "block" }],
  ["trivy:ignore:DS002", { ids: ["trivy:DS-0002"] }],
  [" check=skip=JSONArgsRecommended", { peer: "buildkit", ids: ["buildkit:JSONArgsRecommended"], reach: "next" }],
  [" kics-scan ignore-line", { peer: "kics", all: true, reach: "next" }],
  [" kics-scan ignore-block", { all: true, reach: "block" }],
  [" kics-scan disable=Image Version Not Explicit", { ids: ["kics:Image Version Not Explicit"], reach: "file" }],
  [" nosemgrep", { peer: "semgrep", all: true }],
  [" nosemgrep: dockerfile.security.last-user-is-root", { ids: ["semgrep:last-user-is-root"], all: false }],
  [" compose-lint: disable=CL-0001,CL-0002 -- because", { peer: "compose-lint", ids: ["compose-lint:CL-0001", "compose-lint:CL-0002"], reach: "next" }],
])("%j is read", (text, expected) => {
  expect(readDirective(text)).toMatchObject(expected);
});

test.each([" hadolint shell=bash", " stowage is nice", " ignore=DL3006", " tally up", "stowage: ignore[]", " kics-scan", "hadolint ignore="])("%j silences nothing", (text) => {
  expect(readDirective(text)).toBeUndefined();
});

test("BuildKit's check directive", () => {
  expect(readCheckDirective("skip=JSONArgsRecommended,StageNameCasing;error=true")).toMatchObject({ ids: ["buildkit:JSONArgsRecommended", "buildkit:StageNameCasing"], reach: "file" });
  expect(readCheckDirective("error=true;skip=all")).toMatchObject({ all: true });
  expect(readCheckDirective("skip=A;skip=B # why")).toMatchObject({ all: false, ids: ["buildkit:B"] });
  expect(readCheckDirective("skip=ALL")).toBeUndefined();
  expect(readCheckDirective("error=true")).toBeUndefined();
  expect(["skip=A;error=true", "error=false", "skip=A"].map(failsOnWarnings)).toEqual([true, false, false]);
});
