import { Group, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { shownUnit } from '../../../shared/codes/tables.ts'
import { readDecimal } from '../../../shared/domain/cell.ts'
import { parseDay } from '../../../shared/domain/day.ts'
import { call } from '../../app/engine.ts'
import { useOperation } from '../../app/queries.ts'
import { CodeField } from '../../components/fields/code-field.tsx'
import { DayField } from '../../components/fields/day-field.tsx'
import { QuantityField } from '../../components/fields/quantity-field.tsx'
import { goodsNames } from '../../components/words.ts'
import { usePreferences } from '../../state/preferences.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { useHandbookItems } from '../../components/handbook-items.ts'
import type { Partner } from './transfer-words.ts'

const goodsChoices = (['product', 'material'] as const).map((value) => ({ value, label: goodsNames[value] }))

/** 商品对应: which of the partner's items one of ours is, from a day on; an earlier one ends where this begins. */
export function ItemPairDialog({ partner, today, onClose }: { partner: Partner; today: string; onClose: () => void }) {
  const handbooks = useOperation('handbooks.list', {}).data?.handbooks ?? []
  const last = usePreferences((state) => state.handbookNo)
  const [chosen, setHandbook] = useState<string | null>(null)
  const handbookNo = chosen ?? handbooks.find((book) => book.handbookNo === last)?.handbookNo ?? handbooks[0]?.handbookNo ?? ''
  const [goods, setGoods] = useState<'product' | 'material'>('product')
  const [itemSeq, setItemSeq] = useState('')
  const [partnerHandbookNo, setPartnerHandbook] = useState(partner.handbooks[0] ?? '')
  const [partnerItemSeq, setPartnerItem] = useState('')
  const [factor, setFactor] = useState('1')
  const [typedFrom, setFrom] = useState<string>()
  const pairs = useOperation('partners.items', { partnerId: partner.partnerId }).data?.pairs ?? []
  const { bySeq, codes } = useHandbookItems(handbookNo, goods)
  const item = bySeq.get(itemSeq)
  // The first correspondence of an item holds from the beginning of its handbook; the next one, from the day of the change.
  const isNext = pairs.some((pair) => pair.handbookNo === handbookNo && pair.goods === goods && String(pair.itemSeq) === itemSeq)
  const from = typedFrom ?? (isNext ? today : (handbooks.find((book) => book.handbookNo === handbookNo)?.establishedOn ?? today))
  const ready =
    item !== undefined &&
    partnerHandbookNo !== '' &&
    /^\d+$/.test(partnerItemSeq) &&
    readDecimal(factor) !== undefined &&
    parseDay(from) !== undefined
  return (
    <DeedDialog
      title={`与${partner.name}的商品对应`}
      submitLabel="登记"
      ready={ready}
      onSubmit={async () => {
        await call('partners.saveItem', {
          partnerId: partner.partnerId,
          handbookNo,
          goods,
          itemSeq: Number(itemSeq),
          partnerHandbookNo,
          partnerItemSeq: Number(partnerItemSeq),
          factor,
          from,
        })
      }}
      onClose={onClose}
    >
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
        <Select
          label="我方手册"
          allowDeselect={false}
          data={handbooks.map((book) => book.handbookNo)}
          value={handbookNo}
          onChange={(next) => {
            setHandbook(next)
            setItemSeq('')
          }}
        />
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            我方的
          </Text>
          <SegmentedControl
            size="xs"
            data={goodsChoices}
            value={goods}
            onChange={(next) => {
              setGoods(next === 'product' ? 'product' : 'material')
              setItemSeq('')
            }}
            aria-label="成品或料件"
          />
        </Stack>
      </SimpleGrid>
      <CodeField
        label="我方商品"
        placeholder="序号、名称或拼音首字母"
        data-autofocus
        codes={codes}
        value={itemSeq}
        onChange={setItemSeq}
      />
      <SimpleGrid cols={2} spacing="md" verticalSpacing="sm">
        <Select
          label="对方手册"
          placeholder={partner.handbooks.length === 0 ? '先在企业资料里登记' : ''}
          allowDeselect={false}
          classNames={{ input: 'mono' }}
          data={partner.handbooks}
          value={partnerHandbookNo === '' ? null : partnerHandbookNo}
          onChange={(next) => setPartnerHandbook(next ?? '')}
        />
        <TextInput
          label="对方备案序号"
          inputMode="numeric"
          value={partnerItemSeq}
          onChange={(event) => setPartnerItem(event.currentTarget.value.trim())}
        />
        <QuantityField
          label={`换算：我方 1 ${item ? shownUnit(item.unit) : '单位'} 合对方`}
          unit="对方单位"
          value={factor}
          onChange={setFactor}
        />
        <DayField label="生效日期" value={from} onChange={setFrom} />
      </SimpleGrid>
      <Group>
        <Text size="sm" c="dimmed">
          同一商品以后登记的取代以前的，已发生的收发货不变（R-50）。
        </Text>
      </Group>
    </DeedDialog>
  )
}
