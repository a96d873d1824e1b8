// Packs the extension: `node package.mjs [--server FILE --target linux-x64] [--out FILE]`.
//
// Nothing is fetched. The client library must lie in node_modules (`npm ci`), and the server is the file that is named;
// without one the package looks for the server on the path.

import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import zlib from 'node:zlib';

const root = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { server: { type: 'string' }, target: { type: 'string' }, out: { type: 'string' } },
});
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

function fail(message) {
  console.error(message);
  process.exit(2);
}

const OWN = [
  'package.json',
  'extension.js',
  'commands.js',
  'grid.js',
  'server.js',
  'language-configuration.json',
  'syntaxes/dictum.tmLanguage.json',
  'icon.png',
  'images/editor.png',
  'README.md',
  'CHANGELOG.md',
  'LICENSE.txt',
  'walkthrough/open.md',
  'walkthrough/write.md',
  'walkthrough/fix.md',
  'walkthrough/see.md',
];

function* walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      yield* walk(file);
    } else if (entry.isFile() && !/\.(map|ts|md|markdown|yml)$/.test(entry.name)) {
      yield file;
    }
  }
}

const modules = path.join(root, 'node_modules');
if (!fs.existsSync(path.join(modules, 'vscode-languageclient'))) {
  fail('node_modules holds no vscode-languageclient; run `npm ci` once');
}
const files = OWN.map((name) => [`extension/${name}`, path.join(root, name)]);
for (const file of walk(modules)) {
  const name = path.relative(root, file).split(path.sep).join('/');
  if (!name.startsWith('node_modules/.')) {
    files.push([`extension/${name}`, file]);
  }
}
if (values.server) {
  if (!values.target) {
    fail('a package with a server is for one platform: name it with --target, such as linux-x64');
  }
  const name = values.target.startsWith('win32') ? 'dictum.exe' : 'dictum';
  files.push([`extension/server/${name}`, values.server]);
}

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const target = values.target ? ` TargetPlatform="${escaped(values.target)}"` : '';
const vsixmanifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"${target}/>
    <DisplayName>${escaped(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(manifest.description)}</Description>
    <Tags>${manifest.keywords.join(',')}</Tags>
    <Categories>${manifest.categories.join(',')}</Categories>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/icon.png</Icon>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Changelog" Path="extension/CHANGELOG.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/icon.png" Addressable="true"/>
  </Assets>
</PackageManifest>
`;

const types = [...new Set(files.map(([name]) => path.extname(name)).filter(Boolean)), '.vsixmanifest'];
const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${types
  .map((type) => `<Default Extension="${type.slice(1)}" ContentType="application/octet-stream"/>`)
  .join('')}</Types>
`;

/** A zip archive without times, so that the same files give the same bytes. */
function zip(entries) {
  const parts = [];
  const central = [];
  let at = 0;
  for (const [name, data, mode] of entries) {
    const packed = zlib.deflateRawSync(data, { level: 9 });
    const encoded = Buffer.from(name, 'utf8');
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(0, 6);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(zlib.crc32 ? zlib.crc32(data) : crc32(data), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(data.length, 18);
    shared.writeUInt16LE(encoded.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), shared, encoded, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((0o100000 | mode) * 0x10000, 6);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 3]), shared, tail, encoded);
    at += 30 + encoded.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}

const entries = [
  ['extension.vsixmanifest', Buffer.from(vsixmanifest), 0o644],
  ['[Content_Types].xml', Buffer.from(contentTypes), 0o644],
  ...files.map(([name, file]) => [
    name,
    fs.readFileSync(file),
    name.startsWith('extension/server/') ? 0o755 : 0o644,
  ]),
];
const platform = values.target ? `-${values.target}` : '';
const out = values.out ?? path.join(root, `${manifest.name}${platform}-${manifest.version}.vsix`);
fs.writeFileSync(out, zip(entries));
console.log(`${out}: ${entries.length} files`);
