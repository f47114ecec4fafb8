import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { writeWorkbook } from '../../electron/engine/workbook/write-workbook.ts'

/** A small factory whose workbooks are made here, the same for the same seed, so that a child and its parent know the same books. */

export const handbookNo = 'C23325100001'

export const enterprise = { name: '断电测试厂', creditCode: '91320594MA1202516U', customsCode: '3205940251' }

type Status = '已核扣' | '预核扣' | '未核扣' | '已删除'
export interface ListOfFactory {
  no: string
  direction: 'I' | 'E'
  status: Status
  /** Quantities in whole units, one per line. */
  quantities: number[]
}

const materials = 20
const products = 5

/** The same numbers every run. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const titles = (...names: string[]) => names.map((title) => ({ title }))

export function handbookWorkbook(): Promise<Uint8Array> {
  const item = (seq: number, name: string) => [
    String(seq),
    `P-${name}-${seq}`,
    '8542310000',
    `${name}${seq}`,
    '',
    '007',
    '007',
    '100000000',
    '1.25',
    '502',
    '142',
    '3',
  ]
  const itemColumns = titles(
    '序号',
    '料号',
    '商品编码',
    '商品名称',
    '规格型号',
    '申报计量单位',
    '法定计量单位',
    '备案数量',
    '单价',
    '币制',
    '产销国(地区)',
    '征免方式',
  )
  const rows = (count: number, name: string) => Array.from({ length: count }, (_, index) => item(index + 1, name))
  const consumption = Array.from({ length: products * materials }, (_, index) => [
    String(Math.floor(index / materials) + 1),
    String((index % materials) + 1),
    '0',
    `0.${index + 11}`,
    '1.5',
    '0.5',
    '100',
  ])
  return writeWorkbook([
    {
      name: '表头',
      columns: titles('项目', '内容'),
      rows: [
        ['手册编号', handbookNo],
        ['手册类型', 'C'],
        ['经营企业信用代码', enterprise.creditCode],
        ['经营企业海关编码', enterprise.customsCode],
        ['经营企业名称', enterprise.name],
        ['加工企业信用代码', enterprise.creditCode],
        ['加工企业海关编码', enterprise.customsCode],
        ['加工企业名称', enterprise.name],
        ['主管海关', '2332'],
        ['监管方式', '0615'],
        ['征免性质', '503'],
        ['进口合同号', ''],
        ['出口合同号', ''],
        ['进口币制', '502'],
        ['出口币制', '502'],
        ['设立日期', '2025-01-01'],
        ['有效期', '2026-12-31'],
        ['单耗申报环节', '1'],
        ['手册用途', ''],
      ],
    },
    { name: '料件', columns: itemColumns, rows: rows(materials, '料') },
    { name: '成品', columns: itemColumns, rows: rows(products, '成') },
    {
      name: '单耗',
      columns: titles('成品序号', '料件序号', '单耗版本号', '净耗', '有形损耗率(%)', '无形损耗率(%)', '保税料件比例(%)'),
      rows: consumption,
    },
  ])
}

/** A workbook of lists. Line 1 of a list that is spoiled names an item that the handbook does not have. */
export function listsWorkbook(lists: readonly ListOfFactory[], spoiled?: string): Promise<Uint8Array> {
  const kinds = { I: ['I', 'I', '0615'], E: ['E', 'E', '0615'] } as const
  return writeWorkbook([
    {
      name: '清单表头',
      columns: titles(
        '清单编号',
        '企业内部编号',
        '手册编号',
        '进出口标志',
        '料件成品标志',
        '监管方式',
        '清单类型',
        '申报日期',
        '关联手册编号',
        '核扣标志',
      ),
      rows: lists.map(({ no, direction, status }) => [no, '', handbookNo, ...kinds[direction], '', '2025-06-15', '', status]),
    },
    {
      name: '清单表体',
      columns: titles('清单编号', '序号', '备案序号', '申报数量', '单价', '总价', '币制', '单耗版本号'),
      rows: lists.flatMap(({ no, direction, quantities }) =>
        quantities.map((quantity, index) => [
          no,
          String(index + 1),
          no === spoiled && index === 0 ? '999' : String((index % (direction === 'I' ? materials : products)) + 1),
          `${quantity}.12345`,
          '1.25',
          '',
          '502',
          direction === 'I' ? '' : '0',
        ]),
      ),
    },
  ])
}

/** One import of a plan: a file, and what the books hold of its lists when it has been acknowledged. */
export interface PlannedImport {
  file: string
  onBadRows: 'refuse' | 'skip'
  refusals: number
  /** By list: its lines in the books and whether they are booked, taken back, or only kept. */
  after: Record<string, { lines: number; status: 'booked' | 'reserved' | 'unbooked' | 'deleted' }>
}

const inBooks = { 已核扣: 'booked', 预核扣: 'reserved', 未核扣: 'unbooked', 已删除: 'deleted' } as const

/**
 * Workbooks for `imports` imports in turn: new lists, lists whose status moves on (booking them late, or taking back what was
 * booked), and workbooks with a row that is refused. They are written to `folder`; every import depends only on those before it.
 */
export async function planImports(folder: string, imports: number, seed: number): Promise<PlannedImport[]> {
  const random = randomFrom(seed)
  const plan: PlannedImport[] = []
  let earlier: ListOfFactory[] = []
  for (let at = 0; at < imports; at++) {
    const statuses: Status[] = ['已核扣', '已核扣', '已核扣', '预核扣']
    const fresh = Array.from({ length: 3 + random(3) }, (_, index): ListOfFactory => ({
      no: `QD${String(at).padStart(4, '0')}-${index}`,
      direction: random(4) === 0 ? 'E' : 'I',
      status: statuses[random(statuses.length)] ?? '已核扣',
      quantities: Array.from({ length: 20 + random(60) }, () => 1 + random(500)),
    }))
    const moved = earlier
      .filter(() => random(3) === 0)
      .map((list): ListOfFactory => ({ ...list, status: list.status === '预核扣' ? '已核扣' : '已删除' }))
    const lists = [...moved, ...fresh]
    const spoiled = at % 5 === 3 ? fresh[0]?.no : undefined
    const file = join(folder, `${String(at).padStart(4, '0')}.xlsx`)
    await writeFile(file, await listsWorkbook(lists, spoiled))
    plan.push({
      file,
      onBadRows: spoiled === undefined ? 'refuse' : 'skip',
      refusals: spoiled === undefined ? 0 : 1,
      after: Object.fromEntries(
        lists.map(({ no, status, quantities }) => [
          no,
          { lines: quantities.length - (no === spoiled ? 1 : 0), status: inBooks[status] },
        ]),
      ),
    })
    // A list with a refused row stays as it is: its first line would come in with the next import.
    earlier = fresh.filter(({ no }) => no !== spoiled)
  }
  return plan
}
