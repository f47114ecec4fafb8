import { Paper, PaperPart, PaperTable } from '../../components/paper.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import type { Comparison, ComparisonInput } from './selective-form.ts'
import { printYuan } from '../../components/yuan.ts'
import { breakEvenText, wayNames, wayRows } from './selective-words.ts'

/** The comparison on A4: what was compared, both ways, the break-even, and from which rates. */
export function ComparisonPaper({ title, input, comparison }: { title: string; input: ComparisonInput; comparison: Comparison }) {
  const { goods, materials, interestFrom, taxBillOn } = input
  const { asPresented, byMaterials, interestBasis, guards, days } = comparison
  const consumption = goods.consumptionRate ?? '0'
  return (
    <Paper
      title="选择性征收关税比较表"
      facts={[
        ...(title === '' ? [] : [['名称', title] as const]),
        ['货物', `${goods.name}　${goods.hsCode ?? ''}`],
        ['计税价格', `${printYuan(goods.value)} 元`],
        ['关税', `${goods.dutyRate}%`],
        ['增值税', `${goods.vatRate}%`],
        ['消费税', consumption === '0' ? '不征' : `${consumption}%`],
        ['计息', `${interestFrom} 至 ${taxBillOn}，${days} 天`],
        ['缓税利息率', `${interestBasis.value}（${interestBasis.source}）`],
      ]}
    >
      <PaperPart title="料件">
        <PaperTable
          columns={[
            { title: '序号', numeric: false },
            { title: '料件名称', numeric: false },
            { title: '计税价格（元）', numeric: true },
            { title: '关税税率（%）', numeric: true },
          ]}
          rows={materials.map(({ name, value, dutyRate }, index) => [
            String(index + 1),
            name,
            printYuan(value),
            formatQuantity(dutyRate),
          ])}
        />
      </PaperPart>
      <PaperPart title="两种算法">
        <PaperTable
          columns={[
            { title: '元', numeric: false },
            { title: wayNames.asPresented, numeric: true },
            { title: wayNames.byMaterials, numeric: true },
          ]}
          rows={wayRows.map(({ id, title: name }) => [name, printYuan(asPresented[id]), printYuan(byMaterials[id])])}
        />
        <p>{breakEvenText(comparison).join('')}</p>
      </PaperPart>
      <PaperPart title="算式">
        <p>
          {wayNames.asPresented}：{asPresented.formula}
        </p>
        <p>
          {wayNames.byMaterials}：{byMaterials.formula}
        </p>
      </PaperPart>
      {guards.length > 0 && (
        <PaperPart title="适用条件（R-99）">
          <ul>
            {guards.map(({ message, next }) => (
              <li key={message}>
                {message}；{next}
              </li>
            ))}
          </ul>
        </PaperPart>
      )}
    </Paper>
  )
}
