#!/usr/bin/env node
"use strict";
require("../dist/start.js").start();
// Everything is written: no need to take the heap apart.
process.exit();
