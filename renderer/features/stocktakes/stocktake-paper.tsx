import { shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { printCount } from '../../components/moment.ts'
import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { printYuan } from '../../components/yuan.ts'
import { taxOf } from './differences.tsx'
import { disposalNames, kindNames, physicalParts, reasonNames, stocktakeStates } from './stocktake-words.ts'
import type { StocktakeDetail } from './stocktake-words.ts'

/** The result of a stocktake on A4, to be signed and sealed. */
export function StocktakePaper({ stocktake }: { stocktake: StocktakeDetail }) {
  const { differences, shared } = stocktake
  const several = stocktake.handbookNos.length > 1
  const parts = physicalParts.filter(({ kind }) => kind === 'raw' || differences.some((row) => row[kind] !== '0'))
  const text = (title: string) => ({ title, numeric: false })
  const number = (title: string) => ({ title, numeric: true })
  const facts = [
    ['盘点', `${stocktake.stocktakeNo} ${stocktake.name}`],
    ['手册', stocktake.handbookNos.join('、')],
    ['截止日', `${stocktake.cutOff} 结束时`],
    ['状态', stocktakeStates[stocktake.state].name],
    ['盘点表', `${stocktake.sheets} 份，${printCount(stocktake.rows)} 行`],
    ['容差', `±${formatQuantity(stocktake.tolerance)}%`],
  ] as const
  return (
    <Paper title="加工贸易保税货物盘点差异表" facts={facts} wide>
      <PaperTable
        columns={[
          ...(several ? [text('手册')] : []),
          text('序号'),
          text('名称'),
          text('单位'),
          number('账面'),
          ...parts.map(({ kind, sign }) => number(sign === '−' ? `减 ${kindNames[kind]}` : kindNames[kind])),
          number('实盘'),
          number('差异'),
          number('差异率%'),
          number('价值(元)'),
          number('税款(元)'),
          text('原因'),
          text('处理'),
          text('说明'),
        ]}
        rows={differences.map((row) => [
          ...(several ? [row.handbookNo] : []),
          String(row.seq),
          row.name,
          shownUnit(row.unit),
          formatQuantity(row.book),
          ...parts.map(({ kind }) => formatQuantity(row[kind])),
          formatQuantity(row.physical),
          formatQuantity(row.difference),
          row.rate === null ? '' : formatQuantity(row.rate),
          row.value === null ? '' : printYuan(row.value),
          taxOf(row) && printYuan(taxOf(row)),
          row.reason === null ? '' : reasonNames[row.reason],
          row.disposal === null ? '' : disposalNames[row.disposal],
          row.note,
        ])}
      />
      {shared.length > 0 && (
        <PaperPart title="共用库存的分摊">
          <PaperTable
            columns={[
              text('料号'),
              text('名称'),
              text('单位'),
              number('共清点'),
              text('手册'),
              text('首次进口'),
              number('可分'),
              number('分得'),
              text('依据'),
            ]}
            rows={shared.flatMap((part) =>
              part.shares.map((share) => [
                part.partNo,
                part.name,
                shownUnit(part.unit),
                formatQuantity(part.counted),
                share.handbookNo,
                share.firstImportOn ?? '',
                formatQuantity(share.room),
                formatQuantity(share.quantity),
                part.overridden ? `人工改动：${part.reason}` : '按进口先后',
              ]),
            )}
          />
        </PaperPart>
      )}
      <p>差异率 = 差异 ÷（期初 + 进口合计）；税款为短少部分的关税与进口环节增值税，不含缓税利息。</p>
    </Paper>
  )
}
