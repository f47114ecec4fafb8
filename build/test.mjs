// npm test: installs what is missing, checks everything, and ends with the counts. Plain JavaScript: runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedChromium } from './browser.mjs'
import { installMissing, privateNode, root, run, say } from './install.mjs'

const results = join(root, 'test-results')
const tool = (name, ...args) => [join(root, 'node_modules', name), ...args]
const vitest = (project) => [
  ...tool('vitest/vitest.mjs', 'run', '--project', project, '--reporter=default', '--reporter=json'),
  `--outputFile.json=${join(results, `${project}.json`)}`,
]

const stages = [
  { name: '类型检查', command: tool('typescript/bin/tsc', '--noEmit'), count: asOne },
  { name: '代码规范', command: tool('oxlint/bin/oxlint', '--type-aware'), count: asOne },
  { name: '单元、性质与引用方向', command: vitest('unit'), count: countVitest('unit') },
  { name: '构建', command: ['build/build.ts'], count: asOne },
  { name: '打包', command: vitest('packaging'), count: countVitest('packaging') },
  { name: '端到端', command: tool('@playwright/test/cli.js', 'test'), count: countPlaywright },
]

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const rows = []
const prepared = await prepare()
for (const stage of prepared ? stages : []) {
  const from = Date.now()
  console.log(`\n== ${stage.name} ==`)
  const { status } = spawnSync(privateNode, stage.command, { cwd: root, stdio: 'inherit', env: { ...process.env, CI: '1' } })
  rows.push({ name: stage.name, seconds: (Date.now() - from) / 1000, ...stage.count(status === 0) })
}
sumUp()

async function prepare() {
  try {
    await installMissing()
    await installChromium()
    return true
  } catch (error) {
    say(error.message)
    rows.push({ name: '安装', seconds: 0, ...asOne(false) })
    return false
  }
}

/** An installed browser is used as it is; else the system's package as root on Debian; else Playwright's own download. */
async function installChromium() {
  if (installedChromium() !== undefined) return
  say('正在安装 Chromium……')
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    process.env.DEBIAN_FRONTEND = 'noninteractive'
    await run('apt-get', ['update'], { quiet: false })
    await run('apt-get', ['install', '-y', 'chromium', 'fonts-noto-cjk'], { quiet: false })
    if (installedChromium() !== undefined) return
  }
  const code = await run(privateNode, tool('playwright/cli.js', 'install', 'chromium'), { quiet: false })
  if (code !== 0) throw new Error('没有找到也没能安装 Chromium：请安装 Chrome、Edge 或 Chromium 后重试')
}

function asOne(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, failures: [], skipped: [] }
}

/** A runner that failed without naming a failed test (a file that does not load, say) counts as one failure. */
function counted(exitedWell, passed, failures, skipped) {
  return { passed, failed: exitedWell ? failures.length : Math.max(1, failures.length), failures, skipped }
}

function countVitest(project) {
  return (exitedWell) => {
    const report = readReport(`${project}.json`)
    if (report === undefined) return asOne(false)
    const tests = report.testResults.flatMap((file) => file.assertionResults)
    const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName)
    const failures = tests
      .filter((test) => test.status === 'failed')
      .map((test) => `${test.fullName}：${test.failureMessages.join(' ').slice(0, 400)}`)
    return counted(exitedWell, tests.length - failures.length - skipped.length, failures, skipped)
  }
}

function countPlaywright(exitedWell) {
  const report = readReport('e2e.json')
  if (report === undefined) return asOne(false)
  const tests = report.suites.flatMap(specsOf).flatMap((spec) => spec.tests.map((test) => ({ ...test, title: spec.title })))
  const skipped = tests
    .filter((test) => test.status === 'skipped')
    .map((test) => `${test.projectName}：${test.annotations.find((each) => each.type === 'skip')?.description ?? '未说明原因'}`)
  const failures = tests.filter((test) => test.status === 'unexpected').map((test) => `${test.projectName}：${test.title}`)
  const late = tests.filter((test) => test.status === 'flaky').map((test) => `${test.projectName}：${test.title}`)
  return { ...counted(exitedWell, tests.length - failures.length - skipped.length, failures, skipped), late }
}

function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]
}

function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(results, name), 'utf8'))
  } catch {
    return undefined
  }
}

function sumUp() {
  console.log('\n== 结果 ==')
  for (const { name, seconds, passed, failed, skipped } of rows) {
    console.log(
      `${failed > 0 ? '失败' : '通过'}  ${name}：${passed} 通过，${failed} 失败，${skipped.length} 跳过（${seconds.toFixed(1)} 秒）`,
    )
  }
  // Last of all, so that whoever sees only the end of the run knows what to look at.
  for (const failure of rows.flatMap((row) => row.failures)) console.log(`!! 失败：${failure}`)
  for (const late of rows.flatMap((row) => row.late ?? [])) console.log(`!! 重试后才通过：${late}`)
  const skipped = rows.flatMap((row) => row.skipped)
  for (const reason of new Set(skipped)) console.log(`!! 跳过 ${skipped.filter((each) => each === reason).length} 项：${reason}`)
  const sum = (of) => rows.reduce((total, row) => total + of(row), 0)
  const failed = sum((row) => row.failed)
  process.exitCode = failed > 0 ? 1 : 0
  console.log(`${sum((row) => row.passed)} passed, ${failed} failed, ${skipped.length} skipped`)
}
