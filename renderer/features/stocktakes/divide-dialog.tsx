import { Button, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { addQuantities, negateQuantity, noQuantity, parseEntered, printQuantity, quantity } from '../../../shared/domain/exact.ts'
import { call } from '../../app/engine.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { showError } from '../../components/export-table.ts'
import { formatQuantity } from '../../components/fields/format.ts'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { keepStocktake } from './stocktake-writing.ts'
import type { SharedPart } from './stocktake-words.ts'

/** What is still to be given out; undefined where a figure cannot be read. */
function leftOf(counted: string, shares: readonly string[]): string | undefined {
  let given = noQuantity
  for (const share of shares) {
    const figure = parseEntered('Quantity', share)
    if (typeof figure !== 'bigint' || figure < 0n) return undefined
    given = addQuantities(given, figure)
  }
  return printQuantity(addQuantities(quantity(counted), negateQuantity(given)))
}

/** another division of a shared stock than by the days of import, with its reason. */
export function DivideDialog({ stocktakeId, part, onClose }: { stocktakeId: string; part: SharedPart; onClose: () => void }) {
  const [shares, setShares] = useState<readonly string[]>(part.shares.map((share) => share.quantity))
  const [reason, setReason] = useState(part.reason)
  const left = leftOf(part.counted, shares)
  const unit = shownUnit(part.unit)
  const divide = async (given: { handbookNo: string; quantity: string }[], why: string) =>
    keepStocktake(await call('stocktakes.divide', { stocktakeId, partNo: part.partNo, shares: given, reason: why }))
  return (
    <DeedDialog
      title={`${part.partNo} ${part.name}的分摊`}
      submitLabel="写下分摊"
      ready={left === '0' && reason.trim() !== ''}
      onSubmit={() =>
        divide(
          part.shares.map(({ handbookNo }, place) => ({ handbookNo, quantity: shares[place] ?? '0' })),
          reason,
        )
      }
      onClose={onClose}
    >
      {part.shares.map((share, place) => (
        <QuantityField
          key={`${share.handbookNo}/${share.seq}`}
          label={`${share.handbookNo} 料件 ${share.seq}`}
          description={`可分 ${formatQuantity(share.room)} ${unit}，首次进口 ${share.firstImportOn ?? '还没有'}`}
          unit={unit}
          value={shares[place] ?? ''}
          onChange={(next) => setShares(shares.map((before, at) => (at === place ? next : before)))}
          {...(place === 0 && { 'data-autofocus': true })}
        />
      ))}
      <Text size="sm" c={left === '0' ? 'dimmed' : 'var(--warns)'}>
        {left === undefined
          ? '请逐本填写不小于零的数'
          : left === '0'
            ? `合计等于实盘 ${formatQuantity(part.counted)} ${unit}`
            : left.startsWith('-')
              ? `比实盘 ${formatQuantity(part.counted)} ${unit} 多分了 ${formatQuantity(left.slice(1))}`
              : `实盘 ${formatQuantity(part.counted)} ${unit}，还有 ${formatQuantity(left)} 没有分`}
      </Text>
      <Textarea
        label="理由"
        autosize
        minRows={2}
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {part.overridden && (
        <div>
          <Button size="compact-sm" variant="default" onClick={() => void divide([], '').then(onClose, showError)}>
            恢复按进口先后
          </Button>
        </div>
      )}
    </DeedDialog>
  )
}
