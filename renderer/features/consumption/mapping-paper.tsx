import { unitName } from '../../../shared/codes/tables.ts'
import type { Output } from '../../../shared/contract/contract.ts'
import { codeLabel, formatQuantity } from '../../components/fields/format.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { goodsNames } from '../../components/words.ts'

type Mapping = Output<'mappings.list'>['rows'][number]

const columns = [
  { title: '备案序号', numeric: true },
  { title: '商品名称', numeric: false },
  { title: '申报单位', numeric: false },
  { title: '料号', numeric: false },
  { title: '料号名称', numeric: false },
  { title: '企业单位', numeric: false },
  { title: '换算系数', numeric: true },
  { title: '自', numeric: false },
  { title: '至', numeric: false },
]

/** The mapping as inspection asks for it: by item, so that what has been merged into one stands together. */
export function MappingPaper({
  handbookNo,
  asOf,
  rows,
}: {
  handbookNo: string
  asOf: string | undefined
  rows: readonly Mapping[]
}) {
  const facts = [
    ['手册', handbookNo],
    ['截至', asOf ?? '全部，含以往'],
    ['条数', String(rows.length)],
  ] as const
  return (
    <Paper title="料号归并关系表" facts={facts} wide>
      {(['material', 'product'] as const).map((goods) => (
        <PaperPart key={goods} title={goodsNames[goods]}>
          <PaperTable
            columns={columns}
            rows={rows
              .filter((row) => row.goods === goods)
              .map((row) => [
                String(row.itemSeq),
                row.itemName,
                codeLabel(row.itemUnit, unitName(row.itemUnit)),
                row.partNo,
                row.partName,
                row.partUnit,
                formatQuantity(row.factor),
                row.from,
                row.to ?? '',
              ])}
          />
        </PaperPart>
      ))}
    </Paper>
  )
}
