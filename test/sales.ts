import { writeWorkbook } from '../electron/engine/workbook/write-workbook.ts'
import type { Engine } from './engine.ts'
import { samples } from './engine.ts'

/** A small handbook with imports of its own, for examples whose figures are known. */

interface Line {
  seq: number
  hsCode: string
  name: string
  unit: string
  country?: string
}
export interface SmallHandbook {
  handbookNo: string
  establishedOn: string
  validTo: string
  materials: readonly Line[]
  products: readonly Line[]
  consumption: readonly {
    product: number
    material: number
    net: string
    tangible?: string
    intangible?: string
    ratio?: string
  }[]
  imports: readonly {
    on: string
    seq: number
    quantity: string
    price: string
    currency?: string
    mode?: string
    total?: string
  }[]
}

const titled = (headings: string) => headings.split(' ').map((title) => ({ title }))
const itemColumns = titled('序号 料号 商品编码 商品名称 申报计量单位 法定计量单位 备案数量 单价 币制 产销国(地区) 征免方式')
const itemRow = ({ seq, hsCode, name, unit, country = '142' }: Line) => [
  String(seq),
  `P-${seq}`,
  hsCode,
  name,
  unit,
  unit,
  '1000000',
  '1',
  '502',
  country,
  '3',
]

/** Imports the handbook, its lists and the sample rates. */
export async function loadSmallHandbook(engine: Engine, of: SmallHandbook): Promise<void> {
  const letter = of.handbookNo.slice(0, 1)
  const bytes = await writeWorkbook([
    {
      name: '表头',
      columns: titled('项目 内容'),
      rows: [
        ['手册编号', of.handbookNo],
        ['手册类型', letter],
        ['经营企业海关编码', '3205940251'],
        ['经营企业名称', '示例公司'],
        ['加工企业海关编码', '3205940251'],
        ['加工企业名称', '示例公司'],
        ['主管海关', '2332'],
        ['监管方式', letter === 'B' ? '0214' : '0615'],
        ['征免性质', letter === 'B' ? '502' : '503'],
        ['进口币制', '502'],
        ['出口币制', '502'],
        ['设立日期', of.establishedOn],
        ['有效期', of.validTo],
        ['单耗申报环节', '1'],
      ],
    },
    { name: '料件', columns: itemColumns, rows: of.materials.map(itemRow) },
    { name: '成品', columns: itemColumns, rows: of.products.map(itemRow) },
    {
      name: '单耗',
      columns: titled('成品序号 料件序号 单耗版本号 净耗 有形损耗率(%) 无形损耗率(%) 保税料件比例(%) 单耗申报状态'),
      rows: of.consumption.map((each) => [
        String(each.product),
        String(each.material),
        '0',
        each.net,
        each.tangible ?? '0',
        each.intangible ?? '0',
        each.ratio ?? '100',
        '2',
      ]),
    },
  ])
  await engine.call('handbooks.importWorkbook', { fileId: await engine.put('手册.xlsx', bytes) })
  const lists = await writeWorkbook([
    {
      name: '清单表头',
      columns: titled('清单编号 手册编号 进出口标志 料件成品标志 监管方式 申报日期 核扣标志'),
      rows: of.imports.map(({ on, mode }, at) => [
        `QD${at + 1}`,
        of.handbookNo,
        'I',
        'I',
        mode ?? (letter === 'B' ? '0214' : '0615'),
        on,
        '已核扣',
      ]),
    },
    {
      name: '清单表体',
      columns: titled('清单编号 序号 备案序号 申报数量 单价 总价 币制'),
      rows: of.imports.map(({ seq, quantity, price, total, currency }, at) => [
        `QD${at + 1}`,
        '1',
        String(seq),
        quantity,
        price,
        total ?? '',
        currency ?? '142',
      ]),
    },
  ])
  await engine.call('bondedLists.importWorkbook', { handbookNo: of.handbookNo, fileId: await engine.put('清单.xlsx', lists) })
}

/** Tariff and exchange rates of factory-a. */
export async function loadSampleRates(engine: Engine): Promise<void> {
  for (const [table, name] of [
    ['tariffRates', '税率.xlsx'],
    ['exchangeRates', '汇率.xlsx'],
  ] as const)
    await engine.call('reference.importWorkbook', { table, fileId: await engine.putFile(`${samples}factory-a/${name}`) })
}

/** E-7: 200 sets of 进料 products sold; A in two lots of 31.20 and 33.70, B in two of 5.05 and 5.35. */
export const exampleSeven: SmallHandbook = {
  handbookNo: 'C23325024007',
  establishedOn: '2024-02-01',
  validTo: '2025-01-31',
  materials: [
    { seq: 1, hsCode: '3920620009', name: '聚酯薄膜', unit: '035', country: '116' },
    { seq: 2, hsCode: '8534001000', name: '印刷电路板', unit: '007', country: '133' },
  ],
  products: [{ seq: 1, hsCode: '8518220000', name: '音箱', unit: '001' }],
  consumption: [
    { product: 1, material: 1, net: '2.4', tangible: '3', intangible: '1' },
    { product: 1, material: 2, net: '4' },
  ],
  imports: [
    { on: '2024-03-05', seq: 1, quantity: '6000', price: '31.2', total: '187200' },
    { on: '2024-04-05', seq: 1, quantity: '4000', price: '33.7', total: '134800' },
    { on: '2024-03-10', seq: 2, quantity: '10000', price: '5.05', total: '50500' },
    { on: '2024-05-10', seq: 2, quantity: '5000', price: '5.35', total: '26750' },
  ],
}
