import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { countryName, shownUnit } from '../../../shared/codes/tables.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { Tag } from '../../components/tag.tsx'
import { FigureButton, YuanButton } from './figure-button.tsx'
import { printYuan } from './yuan.ts'
import type { Figure } from './figures.ts'
import type { TypedMaterial } from './sale-form.ts'
import classes from './sale.module.css'
import { Rules } from './step-panel.tsx'
import { taxKinds, taxOrder, valuationMethods } from './sale-words.ts'
import type { Sheet, SheetLine } from './sale-words.ts'

type Explain = (figure: Figure) => void

/** A material as a row names it: number, name, commodity code. */
const Goods = ({ line }: { line: SheetLine }) => (
  <>
    <span className={classes.seq}>{line.itemSeq}</span> {line.name} <span className={`mono ${classes.quiet}`}>{line.hsCode}</span>
  </>
)

/** 折成什么料件: what of each material is in what was sold (R-84, R-85, R-90). */
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

const Sums = ({ children }: { children: ReactNode }) => (
  <tfoot>
    <tr>{children}</tr>
  </tfoot>
)

/** 从量 rates are CNY for one unit; all others are percent. */
export const rateText = ({ rate, rateKind }: { rate: string; rateKind: string }): string =>
  rateKind.endsWith('从量') ? `${rate} 元` : `${rate}%`

/** What the rate is taken of: a quantity where it goes by quantity alone, else CNY. */
export const baseText = ({ base, rateKind }: { base: string; rateKind: string }): string =>
  rateKind.endsWith('从量') ? formatQuantity(base) : printYuan(base)

/** 税款: tax by tax, each rate with the document it comes from. */
export function TaxTable({
  sheet,
  materials,
  onExplain,
  onOrigin,
}: {
  sheet: Sheet
  materials: Readonly<Record<string, TypedMaterial>>
  onExplain: Explain
  /** Absent where nothing can be said of the origin any more. */
  onOrigin: ((itemSeq: number) => void) | undefined
}) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>料件或货物</th>
          <th>税种</th>
          <th>税率种类</th>
          <th data-numeric>税率</th>
          <th data-numeric>税基</th>
          <th data-numeric>税额（元）</th>
          <th data-numeric>小计（元）</th>
          <th>依据</th>
        </tr>
      </thead>
      {sheet.lines.map((line) => (
        <tbody key={line.no}>
          {line.taxes.map((tax, index) => (
            <tr key={index}>
              {index === 0 && (
                <td rowSpan={line.taxes.length}>
                  <Goods line={line} />
                  {onOrigin && (
                    <div>
                      <button type="button" className={classes.origin} onClick={() => onOrigin(line.itemSeq)}>
                        {originText(materials[String(line.itemSeq)])}
                      </button>
                    </div>
                  )}
                </td>
              )}
              <td className={classes.inner}>{taxKinds[tax.tax]}</td>
              <td>{tax.rateKind}</td>
              <td data-numeric>{rateText(tax)}</td>
              <td data-numeric>{baseText(tax)}</td>
              <td data-numeric>
                {tax.waived && <Tag>免征</Tag>}{' '}
                <YuanButton
                  value={tax.amount}
                  what={`${line.name} ${taxKinds[tax.tax]}`}
                  onOpen={() => onExplain({ of: 'tax', line: line.no, index })}
                />
              </td>
              {index === 0 && (
                <td data-numeric rowSpan={line.taxes.length}>
                  {printYuan(line.taxTotal)}
                </td>
              )}
              <td className={classes.basis}>
                {tax.basis ? (
                  <div title={`${tax.basis.source}；${heldText(tax.basis)}`}>
                    <span>{heldText(tax.basis)}</span> {tax.basis.source}
                  </div>
                ) : (
                  <Rules of={tax.rule} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
      <Sums>
        <td colSpan={6}>
          合计
          {taxOrder
            .filter((tax) => sheet.totals[tax] !== '0')
            .map((tax) => (
              <span key={tax} className={classes.sumPart}>
                {taxKinds[tax]} {printYuan(sheet.totals[tax])}
              </span>
            ))}
        </td>
        <td data-numeric>
          <YuanButton value={sheet.totals.tax} what="税款合计" onOpen={() => onExplain({ of: 'sum', sum: 'tax' })} />
        </td>
        <td />
      </Sums>
    </table>
  )
}

const originText = (own: TypedMaterial | undefined): string =>
  own?.country || own?.proofNo
    ? `原产 ${countryName(own.country) ?? '按手册'}，${own.proofNo ? `证明 ${own.proofNo}` : '没有证明'}`
    : '原产地按手册，没有证明'

/** `自 2025-01-01` or `2025-01-01 至 2025-12-31`. */
export const heldText = ({ from, to }: { from: string; to: string | null }): string =>
  to === null ? `自 ${from}` : `${from} 至 ${to}`

/** 缓税利息: from when to when, at which rate, on which tax (R-96 … R-98). */
export function InterestTable({ sheet, onExplain }: { sheet: Sheet; onExplain: Explain }) {
  const { interest } = sheet
  if (!interest) return null
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>起息</dt>
          <dd>
            {interest.from} <span className={classes.quiet}>{interest.fromBasis}</span>
          </dd>
        </div>
        <div>
          <dt>止息</dt>
          <dd>
            {interest.to} <span className={classes.quiet}>{interest.toBasis}</span>
          </dd>
        </div>
        <div>
          <dt>计息</dt>
          <dd>
            {interest.days} 天 <span className={classes.quiet}>两端都计 {interest.daysBothEnds} 天（C-7）</span>
          </dd>
        </div>
        <div>
          <dt>年利率</dt>
          <dd>
            {interest.rate}%{' '}
            <span className={classes.quiet}>
              {interest.basis.source}，{heldText(interest.basis)}
            </span>
          </dd>
        </div>
        {interest.waived && (
          <div>
            <dt>暂免</dt>
            <dd>
              {interest.waived.source}，{heldText(interest.waived)}
            </dd>
          </div>
        )}
      </dl>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>税种</th>
            <th data-numeric>税额（元）</th>
            <th>算式</th>
            <th data-numeric>缓税利息（元）</th>
            <th data-numeric>两端都计</th>
          </tr>
        </thead>
        <tbody>
          {interest.taxes.map(({ tax, base, formula, amount, amountBothEnds }) => (
            <tr key={tax}>
              <td>{taxKinds[tax]}</td>
              <td data-numeric>{printYuan(base)}</td>
              <td className={classes.formulaCell}>{formula}</td>
              <td data-numeric>
                <YuanButton value={amount} what={`${taxKinds[tax]} 缓税利息`} onOpen={() => onExplain({ of: 'interest', tax })} />
              </td>
              <td data-numeric className={classes.quiet}>
                {printYuan(amountBothEnds)}
              </td>
            </tr>
          ))}
        </tbody>
        <Sums>
          <td colSpan={3}>合计</td>
          <td data-numeric>
            <YuanButton
              value={sheet.totals.interest}
              what="缓税利息合计"
              onOpen={() => onExplain({ of: 'sum', sum: 'interest' })}
            />
          </td>
          <td />
        </Sums>
      </table>
    </>
  )
}
