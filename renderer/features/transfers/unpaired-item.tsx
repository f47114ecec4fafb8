import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { QuantityWithUnit } from '../../components/quantity-with-unit.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import { useFocusWhen } from './use-focus-when.ts'
import { goodsOfWay } from './transfer-words.ts'
import type { PackageContent } from './transfer-words.ts'
import classes from './transfers.module.css'

type Item = PackageContent['items'][number]

/** Says which of our items the partner's is, right where it is missing; Enter registers it. */
export function UnpairedItem({
  item,
  content,
  partnerId,
  first,
}: {
  item: Item
  content: PackageContent
  partnerId: string
  first: boolean
}) {
  const { handbookNo, partnerHandbookNo, way, trusted } = content
  const goods = goodsOfWay[way]
  const { bySeq, codes } = useHandbookItems(handbookNo, goods)
  const field = useRef<HTMLInputElement>(null)
  useFocusWhen(field, first && trusted)
  const [itemSeq, setItemSeq] = useState('')
  const [factor, setFactor] = useState('1')
  const [from, setFrom] = useState(content.from)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ours = bySeq.get(itemSeq)
  const theirUnit = shownUnit(item.partnerUnit)
  const ready =
    ours !== undefined && item.partnerItemSeq !== null && readDecimal(factor) !== undefined && parseDay(from) !== undefined

  async function save() {
    if (!ready || busy || item.partnerItemSeq === null) return
    setBusy(true)
    setError(null)
    try {
      const { partnerItemSeq } = item
      await call('partners.saveItem', {
        partnerId,
        handbookNo,
        goods,
        itemSeq: Number(itemSeq),
        partnerHandbookNo,
        partnerItemSeq,
        factor,
        from,
      })
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <>
      <form
        className={classes.pairForm}
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <div className={classes.theirs}>
          <div className={classes.quiet} style={{ flexBasis: '100%' }}>
            对方第 {item.partnerItemSeq} 项
          </div>
          <strong>{item.partnerItemName}</strong> <span className="mono">{item.partnerHsCode}</span>
          {item.partnerQuantity !== '' && (
            <span>
              <QuantityWithUnit value={item.partnerQuantity} unit={item.partnerUnit} />
            </span>
          )}
        </div>
        <CodeField
          label={goods === 'product' ? '是我方成品' : '是我方料件'}
          placeholder="序号、名称或拼音首字母"
          codes={codes}
          value={itemSeq}
          onChange={setItemSeq}
          ref={field}
        />
        <QuantityField
          label={`我方 1 ${ours ? shownUnit(ours.unit) : '单位'}合`}
          unit={theirUnit}
          value={factor}
          onChange={setFactor}
        />
        <DayField label="生效日期" value={from} onChange={setFrom} />
        <Button type="submit" disabled={!ready} loading={busy}>
          登记对应
        </Button>
      </form>
      <ErrorNotice error={error} />
    </>
  )
}
