// Where the server is: in the settings, inside the extension, on the path. It is sought in that order.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const NAME = process.platform === 'win32' ? 'dictum.exe' : 'dictum';

/** Whether a path is a file. */
function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds the server.
 * @param {{ configured: string, folder: string, path: string }} places The setting, the extension's folder, the PATH.
 * @returns {{ command: string } | { missing: string }} The program, or what to tell the author.
 */
function find({ configured, folder, path: searched }) {
  if (configured) {
    return isFile(configured)
      ? { command: configured }
      : { missing: `The setting dictum.server.path names ${configured}, and there is no such file.` };
  }
  const inside = path.join(folder, 'server', NAME);
  if (isFile(inside)) {
    return { command: inside };
  }
  for (const place of (searched || '').split(path.delimiter)) {
    const file = path.join(place, NAME);
    // A place that is relative would depend on the folder that is open.
    if (path.isAbsolute(place) && isFile(file)) {
      return { command: file };
    }
  }
  return {
    missing:
      'The dictum program was not found: this package holds none, and none is on the PATH. ' +
      'Install it with "cargo install --path ." in its repository, or name it in the setting dictum.server.path.',
  };
}

module.exports = { find, NAME };
