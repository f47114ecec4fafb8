import type { ReactNode } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { leftName } from './list-draft-columns.tsx'
import type { GridRow } from './list-draft-columns.tsx'
import classes from './list-draft.module.css'
import type { ListDraftDetail } from './list-draft-words.ts'

/** What the handbook says of the item in the cursor's line. */
export function LineFactsCard({ draft, row }: { draft: ListDraftDetail; row: GridRow | undefined }) {
  const item = row?.facts?.item
  // What is changed is looked at as if it were not there.
  const besides = draft.declarationType === '1' ? '' : '（不含本清单）'
  const units = item && [item.unit, item.legalUnit, item.secondLegalUnit].filter((unit) => unit !== '')
  const figure = (value: string): ReactNode => (value === '' ? '无' : <QuantityWithUnit value={value} unit={item?.unit ?? ''} />)
  return (
    <section className={classes.sheet} aria-label="手册中的这一项">
      <h2 className={classes.sheetTitle}>
        手册备案 {item?.name ? <span title={item.name}>{item.name}</span> : <span>光标所在的行</span>}
      </h2>
      {item?.name ? (
        <dl className={classes.item}>
          <dt>料号</dt>
          <dd className="mono" title={item.partNo}>
            {item.partNo}
          </dd>
          <dt>商品编码</dt>
          <dd className="mono">{item.hsCode}</dd>
          <dt>申报、法定单位</dt>
          <dd>{units?.map((unit) => shownUnit(unit)).join('、')}</dd>
          <dt>备案数量</dt>
          <dd>{figure(item.recorded)}</dd>
          <dt>
            {leftName(draft)}
            {besides}
          </dt>
          <dd data-blocks={item.left.startsWith('-') || undefined}>{figure(item.left)}</dd>
          {draft.goods === 'material' && (
            <>
              <dt>账面结余{besides}</dt>
              <dd data-blocks={(besides === '' && item.balance.startsWith('-')) || undefined}>{figure(item.balance)}</dd>
            </>
          )}
        </dl>
      ) : (
        <p className={classes.calm}>{row ? '填写备案序号后，这里显示手册的备案。' : '选中一行后，这里显示手册的备案。'}</p>
      )}
    </section>
  )
}
