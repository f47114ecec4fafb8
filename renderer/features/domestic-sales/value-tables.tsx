import { Button } from '@mantine/core'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { FigureButton, YuanButton } from './figure-button.tsx'
import type { Explain } from './figures.ts'
import classes from './sale.module.css'
import { valuationMethods } from './sale-words.ts'
import type { Sheet } from './sale-words.ts'
import { Goods, Sums } from './sheet-rows.tsx'
import { Rules } from './step-panel.tsx'

/** 折成什么料件: what of each material is in what was sold. */
export function ConversionTable({ sheet, onExplain }: { sheet: Sheet; onExplain: Explain }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>料件</th>
          <th>怎样折算</th>
          <th data-numeric>数量</th>
        </tr>
      </thead>
      <tbody>
        {sheet.lines.map((line) => (
          <tr key={line.no}>
            <td>
              <Goods line={line} />
            </td>
            <td className={classes.formulaCell}>
              {line.conversion.map(({ saleLine, formula }) => (
                <div key={saleLine}>{formula}</div>
              ))}
            </td>
            <td data-numeric>
              <FigureButton
                value={line.quantity}
                what={`${line.name} 折料数量`}
                onOpen={() => onExplain({ of: 'conversion', line: line.no })}
              />{' '}
              <span className={classes.quiet}>{shownUnit(line.unit)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** 怎样计价: the method of each material, the imports behind it, and its value. */
export function ValuationTable({
  sheet,
  onExplain,
  onSimilar,
}: {
  sheet: Sheet
  onExplain: Explain
  onSimilar: ((itemSeq: number) => void) | undefined
}) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>料件或货物</th>
          <th data-numeric>数量</th>
          <th>计价方法</th>
          <th data-numeric>单价（元）</th>
          <th data-numeric>计税价格（元）</th>
        </tr>
      </thead>
      <tbody>
        {sheet.lines.map((line) => {
          const { valuation } = line
          const explain = () => onExplain({ of: 'value', line: line.no })
          return (
            <tr key={line.no}>
              <td>
                <Goods line={line} />
              </td>
              <td data-numeric>
                <QuantityWithUnit value={line.quantity} unit={line.unit} />
              </td>
              <td>
                {valuationMethods[valuation.method]} <Rules of={valuation.rule} />
                {valuation.imports.length > 0 && (
                  <Button size="compact-xs" variant="subtle" onClick={explain}>
                    {valuation.imports.length} 笔进口
                  </Button>
                )}
                {onSimilar && valuation.method === 'similarGoods' && (
                  <Button size="compact-xs" variant="subtle" onClick={() => onSimilar(line.itemSeq)}>
                    改同期价
                  </Button>
                )}
              </td>
              <td data-numeric>
                {valuation.unitPrice === '' ? (
                  <span className={classes.quiet}>按整行价格</span>
                ) : (
                  <FigureButton value={valuation.unitPrice} what={`${line.name} 计价单价`} onOpen={explain} />
                )}
              </td>
              <td data-numeric>
                <YuanButton value={valuation.value} what={`${line.name} 计税价格`} onOpen={explain} />
              </td>
            </tr>
          )
        })}
      </tbody>
      <Sums>
        <td colSpan={4}>合计</td>
        <td data-numeric>
          <YuanButton value={sheet.totals.value} what="计税价格合计" onOpen={() => onExplain({ of: 'sum', sum: 'value' })} />
        </td>
      </Sums>
    </table>
  )
}
