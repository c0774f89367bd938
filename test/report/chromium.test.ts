import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { removeScratch, scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";

const browser = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
if (browser === undefined) console.log("skipped: no chromium is installed, so no browser opens the HTML reports");

afterAll(removeScratch);

const script = "document.documentElement.setAttribute('data-ran','yes')";
const tries = [`<script>${script}</script>`, `<img src=x onerror="${script}">`, `"><svg onload="${script}">`, `'><iframe srcdoc="<script>parent.${script}</script>">`, `</pre></style><script>${script}</script>`, "<a href=\"javascript:alert(1)\">x</a>"];
const tried = tries.join(" ");

/** The page as the browser has it after its scripts ran. */
function opened(folder: string, html: string): string {
  const page = join(folder, "page.html");
  writeFileSync(page, html);
  const { stdout } = spawnSync(browser ?? "", ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", `--user-data-dir=${join(folder, "profile")}`, "--virtual-time-budget=2000", "--dump-dom", pathToFileURL(page).href], { encoding: "utf8", timeout: 100_000 });
  return stdout;
}

(browser === undefined ? test.skip : test)("a browser runs no script of a hostile repository's report and map, and would run one without the escapes", () => {
  const folder = scratch({
    [`a${tries[1]?.replaceAll("/", "") ?? ""}/Dockerfile`]: `FROM ${tried}\nRUN cd /x ${tried}\nLABEL ${tried}\nVOLUME ["/data/${tried.replaceAll('"', "")}"]\n`,
    "compose.yaml": `services:\n  ${JSON.stringify(tried)}:\n    image: ${JSON.stringify(tried)}\n    volumes: [${JSON.stringify(`/data${tried}`)}]\n    environment: [${JSON.stringify(tried)}]\n`,
  });
  for (const args of [["--preset", "all", "--format", "html"], ["map", "--format", "html"]]) {
    const { out } = stowage(folder, [...args, ...(args[0] === "map" ? [] : ["--no-config"])]);
    const page = opened(scratch(), out);
    expect(page).toContain("&lt;script&gt;");
    expect(page).not.toContain('data-ran="yes"');
    // The page's own policy would stop a script too: without it, the escapes alone hold.
    expect(opened(scratch(), out.replace(/<meta http-equiv[^>]*>/, ""))).not.toContain('data-ran="yes"');
  }
  expect(opened(scratch(), `<!doctype html><html><body>${tries[0] ?? ""}</body></html>`)).toContain('data-ran="yes"');
}, 300_000);
