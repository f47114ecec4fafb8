import { countryName } from '../../../shared/codes/tables.ts'
import { Tag } from '../../components/tag.tsx'
import { YuanButton } from './figure-button.tsx'
import type { Explain } from './figures.ts'
import { baseText, heldText, rateText } from './rate-words.ts'
import type { TypedMaterial } from './sale-form.ts'
import classes from './sale.module.css'
import { taxKinds, taxOrder } from './sale-words.ts'
import type { Sheet } from './sale-words.ts'
import { Goods, Sums } from './sheet-rows.tsx'
import { Rules } from './step-panel.tsx'
import { printYuan } from '../../components/yuan.ts'

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
              <td className={classes.inner}>{tax.rateKind}</td>
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
