import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openEngine } from '../../../test/engine.ts'

test('an exported table keeps its headings in sight, its figures exact, and is as wide as what it says', async () => {
  const engine = await openEngine()
  const exact = '123456789012.12345'
  const { fileId } = await engine.call('files.exportTable', {
    name: '报核表',
    sheet: '恒等式',
    columns: [
      { title: '规则', numeric: false },
      { title: '恒等式', numeric: false },
      { title: '左边', numeric: true },
    ],
    rows: [
      ['R-108', '出口 + 深加工出口 − 退换进口 + 退换出口 等于净出口的成品行', '0.00001'],
      ['R-112', '很长的说明'.repeat(50), exact],
    ],
  })
  const sheet = strFromU8(unzipSync(await engine.bytesOf(fileId))['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  const widths = [...sheet.matchAll(/<col [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width))
  // A Chinese character is as wide as two Latin ones; a very long text does not push the rest off the screen.
  expect(widths).toEqual([10, 60, exact.length + 2])
  expect(sheet).toContain('<v>0.00001</v>')
  // More digits than Excel keeps: then it is text.
  expect(sheet).toContain(`<t xml:space="preserve">${exact}</t>`)
  await engine.close()
})
