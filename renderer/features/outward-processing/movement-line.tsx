import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { CodeField } from '../../components/fields/code-field.tsx'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import classes from './outward.module.css'
import { goodsNames, isGoods, isMade, isUsable, sideOf } from './outward-words.ts'
import type { Goods, Outstanding, OutwardMovement, UsedGoods } from './outward-words.ts'

export interface TypedLine {
  key: string
  goods: Goods
  itemSeq: string
  version: string
  quantity: string
  uses: readonly { goods: UsedGoods; itemSeq: number; quantity: string }[]
}
let made = 0
export const blankLine = (goods: Goods): TypedLine => ({
  key: String(++made),
  goods,
  itemSeq: '',
  version: '',
  quantity: '',
  uses: [],
})
const goodsChoices = Object.entries(goodsNames).map(([value, label]) => ({ value, label }))

/** One kind of goods of a slip; of what was made outside also what it has used up of what was sent. */
export function MovementLine(props: {
  handbookNo: string
  kind: OutwardMovement['kind']
  line: TypedLine
  out: readonly Outstanding[]
  onChange: (part: Partial<TypedLine>) => void
  onRemove: (() => void) | undefined
}) {
  const { handbookNo, line, onChange } = props
  const { codes, bySeq } = useHandbookItems(handbookNo, sideOf(line.goods))
  const ofProduct = sideOf(line.goods) === 'product'
  const versions = useOperation('consumption.versions', { handbookNo }, { enabled: ofProduct }).data?.versions ?? []
  const known = versions.filter(({ productSeq }) => String(productSeq) === line.itemSeq).map(({ version }) => version)
  const unit = bySeq.get(line.itemSeq)?.unit ?? ''
  return (
    <div className={classes.line} role="group" aria-label="一行货物">
      <Select
        label="货物"
        allowDeselect={false}
        data={goodsChoices}
        value={line.goods}
        onChange={(goods) => isGoods(goods) && onChange({ goods, itemSeq: '', version: '', uses: [] })}
      />
      <CodeField
        label={ofProduct ? '成品序号' : '料件序号'}
        codes={codes}
        value={line.itemSeq}
        onChange={(itemSeq) => {
          const own = versions.filter(({ productSeq }) => String(productSeq) === itemSeq)
          onChange({ itemSeq, version: own.length === 1 ? (own[0]?.version ?? '') : '', uses: [] })
        }}
      />
      {ofProduct ? (
        <Select
          label="单耗版本"
          data={known}
          value={line.version === '' ? null : line.version}
          disabled={known.length === 0}
          onChange={(version) => onChange({ version: version ?? '' })}
        />
      ) : (
        <TextInput label="单耗版本" disabled value="" />
      )}
      <QuantityField label="数量" unit={shownUnit(unit)} value={line.quantity} onChange={(quantity) => onChange({ quantity })} />
      {props.onRemove && (
        <ActionIcon variant="subtle" color="gray" mb={4} aria-label="删去这一行" onClick={props.onRemove}>
          <IconX size={16} />
        </ActionIcon>
      )}
      {props.kind === 'return' && isMade(line.goods) && <Uses {...props} />}
    </div>
  )
}

/** What was sent out and has gone into it: proposed by the declared consumption of the version, and put right by the clerk. */
function Uses(props: {
  handbookNo: string
  line: TypedLine
  out: readonly Outstanding[]
  onChange: (part: Partial<TypedLine>) => void
}) {
  const { handbookNo, line, out, onChange } = props
  const [error, setError] = useState<unknown>(null)
  const usable = out.flatMap((each) => (isUsable(each.goods) ? [{ ...each, goods: each.goods }] : []))
  const canPropose = line.itemSeq !== '' && line.version !== '' && line.quantity !== ''
  const isOf = (each: { goods: Goods; itemSeq: number }) => (use: { goods: Goods; itemSeq: number }) =>
    use.goods === each.goods && use.itemSeq === each.itemSeq

  async function propose() {
    setError(null)
    try {
      const { itemSeq, version, quantity } = line
      const { uses } = await call('outwardProcessing.proposeUses', { handbookNo, productSeq: Number(itemSeq), version, quantity })
      onChange({
        uses: uses
          .filter((use) => usable.some(isOf(use)))
          .map(({ goods, itemSeq: seq, quantity: of }) => ({ goods, itemSeq: seq, quantity: of })),
      })
    } catch (problem) {
      setError(problem)
    }
  }

  if (usable.length === 0) return null
  return (
    <div className={classes.uses}>
      <div className={classes.usesHead}>
        耗用的外发货物；原样收回的不填
        <Button size="compact-xs" variant="default" disabled={!canPropose} onClick={() => void propose()}>
          按单耗折算
        </Button>
        <ErrorNotice error={error} />
      </div>
      {usable.map((each) => (
        <QuantityField
          key={`${each.goods} ${each.itemSeq}`}
          label={`${goodsNames[each.goods]} ${each.itemSeq} ${each.name}，在外 ${formatQuantity(each.out)}`}
          unit={each.unit}
          value={line.uses.find(isOf(each))?.quantity ?? ''}
          onChange={(quantity) => {
            const rest = line.uses.filter((use) => !isOf(each)(use))
            onChange({ uses: [...rest, { goods: each.goods, itemSeq: each.itemSeq, quantity }] })
          }}
        />
      ))}
    </div>
  )
}
