/**
 * Builds what a browser receives: one style sheet, our script, htmx for staff screens.
 *
 * Names carry the hash of the content, so that a browser keeps them for ever; `manifest.json` tells the template
 * tag which name is current. Each file is also written compressed, because compressing on request costs every time.
 * The build fails when something of GOV.UK's own identity has come through.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..', '..')
const modules = join(root, 'node_modules')
const target = join(here, 'static', 'ui', 'dist')

const FORBIDDEN = ['GDS Transport', 'crest']
const HASH_CHARACTERS = 12

const MIT_PERMISSION = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/** The style sheet: the common ground, then each component that has a style of its own. */
function compileStyle () {
  const styled = readdirSync(join(here, 'components'))
    .filter(name => existsSync(join(here, 'components', name, 'style.scss')))
    .sort()
  const entry = ['@use "style/ventanilla";', ...styled.map(name => `@use "components/${name}/style" as c-${name};`)]
  return sass.compileString(entry.join('\n'), {
    loadPaths: [here, modules],
    style: 'compressed',
    quietDeps: true
  }).css
}

/** Writes `content` under a hashed name and its compressed copies. Answers the name and the sizes in bytes. */
function publish (stem, extension, content) {
  for (const word of FORBIDDEN) {
    if (content.toLowerCase().includes(word.toLowerCase())) {
      throw new Error(`${stem}.${extension} contains "${word}", which belongs to GOV.UK and not to us.`)
    }
  }
  const bytes = Buffer.from(content)
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_CHARACTERS)
  const name = `${stem}.${hash}.${extension}`
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  const brotli = brotliCompressSync(bytes, quality)
  const gzip = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION })
  writeFileSync(join(target, name), bytes)
  writeFileSync(join(target, `${name}.br`), brotli)
  writeFileSync(join(target, `${name}.gz`), gzip)
  return { name, bytes: bytes.length, gzip: gzip.length, brotli: brotli.length }
}

function version (name) {
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version
}

/** The licences of what is shipped: the style sheet contains rules of govuk-frontend, and htmx goes unchanged. */
function thirdParty () {
  return [
    'What Ventanilla ships that others wrote.',
    `govuk-frontend ${version('govuk-frontend')} (rules compiled into ventanilla.*.css)\n` +
      'The MIT License (MIT). Copyright (C) 2017 Crown Copyright (Government Digital Service)\n\n' + MIT_PERMISSION,
    `htmx.org ${version('htmx.org')} (htmx.*.js, unchanged)\n` +
      readFileSync(join(modules, 'htmx.org', 'LICENSE'), 'utf8').trim()
  ].join('\n\n' + '-'.repeat(80) + '\n\n') + '\n'
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const source = (...path) => readFileSync(join(here, ...path), 'utf8')
const combobox = publish('combobox', 'js', source('script', 'combobox.mjs'))
const script = source('script', 'ventanilla.mjs').replace('./combobox.mjs', `./${combobox.name}`)
const built = {
  'ventanilla.css': publish('ventanilla', 'css', compileStyle()),
  'ventanilla.js': publish('ventanilla', 'js', script),
  'combobox.js': combobox,
  'passkeys.js': publish('passkeys', 'js', source('script', 'passkeys.mjs')),
  'mark.svg': publish('mark', 'svg', source('style', 'mark.svg')),
  'htmx.js': publish('htmx', 'js', readFileSync(join(modules, 'htmx.org', 'dist', 'htmx.min.js'), 'utf8'))
}
writeFileSync(join(target, 'manifest.json'), JSON.stringify(built, null, 2) + '\n')
writeFileSync(join(target, 'THIRD-PARTY.txt'), thirdParty())
for (const [logical, file] of Object.entries(built)) {
  console.log(`${logical}: ${file.bytes} bytes, ${file.gzip} with gzip, ${file.brotli} with brotli`)
}
