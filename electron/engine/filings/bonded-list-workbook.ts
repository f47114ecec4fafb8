import {
  countryName,
  currencyName,
  customsDistrictName,
  levyModeName,
  supervisionModeName,
  unitName,
} from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { printMoney, printQuantity } from '../../../shared/domain/exact.ts'
import type { Quantity } from '../../../shared/domain/exact.ts'
import type { ListRecord, ListRecordHead, ListRecordLine } from '../../../shared/domain/list-record.ts'
import { number, text } from '../workbook/columns.ts'
import { writeWorkbook } from '../workbook/write-workbook.ts'
import type { SheetToWrite } from '../workbook/write-workbook.ts'
import { checkSheet } from './check-sheet.ts'
import type { CheckRow, FigureRow } from './store.ts'

const declarations: Record<ListRecordHead['declarationType'], string> = { 1: '备案', 2: '变更', 3: '删除' }
const flows: Readonly<Record<string, string>> = { A: '加工贸易深加工结转', B: '加工贸易余料结转', C: '不作价设备结转' }
const marks: Record<ListRecordLine['mark'], string> = { 0: '未修改', 1: '修改', 2: '删除', 3: '增加' }
/** `035 千克`: a code is read with its word. */
const coded = (code: string, name: string | undefined): string => [code, name].filter(Boolean).join(' ')

/** The head of the list as a person reads it before signing: what is filled. */
export function headOfList({ head, lines }: ListRecord): FigureRow[] {
  const rows: [string, string][] = [
    ['申报类型', declarations[head.declarationType]],
    ['手册编号', head.handbookNo],
    ['企业内部清单编号', head.innerNo],
    ['清单编号', head.listNo],
    ['预录入统一编号', head.seqNo],
    ['进出口', `${head.direction === 'I' ? '进口' : '出口'} ${head.goods === 'I' ? '料件' : '成品'}`],
    ['监管方式', coded(head.mode, supervisionModeName(head.mode))],
    ['流转类型', coded(head.flowType, flows[head.flowType])],
    ['关联手册', head.relatedHandbookNo],
    ['关联清单', head.relatedListNo],
    ['申报日期', head.declaredOn],
    ['进出境关别', coded(head.port, customsDistrictName(head.port))],
    ['主管海关', coded(head.customsDistrict, customsDistrictName(head.customsDistrict))],
    ['启运/运抵国', coded(head.country, countryName(head.country))],
    ['经营企业', `${head.operator.name} ${head.operator.customsCode}`],
    ['加工企业', `${head.processor.name} ${head.processor.customsCode}`],
    ['申报企业', `${head.declarant.name} ${head.declarant.customsCode}`],
    ['表体', `${lines.length} 行`],
    ['备注', head.remark],
  ]
  return rows.filter(([, value]) => value.trim() !== '').map(([label, value]) => ({ label, value }))
}

const weight = (value: Quantity | undefined): string => (value === undefined ? '' : printQuantity(value))

const bodySheet = ({ lines }: ListRecord): SheetToWrite => ({
  name: '表体',
  columns: [
    text('序号', 6),
    text('修改标志', 10),
    text('备案序号', 10),
    text('料号', 16),
    text('商品编码', 12),
    text('商品名称', 24),
    text('规格型号', 24),
    text('单耗版本号', 10),
    number('申报数量'),
    text('申报单位'),
    number('法定数量'),
    text('法定单位'),
    number('第二法定数量'),
    number('单价'),
    number('总价'),
    text('币制'),
    text('原产国'),
    text('最终目的国'),
    text('征免方式'),
    text('报关单序号', 10),
    number('毛重'),
    number('净重'),
    text('备注', 24),
  ],
  rows: lines.map((line) => [
    `${line.lineNo}`,
    marks[line.mark],
    `${line.itemSeq}`,
    line.partNo,
    line.hsCode,
    line.name,
    line.spec,
    line.version,
    printQuantity(line.quantity),
    coded(line.unit, unitName(line.unit)),
    printQuantity(line.legalQuantity),
    coded(line.legalUnit, unitName(line.legalUnit)),
    weight(line.secondLegalQuantity),
    printMoney(line.unitPrice),
    printMoney(line.total),
    coded(line.currency, currencyName(line.currency)),
    coded(line.originCountry, countryName(line.originCountry)),
    coded(line.destinationCountry, countryName(line.destinationCountry)),
    coded(line.levyMode, levyModeName(line.levyMode)),
    `${line.declarationLineNo}`,
    weight(line.grossWeight),
    weight(line.netWeight),
    line.remark,
  ]),
})

/** What the list will be merged into. */
const declarationSheet = (declaration: Output<'listDrafts.get'>['declaration']): SheetToWrite => ({
  name: '报关单商品行',
  columns: [
    text('报关单序号', 10),
    text('商品编码', 12),
    text('商品名称', 24),
    number('数量'),
    text('单位'),
    number('单价'),
    number('总价'),
    text('币制'),
    text('原产国/目的国', 16),
    text('清单序号', 20),
    text('单列原因', 30),
  ],
  rows: declaration.map((line) => [
    `${line.no}`,
    line.hsCode,
    line.name,
    line.quantity,
    coded(line.unit, unitName(line.unit)),
    line.unitPrice,
    line.total,
    coded(line.currency, currencyName(line.currency)),
    coded(line.country, countryName(line.country)),
    line.lineNos.join('、'),
    line.apart,
  ]),
})

/** The filing of a list to be read by people. */
export const bondedListWorkbook = (
  record: ListRecord,
  declaration: Output<'listDrafts.get'>['declaration'],
  checks: readonly CheckRow[],
): Promise<Uint8Array> =>
  writeWorkbook([
    {
      name: '表头',
      title: `核注清单 ${record.head.innerNo}`,
      columns: [text('项目', 20), text('内容', 60)],
      rows: headOfList(record).map(({ label, value }) => [label, value]),
    },
    bodySheet(record),
    declarationSheet(declaration),
    checkSheet(checks),
  ])
